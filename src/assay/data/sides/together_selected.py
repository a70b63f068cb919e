"""Do the columns' associations with the target stop short of zero, over both sides?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from assay.core.evidence.together import SelectionEdge
from assay.data.sides.table import Sides

Floats = NDArray[np.float64]

FEWEST_COLUMNS = 15
"""Fewer show no edge."""

MOST_ROWS = 20_000
"""Of both sides; of more, chance makes no correlation beyond 0.03, and selection costs nothing."""

MOST_CLASSES = 10
MOST_NAMED = 40

FEWEST_ROWS = 30
"""Of either side; a correlation of fewer has no normal error."""


def edges(sides: Sides) -> tuple[tuple[SelectionEdge, ...], str | None]:
    """Return how sharp the edge is, of all columns and of those with one name but for a number.

    Beside it stands why that is open, if it is; of many rows luck is too small to choose by.

    With errors of one unit, an honest density f of associations has (log f)'' >= -1: a bin below
    the edge must hold at least A^2 / (B e) columns, A of them in the bin above it, B in the next.

    References:
        Efron (2011), Tweedie's formula and selection bias, doi:10.1198/jasa.2011.tm11181
    """
    test = sides.test_labels
    if sides.train.total + sides.test.total > MOST_ROWS:
        return (), None
    if test is None:
        return (), "the outcomes of the test are sealed"
    known = np.isfinite(test)
    pairs = {name: pair for name in sides.features if (pair := sides.numbers(name)) is not None}
    if len(pairs) < FEWEST_COLUMNS:
        return (), f"there are {len(pairs)} columns of numbers only"
    if min(len(sides.labels), int(known.sum())) < FEWEST_ROWS:
        return (), f"one side has fewer than {FEWEST_ROWS} rows"
    train = _standard(np.column_stack([left for left, _ in pairs.values()]))
    both = _standard(np.column_stack([np.r_[left, right[known]] for left, right in pairs.values()]))
    outcome = np.r_[sides.labels, test[known]]
    families = _families(list(pairs))
    found: dict[str, SelectionEdge] = {}
    for pooled, alone in _by_outcome(sides, both, train, outcome):
        for stem, places in families:
            one = _edge(stem, pooled[places], alone[places], both[:, places])
            if stem not in found or _sharpness(one) > _sharpness(found[stem]):
                order = [places[at] for at in np.argsort(pooled[places])[:MOST_NAMED]]
                found[stem] = replace(one, names=tuple(list(pairs)[at] for at in order))
    return tuple(found.values()), None


def _by_outcome(
    sides: Sides, both: Floats, train: Floats, outcome: Floats
) -> Iterator[tuple[Floats, Floats]]:
    """Yield the associations over both sides and over training, by what columns are chosen by.

    With several classes that is any of them against the others, or how far their means differ.
    """
    classes = len(sides.classes)
    if classes <= 2:
        yield _associations(both, outcome), _associations(train, sides.labels)
        return
    yield _differences(both, outcome), _differences(train, sides.labels)
    for place in range(min(classes, MOST_CLASSES)):
        own = (outcome == place).astype(float), (sides.labels == place).astype(float)
        yield _associations(both, own[0]), _associations(train, own[1])


def _sharpness(one: SelectionEdge) -> float:
    return min(one.missing, one.missing / max(one.missing_train, 1e-9)) if one.edge >= 1 else 0.0


def _families(names: list[str]) -> list[tuple[str, list[int]]]:
    stems: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        stems.setdefault(re.sub(r"\d+", "#", name), []).append(place)
    named = [
        (stem, places)
        for stem, places in stems.items()
        if FEWEST_COLUMNS <= len(places) < len(names)
    ]
    return [("", list(range(len(names)))), *named]


def _edge(stem: str, pooled: Floats, alone: Floats, both: Floats) -> SelectionEdge:
    near = pooled < pooled.min() + 2
    independent = _independent(both[:, near])
    share = independent / float(near.sum())
    return SelectionEdge(
        named=stem,
        columns=len(pooled),
        independent=independent,
        edge=float(pooled.min()),
        missing=_missing(pooled, share),
        missing_train=_missing(alone, share),
    )


def _standard(values: Floats) -> Floats:
    filled = np.where(np.isfinite(values), values, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled: Floats = (filled - np.nanmean(filled, axis=0)) / np.nanstd(filled, axis=0)
    return np.nan_to_num(scaled, nan=0.0, posinf=0.0, neginf=0.0)


def _associations(standard: Floats, labels: Floats) -> Floats:
    """Return the size of Fisher's z of each column's correlation, in standard errors."""
    centred = labels - labels.mean()
    deviation = centred.std()
    if not deviation > 0:
        return np.zeros(standard.shape[1])
    correlation = standard.T @ centred / (len(labels) * deviation)
    z: Floats = np.arctanh(np.clip(correlation, -1 + 1e-9, 1 - 1e-9)) * (len(labels) - 3) ** 0.5
    return np.abs(z)


def _differences(standard: Floats, labels: Floats) -> Floats:
    """Return the normal deviate that is as unlikely as each column's differences between classes.

    References:
        Fisher (1925), Statistical Methods for Research Workers, chapter 7
    """
    codes = labels.astype(np.int64)
    sizes = np.bincount(codes)
    used = np.flatnonzero(sizes)
    means = np.array([standard[codes == place].mean(axis=0) for place in used])
    middle = standard.mean(axis=0)
    between = (sizes[used, None] * (means - middle) ** 2).sum(axis=0)
    within = np.maximum(((standard - middle) ** 2).sum(axis=0) - between, 1e-9)
    free = len(used) - 1, len(labels) - len(used)
    if min(free) < 1:
        return np.zeros(standard.shape[1])
    chance = special.fdtrc(*free, between / free[0] / (within / free[1]))
    deviates: Floats = -special.ndtri(np.maximum(chance, 1e-300) / 2)
    return deviates


def _independent(standard: Floats) -> float:
    """Return the participation ratio of the correlations' eigenvalues."""
    some = standard[:5_000]
    correlation = some.T @ some / len(some)
    return float(np.trace(correlation) ** 2 / (correlation**2).sum())


def _missing(associations: Floats, share: float) -> float:
    start = associations.min()
    above = share * float((associations < start + 1).sum())
    next_above = share * float(((associations >= start + 1) & (associations < start + 2)).sum())
    return above**2 / ((next_above + 1) * float(np.e))
