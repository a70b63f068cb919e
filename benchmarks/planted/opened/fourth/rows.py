"""Ways by which equal and nearly equal rows come into training and test."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from benchmarks.planted.opened.fourth.draws import chosen, seed_of, spread_of, stirred
from benchmarks.planted.pair import Pair, decimals, parted, with_frame
from benchmarks.planted.table import Table

Change = Callable[[str, np.random.Generator], str]


def as_published(table: Table, random: np.random.Generator) -> Pair:
    """The fault was in the file from the start."""
    return parted(table, random)


def files_overlap(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The file was cut in two, and the second part begins before the first ends.

    Args:
        share: Share of the test that training holds too.
    """
    cut = round(0.75 * table.frame.height)
    begin = cut - round(share / (1 - share) * (table.frame.height - cut))
    return Pair(
        train=table.frame.head(cut), test=table.frame.tail(-begin), metric=table.metric
    )  # fmt: skip


def price_list_with_doubles(
    table: Table, random: np.random.Generator, *, column: str, levels: tuple[str, ...]
) -> Pair:
    """A join to a list in which some levels stand twice doubles the rows of those levels."""
    several = pl.DataFrame({column: [*table.frame[column].unique().drop_nulls(), *levels]})
    frame = table.frame.join(several, on=column, how="left", maintain_order="left")
    return parted(with_frame(table, stirred(frame, random)), random)


def sent_again(
    table: Table, random: np.random.Generator, *, share: float, name: str, kind: str
) -> Pair:
    """A queue delivered part of the records twice, and each delivery was given its own name.

    Args:
        share: Share of the records that were delivered twice.
        kind: `uuid`, `serial` (declared as the identifier) or `clock`, the second of arrival.
    """
    again = table.frame.filter(chosen(random, table.frame.height, share))
    frame = stirred(pl.concat([table.frame, again]), random)
    if kind == "uuid":
        names = pl.Series([str(uuid.UUID(bytes=random.bytes(16))) for _ in range(frame.height)])
    elif kind == "serial":
        names = pl.Series(random.permutation(frame.height) + 5_000_001)
    else:
        second = np.sort(random.choice(86_400 * 30, frame.height, replace=False))
        begin = datetime(2024, 2, 1)  # noqa: DTZ001
        names = pl.Series(
            [
                (begin + timedelta(seconds=int(after))).isoformat()
                for after in random.permutation(second)
            ]
        )
    pair = parted(with_frame(table, frame.with_columns(names.alias(name))), random)
    return replace(pair, id=name) if kind == "serial" else pair


def masked_twice(table: Table, random: np.random.Generator, *, share: float, reach: float) -> Pair:
    """Records were released twice, each time with noise of its own to hide who they are of.

    Args:
        share: Share of the test that are second releases of rows of training.
        reach: Size of the noise, in standard deviations of each column.
    """
    names = [name for name in decimals(table) if table.frame[name].dtype.is_float()]
    pair = parted(table, random)
    count = round(share * pair.test.height)
    again = pair.train.sample(n=count, seed=seed_of(random)).with_columns(
        pl.col(name) + pl.Series(reach * spread_of(table, name) * random.uniform(-1, 1, count))
        for name in names
    )
    return replace(pair, test=stirred(pl.concat([pair.test.tail(-count), again]), random))


def augmented_first(
    table: Table, random: np.random.Generator, *, copies: float, reach: float
) -> Pair:
    """Noisy copies were made to have more rows, and then the whole was parted.

    Args:
        copies: Share of the rows that were copied.
        reach: Deviation of the noise, in standard deviations of each column.
    """
    names = [name for name in decimals(table) if table.frame[name].dtype.is_float()]
    more = table.frame.filter(chosen(random, table.frame.height, copies))
    more = more.with_columns(
        (pl.col(name) + pl.Series(random.normal(0, reach * spread_of(table, name), more.height)))
        for name in names
    )
    return parted(with_frame(table, stirred(pl.concat([table.frame, more]), random)), random)


def read_by_machine(
    table: Table, random: np.random.Generator, *, column: str, share: float
) -> Pair:
    """Paper copies of rows of training were read by a machine that takes one letter for another."""
    return _second_text(table, random, column, share, _misread)


def through_a_web_form(
    table: Table, random: np.random.Generator, *, column: str, share: float
) -> Pair:
    """A web form sent rows of training again, in small letters, with entities and no commas."""
    return _second_text(table, random, column, share, _through_form)


def other_abbreviations(
    table: Table, random: np.random.Generator, *, column: str, share: float
) -> Pair:
    """A second registry writes the same names with other abbreviations, and numbers its rows."""
    return _second_text(table, random, column, share, _abbreviated)


def _second_text(
    table: Table, random: np.random.Generator, column: str, share: float, change: Change
) -> Pair:
    pair = parted(table, random)
    count = round(share * pair.test.height)
    long = pair.train.filter(pl.col(column).str.len_chars() >= 12)
    again = long.sample(n=count, seed=seed_of(random))
    texts = [change(text, random) for text in again[column].to_list()]
    again = again.with_columns(pl.Series(column, texts))
    kept = pair.test.tail(-count)
    return replace(pair, test=stirred(pl.concat([kept, again]), random))


def _misread(text: str, random: np.random.Generator) -> str:
    taken = {"l": "1", "o": "0", "e": "c", "a": "o", "i": "l", "s": "5", "t": "f", "n": "m"}
    places = [place for place, letter in enumerate(text) if letter.lower() in taken]
    for place in random.permutation(places)[:2].tolist():
        text = text[:place] + taken[text[place].lower()] + text[place + 1 :]
    return text


def _through_form(text: str, _: np.random.Generator) -> str:
    plain = re.sub(r"[,.]+", "", text)
    changed = re.sub(r"\s+", " ", html.escape(plain)).lower()
    return changed if changed != text else f"{changed}."


_SHORT = (
    ("Incorporated", "Inc"), ("Inc.", "Incorporated"), ("Inc", "Incorporated"),
    ("Corporation", "Corp."), ("Company", "Co."), ("Hospital", "Hosp."), ("Medical", "Med."),
    ("Center", "Ctr"), ("University", "Univ."), ("Department", "Dept."), ("Health", "Hlth"),
    ("Services", "Svcs"), ("Insurance", "Ins."), ("Associates", "Assoc."), (" and ", " & "),
    (" & ", " and "), ("Group", "Grp"), ("County", "Cnty"), ("State", "St."), (" of ", " o. "),
)  # fmt: skip


def _abbreviated(text: str, _: np.random.Generator) -> str:
    for old, new in _SHORT:
        if old in text:
            return text.replace(old, new, 1)
    return f"{text} (the)"
