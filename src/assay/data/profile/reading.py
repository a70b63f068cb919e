"""Decide what a column is used as, and how its values are read for that."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import polars as pl

from assay.core.evidence.data import Kind
from assay.data.columns import named
from assay.data.profile.dates import date_format, parse

MARKERS = (
    "?",
    "na",
    "n/a",
    "n.a.",
    "#n/a",
    "nan",
    "null",
    "none",
    "nil",
    "missing",
    "unknown",
    "-",
    "--",
    ".",
)
"""Words that stand for a missing value, in lower case."""

_ENOUGH = 0.95
"""Share of the texts that must be numbers for the column to be one."""

_MEANT_AS_KEY = re.compile(r"(?:^|[\W_])(?:id|uuid|guid|rowid|pk)$|[a-z](?:ID|Id)$|^id(?:[\W_]|$)")
_COUNTS_ROWS = re.compile(r"(?i)(?:^|[\W_])(?:index|idx|row|instant|record|key|nr|number|no|seq)$")
_FEW_ROWS = 20
"""Below this many rows nothing is called an identifier for being unique."""

_KEY_NOTE = (
    "named like a key, and few rows share a value; "
    "if it says whom a row belongs to, declare it as the group"
)
_DECORATED = r"^[-+(]?[$€£¥]?\s?\d{1,3}(?:,?\d{3})*(?:\.\d+)?\s?[%$€£¥)]?$"
_ROWS_PER_KEY = 20
"""A key with fewer rows a value teaches a model its values, not their meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a column is read.

    Attributes:
        value: The column with padding, blanks and NaN taken out.
        number: The column as a 64-bit float (dates: seconds since 1970-01-01 UTC; booleans: 0
            and 1), null where it cannot be read; None if it holds no amounts.
        odd: Texts of the sample that cannot be read as the kind says, most frequent first.
        notes: What is to be said of the form of its values.
    """

    name: str
    dtype: pl.DataType
    kind: Kind
    value: pl.Expr
    number: pl.Expr | None = None
    odd: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read(series: pl.Series, *, rows: int) -> Reading:
    """Decide how to read a column, from a sample of it.

    Args:
        series: The sampled values.
        rows: Rows of the whole table.
    """
    column, dtype = named(series.name), series.dtype
    plain = Reading(name=series.name, dtype=dtype, kind="unsupported", value=column)
    if dtype == pl.Null:
        return replace(plain, kind="constant")
    if dtype == pl.Boolean:
        return replace(plain, kind="boolean", number=column.cast(pl.Float64))
    if isinstance(dtype, pl.Categorical | pl.Enum):
        column = column.cast(pl.String)
        series = series.cast(pl.String)
    if isinstance(dtype, pl.String | pl.Categorical | pl.Enum):
        value = column.str.strip_chars()
        value = pl.when(value != "").then(value)
        text = replace(plain, kind="categorical", value=value)
        return _read_text(series, text)
    if dtype.is_numeric():
        return _read_numbers(series, plain, rows)
    if isinstance(dtype, pl.Date | pl.Datetime):
        return replace(plain, kind="datetime", number=_seconds(column, dtype))
    return replace(plain, notes=(_why_unsupported(dtype),))


def _values(series: pl.Series, expression: pl.Expr) -> pl.Series:
    return series.to_frame().select(expression.alias("value")).to_series().drop_nulls()


def _read_numbers(series: pl.Series, plain: Reading, rows: int) -> Reading:
    number = named(series.name).cast(pl.Float64)
    value = named(series.name)
    if series.dtype.is_float():
        number = number.fill_nan(None)
        value = value.fill_nan(None)
    elif series.dtype.is_decimal():
        value = number
    reading = replace(plain, kind="numeric", value=value, number=number)
    present = _values(series, number)
    if len(present) < _FEW_ROWS:
        return reading
    whole = series.dtype.is_integer() or bool((present.round() == present).all())
    note = _identifier_note(series, present, rows) if whole else None
    return replace(reading, kind="identifier", notes=(note,)) if note else reading


def _identifier_note(series: pl.Series, present: pl.Series, rows: int) -> str | None:
    """Say why whole numbers name the row, if they do."""
    distinct, name = present.n_unique(), series.name
    if distinct == len(series):
        first, last = float(present.min()), float(present.max())  # type: ignore[arg-type]
        if first >= 0 and 0.9 * rows <= last - first + 1 <= rows:
            return "counts the rows: every whole number in its range stands once"
        if _MEANT_AS_KEY.search(name) or _COUNTS_ROWS.search(name):
            return "named like a key, and every row has a value of its own"
    if _MEANT_AS_KEY.search(name) and distinct > 50 and len(present) < _ROWS_PER_KEY * distinct:
        return _KEY_NOTE
    return None


def _read_text(series: pl.Series, plain: Reading) -> Reading:
    present = _values(series, plain.value)
    words = present.filter(~present.str.to_lowercase().is_in(MARKERS))
    if not len(words):
        return plain
    numeric = _as_numbers(words, plain)
    if numeric is not None:
        return replace(numeric, odd=_unreadable(series, numeric))
    found = date_format(words)
    if found is not None:
        form, ambiguous = found
        when = parse(plain.value, form)
        notes = [f"dates stored as text, in the form {form}"]
        if ambiguous:
            notes.append("day and month cannot be told apart: no value is above 12 in one place")
        dated = replace(
            plain,
            kind="datetime",
            value=when,
            number=_seconds(when, pl.Datetime("us")),
            notes=tuple(notes),
        )
        return replace(dated, odd=_unreadable(series, dated))
    return _as_words(words, plain)


def _unreadable(series: pl.Series, reading: Reading) -> tuple[str, ...]:
    if reading.kind == "categorical":
        return ()
    name = named(series.name)
    odd = series.to_frame().filter(reading.value.is_null() & (name.str.strip_chars() != ""))
    counts = odd.to_series().rename("text").value_counts(name="rows")
    return tuple(counts.sort(["rows", "text"], descending=[True, False])["text"].head(3).to_list())


def _as_numbers(words: pl.Series, plain: Reading) -> Reading | None:
    share = 1 - words.cast(pl.Float64, strict=False).null_count() / len(words)
    if share >= _ENOUGH:
        if words.str.contains(r"^[-+]?0\d").any():
            note = "digits with leading zeros: codes, kept as text"
            return None if len(words) == words.n_unique() else replace(plain, notes=(note,))
        number = plain.value.cast(pl.Float64, strict=False)
        return replace(
            plain,
            kind="numeric",
            value=number,
            number=number.fill_nan(None),
            notes=("numbers stored as text",),
        )
    return None


def _as_words(words: pl.Series, plain: Reading) -> Reading:
    notes = [*plain.notes, *_mixture(words)]
    distinct = words.n_unique()
    unique = distinct / len(words)
    spaces = float(words.str.count_matches(r"\s+").mean() or 0)  # type: ignore[arg-type]
    length = float(words.str.len_chars().mean() or 0)  # type: ignore[arg-type]
    many = len(words) >= _FEW_ROWS
    sentences = spaces >= 2.5 and unique > 0.5
    paragraphs = spaces >= 5 and length >= 60 and unique > 0.1
    if many and (sentences or paragraphs):
        notes.append(f"free text: {spaces + 1:.0f} words on average, {distinct} distinct texts")
        return replace(plain, kind="text", notes=tuple(notes))
    if many and (note := _name_note(plain.name, distinct, len(words))):
        return replace(plain, kind="identifier", notes=(*notes, note))
    if len(words) >= 100 and unique > 0.3:
        notes.append(f"many values for few rows: {unique:.0%} as many distinct values as rows")
    return replace(plain, notes=tuple(notes))


def _mixture(words: pl.Series) -> list[str]:
    unread = words.filter(words.cast(pl.Float64, strict=False).is_null())
    share = 1 - len(unread) / len(words)
    notes = []
    if 0.05 <= share < _ENOUGH:
        notes.append(f"mixed: {share:.0%} numbers, the rest text such as {unread[0][:40]!r}")
    if len(unread) and bool(unread.str.contains(_DECORATED).all()):
        notes.append("numbers written with thousands separators or units; plain ones say more")
    return notes


def _name_note(name: str, distinct: int, present: int) -> str | None:
    """Say why texts name the row, if they do."""
    if distinct == present:
        return "every row has a value of its own"
    if distinct >= 0.98 * present:
        return "nearly every row has a value of its own"
    if _MEANT_AS_KEY.search(name) and distinct > 50 and present < _ROWS_PER_KEY * distinct:
        return _KEY_NOTE
    return None


def _seconds(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Datetime):
        units = {"ms": 1e3, "us": 1e6, "ns": 1e9}[dtype.time_unit]
        return value.to_physical().cast(pl.Float64) / units
    return value.to_physical().cast(pl.Float64) * 86_400.0


def _why_unsupported(dtype: pl.DataType) -> str:
    if dtype == pl.Duration:
        return "a duration is not read; give it as a number (.dt.total_seconds())"
    if dtype == pl.Time:
        return "a time of day is not read; give it as a number (hours since midnight)"
    if dtype.is_nested():
        return f"nested values ({dtype}) are not read; give each part a column of its own"
    return f"values of type {dtype} are not read"
