from __future__ import annotations

from typing import Any

from assay.core.evidence.overlap import OverlapEvidence, TimeOrder
from assay.core.evidence.split import Part
from assay.practices.rules.split_random_on_ordered import check


def test_drift_hidden_by_a_random_split_is_found(honest: Any, said: Any) -> None:
    answer = said(check, honest.split(time="day", time_drift=0.3))
    assert "strength 0.30" in answer.findings[0].message


def test_split_by_time_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(kind="time", time="day", time_drift=0.3)).silent


def test_target_that_does_not_drift_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(time="day", time_drift=0.02)).silent


def test_drift_in_few_rows_is_unknown(honest: Any, said: Any) -> None:
    few = tuple(Part(name=name, rows=30) for name in ("train", "validation", "test"))
    answer = said(check, honest.split(time="day", time_drift=0.2, parts=few))
    assert not answer.findings and "by chance" in answer.unknown[0]


def overlap(**changes: Any) -> OverlapEvidence:
    time = TimeOrder(
        **{
            "column": "day",
            "declared": False,
            "distance": 0.04,
            "distance_by_chance": 0.1,
            "rows_before": 499,
            "rows_timed": 500,
            "train_from": "2024-01-01",
            "train_to": "2024-06-30",
            "drift": 0.4,
            "persistence": 0.1,
            "rows_labelled": 1_500,
            **changes,
        }
    )
    return OverlapEvidence(
        rows_train=1_500,
        rows_test=500,
        sampled=False,
        equal=(),
        near=(),
        keys=(),
        group=None,
        groups_test=0,
        groups_shared=0,
        times=(time,),
    )


def test_dates_that_nobody_declared_are_found_if_the_target_drifts(honest: Any, said: Any) -> None:
    answer = said(check, honest.split(), overlap())
    assert answer.columns == ["day"] and "499 of 500 test rows" in answer.findings[0].message


def test_target_that_stays_from_row_to_row_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.split(), overlap(drift=0.0, persistence=0.8)).findings


def test_sides_in_order_and_targets_without_order_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(), overlap(distance=0.9)).silent
    assert said(check, honest.split(), overlap(drift=0.05, persistence=0.2)).silent


def test_few_dated_rows_are_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.split(), overlap(drift=0.2, rows_labelled=60))
    assert not answer.findings and "by chance" in answer.unknown[0]
