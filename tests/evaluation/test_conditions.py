"""What is said of a row is true of it."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl
import pytest

from assay.evaluation.conditions import code, code_column


def test_numbers_are_said_in_bins_that_hold() -> None:
    series = pl.Series("delay", np.random.default_rng(0).normal(30, 10, 500))
    coded = code_column(series, smallest=1)
    assert coded is not None
    assert len(coded.words) == 5
    for place, words in enumerate(coded.words):
        held = [eval(words.replace("delay", repr(value))) for value in series]
        assert (np.array(held) == (coded.codes == place)).all()


def test_few_numbers_are_said_one_by_one() -> None:
    coded = code_column(pl.Series("hour", [3, 1, 3, None]), smallest=1)
    assert coded is not None
    assert coded.words == ("hour = 1", "hour = 3", "hour is missing")
    assert coded.names == ("1", "3", "(missing)")
    assert coded.codes.tolist() == [1, 0, 1, 2]


def test_nan_and_infinity_are_missing() -> None:
    coded = code_column(pl.Series("x", [1.0, 2.5, float("nan"), float("inf"), None]), smallest=1)
    assert coded is not None
    assert coded.words == ("x = 1", "x = 2.5", "x is missing")
    assert coded.codes.tolist() == [0, 1, 2, 2, 2]


def test_rare_categories_have_no_condition() -> None:
    series = pl.Series("carrier", ["AA"] * 40 + ["UA"] * 35 + list("abcdefgh"))
    coded = code_column(series, smallest=30)
    assert coded is not None
    assert coded.words == ("carrier = 'AA'", "carrier = 'UA'")
    assert (coded.codes == -1).sum() == 8


@pytest.mark.parametrize(
    "series",
    [
        pl.Series("day", pl.date_range(pl.date(2013, 1, 1), pl.date(2013, 12, 31), eager=True)),
        pl.Series(
            "at",
            [
                datetime.datetime(2013, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(hours=k)
                for k in range(400)
            ],
        ),
    ],
)
def test_dates_are_said_as_dates(series: pl.Series) -> None:
    coded = code_column(series, smallest=1)
    assert coded is not None
    assert len(coded.words) == 5
    assert coded.words[0].startswith(f"{series.name} < 2013-0")


@pytest.mark.parametrize("kind", [pl.Boolean, pl.Categorical, pl.Enum(["false", "true"])])
def test_booleans_and_categories_are_told_apart(kind: pl.DataType) -> None:
    values = pl.Series("flag", ["true", "false", "true"])
    series = values == "true" if kind == pl.Boolean else values.cast(kind)
    coded = code_column(series.alias("flag"), smallest=1)
    assert coded is not None
    assert coded.words == ("flag = 'true'", "flag = 'false'")


def test_columns_that_tell_nothing_are_left_out() -> None:
    frame = pl.DataFrame(
        {
            "same": [1] * 60,
            "key": [f"row {k}" for k in range(60)],
            "empty": pl.Series([None] * 60, dtype=pl.Float64),
            "list": [[1]] * 60,
            "good": [0, 1] * 30,
        }
    )
    assert [coded.column for coded in code(frame, smallest=5)] == ["good"]


def test_decimals_are_numbers() -> None:
    series = pl.Series("price", [1, 2, 2], dtype=pl.Decimal(10, 2))
    coded = code_column(series, smallest=1)
    assert coded is not None
    assert len(coded.words) == 2
