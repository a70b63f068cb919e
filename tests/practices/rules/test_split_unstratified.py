from __future__ import annotations

from dataclasses import replace
from typing import Any

from assay.core.evidence.split import Part
from assay.practices.rules.split_unstratified import check


def parts(train: float, tested: float, *, test: int = 3_000) -> tuple[Part, ...]:
    return (
        Part(name="train", rows=9_000, shares=(("no", 1 - train), ("yes", train))),
        Part(name="test", rows=test, shares=(("no", 1 - tested), ("yes", tested))),
    )


def test_file_order_taken_for_a_random_split_is_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.split(parts=parts(0.08, 0.12))).findings
    assert "8.0% of training and 12.0% of the test" in finding.message


def test_rounding_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(parts=parts(0.08, 0.085))).silent


def test_small_test_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(parts=parts(0.3, 0.4, test=30))).silent


def test_split_by_time_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(kind="time", parts=parts(0.08, 0.12))).silent


def test_sealed_outcomes_of_the_test_are_silent(honest: Any, said: Any) -> None:
    train, _, test = honest.split().parts
    assert said(check, honest.split(parts=(train, replace(test, shares=())))).silent
