"""Hold training's outcomes against quick models that did not see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.labels import Evenly, Exchanged, LabelNoiseEvidence, Slips, Sureness
from assay.data.sides.table import Sides
from assay.lifecycle.label_exchange import exchanged
from assay.lifecycle.label_sides import of_both
from assay.training import discriminant
from assay.training.probe import FOLDS, MOST_ROWS, Matrix, out_of_fold

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

SURE_SHARE = 0.25
"""Share of the rows of which a model is surest, where they are enough to count errors."""

FEWEST_SURE = 100
"""Rows to count errors among, if half the rows are as many."""

MOST_CLASSES, MOST_BY_LINES = 30, 200
"""Each class costs trees of its own, and has few rows; of more, a linear model tells."""

ALIKE = 0.03
"""Difference of two models' errors, as a part of them, that shows nothing."""

ROWS_BY_LINES, COLUMNS_BY_LINES = 3_000, 300
"""Rows up to which a linear model is asked as well, as it needs fewer, and columns."""

FEWEST_ROWS = 2 * FOLDS
"""Rows of training to fit at all."""

DRAWS = 4
"""Draws of the folds whose predictions are averaged where rows are few."""

FEW_ROWS = 2_000
"""Up to here (times the trees of each round) one draw is too much chance, and several are quick."""

FEWEST_CLASSES, FEWEST_OF_PAIRS, SURE_OF_PAIRS = 4, 40, 0.5
"""Classes, and rows that a model is sure of for each, to ask which are confused; and which part
of the rows given a class it is sure of."""

NOT_POSITIVE = "the target holds values of 0 or less, where a digit more is no constant distance"

SHOWN = 10

SLIP = 0.12
"""Reach around a power of ten, in powers of ten: a quarter more or less."""

BESIDE = ((0.54, 0.78), (1.26, 1.48))
"""Powers of ten where no slip of the decimal point leads, as wide together as two slips."""


def measure(sides: Sides) -> LabelNoiseEvidence:
    """Predict a sample of training out of fold, and count sure predictions that are wrong."""
    classes = len(sides.classes)
    matrix = Matrix(sides.train.rows, sides.features)
    logarithmic = sides.task == "regression" and bool((sides.labels > 0).all())
    reason = None
    if len(sides.labels) < FEWEST_ROWS:
        reason = f"{len(sides.labels)} rows are too few for models that did not see them"
    elif not matrix.columns:
        reason = "no column can be predicted from"
    elif classes > MOST_BY_LINES or (
        classes > MOST_CLASSES and len(matrix.columns) > COLUMNS_BY_LINES
    ):
        reason = f"{classes} classes are too many for a quick model"
    if reason is not None:
        return _unpredicted(sides, reason)
    by_lines = classes > MOST_CLASSES
    most = MOST_ROWS if classes <= 2 or by_lines else 2 * MOST_ROWS // classes
    taken = _sample(len(sides.labels), most, sides.seed)
    rows, labels = matrix.of(sides.train.rows[taken]), sides.labels[taken]
    if by_lines:
        chances = _by_lines(rows, labels.astype(np.int64), sides, matrix)
        return _of_classes(sides, taken, labels.astype(np.int64), chances)
    outcomes = np.log10(labels) if logarithmic else labels

    def predict(believed: Flags | None = None) -> Floats:
        draws = [
            out_of_fold(
                rows,
                outcomes,
                task=sides.task,
                classes=classes,
                levelled=matrix.levelled,
                seed=sides.seed + number,
                believed=believed,
            )
            for number in range(DRAWS if len(rows) * max(classes - 1, 1) <= FEW_ROWS else 1)
        ]
        return np.asarray(np.mean(draws, axis=0))

    predicted = predict()
    if sides.task == "regression":
        off = np.abs(outcomes - predicted) if logarithmic else None
        lines = _values_by_lines(rows, outcomes, sides, matrix)

        def nearest(believed: Flags, trees: Floats | None = None) -> Floats:
            told = [predict(believed) if trees is None else trees, *lines(believed)]
            return min(told, key=lambda one: float(np.median(np.abs(outcomes - one))))

        first = nearest(np.ones(len(outcomes), dtype=bool), predicted)
        return _of_numbers(sides, taken, off, exchanged(outcomes, first, nearest))
    chances = np.stack([1 - predicted, predicted], axis=1) if predicted.ndim == 1 else predicted
    whole = labels.astype(np.int64)
    compared = of_both(sides, matrix, rows, labels, chances.argmax(axis=1) != whole)
    if len(rows) <= ROWS_BY_LINES and len(matrix.columns) <= COLUMNS_BY_LINES:
        chances = _better(chances, _by_lines(rows, whole, sides, matrix), whole)
    return replace(_of_classes(sides, taken, whole, chances), sides=compared)


def _better(trees: Floats, lines: Floats, labels: Places) -> Floats:
    """Return the chances that err less often; of two that err alike, their mean.

    Which of those is ahead by a row is chance, and their sure rows are not the same.
    """
    wrong, else_wrong = (int((one.argmax(axis=1) != labels).sum()) for one in (trees, lines))
    if abs(wrong - else_wrong) <= ALIKE * max(wrong, else_wrong):
        return np.asarray((trees + lines) / 2)
    return lines if else_wrong < wrong else trees


def _values_by_lines(
    rows: Floats, outcomes: Floats, sides: Sides, matrix: Matrix
) -> Callable[[Flags], list[Floats]]:
    """Return what gives planes' predictions, if the rows are few: planes need fewer than trees."""

    def told(believed: Flags) -> list[Floats]:
        if len(rows) > ROWS_BY_LINES or len(matrix.columns) > COLUMNS_BY_LINES:
            return []
        levelled, seed = matrix.levelled, sides.seed
        return [
            discriminant.values_out_of_fold(
                rows, outcomes, levelled=levelled, seed=seed, believed=believed
            )
        ]

    return told


def _by_lines(rows: Floats, labels: Places, sides: Sides, matrix: Matrix) -> Floats:
    return discriminant.out_of_fold(
        rows,
        labels,
        classes=len(sides.classes),
        levelled=matrix.levelled,
        seed=sides.seed,
    )


def _of_classes(sides: Sides, taken: Places, labels: Places, chances: Floats) -> LabelNoiseEvidence:
    given, surest = chances.argmax(axis=1), chances.max(axis=1)
    wrong = given != labels
    suspected = _confident(labels, chances)
    order = np.argsort(chances[np.arange(len(labels)), labels], kind="stable")
    worst = order[suspected[order]][:SHOWN]
    return LabelNoiseEvidence(
        target=sides.target,
        unpredicted=None,
        rows=len(labels),
        seen=len(labels) / len(sides.labels),
        others=1 - float(np.bincount(labels).max() / len(labels)),
        overall=_sureness("", surest, wrong),
        by_class=tuple(
            _sureness(name, surest[given == place], wrong[given == place])
            for place, name in enumerate(sides.classes)
            if (given == place).any()
        ),
        confident=int(suspected.sum()),
        slips=None,
        places=tuple(int(place) for place in sides.train.places[taken[worst]]),
        evenly=_evenly(labels, given, surest),
    )


def _evenly(labels: Places, given: Places, surest: Floats) -> Evenly | None:
    """Count wrong labels in the half of the pairs of classes that are confused least.

    A hard problem confuses neighbours; who slips on the keys hits any class.
    """
    classes = int(max(labels.max(), given.max())) + 1
    pairs = []
    for place in range(classes):
        own = np.flatnonzero(given == place)
        sure = own[np.argsort(-surest[own], kind="stable")][: int(SURE_OF_PAIRS * len(own))]
        if len(sure) < FEWEST_OF_PAIRS:
            continue
        counts = np.bincount(labels[sure], minlength=classes)
        pairs += [(int(counts[other]), len(sure)) for other in range(classes) if other != place]
    if classes < FEWEST_CLASSES or len(pairs) < FEWEST_CLASSES * (FEWEST_CLASSES - 1):
        return None
    pairs.sort(key=lambda pair: pair[0] / pair[1])
    half = pairs[: len(pairs) // 2]
    return Evenly(
        rows=sum(rows for _, rows in half),
        wrong=sum(wrong for wrong, _ in half),
        others=classes - 1,
    )


def _confident(labels: Places, chances: Floats) -> Flags:
    """Return the rows that confident learning puts into another class than their label's.

    References:
        Northcutt, Jiang & Chuang (2021), Confident learning, doi:10.1613/jair.1.12125
    """
    classes = chances.shape[1]
    thresholds = np.array(
        [
            chances[labels == place, place].mean() if (labels == place).any() else np.inf
            for place in range(classes)
        ]
    )
    counted = np.where(chances >= thresholds, chances, -1.0)
    return np.asarray((counted.max(axis=1) > 0) & (counted.argmax(axis=1) != labels))


def _sureness(name: str, surest: Floats, wrong: Flags) -> Sureness:
    rows = len(wrong)
    sure = int(min(max(SURE_SHARE * rows, FEWEST_SURE), max(rows / 2, 1)))
    first = np.argsort(-surest, kind="stable")[:sure]
    return Sureness(
        name=name,
        rows=rows,
        wrong=int(wrong.sum()),
        sure=sure,
        sure_wrong=int(wrong[first].sum()),
    )


def _of_numbers(
    sides: Sides,
    taken: Places,
    off: Floats | None,
    others: tuple[Exchanged, Places] | None,
) -> LabelNoiseEvidence:
    """Count slips among distances in powers of ten, and outcomes that other rows might have."""
    seen = replace(
        _unpredicted(sides, None if off is not None else NOT_POSITIVE),
        rows=len(taken),
        seen=len(taken) / len(sides.labels),
        exchanged=others[0] if others is not None else None,
    )
    worst: Places = others[1] if others is not None else np.empty(0, dtype=np.int64)
    if off is not None:
        slipped = np.abs(off - np.clip(np.round(off), 1, 3)) <= SLIP
        beside = sum(int(((off >= low) & (off <= high)).sum()) for low, high in BESIDE)
        slips = Slips(
            rows=int(slipped.sum()), beside=beside, spread=float(10 ** np.quantile(off, 0.68))
        )
        seen = replace(seen, slips=slips)
        if slipped.any():
            worst = np.flatnonzero(slipped)[np.argsort(-off[slipped], kind="stable")][:SHOWN]
    return replace(seen, places=tuple(int(place) for place in sides.train.places[taken[worst]]))


def _unpredicted(sides: Sides, reason: str | None) -> LabelNoiseEvidence:
    return LabelNoiseEvidence(
        target=sides.target,
        unpredicted=reason,
        rows=0,
        seen=0.0,
        others=0.0,
        overall=None,
        by_class=(),
        confident=0,
        slips=None,
        places=(),
    )


def _sample(rows: int, most: int, seed: int) -> Places:
    if rows <= most:
        return np.arange(rows)
    return np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))
