"""Read delimited text (CSV, TSV) with types that hold for every row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import polars as pl

from assay.core.errors import InputError
from assay.data.columns import named
from assay.data.delimited_check import check
from assay.data.staging import COMPRESSED, unpack

_SEPARATORS = (",", ";", "\t", "|")
_GUESS_ROWS = 1000
_LONG_NUMBER = r"^ *[-+]?\d{16,}$"
"""Digits that a 64-bit float would round: a card or account number, not an amount."""

_LEADING_ZERO = r"^ *[-+]?0\d"
"""`007`: a code, whose zeros a number would lose."""

_TRUTH = r"^(?i:true|false)$"


def scan_delimited(paths: Sequence[Path], *, header: bool) -> pl.LazyFrame:
    """Open files of one form; every row is read once to check it and to find its types.

    A column is a number or boolean only if every value is; otherwise it stays text, so that
    nothing fails later. Codes with leading zeros or too many digits stay text too, as do padded
    values and dates, which the contract turns.

    Args:
        paths: Unpacked files with one header.
        header: Whether the first line names the columns; `column_1` ... if not.

    Raises:
        InputError: If a file is empty, not UTF-8 or ragged, or headers differ or repeat a name.
    """
    first = _head(paths[0])
    separator = _separator(first)
    fields = _fields(paths[0], separator)
    names = _names(fields, paths[0], header=header)
    blank = 0
    for path in paths:
        _head(path)
        if header and (own := _names(_fields(path, separator), path, header=True)) != names:
            raise _differs(paths[0], names, path, own)
        blank += check(path, separator=separator, fields=len(names)).blank_lines
    text = _open(paths, separator, header, names, None)
    types = _types(text, names, paths)
    frame = _open(paths, separator, header, names, types)
    if blank and len(names) > 1:
        return frame.filter(~pl.all_horizontal(pl.all().is_null()))
    return frame


def looks_headerless(path: str | Path) -> bool:
    r"""Say whether the first line of a delimited file seems to be data, not names.

    It does if it holds a number above a column of numbers, or if most of its values come up
    again below it.

    Args:
        path: A file, compressed or not.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "adult.csv"
        >>> _ = file.write_text("39, Private\n50, Self-emp\n")
        >>> looks_headerless(file)
        True
    """
    path = Path(path)
    path = unpack(path) if path.suffix.lower() in COMPRESSED else path
    head = _head(path)
    if "\0" in head:  # no text at all
        return False
    separator = _separator(head)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = list(islice(csv.reader(file, delimiter=separator), _GUESS_ROWS))
    body = [row for row in rows[1:] if len(row) == len(rows[0])]
    if not body or not rows[0]:
        return False
    columns = list(zip(*body, strict=True))
    numeric = [all(_is_number(value) for value in column if value.strip()) for column in columns]
    over_numbers = [name for name, number in zip(rows[0], numeric, strict=True) if number]
    numbers = [float(name) for name in rows[0] if _is_number(name)]
    if numbers:
        counted = len(numbers) > 1 and all(b - a == 1 for a, b in pairwise(numbers))  # years
        return not counted and all(_is_number(name) for name in over_numbers)
    again = [name in column for name, column in zip(rows[0], columns, strict=True)]
    return sum(again) > len(again) / 2


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _head(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        head = file.read(1 << 16)
    if not head.strip():
        raise InputError("the file is empty", where=str(path), remedy="give a file with rows")
    return head


def _separator(head: str) -> str:
    """Find the character that parts most lines into the same number of fields."""
    lines = [line for line in head.splitlines()[:20] if line.strip()][:-1] or head.splitlines()[:1]

    def score(separator: str) -> tuple[bool, int]:
        rows = [len(row) for row in csv.reader(lines, delimiter=separator)]
        return len(set(rows)) == 1, rows[0]

    scored = [(score(separator), separator) for separator in _SEPARATORS]
    able = [(agree, separator) for (agree, fields), separator in scored if fields > 1]
    if not able:
        return ","
    return next((separator for agree, separator in able if agree), able[0][1])


def _fields(path: Path, separator: str) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return next(row for row in csv.reader(file, delimiter=separator) if row)


def _names(fields: Sequence[str], path: Path, *, header: bool) -> list[str]:
    if not header:
        return [f"column_{position}" for position in range(1, len(fields) + 1)]
    names = [name.strip() or f"column_{position}" for position, name in enumerate(fields, start=1)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        guess = (
            "; if the first line is data, set data.header = false" if looks_headerless(path) else ""
        )
        raise InputError(
            f"two columns have one name: {', '.join(repr(name) for name in twice)}",
            where=f"{path}, line 1",
            remedy=f"rename one of them{guess}",
        )
    return names


def _differs(path: Path, names: Sequence[str], other: Path, own: Sequence[str]) -> InputError:
    lost = [name for name in names if name not in own]
    new = [name for name in own if name not in names]
    said = "; ".join(
        part
        for part in (
            f"without {', '.join(map(repr, lost))}" if lost else "",
            f"with {', '.join(map(repr, new))} besides" if new else "",
            "" if lost or new else "in another order",
        )
        if part
    )
    return InputError(
        f"the files do not have the same columns: {other.name} is {said}",
        where=f"{path} and {other}",
        remedy="give files of one table, or narrow the glob",
    )


def _open(
    paths: Sequence[Path],
    separator: str,
    header: bool,
    names: list[str],
    types: list[Any] | None,
) -> pl.LazyFrame:
    return pl.scan_csv(
        list(paths),
        separator=separator,
        has_header=header,
        infer_schema=False,
        schema_overrides=types,
        with_column_names=lambda _: names,
        glob=False,
    )


def _types(text: pl.LazyFrame, names: Sequence[str], paths: Sequence[Path]) -> list[Any]:
    """Guess types from the first rows and see whether they hold for all; if not, count anew."""
    try:
        guess = _counted(text.head(_GUESS_ROWS), names)
        sure = {name for name, kind in guess.items() if kind == pl.String}
        maybe = {name: kind for name, kind in guess.items() if kind not in {None, pl.String}}
        held = text.select(_holds(name, kind) for name, kind in maybe.items())
        holds = held.collect(engine="streaming").row(0, named=True) if maybe else {}
        sure |= {name for name, own in holds.items() if own}
        open_ = [name for name in names if name not in sure]
        found = guess | (_counted(text, open_) if open_ else {})
    except pl.exceptions.PolarsError as cause:
        raise InputError(
            f"the text cannot be parted into rows: {str(cause).splitlines()[0]}",
            where=", ".join(str(path) for path in paths[:3]),
            remedy='put quotes around whole fields and write a quote within one twice ("")',
        ) from cause
    return [found[name] or pl.String for name in names]


def _holds(name: str, kind: Any) -> pl.Expr:
    value = named(name)
    bare = value.str.strip_chars_start(" ")
    if kind == pl.Boolean:
        able = value.str.contains(_TRUTH)
    elif kind == pl.Float64:
        able = bare.cast(pl.Float64, strict=False).is_not_null()
    else:
        code = (bare.str.starts_with("0") & (bare.str.len_bytes() > 1)) | bare.str.starts_with("-0")
        able = bare.cast(pl.Int64, strict=False).is_not_null() & ~code
    return (able | value.is_null()).all().alias(name)


def _counted(text: pl.LazyFrame, names: Sequence[str]) -> dict[str, Any]:
    """Find the type of columns by counting what their values can be read as."""
    expressions = [expression for name in names for expression in _counts(name)]
    row = text.select(expressions).collect(engine="streaming").row(0)
    size = len(_counts(names[0]))
    return {name: _type(row[size * i : size * (i + 1)]) for i, name in enumerate(names)}


def _counts(name: str) -> list[pl.Expr]:
    """Count present values, and those that are whole, any number, a truth value, or a code."""
    value = named(name)
    bare = value.str.strip_chars_start(" ")
    whole, number = bare.cast(pl.Int64, strict=False), bare.cast(pl.Float64, strict=False)
    code = whole.is_not_null() & value.str.contains(_LEADING_ZERO)
    long = whole.is_null() & number.is_not_null() & value.str.contains(_LONG_NUMBER)
    truth = value.str.contains(_TRUTH)
    counted = (value.is_not_null(), whole.is_not_null(), number.is_not_null(), truth, code | long)
    return [flag.sum().alias(f"{name}\0{i}") for i, flag in enumerate(counted)]


def _type(counts: Sequence[int]) -> Any:
    """Return the type that all values have; None where there is no value."""
    present, whole, number, truth, codes = counts
    if not present:
        return None
    if codes:
        return pl.String
    if present == whole:
        return pl.Int64
    if present == number:
        return pl.Float64
    return pl.Boolean if present == truth else pl.String
