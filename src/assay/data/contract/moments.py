"""Read a single date or time that is written in a contract's format, as a column of them is read.

Formats are those of `chrono`, which Polars uses; what is not known here is left to Polars itself.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

Moment = datetime.date | datetime.datetime
Reader = Callable[[str], Moment | None]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_PARTS = {
    "Y": r"\s*(?P<year>\+?\d{1,4})",
    "y": r"\s*(?P<short>\d{1,2})",
    "m": r"\s*(?P<month>\d{1,2})",
    "d": r"\s*(?P<day>\d{1,2})",
    "H": r"\s*(?P<hour>\d{1,2})",
    "M": r"\s*(?P<minute>\d{1,2})",
    "S": r"\s*(?P<second>\d{1,2})",
    "b": rf"(?P<name>{'|'.join(name[:3] for name in _MONTHS)})",
    "B": rf"(?P<name>{'|'.join(f'{name}|{name[:3]}' for name in _MONTHS)})",
    ".f": r"(?:\.(?P<fraction>\d+))?",
    ":z": r"\s*(?P<zone>[+-]\d{2}:?\d{2})",
}
_DIRECTIVE = re.compile(r"%(\.f|:z|[A-Za-z%])|(\s+)|([^%\s]+)")


def reader(form: str, *, day: bool) -> Reader | None:
    """Return what reads a text in this form, None for what does not read; or None.

    Args:
        form: Format of the contract, such as `%d-%m-%Y`.
        day: Whether a date is read, rather than a time.

    Returns:
        A function that gives a date, a time without a zone, or one in UTC where the form has a
        zone; None where the form holds what only Polars knows.

    Example:
        >>> reader("%d-%m-%Y", day=True)("31-01-2011")
        datetime.date(2011, 1, 31)
        >>> reader("%Y-%m-%dT%H:%M:%S%.f%:z", day=False)("2024-01-05T10:20:30.5+01:00").isoformat()
        '2024-01-05T09:20:30.500000+00:00'
    """
    pattern = _pattern(form)
    if pattern is None:
        return None
    compiled = re.compile(pattern, re.ASCII | re.IGNORECASE)

    def read(text: str) -> Moment | None:
        found = compiled.fullmatch(text)
        if found is None:
            return None
        try:
            moment = _moment(found.groupdict())
        except (ValueError, OverflowError):  # a day that no calendar has
            return None
        return moment.date() if day else moment

    return read


def _pattern(form: str) -> str | None:
    pattern, end = "", 0
    for match in _DIRECTIVE.finditer(form):
        directive, blank, literal = match.groups()
        if match.start() != end or (directive is not None and directive not in (*_PARTS, "%")):
            return None
        end = match.end()
        if directive is None:
            pattern += r"\s*" if blank else re.escape(literal)
        else:
            pattern += _PARTS.get(directive, "%")
    groups = re.findall(r"\?P<(\w+)>", pattern)
    whole = {"day"} <= set(groups) and bool({"month", "name"} & set(groups))
    return pattern if end == len(form) and whole and len(groups) == len(set(groups)) else None


def _moment(parts: dict[str, str | None]) -> datetime.datetime:
    seconds = int(parts.get("second") or 0)
    if seconds > LEAP:
        raise ValueError("a minute has no such second")
    moment = datetime.datetime(  # noqa: DTZ001  (the zone is read below)
        _year(parts),
        _month(parts),
        int(parts["day"] or 0),
        int(parts.get("hour") or 0),
        int(parts.get("minute") or 0),
        min(seconds, LEAP - 1),
        int(((parts.get("fraction") or "") + "000000")[:6]),
    )
    if seconds == LEAP:
        moment += datetime.timedelta(seconds=1)
    zone = parts.get("zone")
    if zone is None:
        return moment
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours >= 24 or minutes >= 60:
        raise ValueError("no zone is a day away")
    offset = datetime.timedelta(hours=hours, minutes=minutes)
    return (moment - (offset if zone[0] == "+" else -offset)).replace(tzinfo=datetime.UTC)


LEAP = 60
"""The second that a leap minute has more."""


def _year(parts: dict[str, str | None]) -> int:
    if short := parts.get("short"):
        return int(short) + (1900 if int(short) >= 70 else 2000)
    return int(parts.get("year") or 0)


def _month(parts: dict[str, str | None]) -> int:
    if name := parts.get("name"):
        return next(i for i, full in enumerate(_MONTHS, 1) if full[:3] == name[:3].lower())
    return int(parts["month"] or 0)
