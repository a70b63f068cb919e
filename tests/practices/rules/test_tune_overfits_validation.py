from __future__ import annotations

from typing import Any

from assay.practices.rules.tune_overfits_validation import check


def test_luck_among_trials_is_found(honest: Any, said: Any) -> None:
    lucky = honest.search(naive=0.45, cross_selected=0.5, optimism=0.05)
    assert said(check, honest.fit(search=lucky)).findings


def test_small_optimism_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit()).silent


def test_no_search_is_unknown(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(search=None)).unknown
