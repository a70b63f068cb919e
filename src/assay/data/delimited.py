"""Read delimited text (CSV, TSV) with types that hold for every row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import polars as pl

from assay.core.errors import InputError
from assay.data.delimited_check import check

_SEPARATORS = (",", ";", "\t", "|")
_GUESS_ROWS = 1000
_LONG_NUMBER = r"^\s*[-+]?\d{16,}$"
"""Digits that a 64-bit float would round: a card or account number, not an amount."""

_LEADING_ZERO = r"^\s*[-+]?0\d"
"""`007`: a code, whose zeros a number would lose."""


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
        path: An unpacked file.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "adult.csv"
        >>> _ = file.write_text("39, Private\n50, Self-emp\n")
        >>> looks_headerless(file)
        True
    """
    path = Path(path)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        separator = _separator(_head(path))
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
    """Find types that hold for all rows; columns whose first rows are words need no look."""
    where = ", ".join(str(path) for path in paths[:3])
    try:
        guess = text.head(_GUESS_ROWS).collect()
        maybe = [
            column.name
            for column in guess
            if _type(guess.lazy().select(_counts(column.name)).collect().row(0)) != pl.String
        ]
        counted = (
            text.select(expression for name in maybe for expression in _counts(name, prefix=name))
            .collect(engine="streaming")
            .row(0)
            if maybe
            else ()
        )
    except pl.exceptions.PolarsError as cause:
        raise InputError(
            f"the text cannot be parted into rows: {str(cause).splitlines()[0]}",
            where=where,
            remedy='put quotes around whole fields and write a quote within one twice ("")',
        ) from cause
    size = len(_counts("x"))
    found = {name: _type(counted[size * i : size * (i + 1)]) for i, name in enumerate(maybe)}
    return [found.get(name, pl.String) for name in names]


def _counts(name: str, *, prefix: str = "") -> list[pl.Expr]:
    """Count present values, and those that are whole, any number, a truth value, or a code."""
    value = pl.col(name)
    bare = value.str.strip_chars_start(" ")
    whole, number = bare.cast(pl.Int64, strict=False), bare.cast(pl.Float64, strict=False)
    code = whole.is_not_null() & (bare.str.len_bytes() > 1) & value.str.contains(_LEADING_ZERO)
    long = whole.is_null() & number.is_not_null() & value.str.contains(_LONG_NUMBER)
    truth = (value.str.len_bytes() < 6) & value.str.contains(r"^(?i:true|false)$")
    counted = (value.is_not_null(), whole.is_not_null(), number.is_not_null(), truth, code | long)
    return [flag.sum().alias(f"{prefix}\0{i}") for i, flag in enumerate(counted)]


def _type(counts: Sequence[int]) -> Any:
    present, whole, number, truth, codes = counts
    if codes:
        return pl.String
    if present == whole:
        return pl.Int64 if present else pl.String
    if present == number:
        return pl.Float64
    return pl.Boolean if present == truth else pl.String
