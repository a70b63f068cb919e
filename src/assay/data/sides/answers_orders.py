"""Tell whether positions and identifiers rank the target."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import polars as pl

from assay.core.evidence.answers import OrderLeak
from assay.data.leak_levels import Flags, order_of_names
from assay.data.leak_strength import Target, order_strength
from assay.data.sides.overlap_time import counts_time
from assay.data.sides.table import Floats, Side, Sides

MOST_ROWS = 20_000
FEWEST_ROWS = 50
FEWEST_OF_CLASS, MOST_CLASSES = 30, 20
WORTH_TELLING = 0.3
UNIQUE = 0.98
WORDS_FROM, FEWEST_WORDS = 1_000, 3.0
"""Texts from which words are counted, and words of a text on average that name no row."""
MOST_LEFT_OUT, LARGEST_UNEVENNESS = 20, 1.36
"""Numbers given for each that is here; and how far from even, times the root of the rows: of
numbers drawn evenly one set in twenty is further."""

NAMES = re.compile(
    r"(^|_|\b)(id|ids|no|nr|num|number|key|index|idx|code|row|rownames|uuid|ref)($|_)"
)
"""Names that a column of numbers has when it names rows and measures nothing."""


def orders(sides: Sides) -> tuple[OrderLeak, ...]:
    """Return the orders that tell something of the target, of both sides."""
    found = _of_side(sides, sides.train, sides.labels, "train", identifiers=True)
    if sides.test_labels is not None:
        known = np.isfinite(sides.test_labels)
        if known.all():
            found += _of_side(sides, sides.test, sides.test_labels, "test", identifiers=False)
    return tuple(found)


def _of_side(
    sides: Sides,
    side: Side,
    labels: Floats,
    where: Literal["train", "test"],
    *,
    identifiers: bool,
) -> list[OrderLeak]:
    rows = side.rows
    if rows.height < FEWEST_ROWS:
        return []
    step = -(-rows.height // MOST_ROWS)
    part = rows[::step]
    classes = len(sides.classes)
    target = Target.of(_ranks(labels) if not classes else labels, classes=classes, seed=sides.seed)
    target = target.every(step)
    candidates: dict[str | None, Floats] = {None: np.arange(part.height, dtype=np.float64)}
    if identifiers:
        for shared in sides.shared:
            order = _identifier(rows[shared], part[shared], declared=shared == sides.id)
            if order is not None:
                candidates[shared] = order
    found = []
    for name, order in candidates.items():
        strength = max(order_strength(order, target), _one_way(order, target))
        if strength >= WORTH_TELLING:
            found.append(
                OrderLeak(
                    column=name,
                    side=where,
                    rows=rows.height,
                    strength=strength,
                    changes=_changes(order, target),
                    follows_time=_follows_time(order, name, part, sides),
                )
            )
    return found


def _identifier(column: pl.Series, part: pl.Series, *, declared: bool) -> Floats | None:
    """Return the order that a column gives, if it names rows."""
    dtype = column.dtype
    named = declared or NAMES.search(column.name.lower()) is not None
    if not (dtype.is_integer() or dtype == pl.String or (dtype.is_float() and named)):
        return None
    present = column.len() - column.null_count()
    if present < 0.9 * column.len() or column.n_unique() < UNIQUE * present:
        return None
    if dtype == pl.String:
        return order_of_names(part) if declared or not _sentences(column) else None
    if dtype.is_integer() and not (named or _dense(column) or _numbered(column)):
        return None
    return part.cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()


def _sentences(column: pl.Series) -> bool:
    """Whether texts are of words: their alphabet begins with what they are about."""
    words = column.head(WORDS_FROM).str.count_matches(r"\p{L}{3,}").mean()
    return isinstance(words, float) and words >= FEWEST_WORDS


def _dense(column: pl.Series) -> bool:
    lowest, highest = column.min(), column.max()
    assert isinstance(lowest, int) and isinstance(highest, int)
    return highest - lowest <= 2 * column.len()


def _numbered(column: pl.Series) -> bool:
    """Return whether numbers lie as evenly as those given in turn, some of which are not here.

    References:
        Kolmogorov (1933), Sulla determinazione empirica di una legge di distribuzione
    """
    values = np.sort(column.drop_nulls().to_numpy().astype(np.float64))
    reach = float(values[-1] - values[0]) if len(values) else 0.0
    if not 0 < reach <= MOST_LEFT_OUT * len(values):
        return False
    even = np.linspace(0, 1, len(values))
    gap = float(np.abs((values - values[0]) / reach - even).max())
    return bool(gap <= LARGEST_UNEVENNESS / np.sqrt(len(values)))


def _one_way(order: Floats, target: Target) -> float:
    """Return the strength of an order in which the target only rises or only falls.

    Of several classes, the one of which it tells most.
    """
    kept = np.isfinite(order)
    if kept.sum() < FEWEST_ROWS / 2 or np.ptp(order[kept]) == 0:
        return 0.0
    ranks, values = _ranks(order[kept]), target.values[kept]
    if np.ptp(values) == 0:
        return 0.0
    if not target.classes:
        return float(np.corrcoef(ranks, values)[0, 1] ** 2)
    if target.classes == 2:
        return _gap(ranks, values > 0.5)
    large = np.flatnonzero(np.bincount(values.astype(np.int64)) >= FEWEST_OF_CLASS)
    return max((_gap(ranks, values == place) for place in large[:MOST_CLASSES]), default=0.0)


def _gap(ranks: Floats, held: Flags) -> float:
    """Return twice the ROC-AUC less one of ranks for a class, either way."""
    if held.all() or not held.any():
        return 0.0
    return abs(float(ranks[held].mean() - ranks[~held].mean())) / (len(ranks) / 2)


def _changes(order: Floats, target: Target) -> float:
    """Return the unlikeness of neighbours over that of rows a little further apart.

    Where the target drifts, a row is as unlike the next as the tenth after it. Where rows were
    sorted, neighbours are nearer.
    """
    kept = np.isfinite(order)
    values = target.values[kept][np.argsort(order[kept], kind="stable")]
    apart = max(2, min(50, len(values) // 20))
    if target.classes:
        near = float((values[1:] != values[:-1]).mean())
        far = float((values[apart:] != values[:-apart]).mean())
    else:
        near = float(np.abs(values[1:] - values[:-1]).mean())
        far = float(np.abs(values[apart:] - values[:-apart]).mean())
    return near / far if far > 0 else 0.0


def _follows_time(order: Floats, name: str | None, rows: pl.DataFrame, sides: Sides) -> float:
    if name is not None and counts_time(rows[name]):
        return 1.0
    strongest = 0.0
    for column in rows.columns:
        times = rows[column]
        if column == name or not (column == sides.time or times.dtype.is_temporal()):
            continue
        moments = times.rank("average").fill_null(float("nan")).to_numpy()
        both = np.isfinite(order) & np.isfinite(moments)
        if both.sum() > FEWEST_ROWS / 2 and np.ptp(moments[both]) > 0:
            ranks = _ranks(order[both])
            strongest = max(strongest, abs(float(np.corrcoef(ranks, moments[both])[0, 1])))
    return strongest


def _ranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return ranks
