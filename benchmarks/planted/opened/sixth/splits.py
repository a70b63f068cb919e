"""Faults of the split: what stands on both sides, and what comes before what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.sixth.honest import apart, chosen, drawn, shuffled
from benchmarks.planted.pair import Pair, decimals, with_frame
from benchmarks.planted.table import Table, part


def appended_rows(
    table: Table, random: np.random.Generator, *, share: float, how: str | None = None
) -> Pair:
    """Put rows of training into the test once more."""
    honest = apart(table, random, how=how)
    again = drawn(honest.train, random, max(3, int(share * honest.test.height)))
    return replace(honest, test=shuffled(pl.concat([honest.test, again]), random))


def twice_exported(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Join two exports that overlap, then split at random."""
    again = drawn(table.frame, random, int(share * table.frame.height))
    joined = shuffled(pl.concat([table.frame, again]), random)
    return apart(with_frame(table, joined), random, how="random")


def renumbered_rows(table: Table, random: np.random.Generator, *, share: float, form: str) -> Pair:
    """Repeat rows under a fresh identifier, then split at random."""
    bare = table.frame.drop(table.id) if table.id else table.frame
    again = drawn(bare, random, int(share * bare.height))
    joined = shuffled(pl.concat([bare, again]), random)
    key = _identifiers(joined.height, random, form)
    frame = joined.with_columns(key).select(key.name, *joined.columns)
    train, test = part(replace(table, frame=frame, id=key.name), random)
    return Pair(train=train, test=test, id=key.name)


def _identifiers(rows: int, random: np.random.Generator, form: str) -> pl.Series:
    if form == "count":
        return pl.Series("record_no", np.arange(100_000, 100_000 + rows))
    if form == "hash":
        words = random.integers(0, 2**32, (rows, 2))
        return pl.Series("uuid", [f"{a:08x}-{b:08x}" for a, b in words.tolist()])
    return pl.Series("case_key", [f"C/{number:06d}" for number in random.permutation(rows)])


def remeasured_rows(
    table: Table, random: np.random.Generator, *, share: float, noise: float, places: int = 3
) -> Pair:
    """Put rows of training into the test with every measurement a little off."""
    honest = apart(table, random, how="random")
    again = drawn(honest.train, random, int(share * honest.test.height))
    off = []
    for name in [name for name in decimals(table) if name != table.target]:
        spread = float(np.std(again[name].drop_nulls().to_numpy())) or 1.0
        moved = again[name].cast(pl.Float64) + random.normal(0, noise * spread, again.height)
        dtype = honest.train.schema[name]
        off.append(moved.round(places).cast(pl.Float64).alias(name) if dtype.is_float()
                   else moved.round(0).cast(dtype).alias(name))  # fmt: skip
    test = pl.concat([honest.test, again.with_columns(off)])
    return replace(honest, test=shuffled(test, random))


def augmented_first(
    table: Table, random: np.random.Generator, *, copies: int, noise: float
) -> Pair:
    """Add noisy copies of every row to enlarge a small table, then split at random."""
    names = [name for name in decimals(table) if name != table.target]
    frames = [table.frame.with_columns(pl.col(names).cast(pl.Float64))]
    for _ in range(copies):
        moved = [
            (frames[0][name] * (1 + random.normal(0, noise, table.frame.height))).alias(name)
            for name in names
        ]
        frames.append(frames[0].with_columns(moved))
    return apart(with_frame(table, shuffled(pl.concat(frames), random)), random, how="random")


def reworded_rows(
    table: Table, random: np.random.Generator, *, column: str, share: float, form: str
) -> Pair:
    """Put rows of training into the test with a text written a little otherwise."""
    bare = with_frame(table, table.frame.drop(table.group)) if table.group else table
    honest = apart(bare, random, how="random")
    again = drawn(honest.train.drop_nulls(column), random, int(share * honest.test.height))
    texts = [_REWORDED[form](text, random) for text in again[column].to_list()]
    test = pl.concat([honest.test, again.with_columns(pl.Series(column, texts))])
    return replace(honest, test=shuffled(test, random))


def _mistyped(text: str, random: np.random.Generator) -> str:
    place = int(random.integers(0, max(1, len(text) - 1)))
    return text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]


def _relaid(text: str, random: np.random.Generator) -> str:
    return ("  " if random.random() < 0.5 else "") + text.lower().replace(",", " -") + "."


def _reordered(text: str, random: np.random.Generator) -> str:
    words = text.split()
    cut = int(random.integers(1, len(words))) if len(words) > 1 else 0
    return " ".join([*words[cut:], *words[:cut]])


_REWORDED = {"mistyped": _mistyped, "relaid": _relaid, "reordered": _reordered}


def known_groups(table: Table, random: np.random.Generator, *, share: float = 1.0) -> Pair:
    """Split row by row although a group is declared, for all groups or a share of them."""
    honest = apart(table, random, how="group")
    group = str(table.group)
    moved = honest.test.with_row_index("row")
    leaking = moved[group].unique().sort()
    leaking = leaking.filter(pl.Series(chosen(random, leaking.len(), share)))
    half = moved[group].is_in(leaking.implode()) & pl.Series(chosen(random, moved.height, 0.5))
    train = pl.concat([honest.train, honest.test.filter(half)])
    return replace(honest, train=shuffled(train, random), test=honest.test.filter(~half),
                   columns=(group,))  # fmt: skip


def unknown_groups(
    table: Table, random: np.random.Generator, *, name: str | None = None, share: float = 0.25
) -> Pair:
    """Split row by row, and say nothing of the group; its column may bear another name."""
    group = str(table.group)
    frame = table.frame.rename({group: name}) if name else table.frame
    train, test = part(with_frame(table, frame), random, share=share)
    return Pair(train=train, test=test, metric=table.metric)


def hidden_groups(table: Table, random: np.random.Generator) -> Pair:
    """Split row by row with the name of the group taken away; what describes it stays."""
    train, test = part(with_frame(table, table.frame.drop(str(table.group))), random)
    return Pair(train=train, test=test, metric=table.metric)


def future_first(table: Table, random: np.random.Generator, *, share: float = 0.3) -> Pair:
    """Train on the late rows, test on the early ones."""
    train, test = part(table, random, kind="time", share=1 - share)
    return Pair(train=test, test=train, time=table.time, columns=(str(table.time),))


def window_inside(table: Table, random: np.random.Generator) -> Pair:
    """Test on a stretch in the middle, with training before and after it."""
    moments = table.frame[str(table.time)]
    ordered = moments.sort()
    low, high = ordered[int(0.45 * ordered.len())], ordered[int(0.65 * ordered.len())]
    inside = moments.is_between(low, high)
    return Pair(
        train=shuffled(table.frame.filter(~inside), random),
        test=table.frame.filter(inside),
        time=table.time,
        columns=(str(table.time),),
    )


def shuffled_time(
    table: Table, random: np.random.Generator, *, declared: bool = True, sort: bool = True
) -> Pair:
    """Split a series at random although its rows follow each other."""
    frame = table.frame.sort(str(table.time)) if sort else table.frame
    train, test = part(with_frame(table, frame), random)
    return Pair(train=train, test=test, time=table.time if declared else None)
