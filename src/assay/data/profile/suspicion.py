"""Reasons to look at a column, in words."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.data.profile.aggregate import Aggregate
from assay.data.profile.reading import MARKERS
from assay.data.profile.seen import Seen

_QUASI_CONSTANT = 0.99
_MOSTLY_MISSING = 0.5
_CLASS_GAP = 0.5
_CLASS_ROWS = 20
_SENTINELS = (
    *(-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0, -999999.0),
    *(99.0, 999.0, 9999.0, 99999.0, 999999.0, 9999999.0, 99999999.0),
)


def suspicions(seen: Seen, *, rows: int) -> list[str]:
    """Say what is odd about a column by itself.

    Args:
        seen: The column.
        rows: Rows of the table.
    """
    counted = seen.counted
    value = seen.value.drop_nulls()
    found = list(seen.reading.notes)
    if seen.kind == "constant":
        found.append(f"one value only: {str(value[0])[:40]!r}" if len(value) else "no value at all")
    elif seen.kind != "unsupported" and counted.distinct == 1:
        found.append("one value only, or missing")
    if rows and counted.missing / rows >= _MOSTLY_MISSING and counted.distinct:
        found.append(f"mostly missing: {counted.missing / rows:.0%} of the rows")
    found += _one_value(seen, value) + _of_text(seen, value)
    if counted.infinite:
        found.append(f"{counted.infinite} infinite values")
    if seen.kind == "numeric":
        found += _sentinels(seen.finite)
    if seen.kind == "datetime":
        found += _absurd_dates(counted)
    return found


def _one_value(seen: Seen, value: pl.Series) -> list[str]:
    if seen.kind in {"constant", "unsupported"} or len(value) < 100 or seen.counted.distinct < 2:
        return []
    share = float(value.rename("value").value_counts(name="rows")["rows"].max()) / len(value)  # type: ignore[arg-type]
    if share < _QUASI_CONSTANT:
        return []
    return [f"nearly constant: {min(share, 0.999):.1%} are one value"]


def _of_text(seen: Seen, value: pl.Series) -> list[str]:
    reading, counted = seen.reading, seen.counted
    found = []
    if counted.unread and reading.kind in {"numeric", "datetime"}:
        what = "numbers" if reading.kind == "numeric" else "dates"
        such = ", ".join(repr(text[:40]) for text in reading.odd)
        found.append(f"{counted.unread} texts are no {what}{', such as ' + such if such else ''}")
    if counted.padded:
        found.append(f"{counted.padded} values have blanks around them")
    if value.dtype != pl.String or not len(value):
        return found
    distinct = value.unique()
    if reading.kind == "categorical" and len(distinct) <= 1000:
        marks = distinct.filter(distinct.str.to_lowercase().is_in(MARKERS)).sort().to_list()
        for mark in marks:
            share = float((value == mark).mean() or 0)
            found.append(f"{mark!r} may stand for missing ({share:.1%} of the values)")
        folded = distinct.str.to_lowercase()
        double = folded.filter(folded.is_duplicated()).sort()
        if len(double):
            one, other = distinct.filter(folded == double[0]).sort().head(2)
            found.append(f"{one!r} and {other!r} differ in case only")
    return found


def _sentinels(numbers: NDArray[np.float64]) -> list[str]:
    """Find a value of nines, or a lone -1, far from all others and in many rows."""
    found = []
    rows = len(numbers)
    for mark in _SENTINELS:
        count = int((numbers == mark).sum())
        if count < max(3, 0.001 * rows) or count > 0.95 * rows:
            continue
        rest = numbers[(numbers != mark) & ~np.isin(numbers, _SENTINELS)]
        if len(rest) < 3:
            continue
        low, high = float(rest.min()), float(rest.max())
        alone_below = mark < 0 <= low and (mark < -1 or count >= 0.01 * rows)
        far = mark > high and mark - high > max(high - low, 1.0)
        if alone_below or far:
            found.append(
                f"{mark:.0f} may stand for missing: {count / rows:.1%} of the values, "
                f"all others are between {low:g} and {high:g}"
            )
    return found


def _absurd_dates(counted: Aggregate) -> list[str]:
    low, high = counted.low, counted.high
    if low is None or high is None:
        return []
    early, late = _year(low), _year(high)
    if early >= 1900 and late <= 2100:
        return []
    return [f"dates from the year {early} to the year {late}"]


def _year(seconds: float) -> int:
    """Year of a moment, also where Python's own dates end."""
    return int(datetime.date(1970, 1, 1).year + seconds // (365.2425 * 86_400))


def filled_by_outcome(
    missing: NDArray[np.bool_], outcome: NDArray[np.int64], names: list[str]
) -> str | None:
    """Say that a column is filled for some outcomes only, if it is.

    Args:
        missing: Whether the column is missing, shape (n,).
        outcome: Class or quarter of the target, from 0, shape (n,).
        names: Their names.

    Example:
        >>> known = np.repeat([0, 1], 50)
        >>> filled_by_outcome(known == 0, known, ["no", "yes"])
        'filled only for some outcomes: missing in 100% of the rows of no, in 0% of yes'
    """
    rows = np.bincount(outcome, minlength=len(names))
    absent = np.bincount(outcome, weights=missing, minlength=len(names))
    able = np.flatnonzero(rows >= _CLASS_ROWS)
    if len(able) < 2:
        return None
    shares = absent[able] / rows[able]
    if shares.max() - shares.min() < _CLASS_GAP:
        return None
    most, least = int(able[shares.argmax()]), int(able[shares.argmin()])
    return (
        f"filled only for some outcomes: missing in {shares.max():.0%} of the rows of "
        f"{names[most]}, in {shares.min():.0%} of {names[least]}"
    )
