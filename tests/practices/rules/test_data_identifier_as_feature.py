from __future__ import annotations

from typing import Any

from assay.practices.rules.data_identifier_as_feature import check


def test_number_of_the_row_is_found(honest: Any, said: Any) -> None:
    key = honest.column("passenger_id", kind="identifier", dtype="Int64", distinct=10_000)
    assert said(check, honest.profile(key), honest.columns("passenger_id")).columns == [
        "passenger_id"
    ]


def test_identifier_that_the_model_does_not_read_is_silent(honest: Any, said: Any) -> None:
    key = honest.column("passenger_id", kind="identifier", dtype="Int64", distinct=10_000)
    assert said(check, honest.profile(key), honest.columns("distance")).silent


def test_measurement_with_distinct_values_is_silent(honest: Any, said: Any) -> None:
    exact = honest.column(distinct=10_000)
    assert said(check, honest.profile(exact), honest.columns("distance")).silent
