"""Columns of dates that are written in more than one format."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from assay.core.evidence.schema import DateFormats
from assay.data.sides.schema_written import Pair, Written

MOSTLY_DATES = 0.8
"""Share of known values that are dates, from which a column is one of dates."""

FEWEST = 5
"""Rows in a second format."""

SMALLEST_SHARE = 0.005
"""Share of rows in a second format."""

_MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_CLOCK = r"([T ,]\s*\d{1,2}:\d{2}.*)?$"

_FORMS = (
    ("year first", r"^(1[5-9]|20|21)\d{2}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])" + _CLOCK),
    ("year/month/day", r"^(1[5-9]|20|21)\d{2}/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])" + _CLOCK),
    ("year.month.day", r"^(1[5-9]|20|21)\d{2}\.(0?[1-9]|1[0-2])\.(0?[1-9]|[12]\d|3[01])" + _CLOCK),
    ("a/b/year", r"^([0-2]?\d|3[01])/([0-2]?\d|3[01])/(\d{2}|\d{4})" + _CLOCK),
    ("a-b-year", r"^([0-2]?\d|3[01])-([0-2]?\d|3[01])-(\d{2}|\d{4})" + _CLOCK),
    ("a.b.year", r"^([0-2]?\d|3[01])\.([0-2]?\d|3[01])\.(\d{2}|\d{4})" + _CLOCK),
    ("day and month's name", r"^\d{1,2}[ \-]" + _MONTH + r"[ \-,]+\d{2,4}" + _CLOCK),
    ("month's name and day", r"^" + _MONTH + r"[ \-]\d{1,2},?[ \-]\d{2,4}" + _CLOCK),
    ("digits only", r"^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$"),
    ("serial number", r"^[1-6]\d{4}(\.\d+)?$"),
)
_NUMERIC = ("digits only", "serial number")
_OPEN = ("a/b/year", "a-b-year", "a.b.year")


def date_formats(pair: Pair) -> Iterator[DateFormats]:
    """Yield the column if a side writes dates in several formats, or each side in its own."""
    if not any(side.kind == "text" for side in pair.both):
        return
    found = [formats(side) for side in pair.both]
    if not any(any(name not in _NUMERIC for name in one) for one in found if one):
        return
    shares = [{name: share for name, (share, _) in (one or {}).items()} for one in found]
    mains = [next(iter(one), None) for one in shares]
    between = None not in mains and mains[0] != mains[1] and not _undecided(*mains)
    if between or any(len(one) > 1 for one in shares):
        yield DateFormats(
            column=pair.name,
            train=tuple(shares[0].items()),
            test=tuple(shares[1].items()),
            examples=tuple(value for one in found for _, value in (one or {}).values()),
            between=between,
        )


def _undecided(left: str | None, right: str | None) -> bool:
    """Whether one side has no value above 12 that would tell its order from the other's."""
    if left is None or right is None:
        return True
    return any(
        one in _OPEN and other.count(one[1]) == 2 and not other.startswith("year")
        for one, other in ((left, right), (right, left))
    )


def main_format(side: Written) -> str | None:
    """Return the format of most dates of a side; None if it holds no dates."""
    found = formats(side)
    return next(iter(found)) if found else None


def formats(side: Written) -> dict[str, tuple[float, str]] | None:
    """Return share and an example of each format of a column of dates, most frequent first.

    Where a format leaves open which number is the day, values above 12 decide; None if the column
    is not one of dates.
    """
    if side.kind == "time":
        return {"year first": (1.0, str(side.column.drop_nulls()[0]))}
    if side.kind != "text":
        return None
    known = side.known
    if known["bare"].head(50).str.contains(r"\d").mean() in (None, 0.0):
        return None
    form = pl.coalesce(
        pl.when(pl.col("bare").str.contains(form)).then(pl.lit(name)) for name, form in _FORMS
    )
    marked = known.with_columns(form=form)
    rows = int(known["rows"].sum())
    dated = marked.drop_nulls("form")
    if not rows or int(dated["rows"].sum()) < MOSTLY_DATES * rows:
        return None
    ordered = pl.concat([_ordered(dated, name) for name in dated["form"].unique().to_list()])
    counted = ordered.group_by("form").agg(pl.col("rows").sum(), pl.col("bare").first())
    counted = counted.sort(["rows", "form"], descending=[True, False])
    least = max(FEWEST, SMALLEST_SHARE * rows)
    return {
        str(name): (int(own) / rows, str(example))
        for position, (name, own, example) in enumerate(counted.iter_rows())
        if own >= least or position == 0
    }


def _ordered(dated: pl.DataFrame, name: str) -> pl.DataFrame:
    """Say of `a/b/year` which is the day, wherever values above 12 tell."""
    own = dated.filter(pl.col("form") == name)
    if name not in _OPEN:
        return own
    parts = own["bare"].str.extract_groups(r"^(\d{1,2})\D(\d{1,2})").struct.unnest()
    first, second = (parts[field].cast(pl.Int64) > 12 for field in ("1", "2"))
    mark = name[1]
    day_first, month_first = f"day{mark}month{mark}year", f"month{mark}day{mark}year"
    many = own["rows"]
    days, months = int(many.filter(first).sum()), int(many.filter(second).sum())
    if not days and not months:
        return own
    if not days or not months:
        return own.with_columns(form=pl.lit(day_first if days else month_first))
    usual = day_first if days >= months else month_first
    form = pl.when(first).then(pl.lit(day_first)).when(second).then(pl.lit(month_first))
    return own.with_columns(form=form.otherwise(pl.lit(usual)))
