"""Write the documentation of the rules, and say where it is not true: `python -m` this module."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from assay.core.errors import InputError
from assay.practices import catalogue, guide, measured
from assay.practices import rules as own
from assay.practices.rule import Rule
from assay.practices.thresholds import thresholds

GENERATED = "<!-- Generated from the rules by assay.practices.pages; edit those instead. -->\n\n"

STOPS = {"register": "registration and promotion", "promote": "promotion"}


def pages(rules: Mapping[str, Rule] | None = None) -> dict[str, str]:
    """Return every page by its path within the documentation's folder.

    Args:
        rules: Rules by id; Assay's own, if absent.

    Raises:
        InputError: With every rule whose page would say too little, or if Python runs with `-OO`
            and has no docstrings.
    """
    known = catalogue.gather([own]) if rules is None else rules
    if faults := [fault for rule in known.values() for fault in _faults(rule)]:
        raise InputError(
            "the pages of the rules cannot be written",
            where="\n        ".join(faults),
            remedy="correct the rules; python -OO drops what the pages are made of",
        )
    written = {f"rules/{rule.id}.md": page(rule) for rule in known.values()}
    return written | {"rules/index.md": _index(known), "practices.md": _practices(known)}


def page(rule: Rule) -> str:
    """Return the page of one rule, in Markdown."""
    sections = dict(rule.sections)
    optional = [f"{read.kind.__name__} (if there is any)" for read in rule.reads if read.optional]
    needed = [read.kind.__name__ for read in rule.reads if not read.optional]
    facts = [
        ("Severity", rule.severity),
        ("An error stops", STOPS[rule.blocks]),
        ("Reads", ", ".join([*needed, *optional])),
        ("Practice", f"[{rule.practice}](../practices.md)"),
    ]
    if rule.acts == "leave-out":
        facts.insert(2, ("Acts", "the column is left out of the model (`practices.on_leak`)"))
    lines = [f"{GENERATED}# {rule.id}\n", f"{rule.title}\n", "| | |", "| --- | --- |"]
    lines += [f"| {name} | {value} |" for name, value in facts]
    for name in ("Why", "Example", "Silent when"):
        if name in sections:
            lines.append(f"\n## {name}\n\n{sections[name]}")
    lines.append(f"\n## Remedy\n\n{rule.remedy}")
    if constants := thresholds(rule):
        lines += ["\n## Thresholds\n", "| | value | why |", "| --- | --- | --- |"]
        lines += [f"| `{c.name}` | {c.value} | {_cell(c.reason)} |" for c in constants]
    lines.append(f"\n## Measured\n\n{_measured(rule)}")
    lines.append(f"\n## References\n\n{_linked(sections['References'])}")
    return "\n".join(lines) + "\n"


def write(folder: Path) -> None:
    """Write every page below `folder`, and remove pages of rules that are no more.

    Raises:
        InputError: As `pages`.
    """
    wanted = pages()
    for name, text in wanted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in (folder / "rules").glob("*.md"):
        if f"rules/{path.name}" not in wanted:
            path.unlink()


def drift(folder: Path) -> list[str]:
    """Return the pages below `folder` that are missing, differ, or have no rule.

    Raises:
        InputError: As `pages`.
    """
    wanted = pages()
    wrong = [
        name
        for name, text in wanted.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]
    there = [f"rules/{path.name}" for path in (folder / "rules").glob("*.md")]
    return [f"{folder.name}/{name}" for name in sorted([*wrong, *(set(there) - set(wanted))])]


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or check them; 1 if they are not true, 2 if the rules are at fault."""
    parser = argparse.ArgumentParser(prog="python -m assay.practices.pages", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs"))
    parser.add_argument("--check", action="store_true", help="write nothing, name what is untrue")
    asked = parser.parse_args(arguments)
    try:
        if not asked.check:
            write(asked.folder)
            return 0
        wrong = drift(asked.folder)
    except InputError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for name in wrong:
        print(f"{name} is not what the rules say", file=sys.stderr)
    return bool(wrong)


def _faults(rule: Rule) -> list[str]:
    if not rule.sections:
        return [f"{rule.id}: it has no documentation"]
    faults = [
        f"{rule.id}: {constant.name} has no reason under it"
        for constant in thresholds(rule)
        if not constant.reason
    ]
    if rule.module.startswith(own.__name__):
        if rule.module.rpartition(".")[2] != rule.id.replace("-", "_"):
            faults.append(f"{rule.id}: its file is called {rule.module}")
        if rule.practice not in {practice.name for practice in guide.PRACTICES}:
            faults.append(f"{rule.id}: there is no practice '{rule.practice}'")
    return faults


def _measured(rule: Rule) -> str:
    found = measured.of(rule.id)
    if found is None or not found.tables + found.planted:
        return "Not measured on foreign tables: it reads what a run of Assay's own leaves."
    said = (
        f"Fired on {found.fired} of {found.tables} clean splits on which it could be decided, "
        f"{found.errors} times at level error"
    )
    if found.planted:
        said += f"; found {found.found} of the {found.planted} planted faults that it is meant for"
    return f"{said} ({measured.on()}; `benchmarks/pitfalls.py`)."


def _index(rules: Mapping[str, Rule]) -> str:
    lines = [
        f"{GENERATED}# Rules\n",
        f"{len(rules)} rules, in the order of the lifecycle. Each says *passed*, *found*, "
        "*unknown* or *not applicable*; the last two never count as passed. Accept a finding in "
        "`assay.toml`, for a time and with a reason:\n",
        '```toml\n[[practices.waivers]]\nrule = "fair-gap"\ncolumn = "sex"',
        'reason = "the gap is required by the programme for women returning to work"',
        "expires = 2030-01-31\n```",
    ]
    area = ""
    for rule in rules.values():
        if rule.area != area:
            area = rule.area
            lines += [f"\n## {area}\n", "| rule | severity | finds |", "| --- | --- | --- |"]
        lines.append(f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {_cell(rule.title)} |")
    return "\n".join(lines) + "\n"


def _practices(rules: Mapping[str, Rule]) -> str:
    lines = [
        f"{GENERATED}# Practices\n",
        "A practice counts as kept when a verb does it without being asked, a rule can fail on it, "
        "and the model card says so.\n",
        "| practice | done by | how | enforced by |",
        "| --- | --- | --- | --- |",
    ]
    by_practice = guide.rules_of(rules)
    for practice in guide.PRACTICES:
        verbs = ", ".join(f"`assay {verb}`" for verb in practice.verbs)
        links = ", ".join(f"[{rule.id}](rules/{rule.id}.md)" for rule in by_practice[practice.name])
        lines.append(f"| {practice.name} | {verbs} | {practice.how} | {links or 'the gate'} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _linked(text: str) -> str:
    text = re.sub(r"doi:(10\.\d+/[^\s;,]*[^\s;,.)])", r"[doi:\1](https://doi.org/\1)", text)
    return re.sub(r"arXiv:(\d+\.\d+)", r"[arXiv:\1](https://arxiv.org/abs/\1)", text)


if __name__ == "__main__":
    sys.exit(main())
