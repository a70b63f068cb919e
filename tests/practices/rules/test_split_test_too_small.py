from __future__ import annotations

from typing import Any

from assay.core.evidence.split import Part
from assay.practices.rules.split_test_too_small import check


def parts(train: int, *shares: tuple[str, float], test: int = 2_000) -> tuple[Part, ...]:
    return (
        Part(name="train", rows=train, shares=shares),
        Part(name="validation", rows=test, shares=shares),
        Part(name="test", rows=test, shares=shares),
    )


def test_thirty_rows_are_found(honest: Any, said: Any) -> None:
    (finding,) = said(
        check, honest.split(parts=parts(90, ("a", 0.5), ("b", 0.5), test=30))
    ).findings
    assert finding.measure == 30


def test_eight_positives_are_found(honest: Any, said: Any) -> None:
    rare = parts(3_000, ("no", 0.992), ("yes", 0.008), test=1_000)
    (finding,) = said(check, honest.split(parts=rare)).findings
    assert "8 rows of class 'yes'" in finding.message


def test_enough_of_both_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split()).silent


def test_enough_for_a_regression_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(parts=parts(900))).silent
