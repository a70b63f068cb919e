"""Plant known faults in a copy of somebody's own tables, to learn which would be found in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from assay.data.columns import named
from assay.data.sides.table import Floats, Sides

ROWS = 4_000
"""Rows of each side that faults are planted in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a fault is planted in.

    Attributes:
        labels: Training's outcomes: 0 or 1, index of the class, or the value, shape (n,).
        test_labels: The test's; None if they may not be seen.
        numbers: Columns of numbers with many values.
        texts: Columns of few levels.
    """

    train: pl.DataFrame
    test: pl.DataFrame
    labels: Floats
    test_labels: Floats | None
    target: str
    classes: int
    numbers: tuple[str, ...]
    texts: tuple[str, ...]
    random: np.random.Generator

    @classmethod
    def of(cls, both: Sides, *, seed: int) -> Ground:
        """Draw rows of both sides, in their order."""
        random = np.random.default_rng(seed)
        left, right = (_drawn(side.rows.height, random) for side in (both.train, both.test))
        train, test = both.train.rows[left], both.test.rows[right]
        names = [name for name in both.features if train[name].dtype == test[name].dtype]
        tested = both.test_labels
        return cls(
            train=train,
            test=test,
            labels=both.labels[left],
            test_labels=None if tested is None else tested[right],
            target=both.target,
            classes=len(both.classes),
            numbers=tuple(name for name in names if _is_number(train[name])),
            texts=tuple(name for name in names if _is_category(train[name])),
            random=random,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Tables with one fault in them.

    Attributes:
        rules: Rules of which any would be right to find it.
        columns: Columns that the finding should name; empty if it names none.
    """

    fault: str
    rules: tuple[str, ...]
    columns: tuple[str, ...]
    train: pl.DataFrame
    test: pl.DataFrame


Tables = tuple[pl.DataFrame, pl.DataFrame, tuple[str, ...]]
Plant = Callable[[Ground], Tables | None]


def plant(ground: Ground) -> Iterator[Planted]:
    """Yield each fault that these tables have room for."""
    for fault, rules, function in FAULTS:
        made = function(ground)
        if made is not None:
            train, test, columns = made
            yield Planted(fault=fault, rules=rules, columns=columns, train=train, test=test)


def _equal_rows(ground: Ground) -> Tables | None:
    count = max(ground.test.height // 5, 1)
    source = (
        ground.train if ground.test_labels is not None else _without(ground.train, ground.target)
    )
    copied = source.sample(count, seed=1)[ground.test.columns]
    test = pl.concat([ground.test.head(ground.test.height - count), copied], how="vertical_relaxed")
    return ground.train, test, ()


def _copied_target(ground: Ground) -> Tables | None:
    return _with(ground, "outcome_code", ground.labels + 7.0, _plus(ground.test_labels, 7.0))


def _noisy_target(ground: Ground) -> Tables | None:
    spread = float(ground.labels.std()) / 15
    train = ground.labels + ground.random.normal(0, spread, len(ground.labels))
    test = _plus(ground.test_labels, 0.0)
    if test is not None:
        test = test + ground.random.normal(0, spread, len(test))
    return _with(ground, "later_measurement", train, test)


def _filled_afterwards(ground: Ground) -> Tables | None:
    if not ground.classes:
        return None
    rare = float(np.bincount(ground.labels.astype(int)).argmin())

    def filled(labels: Floats) -> Floats:
        amounts = ground.random.gamma(2.0, 100.0, len(labels)).round(2)
        return np.where(labels == rare, amounts, np.nan)

    tested = ground.test_labels
    return _with(
        ground, "settled_amount", filled(ground.labels), None if tested is None else filled(tested)
    )


def _ranking_identifier(ground: Ground) -> Tables | None:
    def ranked(labels: Floats) -> Floats:
        noise = ground.random.normal(0, 0.05 * float(labels.std() or 1.0), len(labels))
        return np.argsort(np.argsort(labels + noise)).astype(float) + 100_000

    tested = ground.test_labels
    return _with(
        ground,
        "record_no",
        ranked(ground.labels),
        None if tested is None else ranked(tested),
        whole=True,
    )


def _scaled_together(ground: Ground) -> Tables | None:
    names = ground.numbers
    if len(names) < 2:
        return None
    both = pl.concat([ground.train[list(names)], ground.test[list(names)]])
    scaled = [
        (named(name) - both[name].mean()) / both[name].std(ddof=0)
        for name in names
        if both[name].std(ddof=0)
    ]
    return ground.train.with_columns(scaled), ground.test.with_columns(scaled), ()


def _missing_column(ground: Ground) -> Tables | None:
    name = next(iter((*ground.numbers, *ground.texts)), None)
    return None if name is None else (ground.train, _without(ground.test, name), (name,))


def _type_changed(ground: Ground) -> Tables | None:
    name = _any(ground, ground.numbers)
    if name is None:
        return None
    text = named(name).cast(pl.String) + " units"
    return ground.train, ground.test.with_columns(text), (name,)


def _unit_changed(ground: Ground) -> Tables | None:
    name = _any(ground, ground.numbers)
    if name is None:
        return None
    return ground.train, ground.test.with_columns(named(name) * 1000.0), (name,)


def _respelled(ground: Ground) -> Tables | None:
    name = _any(ground, ground.texts)
    if name is None:
        return None
    respelled = named(name).cast(pl.String).str.to_uppercase() + "."
    return ground.train, ground.test.with_columns(respelled), (name,)


def _missing_burst(ground: Ground) -> Tables | None:
    name = _any(ground, ground.numbers)
    if name is None:
        return None
    lost = pl.when(pl.Series(ground.random.random(ground.test.height) < 0.4)).then(None)
    return ground.train, ground.test.with_columns(lost.otherwise(named(name)).alias(name)), (name,)


def _sentinel(ground: Ground) -> Tables | None:
    name = _any(ground, ground.numbers)
    if name is None:
        return None

    def marked(table: pl.DataFrame) -> pl.DataFrame:
        lost = pl.Series(ground.random.random(table.height) < 0.05)
        return table.with_columns(pl.when(lost).then(-9999).otherwise(named(name)).alias(name))

    return marked(ground.train), marked(ground.test), (name,)


def _constant(ground: Ground) -> Tables | None:
    flat = pl.lit("v2").alias("schema_version")
    return ground.train.with_columns(flat), ground.test.with_columns(flat), ("schema_version",)


def _outliers(ground: Ground) -> Tables | None:
    name = _any(ground, ground.numbers)
    if name is None:
        return None
    hit = pl.Series(ground.random.random(ground.test.height) < 0.03)
    far = named(name).max() + 50 * (named(name).std() + 1)
    burst = pl.when(hit).then(far).otherwise(named(name).cast(pl.Float64)).alias(name)
    return ground.train.cast({name: pl.Float64}), ground.test.with_columns(burst), (name,)


def _shifted(ground: Ground) -> Tables | None:
    name = _any(ground, ground.numbers)
    if name is None:
        return None
    above = (ground.test[name] > ground.test[name].median()).fill_null(False)
    kept = ground.test.filter(above | pl.Series(ground.random.random(ground.test.height) < 0.2))
    return ground.train, kept, (name,)


def _decimal_comma(ground: Ground) -> Tables | None:
    fractional = tuple(name for name in ground.numbers if ground.train[name].dtype.is_float())
    name = _any(ground, fractional)
    if name is None:
        return None
    comma = named(name).cast(pl.String).str.replace(".", ",", literal=True)
    return ground.train, ground.test.with_columns(comma), (name,)


def _wrong_labels(ground: Ground) -> Tables | None:
    if not ground.classes:
        return None
    hit = ground.random.random(ground.train.height) < 0.1
    shuffled = ground.train[ground.target].gather(ground.random.permutation(ground.train.height))
    wrong = pl.when(pl.Series(hit)).then(shuffled).otherwise(named(ground.target))
    return ground.train.with_columns(wrong.alias(ground.target)), ground.test, ()


def _label_shift(ground: Ground) -> Tables | None:
    if ground.test_labels is None:
        return None
    high = ground.test_labels > np.median(ground.labels)
    if not ground.classes or not high.any():
        high = ground.test_labels >= np.quantile(ground.labels, 0.5)
    kept = ~high | (ground.random.random(len(high)) < 0.3)
    return ground.train, ground.test.filter(pl.Series(kept)), ()


FAULTS: tuple[tuple[str, tuple[str, ...], Plant], ...] = (
    ("equal rows on both sides", ("split-row-overlap",), _equal_rows),
    ("the target in another code", ("leak-target-copy", "leak-target-proxy"), _copied_target),
    ("the target with a little noise", ("leak-target-proxy",), _noisy_target),
    (
        "a column filled only for one outcome",
        ("leak-filled-where-outcome-happened",),
        _filled_afterwards,
    ),
    (
        "an identifier given in order of the outcome",
        ("leak-identifier-ranks-target", "leak-target-proxy", "leak-target-copy"),
        _ranking_identifier,
    ),
    ("numbers scaled on both sides together", ("leak-scaled-together",), _scaled_together),
    ("a column that the test lacks", ("schema-missing-column",), _missing_column),
    ("numbers that became text", ("schema-type-changed", "schema-mixed-types"), _type_changed),
    ("another unit in the test", ("schema-unit-changed", "drift-covariate-shift"), _unit_changed),
    ("levels spelled another way", ("schema-category-respelled",), _respelled),
    ("a burst of missing values", ("drift-missing-burst",), _missing_burst),
    ("a number that stands for missing", ("data-sentinel-value",), _sentinel),
    ("a column with one value", ("data-constant-column",), _constant),
    ("a burst of outliers", ("drift-outlier-burst",), _outliers),
    ("a test drawn from other rows", ("drift-covariate-shift",), _shifted),
    ("decimal commas", ("schema-decimal-comma", "schema-type-changed"), _decimal_comma),
    ("wrong labels", ("label-noise",), _wrong_labels),
    ("another share of outcomes", ("label-shift",), _label_shift),
)


def _drawn(rows: int, random: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if rows <= ROWS:
        return np.arange(rows)
    return np.sort(random.choice(rows, ROWS, replace=False))


def _without(table: pl.DataFrame, name: str) -> pl.DataFrame:
    return table[[column for column in table.columns if column != name]]


def _is_number(column: pl.Series) -> bool:
    return column.dtype.is_numeric() and column.n_unique() > 20 and bool(column.std())


def _is_category(column: pl.Series) -> bool:
    if column.dtype not in (pl.String, pl.Categorical, pl.Enum):
        return False
    return 2 <= column.drop_nulls().n_unique() <= min(50, column.len() // 10)


def _any(ground: Ground, names: tuple[str, ...]) -> str | None:
    return str(ground.random.choice(names)) if names else None


def _plus(labels: Floats | None, constant: float) -> Floats | None:
    return None if labels is None else labels + constant


def _with(
    ground: Ground, name: str, train: Floats, test: Floats | None, *, whole: bool = False
) -> Tables:
    """Add a column; a test whose outcomes are sealed gets training's values in another order."""
    if test is None:
        test = ground.random.choice(train, ground.test.height)
    kind = pl.Int64 if whole else pl.Float64
    left, right = (pl.Series(name, each, nan_to_null=True).cast(kind) for each in (train, test))
    return ground.train.with_columns(left), ground.test.with_columns(right), (name,)
