from __future__ import annotations

from typing import Any

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
