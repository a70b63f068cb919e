from __future__ import annotations

from typing import Any

import pytest

from assay.core.evidence.overlap import OverlapEvidence, SharedKey
from assay.practices.rules.split_undeclared_group import check


def overlap(**changes: Any) -> OverlapEvidence:
    key = SharedKey(
        **{
            "column": "patient",
            "groups": 200,
            "rows_in_group": 5.0,
            "rows_shared": 0.98,
            "target_tie": 0.6,
            "target_tie_by_chance": 0.02,
            "alike": (),
            "compared": 10,
            **changes,
        }
    )
    return OverlapEvidence(
        rows_train=800,
        rows_test=200,
        sampled=False,
        equal=(),
        near=(),
        keys=(key,),
        group=None,
        groups_test=0,
        groups_shared=0,
        times=(),
    )


def test_patients_who_share_their_outcome_are_proposed_as_group(said: Any) -> None:
    answer = said(check, overlap())
    assert answer.columns == ["patient"] and "200 groups of 5.0 rows" in answer.findings[0].message


def test_patients_who_share_most_columns_are_proposed_as_group(said: Any) -> None:
    answer = said(check, overlap(target_tie=0.0, alike=("height", "sex", "born")))
    assert answer.columns == ["patient"]


@pytest.mark.parametrize(
    "changes",
    [
        {"target_tie": 0.05},
        {"target_tie": 0.4, "target_tie_by_chance": 0.3},
        {"rows_shared": 0.1},
        {"target_tie": 0.0, "alike": ("height",)},
    ],
)
def test_rows_of_a_key_that_share_nothing_are_silent(said: Any, changes: Any) -> None:
    assert said(check, overlap(**changes)).silent


def test_rows_of_one_unit_that_never_meet_are_told_with_their_time(said: Any) -> None:
    panel = overlap(column="start", beside=("litter",), apart="week", target_tie=0.7, compared=3)
    (finding,) = said(check, panel).findings
    assert finding.columns == ("start", "litter") and "agree in 'week'" in finding.message
