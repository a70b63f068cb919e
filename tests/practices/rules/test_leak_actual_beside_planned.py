from __future__ import annotations

from typing import Any

from assay.practices.rules.leak_actual_beside_planned import check


def test_actual_departure_that_tells_more_is_found(honest: Any, said: Any) -> None:
    dep = honest.leak("dep_time", twin="sched_dep_time", strength=0.5, strength_of_rest=0.3)
    (finding,) = said(check, honest.leaks(dep)).findings
    assert "stands beside 'sched_dep_time'" in finding.message


def test_actual_value_that_tells_no_more_is_silent(honest: Any, said: Any) -> None:
    dep = honest.leak("gate", twin="planned_gate", strength=0.31, strength_of_rest=0.3)
    assert said(check, honest.leaks(dep)).silent


def test_strong_column_without_a_twin_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.leaks(honest.leak(strength=0.9))).silent
