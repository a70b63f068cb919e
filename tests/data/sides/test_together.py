"""Known answers: scikit-learn's transformers fitted on both sides, and on training alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    MinMaxScaler,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
    TargetEncoder,
)

from assay.core.evidence import codec
from assay.core.evidence.data import Task
from assay.core.evidence.together import TogetherEvidence
from assay.data.sides.table import sides
from assay.data.sides.together import measure

Floats = NDArray[np.float64]

VALUES, LABELS = load_breast_cancer(return_X_y=True)
ORDER = np.random.default_rng(4).permutation(len(VALUES))
CUT = 400


def seen(
    values: Floats,
    labels: NDArray[Any] = LABELS,
    *,
    order: Any = ORDER,
    cut: int = CUT,
    **more: Any,
) -> TogetherEvidence:
    columns = {f"x{place}": values[:, place] for place in range(values.shape[1])}
    table = pl.DataFrame({**columns, **more, "y": labels})[order]
    return measured(table[:cut], table[cut:])


def measured(train: pl.DataFrame, test: pl.DataFrame) -> TogetherEvidence:
    return measure(sides(train.lazy(), test.lazy(), target="y", task="binary"))


def fitted_on_training(fitted: Any) -> Floats:
    made: Floats = fitted.fit(VALUES[ORDER[:CUT]]).transform(VALUES)
    return made


@pytest.mark.parametrize(
    ("scaler", "kind", "least"),
    [
        (StandardScaler(), "standardised", 30),
        (MinMaxScaler(), "range", 6),
        (MinMaxScaler((-1, 1)), "range", 6),
        (RobustScaler(), "quartiles", 20),
        (RobustScaler(quantile_range=(10, 90)), "quantiles", 20),
        (QuantileTransformer(n_quantiles=100), "range", 6),
    ],
)
def test_scaler_fitted_on_both_sides_is_seen_and_on_training_is_not(
    scaler: Any, kind: str, least: int
) -> None:
    together = [one for one in seen(scaler.fit_transform(VALUES)).scaled if not one.exact_on_train]
    assert {one.kind for one in together} == {kind} and len(together) >= least
    apart = seen(fitted_on_training(scaler)).scaled
    assert not [one for one in apart if not one.exact_on_train]


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda x, seen: 50 + 10 * (x - seen.mean(axis=0)) / seen.std(axis=0), "points"),
        (lambda x, seen: x / seen.mean(axis=0), "divided by the mean"),
        (lambda x, seen: x / seen.std(axis=0, ddof=1), "divided by the deviation"),
        (lambda x, seen: (x - np.median(seen, axis=0)) / _median_deviation(seen), "quantiles"),
        (
            lambda x, seen: (
                0.6745 * 1.4826 * (x - np.median(seen, axis=0)) / _median_deviation(seen)
            ),
            "quantiles",
        ),
    ],
)
def test_scales_made_by_hand_are_seen_where_all_rows_made_them(make: Any, kind: str) -> None:
    together = [one for one in seen(make(VALUES, VALUES)).scaled if not one.exact_on_train]
    assert {one.kind for one in together} == {kind} and len(together) >= 4
    apart = seen(make(VALUES, VALUES[ORDER[:CUT]])).scaled
    assert not [one for one in apart if not one.exact_on_train]


def _median_deviation(values: Floats) -> Floats:
    return 1.4826 * np.asarray(np.median(np.abs(values - np.median(values, axis=0)), axis=0))


def test_rounded_scale_is_still_seen() -> None:
    rounded = StandardScaler().fit_transform(VALUES).round(4)
    assert len([one for one in seen(rounded).scaled if one.kind == "standardised"]) == 30


def test_unscaled_table_has_no_exact_scale() -> None:
    assert seen(VALUES).scaled == ()


def test_mean_filled_in_before_standardising_is_told() -> None:
    holed = VALUES[:, :1].copy()
    holed[np.random.default_rng(2).random(len(holed)) < 0.1, 0] = np.nan
    steps = make_pipeline(SimpleImputer(), StandardScaler())
    (found,) = seen(steps.fit_transform(holed)).filled
    assert (found.kind, abs(found.value) < 1e-9) == ("mean", True)
    assert seen(steps.fit(holed[ORDER[:CUT]]).transform(holed)).filled == ()


@pytest.mark.parametrize("strategy", ["mean", "median"])
def test_filling_value_of_both_sides_is_told_from_that_of_training(strategy: str) -> None:
    holed = VALUES[:, :4].copy()
    holed[np.random.default_rng(2).random(len(holed)) < 0.1, 0] = np.nan
    imputer = SimpleImputer(strategy=strategy)
    (found,) = seen(imputer.fit_transform(holed)).filled
    assert (found.name, found.kind) == ("x0", strategy)
    assert 0 <= found.rows - np.isnan(holed[:, 0]).sum() <= 1  # a measured value may be equal
    assert seen(imputer.fit(holed[ORDER[:CUT]]).transform(holed)).filled == ()


def test_noise_chosen_by_all_outcomes_has_an_edge_that_training_lacks() -> None:
    rng = np.random.default_rng(3)
    noise, labels = rng.standard_normal((400, 2_000)), rng.integers(0, 2, 400)
    order = rng.permutation(400)
    chosen = SelectKBest(f_classif, k=40).fit_transform(noise, labels)
    (edge,) = seen(chosen, labels, order=order, cut=300).selections
    assert edge.missing > 20 and edge.missing > 4 * edge.missing_train
    learnt = order[:300]
    honest = SelectKBest(f_classif, k=40).fit(noise[learnt], labels[learnt]).transform(noise)
    (edge,) = seen(honest, labels, order=order, cut=300).selections
    assert edge.missing < 2 * edge.missing_train


@pytest.mark.parametrize("smooth", [0.0, 10.0, "auto"])
def test_target_encoding_of_both_sides_is_told_from_that_of_training(smooth: Any) -> None:
    level = np.random.default_rng(5).integers(0, 25, len(LABELS))[:, None]
    encoder = TargetEncoder(smooth=smooth, target_type="continuous")
    encoded = encoder.fit(level, LABELS).transform(level)
    best = max(seen(encoded).encoded, key=lambda one: one.fits - one.fits_train)
    assert best.fits == 1.0 and best.fits_train < 0.1
    learnt = ORDER[:CUT]
    honest = encoder.fit(level[learnt], LABELS[learnt]).transform(level)
    assert not [one for one in seen(honest).encoded if one.fits_train < 0.5]


@pytest.mark.parametrize("scale", ["odds", "evidence", "logarithm"])
def test_target_encoding_on_another_scale_is_told_from_that_of_training(scale: str) -> None:
    random = np.random.default_rng(7)
    level = random.integers(0, 18, len(LABELS))
    prices = np.exp(random.normal(5, 1, len(LABELS))).round(2)
    outcome = prices if scale == "logarithm" else LABELS

    def encoded(rows: NDArray[Any]) -> Floats:
        sums = np.bincount(level[rows], outcome[rows], minlength=18)
        means = sums / np.bincount(level[rows], minlength=18)
        if scale == "logarithm":
            return np.asarray(np.log1p(means)[level][:, None])
        overall = outcome[rows].mean() if scale == "evidence" else 0.5
        odds = np.log(means / (1 - means)) - np.log(overall / (1 - overall))
        return np.asarray(odds[level][:, None])

    def found(values: Floats) -> list[tuple[float, bool]]:
        table = pl.DataFrame({"x": values[:, 0], "y": outcome})[ORDER]
        task: Task = "regression" if scale == "logarithm" else "binary"
        both = sides(table[:CUT].lazy(), table[CUT:].lazy(), target="y", task=task)
        return [(one.fits, one.fits_train < 0.5) for one in measure(both).encoded]

    assert found(encoded(np.arange(len(LABELS)))) == [(1.0, True)]
    assert not [one for one in found(encoded(ORDER[:CUT])) if one[1]]


def test_mean_of_the_other_rows_is_found_by_its_source() -> None:
    level = np.random.default_rng(6).integers(0, 25, len(LABELS))
    rows = np.bincount(level)[level] - 1
    others = ((np.bincount(level, LABELS)[level] - LABELS) / rows)[:, None]
    (found,) = seen(others, source=[f"level {one}" for one in level]).encoded
    assert (found.source, found.fits) == ("source", 1.0) and found.fits_train < 0.1


def test_sealed_outcomes_leave_an_encoding_open() -> None:
    level = np.random.default_rng(5).integers(0, 12, len(LABELS))
    encoded = (np.bincount(level, LABELS) / np.bincount(level))[level]
    table = pl.DataFrame({"city": encoded, "y": LABELS})[ORDER]
    evidence = measured(table[:CUT], table[CUT:].drop("y"))
    assert evidence.encodings_open == ("city",) and not evidence.tested
    assert evidence.repeats == () == evidence.between


def test_repeats_are_counted_by_class_and_across_the_split() -> None:
    rare = np.flatnonzero(LABELS == 0)
    rng = np.random.default_rng(7)
    places = np.r_[np.arange(len(LABELS)), rng.choice(rare, 145)]
    evidence = seen(VALUES[places], LABELS[places], order=rng.permutation(len(places)), cut=530)
    common, repeated = sorted(evidence.repeats, key=lambda one: one.rows - one.distinct)
    assert common.rows == common.distinct == 357 and common.twins_test == 0
    assert (repeated.rows, repeated.distinct) == (357, 212) and repeated.twins_test > 20


def between_neighbours(values: Floats, count: int, rng: np.random.Generator) -> Floats:
    first = rng.integers(len(values), size=count)
    distance = ((values[first][:, None] - values[None]) ** 2).sum(-1)
    second = np.argsort(distance, axis=1)[np.arange(count), rng.integers(1, 6, size=count)]
    made: Floats = values[first] + rng.random((count, 1)) * (values[second] - values[first])
    return made


def test_rows_made_before_the_split_lie_between_others_and_those_of_training_do_not_cross() -> None:
    rng = np.random.default_rng(8)
    labels = np.r_[LABELS, np.zeros(145, int)]
    scaled = VALUES / VALUES.std(axis=0)
    early = np.r_[scaled, between_neighbours(scaled[LABELS == 0], 145, rng)]
    evidence = seen(early, labels, order=rng.permutation(len(labels)), cut=530)
    made, measured_rows = sorted(evidence.between, key=lambda one: -one.between)
    assert made.between > 20 and made.places and measured_rows.between == 0
    learnt, kept = ORDER[:CUT], ORDER[CUT:]
    own = between_neighbours(scaled[learnt][LABELS[learnt] == 0], 145, rng)
    late = np.r_[scaled[learnt], own, scaled[kept]]
    labels = np.r_[LABELS[learnt], np.zeros(145, int), LABELS[kept]]
    evidence = seen(late, labels, order=np.arange(len(late)), cut=CUT + 145)
    assert sum(one.between for one in evidence.between) == 0


def test_fractions_among_whole_numbers_of_one_class_are_seen() -> None:
    rng = np.random.default_rng(9)
    whole = rng.integers(0, 9, (600, 3)).astype(float)
    labels = (np.arange(600) < 200).astype(int)
    whole[::4][:50] += rng.random((50, 3))
    evidence = seen(whole, labels, order=rng.permutation(600), cut=450)
    (made,) = [one for one in evidence.between if one.finer]
    assert made.name == "1" and made.finer == ("x0", "x1", "x2") and made.finer_share > 0.1


def test_evidence_survives_its_file() -> None:
    evidence = seen(StandardScaler().fit_transform(VALUES))
    assert codec.decode(codec.encode(evidence), TogetherEvidence) == evidence


@pytest.mark.parametrize("honest", [False, True])
@pytest.mark.parametrize("fine", [True, False])
def test_means_within_levels_of_both_sides_are_told_from_those_of_training(
    honest: bool, fine: bool
) -> None:
    random = np.random.default_rng(5)
    rows = 1_200
    city = random.choice(["a", "b", "c"], rows)
    income = (random.lognormal(3, 0.4, rows) + (city == "a") * 9).round(1)
    income = income if fine else income.round(0)
    income[random.random(rows) < 0.15] = np.nan
    table = pl.DataFrame({"city": city, "income": income, "y": random.integers(0, 2, rows)})
    table = table.with_columns(pl.col("income").fill_nan(None))
    seen_rows = table[:900] if honest else table
    means = seen_rows.group_by("city").agg(pl.col("income").mean().alias("mean"))
    filled = table.join(means, on="city", how="left", maintain_order="left")
    filled = filled.with_columns(pl.col("income").fill_null(pl.col("mean"))).drop("mean")
    both = sides(filled[:900].lazy(), filled[900:].lazy(), target="y", task="binary")
    found = [(one.name, one.within) for one in measure(both).filled]
    assert found == ([] if honest else [("income", "city")])


def test_noise_chosen_by_the_means_of_three_classes_is_named() -> None:
    rng = np.random.default_rng(3)
    noise, labels = rng.standard_normal((400, 2_000)), rng.integers(0, 3, 400)
    chosen = SelectKBest(f_classif, k=40).fit_transform(noise, labels)
    columns = {f"x{place}": chosen[:, place] for place in range(40)}
    table = pl.DataFrame({**columns, "y": labels})
    both = sides(table[:300].lazy(), table[300:].lazy(), target="y", task="multiclass")
    (edge,) = measure(both).selections
    assert edge.missing > 20 and edge.missing > 4 * edge.missing_train and "x0" in edge.names
    plain = table.with_columns(pl.Series(f"x{place}", noise[:, place]) for place in range(40))
    both = sides(plain[:300].lazy(), plain[300:].lazy(), target="y", task="multiclass")
    assert all(one.edge < 1 for one in measure(both).selections)


def test_mean_that_comes_out_even_is_the_mean_of_both_sides() -> None:
    draft = np.random.default_rng(18).integers(1, 60, 240).astype(float)
    draft[0] += 20.2 * 240 - draft.sum()
    filled = np.concatenate([draft, np.full(29, 20.2)])
    order = np.random.default_rng(19).permutation(269)
    table = pl.DataFrame({"draft": filled, "y": np.arange(269) % 2})[order]
    (found,) = measured(table[:200], table[200:]).filled
    assert (found.kind, found.rows) == ("mean", 29)


@pytest.mark.parametrize("by", ["kind", "y"])
def test_medians_within_levels_of_both_sides_are_told_from_those_of_training(by: str) -> None:
    drawn = np.random.default_rng(6)
    kind, y = (drawn.choice(["a", "b"], 900) for _ in range(2))
    value = pl.Series(drawn.normal(50, 9, 900).round(3)) + 10 * (kind == "a") + 5 * (y == "b")
    whole = pl.DataFrame({"kind": kind, "y": y, "value": value, "z": drawn.normal(size=900)})
    gap = pl.Series(drawn.random(900) < 0.15)
    holed = whole.with_columns(value=pl.when(~gap).then("value"))
    filled = holed.with_columns(pl.col("value").fill_null(pl.col("value").median().over(by)))
    train, test = holed[:600], holed[600:]
    own = train.group_by(by).agg(own=pl.col("value").median())
    honest = [
        side.join(own, on=by, maintain_order="left")
        .with_columns(value=pl.coalesce("value", "own"))
        .drop("own")
        for side in (train, test)
    ]
    assert [one.within for one in measured(filled[:600], filled[600:]).filled] == [by]
    assert not measured(*honest).filled
