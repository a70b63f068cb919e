"""What a column could be: the readings worth trying on it, after a look at its first rows."""

from __future__ import annotations

import re

import polars as pl

from assay.data.contract.model import Column
from assay.data.contract.parse import parse

MARKERS = ("?", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "#N/A", "<NA>", "\\N")
"""Texts that mean missing in any column of text."""
WEAK_MARKERS = ("-", "--", ".", "none", "None", "NONE", "missing", "unknown", "inf", "-inf")
"""Texts that mean missing among numbers and dates, and may be categories among texts."""
UNREAD = 0.02
"""Share of values that may be no number or date in a column of them; they are named as missing."""

_DATES = ("%Y-%m-%d", "%d-%m-%Y", "%m-%d-%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d")
_MORE_DATES = ("%d %b %Y", "%b %d, %Y", "%d-%b-%Y", "%d %B %Y", "%B %d, %Y", "%d/%m/%y", "%m/%d/%y")
_CLOCKS = ("%H:%M:%S%.f", "%H:%M")
_ZONED = ("%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%dT%H:%M:%S%.f%:z", "%Y-%m-%d %H:%M:%S%.f%:z")


def readings(head: pl.Series) -> tuple[Column, ...]:
    """Return the readings that the first rows allow, best first; the last always fits.

    Example:
        >>> [column.type for column in readings(pl.Series("x", ["1", "2", " "]))]
        ['integer', 'number', 'text']
        >>> readings(pl.Series("day", ["31-01-2011", "01-02-2011"]))[0].format
        '%d-%m-%Y'
        >>> [column.type for column in readings(pl.Series("zip", ["00127", "10115"]))]
        ['text']
    """
    dtype = head.dtype
    if dtype == pl.String() or isinstance(dtype, pl.Categorical | pl.Enum):
        return _of_text(head.cast(pl.String))
    if dtype in (pl.UInt64(), pl.Int128(), pl.UInt128()):
        return PLAIN_NUMBERS
    return (_of_type(dtype),)


def _of_type(dtype: pl.DataType) -> Column:
    if dtype == pl.Boolean():
        return Column(type="boolean")
    if dtype.is_integer():
        return Column(type="integer")
    if dtype.is_numeric():
        return Column(type="number", missing=("inf", "-inf") if dtype.is_float() else ())
    if dtype == pl.Date():
        return Column(type="date")
    if isinstance(dtype, pl.Datetime):
        return Column(type="datetime", timezone="UTC" if dtype.time_zone else None)
    return Column(type="any")


def _of_text(head: pl.Series) -> tuple[Column, ...]:
    words = head.str.strip_chars()
    words = words.filter(~words.is_in(["", *MARKERS]))
    markers: tuple[str, ...] = MARKERS
    if len(words) and words.n_unique() > 2 and words.str.contains("^[A-Z]{2}$").all():
        markers = tuple(marker for marker in MARKERS if marker != "NA")  # Namibia
    text = Column(type="text", missing=markers, strip=True)
    if not len(words):
        return (text,)
    if words.str.to_lowercase().is_in(["true", "false"]).all():
        given = Column(type="boolean", missing=markers, true=("true",), false=("false",))
        return (given, text)
    either = (*markers, *WEAK_MARKERS)
    coded = words.str.contains(CODE).any()
    for family in (
        (() if coded else PLAIN_NUMBERS),
        (() if coded else MARKED_NUMBERS),
        _moments(words),
    ):
        tried = [column.model_copy(update={"missing": either}) for column in family]
        if fitting := [column for column in tried if _fits(words, column)]:
            return (*fitting, text)
    return (text,)


PLAIN_NUMBERS = (Column(type="integer"), Column(type="number"))
MARKED_NUMBERS = (
    Column(type="number", thousands=","),
    Column(type="number", decimal=",", thousands="."),
    Column(type="number", decimal=",", thousands=" "),
)


CODE = r"^[+-]?0\d"
"""A code such as 00127: reading it as a number would lose the zeros."""


def _moments(words: pl.Series) -> tuple[Column, ...]:
    if not words.str.contains(r"\d").any():
        return ()
    clocks = [f"{date}{gap}{clock}" for date in _DATES for gap in " T" for clock in _CLOCKS]
    return (
        *(Column(type="date", format=date) for date in (*_DATES, *_MORE_DATES)),
        *(Column(type="datetime", format=clock) for clock in clocks),
        *(Column(type="datetime", format=zoned, timezone="UTC") for zoned in _ZONED),
    )


def _fits(words: pl.Series, column: Column) -> bool:
    how = parse("x", column, pl.String())
    assert how.failed is not None
    failed, present = (
        words.to_frame("x").select(how.failed.sum(), how.value.count().alias("present")).row(0)
    )
    return bool(present) and failed <= UNREAD * (failed + present)


def shape(words: pl.Series) -> str | None:
    """Return the pattern that every text follows, letter by letter, or None.

    Example:
        >>> shape(pl.Series(["7590-VHVEG", "5575-GNVDE"]))
        '[0-9]{4}-[A-Z]{5}'
        >>> shape(pl.Series(["Anna", "Bo"])) is None
        True
    """
    forms = (
        words.str.replace_all(r"[0-9]", "9")
        .str.replace_all(r"[A-Z]", "A")
        .str.replace_all(r"[a-z]", "a")
        .unique()
    )
    if len(forms) != 1 or not (form := forms[0]) or not re.search("[9A]", form):
        return None
    kinds = {"9": "[0-9]", "A": "[A-Z]", "a": "[a-z]"}
    runs = [(run[0][0], len(run[0])) for run in re.finditer(r"(.)\1*", form, re.DOTALL)]
    return "".join(
        kinds.get(sign, re.sub(r"([\\.^$*+?()\[\]{}|])", r"\\\1", sign))
        + (f"{{{times}}}" if times > 1 else "")
        for sign, times in runs
    )
