from __future__ import annotations

from typing import Any

from assay.practices.rules.leak_missing_beside_outcome import check


def test_tail_number_of_cancelled_flights_is_found(honest: Any, said: Any) -> None:
    tail = honest.leak("tailnum", missing_with_outcome=0.266, rows_without_outcome=9_430)
    assert said(check, honest.leaks(tail)).columns == ["tailnum"]


def test_most_rows_belong_to_another_rule(honest: Any, said: Any) -> None:
    time = honest.leak("dep_time", missing_with_outcome=0.875, rows_without_outcome=9_430)
    assert said(check, honest.leaks(time)).silent


def test_missing_everywhere_alike_is_silent(honest: Any, said: Any) -> None:
    cabin = honest.leak(missing_with_outcome=0.3, missing_without=0.2, rows_without_outcome=9_430)
    assert said(check, honest.leaks(cabin)).silent


def test_one_of_four_rows_is_silent(honest: Any, said: Any) -> None:
    few = honest.leak(missing_with_outcome=0.25, rows_without_outcome=4)
    assert said(check, honest.leaks(few)).silent
