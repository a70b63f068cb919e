"""Read single raw values as the columns of a table are read, without a frame."""

from __future__ import annotations

import datetime
import decimal
import math
import zoneinfo
from dataclasses import dataclass
from typing import Any

import numpy as np

from assay.core.errors import InputError

LARGEST = float(np.finfo(np.float32).max)
"""Numbers beyond it, and infinities, are read as this largest finite float32."""

MISSING = ""
"""What a missing string is read as; a blank string is missing too."""

PARTS = ("year", "month", "day", "hour", "weekday", "day of year", "days since 2000")
"""Parts of a date: hour holds the minutes as a fraction, weekday is 1 (Monday) to 7."""

DAY_ZERO = datetime.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class DateColumn:
    """A column of dates or times.

    Attributes:
        zone: Time zone that the parts are read in; None for times without a zone, where a time
            with a zone is read in UTC.
    """

    name: str
    zone: str | None = None


def number(value: object, name: str) -> float:
    """Return one value as `values.numbers` would, before it is rounded to float32.

    Raises:
        InputError: If it is of another type.
    """
    if value is None:
        return math.nan
    if isinstance(value, int | float | np.number | np.bool_ | decimal.Decimal):
        try:
            found = float(value)
        except OverflowError:
            found = math.inf if value > 0 else -math.inf
        return found if math.isnan(found) else min(max(found, -LARGEST), LARGEST)
    raise wrong_type(name, type(value).__name__, "a number")


def string(value: object, name: str) -> str:
    """Return one value as `values.strings` would.

    Raises:
        InputError: If it is of another type.
    """
    if isinstance(value, str):
        return value if value.isascii() else _whole(value, name)
    if value is None or isinstance(value, int | float | np.number | np.bool_):
        return text(value)
    raise wrong_type(name, type(value).__name__, "a category")


def _whole(value: str, name: str) -> str:
    """Return the text, if all of it is text: JSON may hold half of a character."""
    try:
        value.encode()
    except UnicodeEncodeError as cause:
        raise InputError(
            f"column '{name}' holds half of a character: {value!r}",
            where=f"column '{name}'",
            remedy="give valid Unicode",
        ) from cause
    return value


def text(value: Any) -> str:
    """Return a number, a truth or nothing as the category that it is read as."""
    if value is None:
        return MISSING
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        found = float(value)
        if math.isnan(found):
            return MISSING
        return str(int(found)) if found.is_integer() else repr(found)
    return str(int(value))


def parts_of(value: object, date: DateColumn) -> tuple[float, ...]:
    """Return the `PARTS` of one date or time.

    Raises:
        InputError: If it is of another type.
    """
    if value is None:
        return (math.nan,) * len(PARTS)
    if not isinstance(value, datetime.date):
        raise wrong_type(date.name, type(value).__name__, "a date or a time")
    hour = 0.0
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(zoneinfo.ZoneInfo(date.zone or "UTC"))
        hour = (float(value.hour) * 60 + value.minute) / 60
    first = datetime.date(value.year, 1, 1).toordinal()
    day = value.toordinal()
    return (
        value.year,
        value.month,
        value.day,
        hour,
        value.isoweekday(),
        day - first + 1,
        day - DAY_ZERO.toordinal(),
    )


def wrong_type(name: str, seen: str, expected: str) -> InputError:
    """Return the error of a value that is not what the model reads."""
    return InputError(
        f"column '{name}' holds {seen}, but the model reads {expected}",
        where=f"column '{name}'",
        remedy="give the values as the training data had them; the contract can parse text",
    )
