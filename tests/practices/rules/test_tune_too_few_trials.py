from __future__ import annotations

from typing import Any

from assay.practices.rules.tune_too_few_trials import check


def test_three_trials_are_found(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(search=honest.search(trials=3))).findings


def test_no_search_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(search=None)).findings


def test_enough_trials_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit()).silent


def test_baseline_needs_no_search(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(search=None, shipped="linear")).silent
