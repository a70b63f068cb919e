"""A column that holds numbers on one side and text, truth values or times on the other."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from assay.core.evidence.schema import TypeChange
from assay.data.sides.schema_commas import decimal_commas
from assay.data.sides.schema_dates import main_format
from assay.data.sides.schema_written import Pair, Written

MOSTLY = 0.5
"""Share of a text column that is numbers, from which the others are strays, not another type."""

CHANCE = 1e-4
"""Chance that the values of one kind gathered on one side by themselves."""

TRUTHS = frozenset(("true", "false", "yes", "no", "t", "f", "y", "n", "0", "1", "0.0", "1.0"))


def type_changes(pair: Pair) -> Iterator[TypeChange]:
    """Yield the column if its kinds differ, other than by values that chance kept apart."""
    kinds = tuple(_kind(side) for side in pair.both)
    if None in kinds or kinds[0] == kinds[1] == "number":
        return
    changed = kinds[0] != kinds[1]
    if set(kinds) == {"number", "text"}:
        words, numbers = pair.both if kinds[0] == "text" else pair.both[::-1]
        changed = _differs(words, numbers) and not any(decimal_commas(pair))
    elif set(kinds) == {"time", "text"}:
        words = pair.train if kinds[0] == "text" else pair.test
        changed = main_format(words) in (None, "year first")
    elif kinds == ("text", "text"):
        changed = _read_apart(pair)
        kinds = tuple(_reading(side) for side in pair.both)
    if changed:
        yield TypeChange(
            column=pair.name,
            train=str(kinds[0]),
            test=str(kinds[1]),
            examples=(_shown(pair.train), _shown(pair.test)),
        )


def _kind(side: Written) -> str | None:
    if side.kind == "text" and not side.known.height:
        return None
    return side.kind


def _differs(words: Written, numbers: Written) -> bool:
    """Whether the words are no numbers with strays among them, and did not part by chance."""
    plain = words.share(pl.col("number").is_not_null())
    commas = words.share(pl.col("comma") | pl.col("grouped"))
    if plain == 1.0 and words.distinct.filter(pl.col("gone") & (pl.col("bare") != "")).height:
        return False
    if plain == 1.0:
        return True  # codes with leading zeros too: '093' is not 93
    if plain + commas == 1.0:
        return True  # '1,234': all of them numbers, and none that is read as one
    if plain >= MOSTLY or (plain + commas >= 0.8 and commas > 0):
        return False
    known = int(words.known["rows"].sum())
    by_chance = (plain * known + 1) / (known + 2)
    return by_chance ** numbers.column.count() < CHANCE


def _read_apart(pair: Pair) -> bool:
    shares = [side.share(pl.col("number").is_not_null()) for side in pair.both]
    rows = min(int(side.known["rows"].sum()) for side in pair.both)
    return rows >= 10 and max(shares) == 1.0 and min(shares) == 0.0 and not _commas(pair)


def _commas(pair: Pair) -> bool:
    return any(side.share(pl.col("comma") | pl.col("grouped")) > 0 for side in pair.both)


def _reading(side: Written) -> str:
    return "number as text" if side.share(pl.col("number").is_not_null()) == 1.0 else "text"


def _shown(side: Written) -> tuple[str, ...]:
    known = side.column.drop_nulls().head(1_000).unique(maintain_order=True).head(3)
    return tuple(str(value) for value in known.to_list())
