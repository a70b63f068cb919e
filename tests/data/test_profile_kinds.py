"""A column is used as what it means, and what is odd about it is said."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl
import pytest

from assay.core.errors import InputError
from assay.core.evidence.data import ColumnProfile, Kind, Task
from assay.data.profile import infer_task, profile
from assay.data.profile.dates import date_format

N = 200
RANDOM = np.random.default_rng(0)
WORDS = ["the", "room", "was", "clean", "and", "very", "loud", "but", "staff", "helped"]


def seen(values: object, *, name: str = "x", target: object = None) -> ColumnProfile:
    columns = {name: values} | ({} if target is None else {"target": target})
    frame = pl.LazyFrame(columns, strict=False)
    return profile(frame, source="t", target=None if target is None else "target").column(name)


def said(column: ColumnProfile, words: str) -> bool:
    return any(words in suspicion for suspicion in column.suspicions)


CASES: list[tuple[str, object, Kind, str]] = [
    ("instant", np.arange(1, N + 1), "identifier", "counts the rows"),
    ("shuffled", RANDOM.permutation(N), "identifier", "counts the rows"),
    ("user_id", RANDOM.permutation(10**6)[:N], "identifier", "named like a key"),
    ("customerID", np.arange(N) // 2 * 1000, "identifier", "declare it as the group"),
    ("store_id", np.arange(N) % 5, "numeric", ""),
    ("income", RANDOM.permutation(10**6)[:N], "numeric", ""),
    ("valid", np.arange(N) % 7, "numeric", ""),
    ("month", np.arange(N) % 12 + 1, "numeric", ""),
    ("flag", [i % 2 == 0 for i in range(N)], "boolean", ""),
    ("code", [f"{i:04d}-ABCD" for i in range(N)], "identifier", "a value of its own"),
    ("zip", [f"{i % 50:05d}" for i in range(N)], "categorical", "leading zeros"),
    ("charges", [str(i * 1.5) for i in range(N - 2)] + [" ", ""], "numeric", "stored as text"),
    ("marked", ["?", "NA", *(str(i) for i in range(N - 2))], "numeric", "such as '?', 'NA'"),
    ("faulty", ["oops", *(str(i) for i in range(N - 1))], "numeric", "such as 'oops'"),
    ("mixed", ["many", "few"] * 50 + [str(i) for i in range(100)], "categorical", "mixed: 50%"),
    ("priced", [f"${i % 90},000" for i in range(N)], "categorical", "separators or units"),
    ("day", [f"{i % 28 + 1:02d}-01-2011" for i in range(N)], "datetime", "%d-%m-%Y"),
    ("us", [f"01/{i % 28 + 1:02d}/2011" for i in range(N)], "datetime", "%m/%d/%Y"),
    ("swap", [f"{i % 12 + 1:02d}/05/2011" for i in range(N)], "datetime", "cannot be told apart"),
    ("stamp", [f"2020-01-{i % 28 + 1:02d}T01:02:03Z" for i in range(N)], "datetime", "T%H:%M:%SZ"),
    ("version", [f"1.{i}.{i % 7}" for i in range(N)], "identifier", "its own"),
    ("same", ["x"] * N, "constant", "one value only: 'x'"),
    ("gaps", [None] * N, "constant", "no value at all"),
    ("tick", ["yes", None] * (N // 2), "categorical", "one value only, or missing"),
    ("rare", ["a"] * (N - 1) + ["b"], "categorical", "nearly constant: 99.5%"),
    ("thin", [1.0, 2.0] * 20 + [None] * 160, "numeric", "mostly missing: 80%"),
    ("padded", [" Private", " State"] * (N // 2), "categorical", "200 values have blanks"),
    ("cased", ["Yes", "yes", "no", "maybe"] * (N // 4), "categorical", "'Yes' and 'yes' differ"),
    ("marks", ["a", "b", "?", "c"] * (N // 4), "categorical", "'?' may stand for missing"),
    ("last", [-999.0] * 10 + list(np.linspace(5, 9, N - 10)), "numeric", "-999 may stand"),
    ("nines", [99999] * 5 + list(range(N - 5)), "numeric", "99999 may stand"),
    ("negative", list(range(-100, 100)), "numeric", ""),
    ("percent", [float(i % 100) for i in range(N)], "numeric", ""),
    ("review", [" ".join(RANDOM.choice(WORDS, 9)) for _ in range(N)], "text", "free text: 9 words"),
    (
        "method",
        ["Bank transfer (automatic) by mail", "Paid in cash at desk"] * 100,
        "categorical",
        "",
    ),
    ("dated", [datetime.date(2020, 1, 1 + i % 28) for i in range(N)], "datetime", ""),
]


@pytest.mark.parametrize(("name", "values", "kind", "words"), CASES, ids=[c[0] for c in CASES])
def test_kind_and_suspicion(name: str, values: object, kind: Kind, words: str) -> None:
    column = seen(values, name=name)
    assert column.kind == kind
    assert said(column, words) if words else not column.suspicions


def test_declared_id_names_the_row_whatever_it_holds() -> None:
    frame = pl.LazyFrame({"x": [1.5, 2.5, 2.5]})
    assert profile(frame, source="t", id="x").column("x").kind == "identifier"


def test_copy_of_a_column_is_named() -> None:
    values = list(RANDOM.normal(size=N))
    frame = pl.LazyFrame({"a": values, "b": values, "c": values[::-1]})
    columns = profile(frame, source="t").columns
    assert [said(column, "equal to column 'a'") for column in columns] == [False, True, False]


def test_column_filled_only_for_one_outcome_is_said() -> None:
    outcome = ["lost", "kept"] * (N // 2)
    column = seen([4.0 if o == "lost" else None for o in outcome], target=outcome)
    assert said(column, "missing in 100% of the rows of kept, in 0% of lost")


def test_missing_at_random_is_not_held_against_a_column() -> None:
    column = seen(
        [None if RANDOM.random() < 0.4 else 1.5 * i for i in range(N)], target=["a", "b"] * 100
    )
    assert not said(column, "filled only")


def test_numbers_in_text_are_read_for_their_statistics() -> None:
    column = seen(["1.5", "2.5", " ", None, " 3.5 "] * 10)
    assert (column.kind, column.missing, column.mean) == ("numeric", 20, 2.5)
    assert column.quantiles[0] == 1.5


def test_dates_in_text_have_the_same_quantiles_as_dates() -> None:
    days = [datetime.date(2020, 1, 1) + datetime.timedelta(i) for i in range(N)]
    assert seen([day.strftime("%d.%m.%Y") for day in days]).quantiles == seen(days).quantiles


def test_outliers_are_counted_by_tukeys_outer_fences() -> None:
    values = [*range(100), 1_000_000, -1_000_000]
    assert seen(values).outliers == 2
    assert seen([0] * 90 + list(range(10))).outliers == 0


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        (["2020-02-30", "x"], None),
        (["192.168.1.1", "10.0.0.1"], None),
        (["555-1234", "555-9999"], None),
        (["5 Jan 2020", "15 Feb 2021"], ("%d %b %Y", False)),
        (["2020-01-05 10:00:00.25"], ("%Y-%m-%d %H:%M:%S%.f", False)),
        (["1/2/2020 3:04", "13/2/2020 3:04"], ("%d/%m/%Y %H:%M", False)),
        ([], None),
    ],
)
def test_date_format(values: list[str], answer: tuple[str, bool] | None) -> None:
    assert date_format(pl.Series(values, dtype=pl.String)) == answer


@pytest.mark.parametrize(
    ("values", "task"),
    [
        ([True, False], "binary"),
        (["yes", "no", None], "binary"),
        ([" <=50K", " >50K", ""], "binary"),
        ([0, 1], "binary"),
        ([1.0, 2.0, None, float("nan")], "binary"),
        ([0, 1, 2] * 50, "multiclass"),
        ([0.0, 1.0, 2.0] * 50, "multiclass"),
        (list("abc") * 5, "multiclass"),
        (list(range(100)), "regression"),
        ([1.5, 2.5, 3.5], "regression"),
        (["1.5", "2.5", "?", "7"], "regression"),
        ([1, 2, 3], "regression"),
    ],
)
def test_task_follows_from_the_target(values: list[object], task: Task) -> None:
    assert infer_task(pl.Series("y", values, strict=False)) == task


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ([None, None], "the target has no value at all"),
        (["a", "a", " "], "the target has only the value 'a'"),
        ([f"name {i}" for i in range(300)], "too many for classes"),
        ([[1], [2], [3]], "neither numbers nor classes"),
        ([datetime.date(2020, 1, d) for d in range(1, 9)], "neither numbers nor classes"),
    ],
)
def test_target_that_cannot_be_learned_is_refused(values: list[object], what: str) -> None:
    with pytest.raises(InputError) as caught:
        infer_task(pl.Series("y", values))
    assert what in caught.value.what
    assert caught.value.remedy


def test_unknown_target_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        infer_task(pl.DataFrame({"churn": [1, 0]}), "chrun")
    assert "did you mean 'churn'?" in caught.value.what


def test_unlearnable_target_leaves_the_profile_without_task() -> None:
    frame = pl.LazyFrame({"a": [1, 2, 3], "y": ["x", "x", "x"]})
    evidence = profile(frame, source="t", target="y")
    assert evidence.task is None
    assert evidence.column("a").association is None
