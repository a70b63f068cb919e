from __future__ import annotations

from typing import Any

import pytest

from assay.core.evidence.overlap import NearRows, OverlapEvidence
from assay.practices.rules.split_near_duplicates import check


def overlap(**changes: Any) -> OverlapEvidence:
    near = NearRows(
        columns=("length", "width"),
        expected=0.5,
        places=((3, 17),),
        **{
            "kind": "numbers",
            "within": 0.1,
            "rows": 50,
            "checked": 500,
            "seen": 1.0,
            "within_training": 0.0,
            **changes,
        },
    )
    return OverlapEvidence(
        rows_train=1_500,
        rows_test=500,
        sampled=False,
        equal=(),
        near=(near,),
        keys=(),
        group=None,
        groups_test=0,
        groups_shared=0,
        times=(),
    )


def test_copies_with_jitter_are_found(said: Any) -> None:
    (finding,) = said(check, overlap()).findings
    assert "50 of 500 test rows" in finding.message and finding.rows == (3,)
    assert "test row 3 of training row 17" in finding.message


@pytest.mark.parametrize("rows", [0, 3, 9])
def test_a_few_twins_are_silent(said: Any, rows: int) -> None:
    assert said(check, overlap(rows=rows)).silent


def test_training_of_which_little_was_seen_is_unknown(said: Any) -> None:
    answer = said(check, overlap(rows=0, seen=0.01))
    assert not answer.findings and "1% of the training rows" in answer.unknown[0]


def test_rows_as_near_within_training_are_the_nature_of_the_table(said: Any) -> None:
    assert said(check, overlap(rows=40, within_training=0.07)).silent
    assert said(check, overlap(rows=40, within_training=0.02)).findings


def test_copies_made_before_the_split_are_found(said: Any) -> None:
    assert said(check, overlap(rows=80, within_training=0.17)).findings


def test_few_copies_are_a_warning(said: Any) -> None:
    (finding,) = said(check, overlap(rows=18)).findings
    assert finding.severity == "warning"


def test_variants_within_training_as_well_are_a_warning(said: Any) -> None:
    (finding,) = said(check, overlap(rows=80, within_training=0.12, within=0.01)).findings
    assert finding.severity == "warning"


def test_rows_that_rounding_makes_equal_within_training_as_well_are_silent(said: Any) -> None:
    short = {"kind": "rounded", "rows": 80}
    assert said(check, overlap(**short, within_training=0.15)).silent
    (finding,) = said(check, overlap(**short)).findings
    assert "once numbers are rounded" in finding.message


def test_small_test_that_drew_more_of_the_twins_is_a_warning(said: Any) -> None:
    twins = {"rows": 11, "checked": 78, "within_training": 0.0386, "asked": 233}
    (finding,) = said(check, overlap(**twins)).findings
    assert finding.severity == "warning"
    (finding,) = said(check, overlap(**(twins | {"within_training": 0.0}))).findings
    assert finding.severity is None
