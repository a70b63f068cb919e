from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assay.core.errors import InputError
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import Rule, rule

DOCS = """Too few folds.

## Why
Because.

## Example
One.

## References
None needed.
"""


def make(
    name: str = "split-few-folds", docs: str | None = DOCS, **changes: Any
) -> Callable[[Any], Rule]:
    def build(function: Any) -> Rule:
        function.__doc__ = docs
        arguments = {"severity": "info", "remedy": "Use more.", "practice": "split", **changes}
        return rule(name, **arguments)(function)

    return build


def sound(split: SplitEvidence) -> Iterator[Finding | Unknown]:
    if split.folds < 2:
        yield Finding.at(message="one fold")


def refused(function: Any = sound, *args: Any, **changes: Any) -> str:
    with pytest.raises(InputError) as error:
        make(*args, **changes)(function)
    return error.value.what


def test_rule_says_what_its_function_says(honest: Any) -> None:
    one = make()(sound)
    assert one(honest.split()) == ()
    assert one(honest.split(folds=1)) == (Finding(message="one fold"),)


def test_title_and_sections_come_from_the_docstring() -> None:
    one = make()(sound)
    assert one.title == "Too few folds."
    assert dict(one.sections)["Why"] == "Because."


@pytest.mark.parametrize("section", ["Why", "Example", "References"])
def test_missing_section_is_an_error(section: str) -> None:
    assert f"section '## {section}' is missing" in refused(
        docs=DOCS.replace(f"## {section}", "plain")
    )


def test_misspelt_section_is_named_with_the_nearest() -> None:
    what = refused(docs=DOCS + "\n## Silent whem\nNever.\n")
    assert "'## Silent whem' is not known (did you mean 'Silent when'?)" in what


def test_empty_and_repeated_sections_are_errors() -> None:
    assert "section '## Why' is empty" in refused(docs=DOCS.replace("Because.", ""))
    assert "section '## Why' stands twice" in refused(docs=DOCS + "\n## Why\nAgain.\n")


def test_rule_without_a_docstring_is_an_error() -> None:
    assert "it has no docstring" in refused(docs=None)
    assert "its docstring has no first line" in refused(docs=DOCS.removeprefix("Too few folds."))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("few-folds", "its area 'few' is not one of"),
        ("spilt-few-folds", "did you mean 'split'?"),
        ("split", "is not `area-pattern`"),
        ("split_few_folds", "is not `area-pattern`"),
        ("split-Few", "is not `area-pattern`"),
        ("split-check-folds", "its name says 'check'"),
        ("split-no-check-folds", "its name says 'check'"),
        ("split-disallow-folds", "its name says 'disallow'"),
    ],
)
def test_name_that_is_no_bad_pattern_is_an_error(name: str, why: str) -> None:
    assert why in refused(sound, name)


def test_every_mistake_is_said_at_once() -> None:
    what = refused(docs=None, severity="fatal", remedy=" ", practice="")
    for part in ("docstring", "severity 'fatal'", "remedy is empty", "practice is empty"):
        assert part in what


def test_argument_that_is_no_evidence_is_an_error() -> None:
    def bare(split) -> Any:  # type: ignore[no-untyped-def]
        yield

    def number(split: int) -> Any:
        yield

    def nothing() -> Any:
        yield

    def whatever(split: SplitEvidence | None) -> Any:
        yield

    assert "argument 'split' is not annotated" in refused(bare)
    assert "argument 'split' is not annotated" in refused(number)
    assert "at least one argument must not be optional" in refused(nothing)
    assert "at least one argument must not be optional" in refused(whatever)


def test_optional_evidence_may_be_absent(honest: Any) -> None:
    def both(split: SplitEvidence, fit: FitEvidence | None) -> Iterator[Finding | Unknown]:
        yield Finding.at(message="without" if fit is None else "with")

    one = make()(both)
    assert [read.optional for read in one.reads] == [False, True]
    assert one(honest.split())[0] == Finding(message="without")
    assert one(honest.fit(), honest.split())[0] == Finding(message="with")


def test_evidence_that_is_needed_is_asked_for_by_name() -> None:
    one = make()(sound)
    assert one.missing(Bundle()) == ("SplitEvidence",)
    with pytest.raises(InputError, match="needs SplitEvidence"):
        one.judge(Bundle())


def test_rules_run_without_docstrings() -> None:
    program = (
        "from assay.practices import catalogue\n"
        "one = catalogue.load()['split-group-overlap']\n"
        "print(len(catalogue.load()), one.title, one.severity, bool(one.remedy), one.sections)"
    )
    done = subprocess.run(
        [sys.executable, "-OO", "-c", program], capture_output=True, text=True, check=True
    )
    count, title, severity, remedy, sections = done.stdout.split()
    assert int(count) > 25
    assert (title, severity, remedy, sections) == ("split-group-overlap", "error", "True", "()")
