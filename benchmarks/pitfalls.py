"""Faults planted in real tables, and clean controls: who finds them, and who cries wolf.

Run `python benchmarks/pitfalls.py [--set development|heldout|all|NAME] [--tools assay,deepchecks,
cleanlab] [--case TEXT] [--quick] [--json FILE] [--record]`.

A fault is found if a check that answers to it warns (or calls an error) and names the column. An
error on a clean control is a false alarm; an error about something else than the planted fault is
off target. Peers run with their defaults in environments of their own, made under `.bench/` at
the first call.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # models of the cases import their neighbours by their full name

from benchmarks.planted.case import Case  # noqa: E402
from benchmarks.planted.tools import TOOLS, Tool  # noqa: E402
from benchmarks.planted.verdict import (  # noqa: E402
    Totals,
    Verdict,
    alarms,
    by_check,
    judge,
    total,
)

DEVELOPMENT = (
    "development",
    "opened.first",
    "opened.second",
    "opened.third",
    "opened.fourth",
    "opened.fifth",
    "opened.sixth",
    "opened.seventh",
    "opened.eighth",
    "opened.ninth",
    "more_clean",
)
HELD_OUT: tuple[str, ...] = ("heldout",)
"""The set that rules are not held against, but once."""

SETS = {
    "development": DEVELOPMENT,
    "heldout": HELD_OUT,
    "all": (*DEVELOPMENT, *HELD_OUT),
    **{name: (name,) for name in DEVELOPMENT if name != "development"},
}
RECORD = ROOT / "src" / "assay" / "practices" / "measured.json"


def main() -> None:
    arguments = _arguments()
    tools = [TOOLS[name] for name in arguments.tools.split(",")]
    cases = list(_cases(arguments.set, arguments.case))
    cases = _few(cases) if arguments.quick else cases
    verdicts: dict[str, list[Verdict]] = {}
    for tool in tools:
        pairs = zip(cases, tool.run(cases), strict=True)
        verdicts[tool.name] = [judge(case, said, tool.accepted) for case, said in pairs]
        _draw(tool, verdicts[tool.name])
    if len(tools) > 1:
        _draw_side_by_side(verdicts)
    if arguments.json:
        said = {name: [dataclasses.asdict(one) for one in each] for name, each in verdicts.items()}
        arguments.json.write_text(json.dumps(said, indent=1, default=str), encoding="utf-8")
    if arguments.record:
        _record(verdicts["assay"], arguments.set)
    if any(one.said.broken for one in verdicts.get("assay", ())):
        sys.exit("Assay did not come to an end on every case")


def _cases(which: str, only: str) -> Iterator[Case]:
    for name in SETS[which]:
        module = importlib.import_module(f"benchmarks.planted.{name}.plan")
        for case in module.cases():
            if only.lower() in case.name.lower():
                yield case


def _few(cases: list[Case]) -> list[Case]:
    first = {case.fault: case for case in reversed(cases) if case.fault}
    clean = [case for case in cases if not case.fault]
    return [*reversed(first.values()), *clean[::3]]


def _draw(tool: Tool, verdicts: list[Verdict]) -> None:
    sums = total(verdicts)
    print(f"\n{tool.name}\n{'=' * len(tool.name)}")
    for fault, (found, cases) in sums.by_fault.items():
        print(f"  {fault:40} {found:3} of {cases:3}{'' if found == cases else '   <'}")
    print(_sentence(sums))
    _list("missed", [one.case for one in verdicts if one.fault and not one.found])
    _list(
        "false alarms on clean controls",
        [
            f"{one.case}: {', '.join(one.errors)}"
            for one in verdicts
            if not one.fault and one.errors
        ],
    )
    _list(
        "off target",
        [f"{one.case}: {', '.join(one.errors)}" for one in verdicts if one.fault and one.errors],
    )
    _list("alarms by check, clean", _counted(verdicts, planted=False))
    _list("alarms by check, off target", _counted(verdicts, planted=True))
    _list(
        "did not run",
        [
            f"{one.case}: {one.said.broken.strip().splitlines()[-1]}"
            for one in verdicts
            if one.said.broken
        ],
    )


def _counted(verdicts: list[Verdict], *, planted: bool) -> list[str]:
    return [
        f"{count:3} {check}" for check, count in alarms(verdicts, planted=planted).most_common()
    ]


def _sentence(sums: Totals) -> str:
    recall = sums.found / sums.planted if sums.planted else float("nan")
    return (
        f"  found {sums.found} of {sums.planted} ({recall:.1%}); errors on {sums.alarmed} of "
        f"{sums.clean} clean controls, warnings on {sums.warned}; {sums.off_target} errors "
        f"off target in {sums.off_target_cases} planted cases; {sums.broken} not run; "
        f"{sums.seconds:.0f} s"
    )


def _draw_side_by_side(verdicts: dict[str, list[Verdict]]) -> None:
    sums = {name: total(each) for name, each in verdicts.items()}
    faults = next(iter(sums.values())).by_fault
    print(f"\n  {'fault':40}" + "".join(f"{name:>14}" for name in sums))
    for fault in faults:
        cells = [each.by_fault[fault] for each in sums.values()]
        print(f"  {fault:40}" + "".join(f"{f'{found}/{cases}':>14}" for found, cases in cells))
    print(f"  {'found':40}" + "".join(f"{f'{s.found}/{s.planted}':>14}" for s in sums.values()))
    row = "".join(f"{f'{s.alarmed}/{s.clean}':>14}" for s in sums.values())
    print(f"  {'clean controls with an error':40}{row}")
    row = "".join(f"{f'{s.warned}/{s.clean}':>14}" for s in sums.values())
    print(f"  {'clean controls with a warning or an error':40}{row}")
    print(f"  {'errors off target':40}" + "".join(f"{s.off_target:>14}" for s in sums.values()))
    print(f"  {'not run':40}" + "".join(f"{s.broken:>14}" for s in sums.values()))


def _list(title: str, lines: list[str]) -> None:
    if lines:
        print(f"  {title}:")
        for line in lines:
            print(f"    {line}")


def _record(verdicts: list[Verdict], which: str) -> None:
    sums = total(verdicts)
    counts = by_check(verdicts, TOOLS["assay"].accepted)
    record: dict[str, object] = {name: dataclasses.asdict(one) for name, one in counts.items()}
    record["on"] = (
        f"{sums.clean} clean splits of real tables and {sums.planted} planted faults ({which})"
    )
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + os.linesep, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=sorted(SETS), default="development")
    parser.add_argument("--tools", default="assay", help="assay,deepchecks,cleanlab")
    parser.add_argument("--case", default="", help="only cases whose name holds this text")
    parser.add_argument(
        "--quick", action="store_true", help="one case of each fault, every third clean control"
    )
    parser.add_argument("--json", type=Path, help="file to write every finding to")
    parser.add_argument("--record", action="store_true", help="write what the rules' pages show")
    return parser.parse_args()


if __name__ == "__main__":
    main()
