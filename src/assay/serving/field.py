"""One column at the door: a value of JSON is read, held against the contract, and put right."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from assay.core.errors import InputError
from assay.data.contract.model import Column, limit_of
from assay.data.contract.single import LEAST, MOST, UNREAD, reader
from assay.features import single
from assay.features.single import LARGEST, DateColumn

Policy = Literal["reject", "clip", "impute"]
"""What is done with a value that breaks the contract."""

Action = Literal["rejected", "clipped", "taken as missing", "noted"]

ABSENT: Final = object()
"""Stands for a column that a record does not name."""

SHOWN = 6
"""Categories that a reason names."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a value is not what the contract promises, and what was done about it.

    Attributes:
        check: `type`, `null`, `absent`, `min`, `max`, `category`, `format` or `expression`.
        row: Position in the request, from 0.
    """

    column: str | None
    check: str
    expected: str
    seen: Any
    action: Action
    row: int


@dataclass(slots=True)
class Field:
    """One column: where its value goes, and what is quickly known to be right.

    Attributes:
        kind: Type of a value that needs no reading, if it lies between `low` and `high` or is one
            of `known`.
        number: Place in the number matrix, or None.
        text: Place in the string matrix, or None.
        date: How the parts of a date are read, or None; they start at `part`.
    """

    name: str
    column: Column
    kind: type
    low: float
    high: float
    known: Container[str]
    number: int | None
    text: int | None
    date: DateColumn | None
    part: int
    read: Callable[[Any], Any]
    check: Callable[[Any], tuple[str, str] | None]
    policy: Policy

    def admit(self, value: object, row: int, reasons: list[Reason]) -> Any:
        """Return the value as the model reads it, after noting what is wrong with it.

        A value that is rejected counts as missing, so that all reasons can be told at once.
        """
        if value is ABSENT:
            if self.column.nullable or not self.column.required:
                reasons.append(self._reason("absent", "named, or null", None, "noted", row))
                return None
            return self._refuse("absent", "named in every row", None, row, reasons)
        parsed = self.read(value)
        if parsed is UNREAD:
            form = f" written {self.column.format}" if self.column.format else ""
            return self._refuse("type", f"reads as {self.column.type}{form}", value, row, reasons)
        if parsed is None:
            if self.column.nullable:
                return None
            return self._refuse("null", "never missing", value, row, reasons)
        return self._held(parsed, value, row, reasons)

    def _held(self, parsed: Any, value: object, row: int, reasons: list[Reason]) -> Any:
        """Return a value that was read, put right where it breaks a promise."""
        check, expected = self.check(parsed) or ("", "")
        if check == "category" and self.column.open:
            reasons.append(self._reason(check, expected, value, "noted", row))
        elif check in ("min", "max") and self.policy == "clip":
            reasons.append(self._reason(check, expected, value, "clipped", row))
            parsed = bound_of(self.column, check)
        elif check:
            return self._refuse(check, expected, value, row, reasons)
        return self._readable(parsed, value, row, reasons)

    def place(self, value: Any, numbers: list[float], strings: list[str]) -> None:
        """Put an admitted value into the rows of the two matrices."""
        if self.number is not None:
            numbers[self.number] = single.number(value, self.name)
        if self.text is not None:
            strings[self.text] = single.string(value, self.name)
        if self.date is not None:
            parts = single.parts_of(value, self.date)
            numbers[self.part : self.part + len(parts)] = parts

    def _readable(self, parsed: Any, value: object, row: int, reasons: list[Reason]) -> Any:
        """Return what the model can read; a column of type `any` may hold what it cannot."""
        try:
            self.place(parsed, _Sink(), _Sink())
        except InputError as error:
            return self._refuse("type", error.what, value, row, reasons)
        return parsed

    def _refuse(
        self, check: str, expected: str, seen: object, row: int, reasons: list[Reason]
    ) -> None:
        action: Action = "rejected" if self.policy == "reject" else "taken as missing"
        reasons.append(self._reason(check, expected, seen, action, row))

    def _reason(self, check: str, expected: str, seen: object, action: Action, row: int) -> Reason:
        return Reason(
            column=self.name,
            check=check,
            expected=expected,
            seen=shown(seen),
            action=action,
            row=row,
        )


def bound_of(column: Column, check: str) -> Any:
    """Return what a value that breaks `min` or `max` is moved to, in the column's type."""
    bound = column.min if check == "min" else column.max
    assert bound is not None
    limit = limit_of(bound, column, high=check == "max")
    if column.type == "integer" and isinstance(limit, float):
        return math.ceil(limit) if check == "min" else math.floor(limit)
    return limit


class _Nothing:
    """The type of no value: where every value has to be read."""


class _Sink(list[Any]):
    """Takes any place and keeps nothing."""

    def __setitem__(self, place: Any, value: Any) -> None:
        pass


def field(
    name: str,
    column: Column,
    *,
    policy: Policy,
    number: int | None = None,
    text: int | None = None,
    date: DateColumn | None = None,
    part: int = 0,
) -> Field:
    """Return a column at the door.

    Args:
        name: Its name.
        column: What the contract promises of it.
        policy: What is done with a value that breaks it.
        number: Place in the number matrix, if the model reads it as a number.
        text: Place in the string matrix, if the model reads it as a category.
        date: How its parts are read, if the model reads it as a date.
        part: Place of the first part in the number matrix.
    """
    kinds: dict[str, type] = {"integer": int, "number": float, "text": str, "boolean": bool}
    marks = [mark for word in column.missing if (mark := _number(word)) is not None]
    kind = kinds.get(column.type, _Nothing)
    if marks and kind in (int, float):
        kind = _Nothing  # any number may mean missing: each is read
    read = reader(column)
    return Field(
        name=name,
        column=column,
        kind=kind,
        low=_limit(column, high=False),
        high=_limit(column, high=True),
        known=_known(column, read),
        number=number,
        text=text,
        date=date,
        part=part,
        read=read,
        check=_check(column),
        policy=policy,
    )


def _limit(column: Column, *, high: bool) -> float:
    bound = column.max if high else column.min
    edge = LARGEST if high else -LARGEST
    if column.type == "boolean":
        return float(high)
    if column.categories or isinstance(bound, datetime.date):
        return math.nan  # nothing lies between: each value is looked at
    if column.type == "integer" and bound is None:
        return float(2**62 if high else -(2**62))
    return edge if bound is None else float(bound)


def _known(column: Column, read: Callable[[Any], Any]) -> Container[str]:
    """Return the texts that are read as they are written, and are allowed."""
    if column.type != "text" or column.pattern is not None:
        return frozenset()
    if not column.categories:
        return _Words(column.missing)
    texts = (category for category in column.categories if isinstance(category, str))
    return frozenset(text for text in texts if read(text) == text)


class _Words(Container[str]):
    """Plain words that do not mean missing; what it does not hold is looked at more closely."""

    def __init__(self, missing: Iterable[str]) -> None:
        self._missing = frozenset(missing)

    def __contains__(self, word: object) -> bool:
        return (
            isinstance(word, str)
            and word.isascii()
            and word[:1] > " "
            and word[-1:] > " "
            and word not in self._missing
        )


def _check(column: Column) -> Callable[[Any], tuple[str, str] | None]:
    """Return what names the first promise that a value breaks, and what was promised."""
    low = None if column.min is None else limit_of(column.min, column, high=False)
    high = None if column.max is None else limit_of(column.max, column, high=True)
    categories = frozenset(column.categories)
    pattern = None if column.pattern is None else _pattern(column.pattern)
    named = ", ".join(str(category) for category in column.categories[:SHOWN])
    more = len(column.categories) - SHOWN
    named += f" and {more} more" if more > 0 else ""

    def check(value: Any) -> tuple[str, str] | None:
        if low is not None and value < low:
            return "min", f"at least {column.min}"
        if high is not None and value > high:
            return "max", f"at most {column.max}"
        if categories and value not in categories:
            return "category", f"known so far: {named}" if column.open else f"one of {named}"
        if pattern is not None and not pattern(value):
            return "format", f"looks like {column.pattern}"
        return None

    return check


def _pattern(pattern: str) -> Callable[[str], bool]:
    try:
        compiled = re.compile(f"(?:{pattern})")
    except re.error:  # the syntax of patterns is that of Rust, which has more
        return _by_polars(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _by_polars(pattern: str) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        import polars as pl

        return bool(pl.Series([text]).str.contains(f"^(?:{pattern})$").item())

    return holds


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


def shown(value: object) -> Any:
    """Return a value as an answer may repeat it: short, and JSON."""
    if isinstance(value, int) and not LEAST <= value <= MOST:
        value = repr(value)  # the log holds no larger ones
    if value is None or isinstance(value, bool | int | float):
        return value if not isinstance(value, float) or math.isfinite(value) else repr(value)
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


LONGEST = 60
"""Characters of a value that a reason repeats."""
