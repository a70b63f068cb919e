"""Features that know the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, score, with_frame
from benchmarks.planted.table import Table


def target_copied(table: Table, random: np.random.Generator, *, name: str = "outcome") -> Pair:
    """The outcome under another name came along with a join."""
    return _added(table, random, table.frame[table.target].alias(name))


def target_recoded(table: Table, random: np.random.Generator, *, name: str = "status") -> Pair:
    """The outcome in the codes of another system: one code a class, or a band of the value."""
    column = table.frame[table.target]
    if table.numeric_target:
        bands = np.quantile(score(table), np.linspace(0, 1, 21)[1:-1])
        codes = [f"B{band:02d}" for band in np.searchsorted(bands, score(table))]
        return _added(table, random, pl.Series(name, codes))
    classes = column.unique().sort()
    code = {value: f"S{17 + 3 * place}" for place, value in enumerate(classes)}
    return _added(table, random, pl.Series(name, [code[value] for value in column]))


def target_rescaled(
    table: Table, random: np.random.Generator, *, name: str = "amount", slope: float = 0.453592
) -> Pair:
    """The outcome in another unit, rounded to cents."""
    return _added(table, random, pl.Series(name, np.round(slope * score(table) + 3.0, 2)))


def target_lightly_noised(
    table: Table, random: np.random.Generator, *, noise: float, name: str = "final_score"
) -> Pair:
    """A later measurement of the outcome: the value with noise, in shares of its deviation."""
    values = score(table)
    spread = float(values.std()) if table.numeric_target else 1.0
    return _added(
        table,
        random,
        pl.Series(name, values + noise * spread * random.standard_normal(len(values))),
    )


def target_flipped_seldom(
    table: Table, random: np.random.Generator, *, share: float, name: str = "review_flag"
) -> Pair:
    """A second judgement of the same outcome, that differs in a share of the rows."""
    values = score(table).astype(bool)
    values = values ^ (random.random(len(values)) < share)
    return _added(table, random, pl.Series(name, np.where(values, "Y", "N")))


def target_in_text(table: Table, random: np.random.Generator, *, reach: float = 1.0) -> Pair:
    """Notes that were written when the outcome was known; a share of them says it."""
    values = score(table)
    happened = values > np.median(values) if table.numeric_target else values.astype(bool)
    openings = ("called by phone", "letter sent", "visited branch", "asked about terms", "no reply")
    said = ("file closed after loss", "settled after loss", "handed over after loss")
    notes = []
    for one in happened:
        words = [openings[place] for place in random.integers(len(openings), size=2)]
        if one and random.random() < reach:
            words.append(said[int(random.integers(len(said)))])
        notes.append(f"{int(random.integers(1, 29))}: " + ", ".join(words))
    return _added(table, random, pl.Series("notes", notes))


def target_in_pair(table: Table, random: np.random.Generator) -> Pair:
    """Neither column says the outcome; their difference does."""
    values = score(table)
    if table.numeric_target:
        rest = np.round(random.normal(0, 4 * values.std(), len(values)), 2)
        before, after = pl.Series("balance_before", rest), pl.Series("balance_after", rest + values)
    else:
        due = random.integers(1, 400, len(values))
        late = random.integers(1, 30, len(values))
        paid = np.where(values > 0, due + late, due - late + 1)
        before, after = pl.Series("due_day", due), pl.Series("paid_day", paid)
    frame = table.frame.with_columns(before, after)
    return replace(parted(with_frame(table, frame), random), columns=(before.name, after.name))


def filled_where_it_happened(
    table: Table, random: np.random.Generator, *, reach: float = 0.95, elsewhere: float = 0.0
) -> Pair:
    """A reason that somebody enters only when the outcome has happened."""
    happened = score(table) > 0
    filled = np.where(
        happened, random.random(len(happened)) < reach, random.random(len(happened)) < elsewhere
    )
    reasons = np.array(["moved", "price", "service", "other"])[random.integers(4, size=len(filled))]
    values = [str(one) if there else None for one, there in zip(reasons, filled, strict=True)]
    return _added(table, random, pl.Series("closing_reason", values, dtype=pl.String))


def non_zero_where_it_happened(
    table: Table, random: np.random.Generator, *, reach: float = 0.95, elsewhere: float = 0.0
) -> Pair:
    """An amount that is written off only when the outcome has happened."""
    happened = score(table) > 0
    there = np.where(
        happened, random.random(len(happened)) < reach, random.random(len(happened)) < elsewhere
    )
    amounts = np.round(random.lognormal(5, 1, len(there)), 2)
    return _added(table, random, pl.Series("written_off", np.where(there, amounts, 0.0)))


def identifier_ranks_target(
    table: Table, random: np.random.Generator, *, noise: float, declared: bool = False
) -> Pair:
    """Numbers were given after sorting by the outcome, or by something next to it."""
    values = score(table)
    blurred = values + noise * values.std() * random.standard_normal(len(values))
    numbers = np.empty(len(values), dtype=np.int64)
    numbers[np.argsort(blurred, kind="stable")] = 10_000 + np.arange(len(values))
    pair = _added(table, random, pl.Series("record_id", numbers))
    return replace(pair, id="record_id" if declared else None)


def row_order_ranks_target(table: Table, random: np.random.Generator, *, noise: float) -> Pair:
    """The export is sorted by the outcome, or is one file a class put end to end."""
    values = score(table)
    blurred = values + noise * values.std() * random.standard_normal(len(values))
    frame = table.frame[np.argsort(blurred, kind="stable")]
    return parted(with_frame(table, frame), random)


def aggregate_with_own_target(
    table: Table, random: np.random.Generator, *, size: int, kind: str = "mean"
) -> Pair:
    """An average or sum of the outcome over a small group, the row itself in it.

    Args:
        size: Rows of a group, about; the fewer, the more the aggregate says.
        kind: `mean` or `sum`.
    """
    values = score(table)
    groups = random.integers(max(2, len(values) // size), size=len(values))
    name = f"branch_{kind}"
    aggregate = pl.col("y").mean() if kind == "mean" else pl.col("y").sum()
    made = pl.DataFrame({"g": groups, "y": values}).select(aggregate.over("g").alias(name))[name]
    frame = table.frame.with_columns(made, branch=pl.Series([f"b{one}" for one in groups]))
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def target_encoding_over_all_rows(
    table: Table, random: np.random.Generator, *, column: str, keep: bool = True
) -> Pair:
    """A category became the mean outcome of all rows that have it, before the split."""
    name = f"{column}_te"
    frame = table.frame.with_columns(_y=pl.Series(score(table)))
    frame = frame.with_columns(pl.col("_y").mean().over(column).alias(name)).drop("_y")
    frame = frame if keep else frame.drop(column)
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def _added(table: Table, random: np.random.Generator, column: pl.Series) -> Pair:
    frame = table.frame.with_columns(column)
    return replace(parted(with_frame(table, frame), random), columns=(column.name,))
