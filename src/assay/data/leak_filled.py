"""Find columns that are filled, or empty, only where one outcome happened."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import polars as pl

from assay.core.evidence.data import OneSided
from assay.data.leak_levels import Codes, Flags, Floats

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
NEGATIVE_WORDS = ("0", "no", "n", "false", "f", "never", "not done", "off")
"""What a flag says where nothing happened; as 0 is, it is a value and no gap."""

FEWEST_OFTEN, MOST_NEVER = 0.3, 0.005
"""Share of each of several classes that are filled together, and of each of the others."""

MOST_JOINED = 12
"""Classes that may be joined."""

Kind = Literal["missing", "zero"]


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
    if len(names) > MOST_CLASSES:
        return None
    found = []
    for kind, mask in _patterns(column, absent).items():
        codes, called = (
            (values.astype(np.int64), names) if names else _parted(values, mask, column.len())
        )
        best = _best(mask, kind, codes, called)
        if best is None and 2 < len(names) <= MOST_JOINED:
            best = _joined(mask, kind, codes, called)
        if best is not None:
            distinct = column.filter(pl.Series(~mask)).n_unique() if best.filled else 0
            sought = not names and called[0] != "0"
            found.append(replace(best, flag=distinct == 1, sought=sought))
    return max(found, key=lambda one: one.within, default=None)


def _patterns(column: pl.Series, absent: Flags) -> dict[Kind, Flags]:
    """Return where the column is empty, by what counts as empty."""
    patterns: dict[Kind, Flags] = {}
    empty, zero = absent, None
    if column.dtype == pl.String:
        bare = column.str.strip_chars().str.to_lowercase()
        empty = absent | bare.is_in(EMPTY_WORDS).fill_null(False).to_numpy()
        zero = empty | bare.is_in(NEGATIVE_WORDS).fill_null(False).to_numpy()
    elif column.dtype.is_numeric():
        zero = absent | (column == 0).fill_null(False).to_numpy()
    elif column.dtype == pl.Boolean:
        zero = absent | (~column).fill_null(False).to_numpy()
    if empty.any() and not empty.all():
        patterns["missing"] = empty
    if zero is not None and zero.sum() > empty.sum() and not zero.all():
        patterns["zero"] = zero
    return patterns


def _parted(values: Floats, empty: Flags, rows: int) -> tuple[Codes, tuple[str, ...]]:
    """Part the outcome where filled and empty rows are parted best: at 0, or at any number."""
    zero = (values != 0).astype(np.int64)
    if min(int(zero.sum()), rows - int(zero.sum())) >= FEWEST_ROWS:
        return zero, ("0", "not 0")
    order = np.argsort(values, kind="stable")
    filled = np.cumsum(~empty[order]) / max(1, int((~empty).sum()))
    bare = np.cumsum(empty[order]) / max(1, int(empty.sum()))
    borders = np.flatnonzero(np.diff(values[order]) > 0)
    if not len(borders):
        return zero, ("0", "not 0")
    border = float(values[order][borders[np.argmax(np.abs(filled - bare)[borders])]])
    codes = (values > border).astype(np.int64)
    return codes, (f"at most {border:.6g}", f"more than {border:.6g}")


def _best(empty: Flags, kind: Kind, codes: Codes, names: tuple[str, ...]) -> OneSided | None:
    best: OneSided | None = None
    rows = len(codes)
    totals = np.bincount(codes, minlength=len(names)).astype(np.float64)
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


def _joined(empty: Flags, kind: Kind, codes: Codes, names: tuple[str, ...]) -> OneSided | None:
    """Return the classes of which many rows are filled each, where of the others none is."""
    totals = np.bincount(codes, minlength=len(names)).astype(np.float64)
    shown = np.bincount(codes[~empty], minlength=len(names))
    share = shown / np.maximum(totals, 1)
    often, never = share >= FEWEST_OFTEN, share <= MOST_NEVER
    if not (often | never).all() or not 2 <= often.sum() < len(names):
        return None
    inside, outside = float(totals[often].sum()), float(totals[never].sum())
    if outside < FEWEST_ROWS or (totals[often] < FEWEST_ROWS).any():
        return None
    return OneSided(
        empty=kind,
        filled=True,
        outcome=" or ".join(name for name, held in zip(names, often, strict=True) if held),
        within=float(shown[often].sum() / inside),
        elsewhere=float(shown[never].sum() / outside),
        rows_within=int(inside),
        rows_elsewhere=int(outside),
        classes=len(names),
        joined=True,
    )
