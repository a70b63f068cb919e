"""Columns of which some rows are far from what the others say, and in another unit are not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from assay.data.sides.table import Floats
from assay.data.sides.units_conversions import Conversion
from assay.data.sides.units_modes import Part

Flags = NDArray[np.bool_]

MOST_COLUMNS, FEWEST_ROWS = 30, 100
LEAST_KNOWN = 0.6
"""Share of values that a column needs to tell of others."""

ROUNDS, KEPT = 8, 0.6
"""Fits, each on the rows that the one before met best, so that the odd ones have no say."""

SINGULAR = 1e-8
"""Singular value, as a part of the greatest, from which a direction of the columns is none."""

LEAST_CURVED = 1e-6
"""Least eigenvalue of the normal equations that are solved; rounding costs nothing above it."""

FAR, NEAR = 6.0, 3.5
"""Deviations from the fit: of rows in another unit before the conversion, and after it."""

SMALLEST_SHARE, LARGEST_SHARE, FEWEST_FAR = 0.02, 0.45, 12
LEAST_RETURNED, LEAST_RETURNED_OF_SURE = 0.9, 0.75
"""Share of the far rows that the conversion brings back, and where the fit explains enough: a few
rows are far from any formula for reasons of their own."""

MOST_BETWEEN = 0.25
"""Rows neither near nor far, as a part of the far ones: tails have many."""

MOST_OFF, MOST_SPREAD = 0.8, 1.7
"""Median and deviation of the far rows once they are converted, in deviations of the rest."""

LEAST_EXPLAINED = 0.6
"""Share of the variance of the other rows that the fit explains: else it tells nothing of any."""

ENOUGH_EXPLAINED = 0.85
"""The same, from which the converted rows need not vary with what is expected of them: the days
of one town are alike."""

LEAST_FOLLOWED = 0.4
"""Correlation of the far rows, once they are converted, with what is expected of them."""

FEWEST_DISTINCT, MOST_OF_ONE = 12, 0.25
"""Distinct values, and share of the rows on one of them."""

LEAST_MOVED = 8.0
"""Deviations by which the conversion moves a typical row."""


def expected_unit(
    name: str, columns: dict[str, Floats], by: Iterable[Conversion]
) -> tuple[Part, Flags] | None:
    """Return the conversion that brings a column's odd rows back to what the others say.

    Args:
        name: The column.
        columns: All columns of numbers, NaN where missing, each of shape (n,).
        by: Conversions to try.

    Returns:
        The part in the other unit, and which rows it is, shape (n,).

    References:
        Rousseeuw & Van Driessen (2006), Computing LTS regression for large data sets,
        doi:10.1007/s10618-005-0024-4
    """
    values = columns[name]
    known = np.isfinite(values) & (values != 0)
    if known.sum() < FEWEST_ROWS:
        return None
    _, counts = np.unique(values[known], return_counts=True)
    if len(counts) < FEWEST_DISTINCT or counts.max() > MOST_OF_ONE * known.sum():
        return None
    others = [one for other, one in columns.items() if other != name][:MOST_COLUMNS]
    plain = _design(others, known)
    if plain is None:
        return None
    tried = list(by)
    found = _returned(values[known], plain, tried, logarithmic=False)
    if found is None and (values[known] > 0).all():
        design = _design([_logarithm(one) for one in others], known)
        factors = [one for one in tried if not one.offset]
        if design is not None:
            found = _returned(values[known], design, factors, logarithmic=True)
    if found is None:
        return None
    part, far = found
    rows = np.zeros(len(values), dtype=bool)
    rows[np.flatnonzero(known)[far]] = True
    return part, rows


def _design(others: list[Floats], known: Flags) -> Floats | None:
    columns = []
    for one in others:
        there = one[known]
        finite = np.isfinite(there)
        if finite.mean() < LEAST_KNOWN or np.ptp(there[finite]) == 0:
            continue
        filled = np.where(finite, there, np.median(there[finite]))
        columns.append((filled - filled.mean()) / filled.std())
    if not columns or int(known.sum()) < 10 * (len(columns) + 1):
        return None
    return np.column_stack([np.ones(int(known.sum())), *columns])


def _logarithm(values: Floats) -> Floats:
    if (values[np.isfinite(values)] <= 0).any():
        return values
    return np.asarray(np.log(values))


def _returned(
    values: Floats, design: Floats, by: list[Conversion], *, logarithmic: bool
) -> tuple[Part, Flags] | None:
    outcome = np.log(values) if logarithmic else values
    expected = _robust(design, outcome)
    off = outcome - expected
    deviation = 1.4826 * float(np.median(np.abs(off - np.median(off))))
    if deviation <= 0:
        return None
    size = np.abs(off) / deviation
    far = size > FAR
    share = float(far.mean())
    if not SMALLEST_SHARE <= share <= LARGEST_SHARE or far.sum() < FEWEST_FAR:
        return None
    if (size > NEAR).sum() - far.sum() > MOST_BETWEEN * far.sum():
        return None
    near = size <= NEAR
    explained = 1 - float(off[near].var() / max(outcome[near].var(), 1e-300))
    if explained < LEAST_EXPLAINED:
        return None
    sure = explained >= ENOUGH_EXPLAINED
    least = LEAST_RETURNED_OF_SURE if sure else LEAST_RETURNED
    best: tuple[float, Conversion] | None = None
    for one in by:
        back = (values[far] - one.offset) / one.factor
        if logarithmic and (back <= 0).any():
            continue
        again = np.log(back) if logarithmic else back
        left = (again - expected[far]) / deviation
        returned = np.abs(left) <= NEAR
        if returned.mean() < least:
            continue
        kept = left[returned] if sure else left
        middle = float(np.median(kept))
        spread = 1.4826 * float(np.median(np.abs(kept - middle)))
        if abs(middle) > MOST_OFF:
            continue
        moved = float(np.median(np.abs(again - outcome[far]))) / deviation
        if spread > MOST_SPREAD or moved < LEAST_MOVED:
            continue
        if not sure and not _follows(again, expected[far]):
            continue
        if best is None or abs(middle) < best[0]:
            best = abs(middle), one
    if best is None:
        return None
    return Part(by=best[1], share=share, before=1.0, after=best[0], chance=0.0), far


def _follows(values: Floats, expected: Floats) -> bool:
    """Whether values go with what is expected of them, and do not just lie where many do."""
    if values.std() == 0 or expected.std() == 0:
        return False
    return float(np.corrcoef(values, expected)[0, 1]) >= LEAST_FOLLOWED


def _robust(design: Floats, outcome: Floats) -> Floats:
    """Return the fit of the rows that it meets best (least trimmed squares)."""
    basis = _basis(design)
    off = np.abs(outcome - np.median(outcome))
    kept = np.argsort(off, kind="stable")[: int(0.9 * len(outcome))]
    for _ in range(ROUNDS):
        fitted: Floats = basis @ _weights(basis[kept], outcome[kept])
        off = np.abs(outcome - fitted)
        kept = np.argsort(off, kind="stable")[: int(KEPT * len(outcome))]
    return fitted


def _basis(design: Floats) -> Floats:
    """Return orthonormal columns of the same span: most of their rows are nearly so as well."""
    orthogonal, triangle = np.linalg.qr(design)
    turned, sizes, _ = np.linalg.svd(triangle)
    return np.asarray(orthogonal @ turned[:, sizes > SINGULAR * sizes[0]])


def _weights(basis: Floats, outcome: Floats) -> Floats:
    """Return weights of least squares, by the normal equations where they are exact enough."""
    gram = basis.T @ basis
    if np.linalg.eigvalsh(gram)[0] > LEAST_CURVED:
        return np.asarray(np.linalg.solve(gram, basis.T @ outcome), dtype=np.float64)
    return np.asarray(np.linalg.lstsq(basis, outcome, rcond=SINGULAR)[0])
