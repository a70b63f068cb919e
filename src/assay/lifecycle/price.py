"""Say what a fault is worth: the score with it and without, with an interval."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.audit import Price
from assay.core.evidence.data import Task
from assay.data.columns import exactly
from assay.data.rowhash import passing_hashes
from assay.data.sides.table import Sides
from assay.data.times import seconds
from assay.evaluation import metrics
from assay.evaluation.compare import compare
from assay.evaluation.metric import Terms
from assay.evaluation.score import score
from assay.training.probe import MOST_ROWS, Learner, Matrix, drawn

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Given = TypeVar("Given")
Made = TypeVar("Made")
Border = Literal["rows", "group", "time"]

LEVEL = 0.95
HELD_OUT = 0.3
"""Share of training that stands in for the test where the test's outcomes may not be seen."""

FEWEST_ROWS = 30
"""Rows on each side of a border, below which a score says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All labelled rows that may be seen, and which of them are test rows now."""

    rows: pl.DataFrame
    labels: Floats
    tested: Flags
    columns: tuple[str, ...]
    task: Task
    classes: int
    metric: str
    seed: int
    _fits: dict[bytes, Floats] = field(default_factory=dict, repr=False, compare=False)
    _coded: dict[bytes, _Coded] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, sides: Sides, metric: str | None = None) -> Table:
        """Put the sides together again; a share of training is the test if the test is sealed.

        Columns that hold different types on the two sides are left out.
        """
        left, right = sides.train.rows, sides.test.rows
        same = tuple(name for name in sides.features if left[name].dtype == right[name].dtype)
        roles = tuple(
            name
            for name in (sides.time, sides.group, sides.id)
            if name in sides.shared and left[name].dtype == right[name].dtype
        )
        names = [*same, *dict.fromkeys(role for role in roles if role is not None)]
        if sides.test_labels is None:
            rows, labels = _only(left, names), sides.labels
            order = np.random.default_rng(sides.seed).permutation(len(labels))
            tested = np.isin(np.arange(len(labels)), order[: int(HELD_OUT * len(labels))])
        else:
            rows = pl.concat([_only(left, names), _only(right, names)])
            labels = np.concatenate([sides.labels, sides.test_labels])
            tested = np.arange(len(labels)) >= left.height
        return cls(
            rows=rows,
            labels=labels,
            tested=tested,
            columns=same,
            task=sides.task,
            classes=len(sides.classes),
            metric=metric or usual_metric(sides.task),
            seed=sides.seed,
        )


def _only(rows: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return some columns, in this order; of none, no rows would be left by selection."""
    return rows.select(exactly(names)) if names else rows.drop(rows.columns)


def usual_metric(task: Task) -> str:
    """Return the metric that prices are in where none is named.

    Example:
        >>> usual_metric("regression")
        'r2'
    """
    return "r2" if task == "regression" else "roc_auc"


def of_columns(
    table: Table, columns: Sequence[str], *, suspected: Sequence[str] = ()
) -> Price | None:
    """Return what columns are worth: a quick model with them, and without.

    Neither model sees the other suspected columns: where two columns know the answer, either
    alone seems worth nothing. Both are scored on the same test rows, and compared row by row.

    Args:
        table: The rows.
        columns: The columns to price.
        suspected: Columns that are suspected of leaking too.

    Returns:
        None where the rows of either side are too few for a score, or the test holds one class.
    """
    tested = _some(table.tested, table.seed)
    labels = table.labels[tested]
    if min(int(tested.sum()), int((~table.tested).sum())) < FEWEST_ROWS:
        return None
    honest = [name for name in table.columns if name not in {*columns, *suspected}]
    flattered = [name for name in table.columns if name in columns or name in honest]
    coded = _coded(table, table.tested)
    with_, without = _at_once(lambda names: _fitted(table, coded, names), (flattered, honest))
    chosen = metrics.get(table.metric)
    if chosen.reason_against(labels, with_):
        return None
    found = compare(
        with_, without, labels, table.metric, level=LEVEL, against="without", seed=table.seed
    )
    named = ", ".join(f"'{name}'" for name in columns[:3])
    more = f" and {len(columns) - 3} more" if len(columns) > 3 else ""
    return Price(
        metric=table.metric,
        present=chosen.value(labels, with_),
        honest=chosen.value(labels, without),
        gain=found.gain,
        low=found.low,
        high=found.high,
        level=LEVEL,
        how=f"a quick model with and without {named}{more}",
    )


def of_split(table: Table, border: Border, *, column: str | None = None) -> Price | None:
    """Return what the present split flatters: its score less that of an honest one.

    The honest split parts the same rows into sides of the same sizes, with equal rows or whole
    groups on one side, or with the test after training.

    Args:
        table: The rows.
        border: What the honest split respects.
        column: The group or time column.

    Returns:
        None where either test is too small, or holds one class, for a score, or the sides write
        the column in different types.
    """
    if border != "rows" and column is not None and column not in table.rows.columns:
        return None
    honest = _honest(table, border, column)
    if min(int(honest.sum()), int((~honest).sum())) < FEWEST_ROWS:
        return None
    kept = [name for name in table.columns if name != column]
    present, apart = _at_once(lambda held: _measured(table, held, kept), (table.tested, honest))
    if present is None or apart is None:
        return None
    (now, now_error), (then, then_error) = present, apart
    sign = 1.0 if metrics.get(table.metric).higher_is_better else -1.0
    gain, reach = sign * (now - then), float(np.hypot(now_error, then_error))
    ways = {
        "rows": "equal rows on one side",
        "group": f"every '{column}' on one side",
        "time": f"the test after training by '{column}'",
    }
    return Price(
        metric=table.metric,
        present=now,
        honest=then,
        gain=gain,
        low=gain - reach,
        high=gain + reach,
        level=LEVEL,
        how=f"a quick model on this split, and on one of the same sizes with {ways[border]}",
    )


def _at_once(make: Callable[[Given], Made], both: tuple[Given, Given]) -> Iterator[Made]:
    """Do the same for the flattered score and for the honest one, beside each other."""
    with ThreadPoolExecutor(len(both)) as pool:
        return pool.map(make, both)


def _honest(table: Table, border: Border, column: str | None) -> Flags:
    """Return the test rows of a split that respects the border."""
    share = float(table.tested.mean())
    if border == "time" and column is not None:
        times = seconds(table.rows[column])
        latest = np.quantile(times[np.isfinite(times)], 1 - share)
        return np.asarray(times > latest)
    keys: NDArray[np.generic] = (
        passing_hashes(table.rows, list(table.columns))
        if border == "rows" or column is None
        else table.rows[column].rank("dense").fill_null(0).to_numpy()
    )
    _, groups = np.unique(keys, return_inverse=True)
    order = np.random.default_rng(table.seed).permutation(int(groups.max()) + 1)
    sizes = np.bincount(groups)[order]
    before = np.cumsum(sizes) <= share * len(groups)
    return np.isin(groups, order[before])


def _some(tested: Flags, seed: int) -> Flags:
    """Return at most as many of the test rows as a probe is fitted on."""
    places = np.flatnonzero(tested)
    if len(places) <= MOST_ROWS:
        return tested
    kept = np.random.default_rng(seed).choice(places, MOST_ROWS, replace=False)
    result = np.zeros(len(tested), bool)
    result[kept] = True
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coded:
    """All columns of the rows that a model learns from and is asked about, as numbers.

    Attributes:
        key: Which rows are held out.
        columns: Columns that have a code, of which the models read some.
    """

    key: bytes
    columns: tuple[str, ...]
    learnt: Learner
    asked: Floats


def _coded(table: Table, held: Flags) -> _Coded:
    """Return the rows of a split in numbers, put into them once for all models."""
    key = np.packbits(held).tobytes()
    if key not in table._coded:
        rows, some = table.rows.filter(pl.Series(~held)), drawn(int((~held).sum()), table.seed)
        matrix = Matrix(rows, table.columns)
        table._coded[key] = _Coded(
            key=key,
            columns=tuple(matrix.columns),
            learnt=Learner(
                matrix.of(rows[some]),
                table.labels[~held][some],
                task=table.task,
                classes=table.classes,
                levelled=matrix.levelled,
                seed=table.seed,
            ),
            asked=matrix.of(table.rows.filter(pl.Series(_some(held, table.seed)))),
        )
    return table._coded[key]


def _fitted(table: Table, coded: _Coded, columns: Sequence[str]) -> Floats:
    """Return the predictions of a quick model; findings share models, so each is fitted once."""
    key = repr(tuple(columns)).encode() + coded.key
    if key not in table._fits:
        places = [coded.columns.index(name) for name in columns if name in coded.columns]
        table._fits[key] = coded.learnt.predict(coded.asked, places)
    return table._fits[key]


def _measured(table: Table, held: Flags, columns: Sequence[str]) -> tuple[float, float] | None:
    """Return the score of a quick model on held-out rows, and the half-width of its interval."""
    labels = table.labels[_some(held, table.seed)]
    predicted = _fitted(table, _coded(table, held), columns)
    if len(labels) < FEWEST_ROWS or metrics.get(table.metric).reason_against(labels, predicted):
        return None
    found, _ = score(
        table.task,
        labels,
        predicted,
        terms=Terms(),
        level=LEVEL,
        seed=table.seed,
        only=table.metric,
    )
    return next(((each.value, (each.high - each.low) / 2) for each in found), None)
