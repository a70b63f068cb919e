from __future__ import annotations

from typing import Any

import pytest

from assay.core.evidence.labels import Conflicts, LabelsEvidence
from assay.practices.rules.label_conflicting import check


def labels(**changes: Any) -> LabelsEvidence:
    usual: dict[str, Any] = {
        "columns": 12,
        "left_out": ("entry",),
        "rows": 4_000,
        "repeated": 200,
        "conflicting": 190,
        "expected": 95.0,
        "places": (3, 5),
    }
    found = Conflicts(**(usual | changes))
    return LabelsEvidence(target="vote", tested=True, conflicts=found, shift=None)


def test_equal_rows_with_other_outcomes_are_found(said: Any) -> None:
    (finding,) = said(check, labels()).findings
    assert finding.message == (
        "190 of 4,000 training rows (4.8%) equal another in 12 columns but for 'entry', and not "
        "in 'vote'; chance explains 95"
    )


@pytest.mark.parametrize(
    "changes",
    [{"conflicting": 100}, {"columns": 2}, {"rows": 40_000}, {"rows": 200, "conflicting": 8}],
    ids=["no more than chance", "two columns", "few of many", "four pairs"],
)
def test_what_chance_explains_is_silent(said: Any, changes: dict[str, Any]) -> None:
    assert said(check, labels(**changes)).silent


def test_regression_is_silent(said: Any) -> None:
    assert said(check, LabelsEvidence(target="y", tested=True, conflicts=None, shift=None)).silent
