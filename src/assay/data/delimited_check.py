"""Check the bytes of a delimited file, so that reading it later cannot fail."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError

_CHUNK_BYTES = 1 << 22
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
_SHOWN = 5
"""Faulty lines named in an error."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found besides faults.

    Attributes:
        blank_lines: Lines without any character, which a reader would take for empty rows.
    """

    blank_lines: int


def check(path: Path, *, separator: str, fields: int) -> Checked:
    """Check that a file is UTF-8 and that each row has as many fields as the first.

    Args:
        path: An unpacked, not empty file.
        separator: One character.
        fields: Fields of the first line.

    Raises:
        InputError: With the first faulty bytes or rows and how to mend them.
    """
    blank = ragged = 0
    pending, inside = 0, False
    utf8 = codecs.getincrementaldecoder("utf-8")()
    read = 0
    for chunk, last in _chunks(path):
        _decode(utf8, chunk, last, path, read)
        bytes_ = np.frombuffer(chunk, dtype=np.uint8)
        plain, inside = _outside_quotes(chunk, bytes_, inside)
        ends = np.flatnonzero((bytes_ == _NEWLINE) & plain)
        marks = np.flatnonzero((bytes_ == ord(separator)) & plain)
        before = np.searchsorted(marks, ends)
        counts = np.diff(before, prepend=0)
        if len(counts):
            counts[0] += pending
            pending = len(marks) - int(before[-1])
        else:
            pending += len(marks)
        wrong = np.flatnonzero(counts != fields - 1)
        if len(wrong):
            empty = _empty_lines(bytes_, ends, wrong)
            blank += int(empty.sum())
            ragged += int((~empty).sum())
        read += len(chunk)
    if inside or ragged or (pending not in {0, fields - 1}):
        _name_ragged(path, separator, fields)
    return Checked(blank_lines=blank)


def _chunks(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Read a file by parts; the last one is marked, and ends in a line end."""
    with path.open("rb") as file:
        chunk = file.read(_CHUNK_BYTES)
        while chunk:
            following = file.read(_CHUNK_BYTES)
            if not following and not chunk.endswith(b"\n"):
                chunk += b"\n"
            yield chunk, not following
            chunk = following


def _decode(
    decoder: codecs.IncrementalDecoder, chunk: bytes, last: bool, path: Path, read: int
) -> None:
    held = len(decoder.getstate()[0])
    try:
        decoder.decode(chunk, last)
    except UnicodeDecodeError as cause:
        at = read - held + cause.start
        line = _line_of(path, at)
        byte = cause.object[cause.start]
        raise InputError(
            f"the file is not UTF-8: byte 0x{byte:02x} in line {line}",
            where=f"{path}, byte {at}",
            remedy=_conversion(path),
        ) from cause
    if b"\0" in chunk:
        raise InputError(
            f"line {_line_of(path, read + chunk.index(0))} holds a zero byte; this is no text",
            where=str(path),
            remedy="save the table as UTF-8 text (not UTF-16, not a spreadsheet)",
        )


def _line_of(path: Path, at: int) -> int:
    line = 1
    with path.open("rb") as file:
        while at > 0:
            part = file.read(min(at, _CHUNK_BYTES))
            if not part:
                break
            line += part.count(b"\n")
            at -= len(part)
    return line


def _conversion(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(2)
    encoding = "UTF-16" if start in {b"\xff\xfe", b"\xfe\xff"} else "WINDOWS-1252"
    return (
        f"convert it, e.g. `iconv -f {encoding} -t UTF-8 {path.name} > utf8.csv`, "
        "or load it in a function of your own (data.source = 'module:function')"
    )


def _outside_quotes(
    chunk: bytes, bytes_: NDArray[np.uint8], inside: bool
) -> tuple[NDArray[np.bool_] | np.bool_, bool]:
    """Say which bytes stand outside of quotes, and whether the next part begins inside."""
    if b'"' not in chunk:
        return np.bool_(not inside), inside
    odd = np.bitwise_xor.accumulate(bytes_ == _QUOTE) ^ inside
    return ~odd, bool(odd[-1])


def _empty_lines(
    bytes_: NDArray[np.uint8],
    ends: NDArray[np.intp],
    wrong: NDArray[np.intp],
) -> NDArray[np.bool_]:
    """Say which of the wrong lines hold no character but perhaps a carriage return."""
    starts = np.where(wrong > 0, ends[wrong - 1] + 1, 0)
    lengths = ends[wrong] - starts
    empty: NDArray[np.bool_] = (lengths == 0) | ((lengths == 1) & (bytes_[starts] == _RETURN))
    return empty


def _name_ragged(path: Path, separator: str, fields: int) -> None:
    """Read row by row, slowly, to name the faulty ones; quotes within fields may show none."""
    faults: list[str] = []
    sizes: Counter[int] = Counter()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=separator, strict=True)
        try:
            for row in reader:
                sizes[len(row)] += 1
                if len(row) not in {0, fields} and len(faults) < _SHOWN:
                    faults.append(f"line {reader.line_num} has {len(row)}")
        except csv.Error as cause:
            raise InputError(
                f"the quotes do not close: {cause}",
                where=f"{path}, line {reader.line_num}",
                remedy='close the quote; a quote within a quoted field is written twice ("")',
            ) from cause
    count = sum(rows for size, rows in sizes.items() if size not in {0, fields})
    if not count:
        return
    more = f" and {count - len(faults)} more" if count > len(faults) else ""
    all_alike = sizes[fields] == 1 and len(sizes - Counter({fields: 1, 0: sizes[0]})) == 1
    raise InputError(
        f"{count} {'row does' if count == 1 else 'rows do'} not have {fields} fields, "
        "as the first line has",
        where=f"{path}: {', '.join(faults)}{more}",
        remedy="give the first line one name a column"
        if all_alike and count > 1
        else f"add or remove {separator!r} in these lines, or put quotes around such fields",
    )
