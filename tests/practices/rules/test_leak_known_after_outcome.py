from __future__ import annotations

from typing import Any

from assay.practices.rules.leak_known_after_outcome import check


def open_rows(honest: Any, name: str, share: float, **changes: Any) -> Any:
    fields = {"missing_with_outcome": share, "rows_without_outcome": 9_430}
    return honest.leak(name, **{**fields, **changes})


def test_times_that_cancelled_flights_lack_are_found(honest: Any, said: Any) -> None:
    shares = {"dep_time": 0.875, "arr_time": 0.924, "air_time": 1.0, "tailnum": 0.266}
    shares |= {"hour": 0.0, "origin": 0.0, "distance": 0.0}
    said_of = said(check, honest.leaks(*(open_rows(honest, n, s) for n, s in shares.items())))
    assert said_of.columns == ["dep_time", "arr_time", "air_time"]


def test_column_that_finished_rows_lack_as_well_is_silent(honest: Any, said: Any) -> None:
    sparse = open_rows(honest, "cabin", 0.8, missing_without=0.77)
    assert said(check, honest.leaks(sparse)).silent


def test_blank_rows_are_unknown(honest: Any, said: Any) -> None:
    blank = [open_rows(honest, name, 1.0) for name in "abcde"]
    answer = said(check, honest.leaks(*blank))
    assert not answer.findings and "may be blank" in answer.unknown[0]


def test_table_without_open_rows_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.leaks())
    assert not answer.findings and "every row has its outcome" in answer.unknown[0]


def test_two_open_rows_are_too_few_to_tell(honest: Any, said: Any) -> None:
    few = [open_rows(honest, name, 0.0, rows_without_outcome=2) for name in "abc"]
    late = open_rows(honest, "late", 1.0, rows_without_outcome=2)
    answer = said(check, honest.leaks(*few, late))
    assert not answer.findings and "too few to tell" in answer.unknown[0]


def test_column_that_was_left_out_is_silent(honest: Any, said: Any) -> None:
    leaks = honest.leaks(open_rows(honest, "dep_time", 0.9), open_rows(honest, "hour", 0.0))
    assert said(check, leaks, honest.columns("hour")).silent
