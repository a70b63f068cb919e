"""Measure how the sides lie along columns of times, declared or not."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence.overlap import TimeOrder
from assay.data.drift import target_drift
from assay.data.ordinals import by_code, ordinals
from assay.data.sides.overlap_panels import Panel
from assay.data.sides.overlap_panels import series as unit_codes
from assay.data.sides.table import Sides
from assay.data.times import as_moments, seconds, text

FEWEST_TIMES = 10
MOST_CATEGORIES = 60
FEWEST_ROWS = 30
TRIED = 50
"""Texts that are read as times before the column is."""

LOOKS_LIKE_A_DATE = (
    r"^\s*\d{4}[-/]?\d{2}([-/]?\d{2})?([T ]\d{1,2}:\d{2}.*)?\s*$"
    r"|^\s*\d{1,2}[./-]\d{1,2}[./-]\d{4}\s*$"
)

NAMES_OF_TIMES = re.compile(
    r"^(year|yr|date|datetime|ts|timestamp|time_?stamp|epoch(_?m?s)?|(unix|posix)_?(time|ts)|m?jd"
    r"|jul(ian)?_?(day|date)|(date|time)_?(index|idx|no|nr|num|number|step))$",
    re.IGNORECASE,
)
"""Of columns of numbers that are times though nobody says so."""

COUNTERS = {"day": 31, "days": 31, "week": 53, "weeks": 53, "month": 12, "months": 12, "doy": 366}
"""Names that stand for a part of a calendar up to this number, and for a count of time beyond."""

STEPS = ("t", "time", "trend", "period", "step")
"""Names of counts of time, where no two rows have the same; durations are equal now and then."""

ROW_NUMBERS = ("unnamed: 0", "index", "level_0", "rownames")
"""Names that an index gets when a table is saved: the order of the file, be it time or not."""

YEARS, MONTHS, DAYS = (
    re.compile(rf"^({names})$", re.IGNORECASE)
    for names in ("year|yr|yyyy", "month|mon|mo|mm", "day|dd|mday|day_?of_?month")
)
"""Names of the parts of a date that stand in columns of their own."""

EVERY_MONTH_HAS = 28
"""Days; the order of the last three of a long month is not needed."""

Floats = NDArray[np.float64]


def times(sides: Sides, units: Panel | None) -> tuple[TimeOrder, ...]:
    """Return the order of the sides along the declared time, or else along each date column.

    Args:
        sides: The sides.
        units: Columns that name units of which each has a row at a time, if there are any.
    """
    names = (sides.time,) if sides.time in sides.shared else sides.features
    columns = {name: [side.rows[name] for side in (sides.train, sides.test)] for name in names}
    columns |= _in_parts(sides) if sides.time is None else {}
    found = [_order(sides, name, both, units) for name, both in columns.items()]
    return tuple(order for order in found if order is not None)


def _in_parts(sides: Sides) -> dict[str, list[pl.Series]]:
    """Return dates whose year and month, and perhaps day, are columns, by the year's name."""
    whole = [name for name in sides.features if sides.train.rows[name].dtype.is_integer()]
    parts = [next(filter(kind.search, whole), None) for kind in (YEARS, MONTHS, DAYS)]
    year, month, day = parts
    if year is None or month is None:
        return {}
    of_month = pl.lit(1) if day is None else pl.col(day).clip(1, EVERY_MONTH_HAS)
    date = pl.date(pl.col(year), pl.col(month), of_month)
    known = pl.col(month).is_between(1, 12) & pl.col(year).is_between(1, 9999)
    moment = pl.when(known).then(date).cast(pl.Datetime("us")).alias(year)
    both = [side.rows.select(moment).to_series() for side in (sides.train, sides.test)]
    return {} if any(2 * each.null_count() > len(each) for each in both) else {year: both}


def _order(sides: Sides, name: str, both: list[pl.Series], units: Panel | None) -> TimeOrder | None:
    declared = name == sides.time
    if not (declared or all(map(_orders, both))):
        return None
    try:
        train, test = (seconds(column) for column in both)
    except InputError:
        if declared:
            raise
        return None  # text in the form of dates that is none: a code, not a time
    learnt, tested = np.sort(train[np.isfinite(train)]), test[np.isfinite(test)]
    if len(learnt) < FEWEST_ROWS or not len(tested) or len(np.unique(learnt)) < FEWEST_TIMES:
        return None
    drift, persistence = _along(train, sides, units)
    runs, runs_by_chance = _runs(train, test)
    moments = as_moments(both[0])
    return TimeOrder(
        column=name,
        declared=declared,
        distance=_distance(learnt, np.sort(tested)),
        distance_by_chance=1.95 * float(np.sqrt(1 / len(learnt) + 1 / len(tested))),
        rows_before=int((tested <= learnt[-1]).sum()),
        rows_timed=len(tested),
        train_from=text(moments.min()),
        train_to=text(moments.max()),
        drift=drift,
        persistence=persistence,
        rows_labelled=int(np.isfinite(train).sum()),
        runs=runs,
        runs_by_chance=runs_by_chance,
    )


def _dates(column: pl.Series) -> bool:
    if column.dtype in (pl.Date, pl.Datetime):
        return True
    if column.dtype != pl.String:
        return False
    some = column.drop_nulls().head(TRIED)
    return len(some) > 0 and bool(some.str.contains(LOOKS_LIKE_A_DATE).all())


def _orders(column: pl.Series) -> bool:
    numbered = column.name.lower() in ROW_NUMBERS and column.dtype.is_integer()
    return _dates(column) or counts_time(column) or (numbered and column.is_unique().all())


def named_as_time(name: str) -> bool:
    """Say whether a name is that of a time or a part of one, be it counted or repeated."""
    lower = name.lower()
    return NAMES_OF_TIMES.search(name) is not None or lower in STEPS or lower in COUNTERS


def counts_time(column: pl.Series) -> bool:
    """Say whether numbers are times by their name, though nobody declared them."""
    if not column.dtype.is_numeric():
        return False
    if NAMES_OF_TIMES.search(column.name) is not None:
        return True
    if column.name.lower() in STEPS and column.dtype.is_integer():
        return column.n_unique() == column.len()
    last = COUNTERS.get(re.sub(r"_?(index|idx|no|nr|num|number)$", "", column.name.lower()))
    return last is not None and column.dtype.is_integer() and column.n_unique() > last


def _distance(left: Floats, right: Floats) -> float:
    """Return the statistic of Kolmogorov and Smirnov; both arguments are sorted."""
    points = np.concatenate([left, right])
    below = [np.searchsorted(side, points, side="right") / len(side) for side in (left, right)]
    return float(np.abs(below[0] - below[1]).max())


def _runs(train: Floats, test: Floats) -> tuple[int, float]:
    """Return how often the side changes in the order of time, and how often it would by chance.

    Of rows of one time those of the sides lie mixed.

    References:
        Wald & Wolfowitz (1940), On a test whether two samples are from the same population,
        doi:10.1214/aoms/1177731909
    """
    moments = np.concatenate([train, test])
    known = np.isfinite(moments)
    tested = np.arange(len(moments))[known] >= len(train)
    mixed = np.random.default_rng(0).permutation(len(tested))
    order = mixed[np.argsort(moments[known][mixed], kind="stable")]
    runs = 1 + int((np.diff(tested[order].astype(np.int8)) != 0).sum())
    ones = int(tested.sum())
    return runs, 1 + 2 * ones * (len(tested) - ones) / max(1, len(tested))


def _along(times: Floats, sides: Sides, units: Panel | None) -> tuple[float, float]:
    """Return how the target drifts along time, and how much of it stays from row to row."""
    timed = np.isfinite(times)
    target = sides.labels[timed]
    classes = len(sides.classes)
    drift = target_drift(times[timed], target, classes=classes)
    rows = sides.train.rows.filter(pl.Series(timed))
    values = target if not classes else (target == np.median(target)).astype(float)
    series = [np.zeros(len(values), dtype=np.int64)]
    named = [name for name in sides.features if _may_be_series(rows[name])]
    series += [ordinals(rows[name].cast(pl.String)) for name in named]
    series += _together(rows, [name for name in sides.features if _few(rows[name])])
    series += unit_codes(units, rows)
    order = np.argsort(times[timed], kind="stable")
    return drift, max((_persistence(values[order], codes[order]) for codes in series), default=0.0)


def _together(rows: pl.DataFrame, names: list[str]) -> list[NDArray[np.int64]]:
    """Return the combination of all categories, if each has a series of its own."""
    if len(names) < 2:
        return []
    parts = rows.select(pl.struct(pl.col(name).cast(pl.String) for name in names).rank("dense"))
    codes = parts.to_series().cast(pl.Int64).to_numpy()
    return [codes] if int(codes.max()) <= rows.height / FEWEST_TIMES else []


def _few(column: pl.Series) -> bool:
    kept = column.dtype in (pl.String, pl.Categorical, pl.Enum, pl.Boolean)
    return kept and 2 <= column.n_unique() <= MOST_CATEGORIES


def _may_be_series(column: pl.Series) -> bool:
    if column.dtype not in (pl.String, pl.Categorical, pl.Enum):
        return False
    return 2 <= column.n_unique() <= len(column) / FEWEST_TIMES


def _persistence(values: Floats, series: NDArray[np.int64]) -> float:
    """Return the correlation of values that follow each other in a series, beyond its mean.

    The rows come in the order of time.
    """
    means = np.bincount(series, weights=values) / np.maximum(np.bincount(series), 1)
    order = by_code(series)
    left = (values - means[series])[order]
    same = series[order][1:] == series[order][:-1]
    before, after = left[:-1][same], left[1:][same]
    if len(before) < FEWEST_ROWS or before.std() == 0 or after.std() == 0:
        return 0.0
    return float(np.corrcoef(before, after)[0, 1])
