from __future__ import annotations

from typing import Any

from assay.practices.rules.leak_later_timestamp import check


def test_date_of_closing_is_found(honest: Any, said: Any) -> None:
    closed = honest.leak("closed_at", kind="datetime", after_time=0.97, strength=0.6)
    assert said(check, honest.leaks(closed)).columns == ["closed_at"]


def test_planned_dates_are_silent(honest: Any, said: Any) -> None:
    for name in ("due_date", "valid_until", "sched_arrival", "Expiry"):
        planned = honest.leak(name, kind="datetime", after_time=1.0, strength=0.6)
        assert said(check, honest.leaks(planned)).silent


def test_late_date_that_says_nothing_is_silent(honest: Any, said: Any) -> None:
    stamp = honest.leak("loaded_at", kind="datetime", after_time=1.0, strength=0.03)
    assert said(check, honest.leaks(stamp)).silent


def test_earlier_date_is_silent(honest: Any, said: Any) -> None:
    birth = honest.leak("born", kind="datetime", after_time=0.0, strength=0.6)
    assert said(check, honest.leaks(birth, honest.leak())).silent
