from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_budget_overrun import check


def test_thrice_the_budget_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(seconds=180.0)).findings


def test_last_fit_may_end_late(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(seconds=75.0)).silent
