from __future__ import annotations

from typing import Any

from assay.practices.rules.leak_filled_where_outcome_happened import check


def test_number_of_the_lifeboat_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.leaks(honest.leak("boat", missing_strength=0.94))).columns == ["boat"]


def test_cabins_of_the_poor_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.leaks(honest.leak("cabin", missing_strength=0.3))).silent


def test_small_sample_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.leaks(honest.leak("boat", missing_strength=0.94), rows=40))
    assert not answer.findings and "on 40 rows only" in answer.unknown[0]


def test_column_that_was_left_out_is_silent(honest: Any, said: Any) -> None:
    boat = honest.leak("boat", missing_strength=0.94)
    assert said(check, honest.leaks(boat), honest.columns("age")).silent
