"""Numbers whose decimals stand behind a comma."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from assay.core.evidence.schema import DecimalCommas
from assay.data.sides.schema_written import DECIMAL_COMMA, GROUPED, Pair, Written

MOSTLY_NUMBERS = 0.6
"""Share of a column's values that can be read as numbers, with points or commas."""

SURE = 0.3
"""Share of numbers with a comma that cannot be thousands parted by one."""

FEWEST = 5
"""Rows with a comma."""

FEWEST_PLAIN = 20
MOSTLY_WITHIN = 0.9
"""Plain numbers that those with a comma are held against, and which part is within their range."""


def decimal_commas(pair: Pair) -> Iterator[DecimalCommas]:
    """Yield the column if one side writes decimals with a comma."""
    texts = [side for side in pair.both if side.kind == "text"]
    if not texts or not any(_held(side, other) for side, other in _ordered(pair) if side in texts):
        return
    shares = [_share(side) if side in texts else 0.0 for side in pair.both]
    commas = [value for side in texts for value in side.examples(_COMMA, 2)]
    points = [value for side in texts for value in side.examples(_POINT, 2)]
    yield DecimalCommas(
        column=pair.name,
        train=shares[0],
        test=shares[1],
        examples=(*dict.fromkeys(commas), *dict.fromkeys(points)),
    )


_SIGN = r"\s?[%€$£]$"
"""A sign behind the number, as spreadsheets write percents and amounts."""

_PLAIN = pl.col("bare").str.replace(_SIGN, "")
_COMMA = pl.col("comma") | pl.col("bare").str.contains(DECIMAL_COMMA.removesuffix("$") + _SIGN)
_POINT = pl.col("number").is_not_null() & pl.col("bare").str.contains(r"\.", literal=False)
_NUMBER = pl.col("number").is_not_null() | _COMMA | pl.col("grouped")


def _share(side: Written) -> float:
    numbers = side.share(_NUMBER)
    return side.share(_COMMA) / numbers if numbers else 0.0


def _ordered(pair: Pair) -> tuple[tuple[Written, Written], ...]:
    return (pair.train, pair.test), (pair.test, pair.train)


def _held(side: Written, other: Written) -> bool:
    """Whether commas part decimals here, not thousands and not the answers of a list."""
    commas = side.known.filter(_COMMA).with_columns(
        bare=_PLAIN, grouped=_PLAIN.str.contains(GROUPED)
    )
    rows = int(commas["rows"].sum())
    if rows < FEWEST or side.share(_NUMBER) < MOSTLY_NUMBERS:
        return False
    no_thousands = ~pl.col("grouped") | pl.col("bare").str.contains(r"^[-+]?0")
    sure = int(commas.filter(no_thousands)["rows"].sum())
    decimal = sure >= SURE * rows or _like_decimals(side, other, commas)
    return decimal and not _lists(side, commas)


def _like_decimals(side: Written, other: Written, commas: pl.DataFrame) -> bool:
    """Whether 6,575 is like the plain numbers if it is 6.575, and unlike them if it is 6575."""
    plain = side.known["number"] if other.kind != "number" else other.column.cast(pl.Float64)
    plain = plain.filter(plain.is_finite() & (plain != 0)).abs().log10()
    if plain.len() < FEWEST_PLAIN:
        return False
    low, high = plain.quantile(0.01), plain.quantile(0.99)
    read = [
        commas["bare"].str.replace(",", mark, literal=True).cast(pl.Float64, strict=False)
        for mark in (".", "")
    ]
    decimal, whole = (
        int(one.abs().log10().is_between(low, high).sum() or 0) / max(one.len(), 1) for one in read
    )
    return decimal >= MOSTLY_WITHIN and whole <= 1 - MOSTLY_WITHIN


def _lists(side: Written, commas: pl.DataFrame) -> bool:
    """Whether values list several answers: `1,2` beside `1,2,4`, or ever in rising order."""
    longer = side.share(pl.col("bare").str.contains(r"^\d+(,\d+){2,}$") & ~pl.col("grouped"))
    if longer > 0.1 * side.share(_COMMA):
        return True
    parts = commas["bare"].str.split_exact(",", 1).struct.unnest().cast(pl.Float64, strict=False)
    rising = (parts["field_0"] < parts["field_1"]).all()
    return bool(rising) and commas.height <= 20 and float(parts["field_1"].max() or 0) < 10  # type: ignore[arg-type]
