from __future__ import annotations

import dataclasses
from typing import Any

from assay.core.evidence.answers import AggregateLeak, AnswersEvidence
from assay.practices.rules.leak_aggregate_of_own_target import check

MEAN = AggregateLeak(
    column="rate",
    key=("town",),
    summary="mean",
    over="both",
    groups=300,
    rows_per_group=20,
    exactness=1.0,
)


def _answers(**changes: Any) -> AnswersEvidence:
    found = dataclasses.replace(MEAN, **changes)
    return AnswersEvidence(target="y", task="binary", rows=6_000, aggregates=(found,))


def test_mean_over_both_sides_is_found(said: Any) -> None:
    assert said(check, _answers()).columns == ["rate"]


def test_mean_over_training_in_groups_of_three_is_found(said: Any) -> None:
    assert said(check, _answers(over="train", rows_per_group=3)).columns == ["rate"]


def test_mean_over_training_in_large_groups_is_silent(said: Any) -> None:
    assert said(check, _answers(over="train")).silent


def test_test_without_outcomes_is_unknown(said: Any) -> None:
    answer = said(check, _answers(over="unknown"))
    assert not answer.findings and "without the outcomes of the test" in answer.unknown[0]


def test_column_that_was_left_out_is_silent(honest: Any, said: Any) -> None:
    assert said(check, _answers(), honest.columns("age")).silent


def test_column_that_is_the_target_itself_is_no_aggregate(honest: Any, said: Any) -> None:
    score = honest.leak("rate", strength=1.0, on_curve=1.0)
    assert said(check, _answers(), honest.leaks(score, task="regression")).silent
    rate = honest.leak("rate", strength=0.9, on_curve=0.3)
    assert not said(check, _answers(), honest.leaks(rate, task="regression")).silent
