"""Find values that stand for missing ones: -999 among ages, 1900-01-01 among dates, '?'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from assay.core.evidence.shift import Sentinel
from assay.data.sides.shift_codes import numbers_for_none
from assay.data.sides.shift_columns import Column

LEAST_SHARE = 0.003
FEWEST_ROWS = 5
FEWEST_WORDS = 3
WORDS = frozenset(
    ("?", "-", "--", ".", "na", "n/a", "n.a.", "nan", "null", "nil", "#n/a", "<na>", "(null)",
     "#value!", "#ref!", "missing", "unknown", "unk", "not available", "not known", "undefined",
     "no data", "tbd", "??", "???", "n.d.", "n/d", "refused", "declined", "not stated",
     "not reported", "not recorded", "not given", "not specified", "unspecified", "undisclosed",
     "blank", "empty", "xxx", "#div/0!", "#name?", "#num!", "don't know", "dont know",
     "no answer", "no response", "not answered", "to be determined")
)  # fmt: skip
"""Words for a missing value; `none` is not of them, since it often says that there is none."""

DAYS = ("0001-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01",
        "1970-01-01", "1600-01-01", "1601-01-01", "1800-01-01", "1904-01-01", "1980-01-01",
        "2049-12-31", "2099-12-31", "2100-01-01", "2999-12-31", "9999-01-01", "9999-12-30",
        "9999-12-31")  # fmt: skip
"""Days that systems write where there is none: the first or last that they can."""

NO_DAYS = ("0000-00-00", "1900-01-00", "9999-99-99", "1111-11-11")
"""The same, of days that no calendar has or nobody means."""

CODES = re.compile(r"^-?(9{2,}|8{3,}|7{3,})(\.0+)?$|^-[1789]$|^0{3,}$|^1?234567*$")
"""Numbers among words that say that there is none."""

DATE = re.compile(r"^(\d{4})[-/.](\d\d?)[-/.](\d\d?)|^(\d\d?)[-/.](\d\d?)[-/.](\d{4})")
SPIKE = 5
"""Times the rows of the most frequent other day."""


def sentinels(columns: Sequence[Column]) -> tuple[Sentinel, ...]:
    """Return the values of both sides that seem to stand for missing ones."""
    return tuple(one for column in columns for one in _of(column))


def _of(column: Column) -> Iterator[Sentinel]:
    if column.numbers is not None and column.train.dtype.is_temporal():
        yield from _days(column)
    elif column.numbers is not None:
        yield from _codes(column)
    elif column.levels is not None:
        yield from _words(column, column.levels)


def _codes(column: Column) -> Iterator[Sentinel]:
    one_side = LEAST_SHARE, FEWEST_ROWS // 2
    if column.numbers is None or not column.repeats(one_side[0], fewest=one_side[1]):
        return
    if column.counted is None:
        return
    values, train, test = column.counted
    for code in numbers_for_none(values, train, test, name=column.name):
        at = int(np.searchsorted(values, code.value))
        held = np.flatnonzero(column.numbers[0] == code.value)[:5]
        yield Sentinel(
            column=column.name,
            value=f"{code.value:.10g}",
            kind=code.kind,
            train=int(train[at]) / max(1, int(train.sum())),
            test=int(test[at]) / max(1, int(test.sum())),
            rows=int(train[at] + test[at]),
            nearest=f"{code.nearest:.10g}",
            places=tuple(int(place) for place in column.places[0][held]),
        )


def _days(column: Column) -> Iterator[Sentinel]:
    if column.counted is None or column.numbers is None:
        return
    values, train, test = column.counted
    both = train + test
    days = np.floor(values / 86_400).astype(np.int64)
    for written in DAYS:
        day = int(np.datetime64(written, "D").astype(np.int64))
        at = days == day
        rows = int(both[at].sum())
        if rows < FEWEST_ROWS or rows < LEAST_SHARE * both.sum() or at.all():
            continue
        others = days[~at]
        nearest = others[np.argmin(np.abs(others - day))]
        apart = abs(int(nearest) - day) > 365 and not others.min() < day < others.max()
        if not apart and rows < SPIKE * int(both[~at].max()):
            continue
        held = np.flatnonzero(np.floor(column.numbers[0] / 86_400) == day)[:5]
        yield Sentinel(
            column=column.name,
            value=written,
            kind="date",
            train=int(train[at].sum()) / max(1, int(train.sum())),
            test=int(test[at].sum()) / max(1, int(test.sum())),
            rows=rows,
            nearest=str(np.datetime64(int(nearest), "D")),
            places=tuple(int(place) for place in column.places[0][held]),
        )


def _words(column: Column, levels: pl.DataFrame) -> Iterator[Sentinel]:
    total = int(levels["train"].sum()), int(levels["test"].sum())
    rows = levels["train"] + levels["test"]
    bare = levels["level"].str.strip_chars().str.to_lowercase()
    words = bare.is_in(list(WORDS))
    worded = bare.str.contains(r"^\pL").fill_null(False)
    if worded.sum() >= FEWEST_WORDS and rows.filter(worded).sum() > 0.5 * sum(total):
        words |= bare.str.contains(CODES.pattern)
    enough = (rows >= FEWEST_ROWS) & (rows >= LEAST_SHARE * sum(total))
    dates = _days_in_text(levels["level"], rows) if not words.all() else words
    others = levels.filter(~(words | dates))
    if others.height < 2:
        return
    for at in ((words | dates) & enough).arg_true():
        level = levels["level"][at]
        held = (column.train.cast(pl.String) == level).fill_null(False).arg_true().head(5)
        yield Sentinel(
            column=column.name,
            value=level,
            kind="date" if dates[at] else "word",
            train=levels["train"][at] / max(1, total[0]),
            test=levels["test"][at] / max(1, total[1]),
            rows=int(rows[at]),
            nearest=others["level"][0],
            places=tuple(int(place) for place in column.places[0][held.to_numpy()]),
        )


def _days_in_text(levels: pl.Series, rows: pl.Series) -> pl.Series:
    """Say which levels of a column of written dates are days that stand for none."""
    shown = levels.head(200)
    dated = shown.str.contains(DATE.pattern)
    if dated.sum() < 0.9 * len(shown) or len(shown) < 2:
        return pl.Series(np.zeros(len(levels), dtype=bool))
    none = pl.Series([_day(text) in (*DAYS, *NO_DAYS) for text in shown.to_list()])
    usual = int(rows.head(200).filter(~none).max() or 0)  # type: ignore[arg-type]
    none &= rows.head(200) >= SPIKE * max(1, usual)
    return pl.concat([none, pl.Series(np.zeros(len(levels) - len(shown), dtype=bool))])


def _day(text: str) -> str:
    match = DATE.match(text)
    if match is None:
        return ""
    year, month, day, first, second, late = match.groups()
    if year is None:
        year, month, day = late, second, first
    return f"{year}-{int(month):02d}-{int(day):02d}"
