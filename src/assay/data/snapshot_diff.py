"""Say what changed between two versions of the data: rows, cells by key, distributions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from assay.core.errors import InputError, did_you_mean
from assay.data.columns import exactly, named
from assay.data.rowhash import row_hashes

if TYPE_CHECKING:
    from assay.data.snapshot import Snapshot

SAMPLE_ROWS = 200_000
KEPT_KEYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChange:
    """How one column's distribution moved.

    Attributes:
        measure: `wasserstein` (numbers: distance of the distributions over the pooled standard
            deviation) or `total variation` (others: share of rows that would have to move).
        effect: The measure, 0 for no change; None if the types differ.
        missing_before: Share of null values in the first version.
        missing_after: Share of null values in the second.
    """

    name: str
    measure: str
    effect: float | None
    missing_before: float
    missing_after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDiff:
    """What changed from one version to another.

    Attributes:
        before: Content hash of the first version.
        after: Content hash of the second.
        key: Column that rows were matched by; None if whole rows were compared.
        added: Rows (by key) that only the second holds.
        removed: Rows that only the first holds.
        changed: Keys in both whose row differs; 0 without a key.
        changed_cells: Columns with the number of keys whose value differs, most first.
        columns_added: Names.
        columns_removed: Names.
        types_changed: Name, type before, type after.
        columns: Change of each common column's distribution, largest first.
        example_keys: A few changed keys, as text.
    """

    before: str
    after: str
    key: str | None
    rows_before: int
    rows_after: int
    added: int
    removed: int
    changed: int
    changed_cells: tuple[tuple[str, int], ...]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    types_changed: tuple[tuple[str, str, str], ...]
    columns: tuple[ColumnChange, ...]
    example_keys: tuple[str, ...]


def diff(a: Snapshot, b: Snapshot, *, key: str | None) -> SnapshotDiff:
    """Compare two versions.

    Args:
        a: The version before.
        b: The version after.
        key: A column of both that names each row; None to compare whole rows as sets that count
            repetitions.

    Raises:
        InputError: If the key is missing from a version, or repeated in it.
    """
    before, after = a.frame.collect_schema(), b.frame.collect_schema()
    common = [name for name in before.names() if name in after]
    changed, cells, examples = 0, dict[str, int](), tuple[str, ...]()
    if key is None:
        added, removed = _whole_rows(
            a.frame.select(exactly(common)), b.frame.select(exactly(common))
        )
    else:
        for snapshot in (a, b):
            _demand_key(snapshot, key)
        added, removed, changed, cells, examples = _by_key(
            a.frame.select(exactly(common)), b.frame.select(exactly(common)), key
        )
    return SnapshotDiff(
        before=a.evidence.content_hash,
        after=b.evidence.content_hash,
        key=key,
        rows_before=a.evidence.rows,
        rows_after=b.evidence.rows,
        added=added,
        removed=removed,
        changed=changed,
        changed_cells=tuple(sorted(cells.items(), key=lambda cell: (-cell[1], cell[0]))),
        columns_added=tuple(name for name in after.names() if name not in before),
        columns_removed=tuple(name for name in before.names() if name not in after),
        types_changed=tuple(
            (name, str(before[name]), str(after[name]))
            for name in common
            if before[name] != after[name]
        ),
        columns=_distributions(a, b, [name for name in common if name != key]),
        example_keys=examples,
    )


def _demand_key(snapshot: Snapshot, key: str) -> None:
    names = snapshot.frame.collect_schema().names()
    where = f"version {snapshot.evidence.content_hash[:12]}"
    if key not in names:
        raise InputError(
            f"there is no column '{key}'{did_you_mean(key, names)}",
            where=where,
            remedy=f"choose a key among {', '.join(names[:20])}, or none to compare whole rows",
        )
    column = named(key)
    rows, distinct = snapshot.frame.select(pl.len(), column.n_unique().alias("n")).collect().row(0)
    if distinct < rows:
        raise InputError(
            f"the key '{key}' is repeated: {distinct} values in {rows} rows",
            where=where,
            remedy="choose a column that names each row, or no key to compare whole rows",
        )


def _whole_rows(a: pl.LazyFrame, b: pl.LazyFrame) -> tuple[int, int]:
    (before, count_before), (after, count_after) = (
        np.unique(_hashes(frame), return_counts=True) for frame in (a, b)
    )
    return (
        _surplus(after, count_after, over=before, counts=count_before),
        _surplus(before, count_before, over=after, counts=count_after),
    )


def _hashes(frame: pl.LazyFrame) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    batches = frame.collect_batches(engine="streaming")
    return np.concatenate([np.empty(0, dtype=np.uint64), *(row_hashes(batch) for batch in batches)])


def _surplus(
    values: np.ndarray[tuple[int], np.dtype[np.uint64]],
    held: np.ndarray[tuple[int], np.dtype[np.int64]],
    *,
    over: np.ndarray[tuple[int], np.dtype[np.uint64]],
    counts: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> int:
    place = np.minimum(np.searchsorted(over, values), max(len(over) - 1, 0))
    other = np.where(over[place] == values, counts[place], 0) if len(over) else 0
    return int(np.maximum(held - other, 0).sum())


def _by_key(
    a: pl.LazyFrame, b: pl.LazyFrame, key: str
) -> tuple[int, int, int, dict[str, int], tuple[str, ...]]:
    names = [name for name in a.collect_schema().names() if name != key]
    before, after = a.collect_schema(), b.collect_schema()
    if before[key] != after[key]:
        a, b = (frame.with_columns(named(key).cast(pl.String)) for frame in (a, b))
    known_by = named(key).alias("key")
    left = a.select(known_by, *(named(name).alias(f"a{i}") for i, name in enumerate(names)))
    right = b.select(known_by, *(named(name).alias(f"b{i}") for i, name in enumerate(names)))
    differs = [
        _differ(f"a{i}", f"b{i}", same_type=before[name] == after[name]).alias(f"d{i}")
        for i, name in enumerate(names)
    ]
    both = left.join(right, on="key", how="inner", nulls_equal=True).select("key", *differs)
    counted = both.select(
        pl.len().alias("both"),
        pl.any_horizontal(pl.exclude("key")).sum().alias("changed")
        if names
        else pl.lit(0).alias("changed"),
        *(pl.col(f"d{i}").sum() for i in range(len(names))),
    ).collect(engine="streaming")
    rows = counted.row(0, named=True)
    cells = {name: rows[f"d{i}"] for i, name in enumerate(names) if rows[f"d{i}"]}
    examples: tuple[str, ...] = ()
    if rows["changed"]:
        shown = both.filter(pl.any_horizontal(pl.exclude("key"))).select(
            pl.col("key").cast(pl.String)
        )
        examples = tuple(shown.collect().to_series().sort().head(KEPT_KEYS).fill_null("null"))
    total_before = a.select(pl.len()).collect().item()
    total_after = b.select(pl.len()).collect().item()
    return (
        total_after - rows["both"],
        total_before - rows["both"],
        rows["changed"],
        cells,
        examples,
    )


def _differ(left: str, right: str, *, same_type: bool) -> pl.Expr:
    one, two = pl.col(left), pl.col(right)
    if same_type:
        return one.ne_missing(two)
    return one.cast(pl.String).ne_missing(two.cast(pl.String))


def _distributions(a: Snapshot, b: Snapshot, names: list[str]) -> tuple[ColumnChange, ...]:
    before, after = _sample(a), _sample(b)
    changes = [_distribution(before[name], after[name]) for name in names]
    return tuple(sorted(changes, key=lambda change: (-(change.effect or 0.0), change.name)))


def _sample(snapshot: Snapshot) -> pl.DataFrame:
    step = -(-snapshot.evidence.rows // SAMPLE_ROWS)
    return snapshot.frame.gather_every(max(step, 1)).collect(engine="streaming")


def _distribution(before: pl.Series, after: pl.Series) -> ColumnChange:
    numeric = [s.dtype.is_numeric() or s.dtype.is_temporal() for s in (before, after)]
    effect: float | None
    if before.dtype != after.dtype and not all(numeric):
        measure, effect = "total variation", None
    elif all(numeric):
        measure, effect = "wasserstein", _wasserstein(before, after)
    else:
        measure, effect = "total variation", _total_variation(before, after)
    return ColumnChange(
        name=before.name,
        measure=measure,
        effect=effect,
        missing_before=before.null_count() / max(before.len(), 1),
        missing_after=after.null_count() / max(after.len(), 1),
    )


def _wasserstein(before: pl.Series, after: pl.Series) -> float | None:
    one, two = (_finite(series) for series in (before, after))
    if not len(one) or not len(two):
        return None if len(one) != len(two) else 0.0
    levels = (np.arange(1_000) + 0.5) / 1_000
    distance = np.abs(np.quantile(one, levels) - np.quantile(two, levels)).mean()
    deviation = np.concatenate([one, two]).std()
    return float(distance / deviation) if deviation > 0 else 0.0


def _finite(series: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    physical = series.to_physical() if series.dtype.is_temporal() else series
    known = physical.cast(pl.Float64).drop_nulls()
    values: np.ndarray[tuple[int], np.dtype[np.float64]] = known.filter(
        known.is_finite()
    ).to_numpy()
    return values


def _total_variation(before: pl.Series, after: pl.Series) -> float:
    shares = [
        series.cast(pl.String).alias("value").value_counts(normalize=True, name=name)
        if not series.dtype.is_nested() and series.dtype != pl.Binary
        else _hashed(series).value_counts(normalize=True, name=name)
        for series, name in ((before, "before"), (after, "after"))
    ]
    joined = shares[0].join(shares[1], on="value", how="full", nulls_equal=True)
    moved = (joined["before"].fill_null(0.0) - joined["after"].fill_null(0.0)).abs().sum()
    return float(moved) / 2


def _hashed(series: pl.Series) -> pl.Series:
    return pl.Series("value", row_hashes(series.to_frame())).cast(pl.String)
