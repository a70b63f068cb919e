from __future__ import annotations

from typing import Any

from assay.practices.rules.explain_unstable import check


def test_order_that_changes_with_refits_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.explanation(stability=0.3)).findings


def test_steady_order_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.explanation()).silent


def test_single_fit_is_unknown(honest: Any, said: Any) -> None:
    assert said(check, honest.explanation(stability=None)).unknown


def test_three_columns_are_unknown(honest: Any, said: Any) -> None:
    three = honest.explanation().importances[:3]
    answer = said(check, honest.explanation(stability=0.3, importances=three))
    assert not answer.findings and answer.unknown
