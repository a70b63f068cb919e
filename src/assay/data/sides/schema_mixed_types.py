"""Columns of numbers that hold words, units or notes in some rows, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from assay.core.evidence.schema import MixedTypes
from assay.data.sides.schema_written import Pair, Written

MOST_STRAYS = 0.4
"""Share of values that are no numbers; above it the column is one of words."""

FEWEST_NUMBERS = 10
"""Distinct numbers; fewer may be grades, unless the other side knows nothing but numbers."""

FEWEST_GRADES, MOST_BESIDE_GRADES = 3, 0.1
"""Distinct numbers that are grades, and share of other values that are no grade of theirs."""

MOST_WORDS, FEWEST_OF_WORD = 60, 5
"""Words of a category, and rows of each on average."""

MOST_AMONG_WORDS = 0.2
"""Share of numbers among words; more are a scale that has names for some of its steps."""

MOST_GRADES = 50
"""Distinct numbers of a scale that one bound ends; more are measured, down to a limit."""

MOST_CODES = 0.2
"""Share of the others that join letters and digits as codes do (V27, A/5 21171)."""

TRUTHS = (("1", "0"), ("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"))
FEWEST_TRUTHS = 5
"""Ways to write true and false, and rows of each of the two in another way."""

_UNITS = (
    "%|°|°c|°f|[$€£¥kcfgmlhdwvsy]|kg|mg|lbs?|oz|km|cm|mm|mi|ft|in|ml|gal|hrs?|min|sec|mo|pts?|m2|m²|"
    "days?|years?|yrs?|months?|hours?|weeks?|minutes?|eur|usd|gbp|chf|cc|hp|bhp|kw|mph|km/h|kmpl"
)
_UNIT = rf"(?i)^([$€£¥]\s?[-+]?\d[\d.,]*|[-+]?\d[\d.,]*\s?({_UNITS})\.?)$"
_BOUND = r"^([<>≤≥~≈]=?\s*[-+]?\d[\d.,]*|\d[\d.,]*\s*\+)$"
_RANGE = r"^\d[\d.,]*\s*(-|\x{2013}|to|or|/|;|&|and|and up to)\s*\d[\d.,]*$"
_WORDS = r"^[^\d]*$"
_HEDGE = (
    "about|approx|circa|ca|est|around|nearly|over|under|above|below|up to|at least|at most|min|max"
)
_NOTED = (
    r"^[^\pL\d]*[-+]?\d[\d.,]*[^\pL\d]*$"  # 12? or (12) or ~12*
    r"|^[^\pL\d]*[-+]?\d[\d.,]*[\s(\[]+[^\d]*\p{Ll}{2,}[^\d]*$"  # 12 (cut), 12 or so
    r"|^[^\d]*\p{Ll}{3,}[^\pL\d]+[-+]?\d[\d.,]*[^\pL\d]*$"  # about 12, class: 12
    rf"|(?i)^({_HEDGE})[.: ]*\s*[-+]?\d[\d.,]*$|(?i)^[-+]?\d[\d.,]*\s*({_HEDGE}|or so|ish)\.?$"
)
"""A number with a note: one number, beside it words or marks that do not touch it as codes do."""

_DATE = (
    r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(\s.*)?$"
    r"|(?i)^\d{1,2}[- ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)

_KINDS = (
    ("unit", _UNIT),
    ("bound", _BOUND),
    ("range", _RANGE),
    ("date", _DATE),
    ("note", _NOTED),
    ("word", _WORDS),
)
_MEASURED = {"unit", "bound", "note"}
"""Kinds that say of a number what nobody says of a code."""


def mixed_types(pair: Pair) -> Iterator[MixedTypes]:
    """Yield each side on which numbers and other values stand in one column."""
    for side, other in (pair.both, pair.both[::-1]):
        if side.kind != "text":
            continue
        numeric = other.kind == "number"
        found = _mixed(pair.name, side, numeric=numeric) or _among_words(pair.name, side)
        found = found or _truths(pair.name, side)
        if found is not None:
            yield found


def _mixed(name: str, side: Written, *, numeric: bool) -> MixedTypes | None:
    distinct = side.distinct.filter(pl.col("bare") != "")
    number = pl.col("number").is_not_null() | pl.col("comma") | pl.col("grouped")
    numbers, others = distinct.filter(number), distinct.filter(~number)
    rows = int(distinct["rows"].sum())
    strays = int(others["rows"].sum())
    if not strays or strays > MOST_STRAYS * rows:
        return None
    kinds = _kinds(others)
    if side.coded and not numeric and not set(kinds) & _MEASURED:
        return None
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
        told = pl.any_horizontal(pl.col("bare").str.contains(form) for form in (_UNIT, _BOUND))
        return others.filter(~told).height <= max(10, numbers.height)
    missing, rows = int(others.filter(pl.col("gone"))["rows"].sum()), int(others["rows"].sum())
    if numbers.height >= FEWEST_GRADES and (others.height > 1 or "note" in kinds):
        return bool(rows <= MOST_BESIDE_GRADES * (rows + int(numbers["rows"].sum())))
    return numbers.height >= 5 and missing == rows


def _among_words(name: str, side: Written) -> MixedTypes | None:
    """Return the numbers among the words of a category."""
    known = side.known
    plain = pl.col("bare").str.contains(r"^[-+]?\d+(\.\d+)?$")
    numbers, words = known.filter(plain), known.filter(pl.col("bare").str.contains(r"^\pL[^\d]*$"))
    rows, strays = int(known["rows"].sum()), int(numbers["rows"].sum())
    if not strays or numbers.height + words.height < known.height:
        return None
    named = int(words["rows"].sum())
    if not 3 <= words.height <= min(MOST_WORDS, named / FEWEST_OF_WORD):
        return None
    if strays > MOST_AMONG_WORDS * rows:
        return None
    return MixedTypes(
        column=name,
        side=side.side,
        share=strays / rows,
        numbers=numbers.height,
        kinds=("number",),
        examples=tuple(numbers["value"].head(3).to_list()),
        other_numeric=False,
    )


def _truths(name: str, side: Written) -> MixedTypes | None:
    """Return the words for true and false beside 1 and 0, where both are written in both ways."""
    known = side.known.with_columns(word=pl.col("bare").str.to_lowercase())
    if not 4 <= known.height <= 4 * len(TRUTHS) * 2:
        return None
    rows = dict(known.group_by("word").agg(pl.col("rows").sum()).iter_rows())
    if set(rows) - {word for pair in TRUTHS for word in pair}:
        return None
    ways = [pair for pair in TRUTHS if all(rows.get(word, 0) >= FEWEST_TRUTHS for word in pair)]
    if TRUTHS[0] not in ways or len(ways) < 2:
        return None
    worded = known.filter(~pl.col("word").is_in(list(TRUTHS[0])))
    return MixedTypes(
        column=name,
        side=side.side,
        share=int(worded["rows"].sum()) / int(known["rows"].sum()),
        numbers=len(TRUTHS[0]),
        kinds=("word",),
        examples=tuple(worded["value"].head(3).to_list()),
        other_numeric=False,
    )


def _outermost(numbers: pl.DataFrame, others: pl.DataFrame) -> bool:
    """Whether the one bound ends the scale: no number lies beyond it."""
    text = str(others["bare"][0])
    bound = float(others["bare"].str.extract(r"(\d+(?:\.\d+)?)").cast(pl.Float64)[0])
    plain = numbers["number"].drop_nulls()
    if text[0] in "<≤":
        return bool((plain >= bound).all())
    return bool((plain <= bound).all())
