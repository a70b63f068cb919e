"""Read single values as the contract says, as `parse` reads a column of them, without a frame."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from typing import Any, Final

from assay.data.contract import moments
from assay.data.contract.model import Column, ColumnType

UNREAD: Final = object()
"""Stands for a value that is there and does not read as the type."""

Reader = Callable[[Any], Any]

BLANKS = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B)))
BLANKS += "\u2028\u2029\u202f\u205f\u3000"
"""White space as Unicode, and so Polars, has it; Python's own strips separators besides."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_NAN = ("nan", "+nan", "-nan")
LEAST, MOST = -(2**63), 2**63 - 1
"""Whole numbers that a column can hold."""


def reader(column: Column) -> Reader:
    """Return what reads a value of JSON: the value, None if it is missing, or `UNREAD`.

    Example:
        >>> read = reader(Column(type="number", missing=("?",)))
        >>> read("1.5"), read(" "), read("?"), read("abc") is UNREAD
        (1.5, None, None, True)
        >>> reader(Column(type="integer"))(3.0)
        3
    """
    if column.type == "any":
        return _as_it_is
    of_text, marks = _of_text(column), _marks(column)
    of_number = _of_number(column)

    def read(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, str):
            return of_text(value)
        if isinstance(value, bool):
            return of_number(value)
        if isinstance(value, int | float):
            missing = value in marks or (isinstance(value, float) and math.isnan(value))
            return None if missing else of_number(value)
        return value if _is_moment(value, column) else UNREAD

    return read


def _as_it_is(value: Any) -> Any:
    return value


def _is_moment(value: Any, column: Column) -> bool:
    if column.type == "date":
        return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    return column.type == "datetime" and isinstance(value, datetime.datetime)


def _marks(column: Column) -> frozenset[float]:
    """Return the numbers that mean missing."""
    marks = set()
    for word in column.missing:
        try:
            marks.add(float(word))
        except ValueError:
            continue  # a word, not a number
    return frozenset(marks)


def _of_number(column: Column) -> Reader:
    readers: dict[ColumnType, Reader] = {
        "text": _text,
        "number": _finite,
        "integer": _integer,
        "boolean": _truth,
        "date": _never,
        "datetime": _never,
    }
    if column.type in ("date", "datetime") and column.format is not None:
        read = _moment(column)
        return lambda value: read(str(value)) if type(value) is int else UNREAD
    return readers[column.type]


def _never(value: Any) -> Any:
    return UNREAD


def _text(value: float) -> str | Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return "inf" if value > 0 else "-inf"
    if value.is_integer() and LEAST <= value <= MOST:
        return str(int(value))
    return _written(value)


def _written(value: float) -> str:
    """Return a float as Polars writes it: shortest, plain from 1e-5 on, `1e-7` below."""
    text = repr(value)
    mantissa, mark, exponent = text.partition("e")
    if not mark:
        return text
    power = int(exponent)
    if power == SMALLEST_PLAIN:
        sign, digits = ("-", mantissa[1:]) if mantissa[0] == "-" else ("", mantissa)
        return f"{sign}0.{'0' * (-power - 1)}{digits.replace('.', '').removesuffix('0') or '0'}"
    return f"{mantissa}e{power}" if power < 0 else text


SMALLEST_PLAIN = -5
"""Power of ten down to which Polars writes a float without an exponent; Python stops one before."""


def _finite(value: float) -> float | Any:
    try:
        number = float(value)
    except OverflowError:
        return UNREAD
    return number if math.isfinite(number) else UNREAD


def _integer(value: float) -> int | Any:
    if isinstance(value, float) and not value.is_integer():
        return UNREAD
    whole = int(value)
    return whole if LEAST <= whole <= MOST else UNREAD


def _truth(value: float) -> bool | Any:
    return bool(value) if value in (0, 1) else UNREAD


def _of_text(column: Column) -> Reader:
    missing = {word.strip(BLANKS) for word in column.missing}
    if column.type == "text":
        return _words(missing, strip=column.strip)
    readers: dict[ColumnType, Callable[[Column], Reader]] = {
        "boolean": _truths,
        "date": _moment,
        "datetime": _moment,
    }
    read = readers.get(column.type, _numbers)(column)
    numeric = column.type in ("integer", "number")

    def of_text(value: str) -> Any:
        text = value.strip(BLANKS)
        if not text or text in missing or (numeric and text.lower() in _NAN):
            return None
        return read(text)

    return of_text


def _words(missing: set[str], *, strip: bool) -> Reader:
    def of_text(value: str) -> str | None:
        text = value.strip(BLANKS)
        if not text or text in missing:
            return None
        return text if strip else value

    return of_text


def _truths(column: Column) -> Reader:
    known = {**dict.fromkeys(column.false, False), **dict.fromkeys(column.true, True)}
    return lambda text: known.get(text.lower(), UNREAD)


def _numbers(column: Column) -> Reader:
    grouped = None
    if column.thousands:
        mark, point = re.escape(column.thousands), re.escape(column.decimal)
        form = rf"[+-]?(?:\d+|\d{{1,3}}(?:{mark}\d{{3}})+)(?:{point}\d*)?"
        grouped = re.compile(form, re.ASCII)
    whole = column.type == "integer"

    def read(text: str) -> Any:
        if grouped is not None:
            if not grouped.fullmatch(text):
                return UNREAD
            text = text.replace(column.thousands, "")
        if column.decimal == ",":
            if "." in text:
                return UNREAD
            text = text.replace(",", ".", 1)
        if whole and _WHOLE.fullmatch(text):
            exact = int(text)
            if LEAST <= exact <= MOST:
                return exact
        if not _NUMBER.fullmatch(text):
            return UNREAD
        number = _finite(float(text))
        return _integer(number) if whole and number is not UNREAD else number

    return read


def _moment(column: Column) -> Reader:
    day = column.type == "date"
    form = column.format or ("%Y-%m-%d" if day else "%Y-%m-%dT%H:%M:%S%.f")
    read = moments.reader(form, day=day) or _by_polars(column)
    utc = column.timezone is not None

    def of_text(text: str) -> Any:
        moment = read(text)
        if moment is None:
            return UNREAD
        if isinstance(moment, datetime.datetime):
            return moment.replace(tzinfo=datetime.UTC if utc else None)
        return moment

    return of_text


def _by_polars(column: Column) -> moments.Reader:
    """Return what reads a form that only Polars knows: slow, and loads Polars."""

    def read(text: str) -> moments.Moment | None:
        import polars as pl

        from assay.data.contract.parse import parse

        how = parse("x", column, pl.String())
        found: moments.Moment | None = pl.DataFrame({"x": [text]}).select(how.value).item()
        return found

    return read
