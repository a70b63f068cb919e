"""Find columns that are filled, or empty, only where one outcome happened."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl

from assay.core.evidence.data import OneSided
from assay.data.leak_levels import Flags, Floats

MOST_ELSEWHERE = 0.03
FEWEST_WITHIN = 0.2
"""What is noted; what counts as a leak is for the rule to say."""

FEWEST_ROWS = 10
MOST_CLASSES = 50

EMPTY_WORDS = (
    "-",
    "--",
    ".",
    "?",
    "missing",
    "n/a",
    "na",
    "nan",
    "nil",
    "none",
    "not applicable",
    "not available",
    "null",
    "unknown",
)


def one_sided(
    column: pl.Series, absent: Flags, values: Floats, names: tuple[str, ...]
) -> OneSided | None:
    """Return the most one-sided pattern of filled and empty values, if there is one.

    Args:
        column: The column.
        absent: Where it has no value, shape (n,).
        values: Index of the class, or the outcome as a number, shape (n,).
        names: Names of the classes, `()` for numbers.
    """
    if not names:
        values, names = (values != 0).astype(np.float64), ("0", "not 0")
    if len(names) > MOST_CLASSES:
        return None
    codes = values.astype(np.int64)
    totals = np.bincount(codes, minlength=len(names)).astype(np.float64)
    found = [
        _best(mask, kind, codes, totals, names) for kind, mask in _patterns(column, absent).items()
    ]
    return max((one for one in found if one), key=lambda one: one.within, default=None)


def _patterns(column: pl.Series, absent: Flags) -> dict[Literal["missing", "zero"], Flags]:
    """Return where the column is empty, by what counts as empty."""
    patterns: dict[Literal["missing", "zero"], Flags] = {}
    empty = absent
    if column.dtype == pl.String:
        words = column.str.strip_chars().str.to_lowercase().is_in(EMPTY_WORDS)
        empty = absent | words.fill_null(False).to_numpy()
    if empty.any() and not empty.all():
        patterns["missing"] = empty
    if column.dtype.is_numeric():
        zero = absent | (column == 0).fill_null(False).to_numpy()
        if zero.any() and not zero.all():
            patterns["zero"] = zero
    return patterns


def _best(
    empty: Flags,
    kind: Literal["missing", "zero"],
    codes: np.ndarray[tuple[int], np.dtype[np.int64]],
    totals: Floats,
    names: tuple[str, ...],
) -> OneSided | None:
    best: OneSided | None = None
    rows = len(codes)
    for filled in (True, False) if kind == "missing" else (True,):
        shown = np.bincount(codes[~empty if filled else empty], minlength=len(names))
        everywhere = shown.sum()
        for place, name in enumerate(names):
            inside, outside = float(totals[place]), float(rows - totals[place])
            if inside < FEWEST_ROWS or outside < FEWEST_ROWS:
                continue
            within = float(shown[place] / inside)
            elsewhere = float((everywhere - shown[place]) / outside)
            if elsewhere > MOST_ELSEWHERE or within < FEWEST_WITHIN:
                continue
            if best is None or within > best.within:
                best = OneSided(
                    empty=kind,
                    filled=filled,
                    outcome=name,
                    within=within,
                    elsewhere=elsewhere,
                    rows_within=int(inside),
                    rows_elsewhere=int(outside),
                    classes=len(names),
                )
    return best
