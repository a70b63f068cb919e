"""Find two columns that together give the target, as neither does alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import ColumnLeak, PairLeak
from assay.data.leak_exactness import exactness, worst_recall
from assay.data.leak_levels import Codes, Flags, Floats, Levels
from assay.data.leak_strength import Target, strength
from assay.data.leak_table import Table

MOST_COLUMNS = 100
SCREENED_ROWS = 400
CONFIRMED_ROWS = 8_000
MOST_CONFIRMED = 4
"""Pairs of each operation that are looked at on many rows."""

WORTH_CONFIRMING = 0.9
FEW_LEVELS = 12
ROWS_PER_CELL = 5
MANY_LEVELS, LEVELLED_ROWS, MOST_LEVELLED = 200, 2_000, 30
"""Values of a column that may be looked up with another one, rows that are looked at, columns."""

WORTH_LOOKING_UP = 0.85
KNOWN_ALONE = 0.97
LEAST_ADDED, MOST_LEFT = 0.05, 0.2
"""Beyond the better column alone: that much more, or no more than this part of its errors."""

NAMED_PARTS = 16
MOST_BY_BORDER = 3
"""Classes that lie below, on and above a natural border."""

Operation = str
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Screen:
    """Columns on few rows, the classes in equal parts: numbers, levels and what is equal."""

    names: list[str]
    rows: NDArray[np.int64]
    outcome: Floats
    classes: int


def pairs(
    frame: pl.DataFrame,
    leaks: tuple[ColumnLeak, ...],
    levels: dict[str, Levels],
    target: Target,
    table: Table,
) -> tuple[PairLeak, ...]:
    """Return the pairs of columns that give the target, best first, a column at most once.

    All pairs are screened on 400 rows; the best of each operation are confirmed on 8,000.

    Args:
        frame: The rows.
        leaks: What each column knows alone; those that give the target alone are left out.
        levels: The levels of each column.
        target: The outcomes of the same rows.
        table: All columns, to say what they know together.
    """
    alone = {
        leak.name: leak.exactness if target.classes else leak.strength
        for leak in leaks
        if leak.kind not in ("constant", "unsupported")
        and not leak.copies_target
        and max(leak.exactness, leak.mirrors, leak.follows, leak.on_curve) < KNOWN_ALONE
    }
    names = list(alone)[:MOST_COLUMNS]
    if len(names) < 2 or len(target.values) < 50:
        return ()
    rows = _spread(target)
    screen = _Screen(names, rows, target.values[rows], target.classes)
    suspects = [
        *_of_numbers(screen, levels),
        *_of_equality(screen, frame),
        *(_of_levels(screen, levels) if target.classes else []),
        *(_looked_up(names, levels, target) if target.classes else []),
    ]
    if not suspects:
        return ()
    step = -(-len(target.values) // CONFIRMED_ROWS)
    some = target.every(step)
    told = [
        (_confirmed(left, right, operation, frame[::step], levels, some, step), left, right)
        for operation, left, right in suspects
    ]
    found: list[PairLeak] = []
    taken: set[str] = set()
    others: float | None = None
    for (share, operation, natural), left, right in sorted(told, key=lambda one: -one[0][0]):
        if share < WORTH_CONFIRMING or taken & {left, right}:
            continue
        better = max(alone[left], alone[right])
        if share - better < LEAST_ADDED and 1 - share > MOST_LEFT * (1 - better):
            continue
        taken |= {left, right}
        others = table.strength(names) if others is None else others
        rest = [name for name in names if name not in (left, right)]
        found.append(
            PairLeak(
                columns=(left, right),
                operation=operation,
                exactness=share,
                alone=better,
                others=others,
                without=table.strength(rest),
                natural_cut=natural,
            )
        )
    return tuple(found)


def _spread(target: Target) -> NDArray[np.int64]:
    """Return rows for screening: of each class as many, or evenly spread."""
    if not target.classes:
        return np.arange(0, len(target.values), max(1, len(target.values) // SCREENED_ROWS))
    each = max(20, SCREENED_ROWS // target.classes)
    chosen = []
    for place in range(target.classes):
        own = np.flatnonzero(target.values == place)
        chosen.append(own[:: max(1, -(-len(own) // each))])
    return np.sort(np.concatenate(chosen))


def _places(count: int) -> tuple[Codes, Codes]:
    left, right = np.triu_indices(count, 1)
    return left.astype(np.int64), right.astype(np.int64)


def _of_numbers(screen: _Screen, levels: dict[str, Levels]) -> list[tuple[Operation, str, str]]:
    names = [name for name in screen.names if levels[name].numbers is not None]
    if len(names) < 2:
        return []
    columns = [levels[name].numbers for name in names]
    matrix = np.column_stack([c[screen.rows] for c in columns if c is not None])
    left, right = _places(len(names))
    a, b = matrix[:, left], matrix[:, right]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        tried = {"a - b": a - b, "a + b": a + b, "a / b": a / b, "a * b": a * b}
        if not screen.classes:
            tried |= {"max(a, b)": np.fmax(a, b), "min(a, b)": np.fmin(a, b)}
        if not screen.classes:
            tried["b / a"] = b / a  # for two classes a threshold on one is a threshold on the other
        if screen.classes <= 2:
            tried |= {"a / b^2": a / b**2, "b / a^2": b / a**2}
    found = []
    for operation, values in tried.items():
        if screen.classes == 2:
            score = _parting(values, screen.outcome > 0.5)
        elif screen.classes:
            border = 1.0 if "/" in operation else 0.0
            score = _naming(values, border, screen.outcome.astype(np.int64), screen.classes)
        else:
            score = _correlations(values, screen.outcome)
        for place in np.argsort(-score, kind="stable")[:MOST_CONFIRMED]:
            if score[place] >= WORTH_CONFIRMING:
                found.append((operation, names[left[place]], names[right[place]]))
    return found


def _parting(values: Matrix, positive: Flags) -> Floats:
    """Return, for each column, the best recall of the worse class by one threshold."""
    values = np.where(np.isfinite(values), values, 0.0)
    order = np.argsort(values, axis=0)
    sorted_positive = positive[order]
    below = np.cumsum(sorted_positive, axis=0) / max(int(positive.sum()), 1)
    below_negative = np.cumsum(~sorted_positive, axis=0) / max(int((~positive).sum()), 1)
    one = np.minimum(below, 1 - below_negative).max(axis=0)
    other = np.minimum(below_negative, 1 - below).max(axis=0)
    best: Floats = np.maximum(one, other)
    return best


def _naming(values: Matrix, border: float, outcome: Codes, classes: int) -> Floats:
    """Return, for each column, the worst class's recall where parts of its range name classes.

    The parts are sixteen of as many rows each, or what lies below, on and above a natural border.
    """
    totals = np.maximum(np.bincount(outcome, minlength=classes), 1)
    ranks = np.argsort(np.argsort(values, axis=0), axis=0)
    best = np.zeros(values.shape[1])
    for parts in (ranks * NAMED_PARTS // len(outcome), _sides(values - border)):
        count = int(parts.max()) + 1
        columns = np.arange(values.shape[1])[None, :]
        cells = (columns * count + parts) * classes + outcome[:, None]
        counts = np.bincount(cells.ravel(), minlength=values.shape[1] * count * classes)
        share = counts.reshape(-1, count, classes) / totals
        named = share.argmax(axis=2)
        right = np.zeros((values.shape[1], classes))
        for part in range(count):
            np.add.at(
                right,
                (columns[0], named[:, part]),
                np.take_along_axis(share[:, part], named[:, part][:, None], axis=1)[:, 0],
            )
        best = np.maximum(best, right.min(axis=1))
    return best


def _sides(values: Matrix) -> Codes:
    """Return 1 below 0, 2 on it, 3 above, and 0 where there is no number."""
    return np.asarray(np.nan_to_num(np.sign(values) + 2, nan=0.0), np.int64)


def _correlations(values: Matrix, outcome: Floats) -> Floats:
    finite = np.isfinite(values)
    count = np.maximum(finite.sum(axis=0), 1)
    values = np.where(finite, values, 0.0)
    centred = np.where(finite, values - values.sum(axis=0) / count, 0.0)
    target = outcome - outcome.mean()
    size = np.sqrt((centred**2).sum(axis=0) * float(target @ target))
    with np.errstate(invalid="ignore"):
        score: Floats = np.abs(target @ centred) / np.where(size > 0, size, np.inf)
    return np.where(np.isfinite(score), score, 0.0)


def _of_equality(screen: _Screen, frame: pl.DataFrame) -> list[tuple[Operation, str, str]]:
    if screen.classes != 2:
        return []
    found: list[tuple[float, Operation, str, str]] = []
    positive = screen.outcome > 0.5
    for names in _alike(screen.names, frame):
        left, right = _places(len(names))
        marks = np.column_stack([_marks(frame[name][screen.rows]) for name in names])
        equal = marks[:, left] == marks[:, right]
        of_positive, of_negative = equal[positive].mean(axis=0), equal[~positive].mean(axis=0)
        score = np.maximum(
            np.minimum(of_positive, 1 - of_negative), np.minimum(of_negative, 1 - of_positive)
        )
        for place in np.argsort(-score, kind="stable")[:MOST_CONFIRMED]:
            if score[place] >= WORTH_CONFIRMING:
                found.append(
                    (float(score[place]), "a = b", names[left[place]], names[right[place]])
                )
    return [one[1:] for one in found]


def _alike(names: list[str], frame: pl.DataFrame) -> list[list[str]]:
    texts = [name for name in names if frame[name].dtype == pl.String]
    numbers = [name for name in names if frame[name].dtype.is_numeric()]
    return [group for group in (texts, numbers) if len(group) > 1]


def _marks(column: pl.Series) -> NDArray[np.float64] | NDArray[np.uint64]:
    if column.dtype == pl.String:
        return column.hash().to_numpy()
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _of_levels(screen: _Screen, levels: dict[str, Levels]) -> list[tuple[Operation, str, str]]:
    codes: dict[str, Codes] = {}
    for name in screen.names:
        values = np.unique(levels[name].values[screen.rows], return_inverse=True)[1]
        if 2 <= int(values.max()) + 1 <= FEW_LEVELS:
            codes[name] = values.astype(np.int64)
    names = list(codes)
    outcome = screen.outcome.astype(np.int64)
    totals = np.maximum(np.bincount(outcome, minlength=screen.classes), 1)
    told = []
    for place, left in enumerate(names):
        for right in names[place + 1 :]:
            width = int(codes[right].max()) + 1
            count = (int(codes[left].max()) + 1) * width
            if count * ROWS_PER_CELL > len(outcome):
                continue
            joint = (codes[left] * width + codes[right]) * screen.classes + outcome
            share = np.bincount(joint, minlength=count * screen.classes).reshape(count, -1) / totals
            named = share.argmax(axis=1)
            recall = np.bincount(
                named, weights=share[np.arange(count), named], minlength=screen.classes
            )
            told.append((float(recall.min()), left, right))
    told.sort(key=lambda one: -one[0])
    return [("a, b", a, b) for share, a, b in told[:MOST_CONFIRMED] if share >= WORTH_CONFIRMING]


def _looked_up(
    names: list[str], levels: dict[str, Levels], target: Target
) -> list[tuple[Operation, str, str]]:
    """Return the pairs of columns whose values, taken together, name the class of other rows.

    As a price list does: a dish and its price tell the size. What one half of the rows says of
    each pair of values is held against the other half.
    """
    rows = np.arange(0, len(target.values), max(1, -(-len(target.values) // LEVELLED_ROWS)))
    outcome, half = target.values[rows].astype(np.int64), target.folds[rows] % 2
    codes: dict[str, Codes] = {}
    for name in names:
        most = int(levels[name].values.max(initial=0))
        if most and most * ROWS_PER_CELL <= len(target.values) and most <= MANY_LEVELS:
            codes[name] = levels[name].values[rows]
    kept = sorted(codes, key=lambda name: -int(codes[name].max()))[:MOST_LEVELLED]
    told = []
    for place, left in enumerate(kept):
        for right in kept[place + 1 :]:
            wide = int(codes[left].max()) + 1, int(codes[right].max()) + 1
            if wide[0] <= FEW_LEVELS and wide[1] <= FEW_LEVELS:
                continue  # the measure of few levels has seen them
            cells = np.unique(codes[left] * wide[1] + codes[right], return_inverse=True)[1]
            if (int(cells.max()) + 1) * ROWS_PER_CELL > len(rows):
                continue
            share = _held(cells.astype(np.int64), outcome, half, target.classes)
            if share >= WORTH_LOOKING_UP:
                told.append((share, left, right))
    told.sort(key=lambda one: -one[0])
    return [("a, b", left, right) for _, left, right in told[:MOST_CONFIRMED]]


def _held(cells: Codes, outcome: Codes, half: Codes, classes: int) -> float:
    """Return the worst class's recall where the one part of the rows names those of the other."""
    count = int(cells.max()) + 1
    totals = np.maximum(np.bincount(outcome, minlength=classes), 1)
    table = np.bincount(
        (half * count + cells) * classes + outcome, minlength=2 * count * classes
    ).reshape(2, count, classes)
    right = np.zeros(classes)
    for own in (0, 1):
        named = (table[1 - own] / totals).argmax(axis=1)
        seen = table[1 - own].any(axis=1)
        hits = table[own][np.arange(count), named] * seen
        right += np.bincount(named, weights=hits, minlength=classes)
    return float((right / totals)[np.bincount(outcome, minlength=classes) > 0].min())


def _confirmed(
    left: str,
    right: str,
    operation: Operation,
    frame: pl.DataFrame,
    levels: dict[str, Levels],
    target: Target,
    step: int,
) -> tuple[float, Operation, bool]:
    """Return the share it is right on, the operation, and whether the border is a natural one."""
    if operation == "a = b":
        a, b = frame[left], frame[right]
        return exactness(Levels.of((a == b).rename("equal")), target), operation, True
    if operation == "a, b":
        one, other = levels[left].values[::step], levels[right].values[::step]
        joint = np.unique(one * (int(other.max()) + 1) + other, return_inverse=True)[1]
        return worst_recall(joint.astype(np.int64), target), operation, False
    one_, other_ = levels[left].numbers, levels[right].numbers
    assert one_ is not None and other_ is not None
    values = _computed(one_[::step], other_[::step], operation)
    column = Levels.of(pl.Series(values))
    share = exactness(column, target)
    if not target.classes:
        return max(share, strength(column, target)), operation, False
    border = 1.0 if "/" in operation else 0.0
    sides = _sides(values - border)
    by_border = worst_recall(sides, target) if target.classes <= MOST_BY_BORDER else 0.0
    if target.classes > 2:
        share = max(share, by_border, worst_recall(column.bins, target))
    return share, operation, by_border >= 0.99


def _computed(a: Floats, b: Floats, operation: Operation) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        values = {
            "a - b": a - b,
            "a + b": a + b,
            "a / b": a / b,
            "b / a": b / a,
            "a * b": a * b,
            "max(a, b)": np.fmax(a, b),
            "min(a, b)": np.fmin(a, b),
            "a / b^2": a / b**2,
            "b / a^2": b / a**2,
        }[operation]
    values[~np.isfinite(values)] = np.nan
    return values
