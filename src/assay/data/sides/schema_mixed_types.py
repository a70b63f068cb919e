"""Columns of numbers that hold words, units or bounds in part of the rows."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from assay.core.evidence.schema import MixedTypes
from assay.data.sides.schema_written import Pair, Written

MOST_STRAYS = 0.4
"""Share of values that are no numbers; above it the column is one of words."""

FEWEST_NUMBERS = 10
"""Distinct numbers; fewer may be grades, unless the other side knows nothing but numbers."""

MOST_GRADES = 50
"""Distinct numbers of a scale that one bound ends; more are measured, down to a limit."""

MOST_CODES = 0.2
"""Share of the others that join letters and digits as codes do (V27, A/5 21171)."""

_UNITS = (
    "%|°|°c|°f|[$€£¥kcfgmlhdwvsy]|kg|mg|lbs?|oz|km|cm|mm|mi|ft|in|ml|gal|hrs?|min|sec|mo|pts?|m2|m²|"
    "days?|years?|yrs?|months?|hours?|weeks?|minutes?|eur|usd|gbp|chf|cc|hp|bhp|kw|mph|km/h|kmpl"
)
_UNIT = rf"(?i)^([$€£¥]\s?[-+]?\d[\d.,]*|[-+]?\d[\d.,]*\s?({_UNITS})\.?)$"
_BOUND = r"^([<>≤≥~≈]=?\s*[-+]?\d[\d.,]*|\d[\d.,]*\s*\+)$"
_RANGE = r"^\d[\d.,]*\s*(-|\x{2013}|to)\s*\d[\d.,]*$"
_WORDS = r"^[^\d]*$"

_KINDS = (("unit", _UNIT), ("bound", _BOUND), ("range", _RANGE), ("word", _WORDS))


def mixed_types(pair: Pair) -> Iterator[MixedTypes]:
    """Yield each side on which numbers and other values stand in one column."""
    for side, other in (pair.both, pair.both[::-1]):
        if side.kind != "text":
            continue
        numeric = other.kind == "number"
        if (found := _mixed(pair.name, side, numeric=numeric)) is not None:
            yield found


def _mixed(name: str, side: Written, *, numeric: bool) -> MixedTypes | None:
    distinct = side.distinct.filter(pl.col("bare") != "")
    number = pl.col("number").is_not_null() | pl.col("comma") | pl.col("grouped")
    numbers, others = distinct.filter(number), distinct.filter(~number)
    rows = int(distinct["rows"].sum())
    strays = int(others["rows"].sum())
    if not strays or strays > MOST_STRAYS * rows or (side.coded and not numeric):
        return None
    kinds = _kinds(others)
    codes = strays - sum(kinds.values())
    if codes > MOST_CODES * strays or not _plausible(numbers, others, kinds, numeric=numeric):
        return None
    return MixedTypes(
        column=name,
        side=side.side,
        share=strays / rows,
        numbers=numbers.height,
        kinds=tuple(kinds),
        examples=tuple(others["value"].head(3).to_list()),
        other_numeric=numeric,
    )


def _kinds(others: pl.DataFrame) -> dict[str, int]:
    """Return how many rows are of each kind that is known, most first."""
    kind = pl.coalesce(
        pl.when(pl.col("bare").str.contains(form)).then(pl.lit(name)) for name, form in _KINDS
    )
    counted = others.group_by(kind.alias("kind")).agg(pl.col("rows").sum())
    counted = counted.drop_nulls().sort(["rows", "kind"], descending=[True, False])
    return {str(name): int(rows) for name, rows in counted.iter_rows()}


def _plausible(
    numbers: pl.DataFrame, others: pl.DataFrame, kinds: dict[str, int], *, numeric: bool
) -> bool:
    """Whether it is a column of quantities, not of grades with one more for the rest."""
    if numeric:
        return True
    scale = numbers.height < MOST_GRADES
    if (
        scale
        and others.height == 1
        and set(kinds) <= {"bound", "range"}
        and _outermost(numbers, others)
    ):
        return False
    if numbers.height >= FEWEST_NUMBERS:
        return others.height <= max(10, numbers.height)
    missing = others.filter(pl.col("gone"))["rows"].sum()
    return numbers.height >= 5 and missing == others["rows"].sum()


def _outermost(numbers: pl.DataFrame, others: pl.DataFrame) -> bool:
    """Whether the one bound ends the scale: no number lies beyond it."""
    text = str(others["bare"][0])
    bound = float(others["bare"].str.extract(r"(\d+(?:\.\d+)?)").cast(pl.Float64)[0])
    plain = numbers["number"].drop_nulls()
    if text[0] in "<≤":
        return bool((plain >= bound).all())
    return bool((plain <= bound).all())
