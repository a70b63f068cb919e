from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_slice_fails import check


def test_airline_with_twice_the_loss_is_found(honest: Any, said: Any) -> None:
    bad = honest.slice(loss=0.9, worse=True, p_value=0.001)
    (finding,) = said(check, honest.evaluation(slices=(bad,))).findings
    assert finding.columns == ("origin",) and "in 700 rows" in finding.message


def test_difference_that_chance_shows_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation(slices=(honest.slice(loss=0.9),))).silent


def test_harder_rows_are_silent(honest: Any, said: Any) -> None:
    harder = honest.slice(loss=0.55, worse=True, p_value=0.001)
    assert said(check, honest.evaluation(slices=(harder,))).silent


def test_handful_of_rows_is_unknown(honest: Any, said: Any) -> None:
    few = honest.slice(loss=2.0, worse=True, rows=9)
    answer = said(check, honest.evaluation(slices=(few,)))
    assert not answer.findings and answer.unknown
