"""Find the form in which dates are written as text."""

from __future__ import annotations

import polars as pl

_DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%d-%m-%y",
    "%m-%d-%y",
    "%d/%m/%y",
    "%m/%d/%y",
)
_TIMES = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S", " %H:%M:%S%.f", "T%H:%M:%S%.f", " %I:%M %p")
_SHAPE = r"^(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4}|[A-Za-z]{3,9} \d)"
_GUESS_VALUES = 200
_ENOUGH = 0.95
"""Share of values that must be dates."""


def date_format(values: pl.Series) -> tuple[str, bool] | None:
    """Find the form that reads nearly all values as dates.

    Args:
        values: Stripped text without missing values.

    Returns:
        The form, in the letters of `strptime`, and whether day and month could be swapped
        without any value contradicting; None if these are no dates.

    Example:
        >>> date_format(pl.Series(["01-01-2011", "19-01-2011"]))
        ('%d-%m-%Y', False)
        >>> date_format(pl.Series(["01-02-2011", "03-04-2011"]))
        ('%d-%m-%Y', True)
    """
    if not len(values) or (values.str.contains(_SHAPE).sum() or 0) < _ENOUGH * len(values):
        return None
    few = values.gather_every(max(1, len(values) // _GUESS_VALUES))
    likely = [form for form in _forms() if _readable(few, form) >= _ENOUGH * len(few)]
    counted = [(_readable(values, form), form) for form in likely]
    able = [(count, form) for count, form in counted if count >= _ENOUGH * len(values)]
    if not able:
        return None
    best = max(count for count, _ in able)
    forms = [form for count, form in able if count == best]
    return forms[0], _swapped(forms[0]) in forms


def parse(value: pl.Expr, form: str) -> pl.Expr:
    """Read text of a form as dates; what does not fit becomes null."""
    return value.str.to_datetime(
        form, strict=False, exact=True, time_unit="us", ambiguous="earliest"
    )


def _forms() -> list[str]:
    zoned = [f"%Y-%m-%d{time}{zone}" for time in _TIMES[1:6] for zone in ("Z", "%z", " UTC")]
    return [f"{day}{time}" for day in _DAYS for time in _TIMES] + zoned


def _swapped(form: str) -> str:
    return form.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")


def _readable(values: pl.Series, form: str) -> int:
    read = values.to_frame("value").select(parse(pl.col("value"), form)).to_series()
    return len(read) - read.null_count()
