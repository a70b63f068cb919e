from __future__ import annotations

from typing import Any

from assay.core.evidence.overlap import OverlapEvidence, TimeOrder
from assay.practices.rules.split_time_overlap import check


def test_training_row_from_the_future_is_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.split(kind="time", time="day", rows_before_border=4)).findings
    assert finding.columns == ("day",)


def test_clean_border_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(kind="time", time="day")).silent


def test_random_split_is_another_question(honest: Any, said: Any) -> None:
    assert said(check, honest.split(kind="random", time="day", rows_before_border=4)).silent


def overlap(**changes: Any) -> OverlapEvidence:
    time = TimeOrder(
        **{
            "column": "day",
            "declared": True,
            "distance": 1.0,
            "distance_by_chance": 0.1,
            "rows_before": 0,
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


def test_test_that_lies_before_training_is_found(honest: Any, said: Any) -> None:
    answer = said(check, honest.split(), overlap(rows_before=500))
    assert answer.columns == ["day"] and "500 of 500 test rows" in answer.findings[0].message


def test_tests_of_another_time_and_of_mixed_times_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(), overlap()).silent
    assert said(check, honest.split(), overlap(rows_before=490, distance=0.05)).silent
    assert said(check, honest.split(), overlap(rows_before=500, declared=False)).silent
