"""Features that hold the answer: left over from joins, encoders, forecasts and notes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, rarest, with_frame
from benchmarks.planted.table import Table


def copied(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """Leave the answer in a second column, as `merge` with suffixes does.

    Seen by: the two columns are equal in every row.
    """
    return _with(table, random, name, table.frame[table.target])


def recoded(table: Table, random: np.random.Generator, *, name: str, how: str) -> Pair:
    """Leave the answer as an encoder or a cut wrote it.

    Seen by: each value of the column stands with one class, or with one stretch of the answer.
    """
    return _with(table, random, name, _RECODED[how](table))


def rescaled(table: Table, random: np.random.Generator, *, name: str, how: str) -> Pair:
    """Leave the answer on another scale.

    Seen by: drawn against the answer, the points lie on one smooth curve.
    """
    answer = table.frame[table.target].cast(pl.Float64).to_numpy()
    return _with(table, random, name, pl.Series(_RESCALED[how](answer)))


def second_reading(table: Table, random: np.random.Generator, *, name: str, wrong: float) -> Pair:
    """Keep what a second reader, who saw the first one's verdict, wrote of the same case.

    Seen by: the column agrees with the answer in all but some hundredths of the rows.
    """
    answer = table.frame[table.target].cast(pl.String).to_list()
    classes = sorted(set(answer))
    said = [
        classes[int(random.integers(len(classes)))] if random.random() < wrong else one
        for one in answer
    ]
    return _with(table, random, name, pl.Series([f"r2:{one}" for one in said]))


def estimated(table: Table, random: np.random.Generator, *, name: str, error: float) -> Pair:
    """Keep an estimate that was made with the answer at hand.

    Seen by: drawn against the answer, the points hug a line, closer than two measurements do.

    Args:
        error: Deviation of the estimate, as a share of that of the answer.
    """
    answer = table.frame[table.target].cast(pl.Float64).to_numpy()
    noise = random.normal(0, error * np.nanstd(answer), answer.size)
    return _with(table, random, name, pl.Series(answer + noise).round(4))


def banded(table: Table, random: np.random.Generator, *, name: str, bands: int) -> Pair:
    """Keep the answer rounded to the middle of one of many bands.

    Seen by: the column is a staircase on the answer.
    """
    ranks = table.frame[table.target].rank("ordinal") * bands // (table.frame.height + 1)
    middles = table.frame.select(pl.col(table.target).mean().over(ranks.alias("band")))
    return _with(table, random, name, middles[table.target].round(1))


def told_in_text(
    table: Table, random: np.random.Generator, *, name: str, template: str, share: float = 1.0
) -> Pair:
    """Keep text that was written when the answer was known.

    Seen by: reading ten rows; a word or figure of the text is the answer.

    Args:
        template: `letter`, `path`, `payload` or `figure`.
        share: Share of the rows whose text tells; the others speak of other things.
    """
    texts = [
        _TEXTS[template](one, random) if random.random() < share else _small_talk(random)
        for one in table.frame[table.target]
    ]
    return _with(table, random, name, pl.Series(texts))


def shipped(table: Table, random: np.random.Generator, *, columns: tuple[str, ...]) -> Pair:
    """Leave the table as it is shipped; it holds the fault.

    Seen by: the reason that the table gives.
    """
    return replace(parted(table, random), columns=columns)


def _codes(table: Table) -> pl.Series:
    classes = table.frame[table.target].cast(pl.String).unique().sort().to_list()
    return (
        table.frame[table.target]
        .cast(pl.String)
        .replace_strict({one: number for number, one in enumerate(classes)}, return_dtype=pl.Int64)
    )


def _words(table: Table) -> pl.Series:
    words = ["nein", "ja", "offen", "weiter", "zu"]
    return _codes(table).replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def _bands(table: Table) -> pl.Series:
    rank = table.frame[table.target].rank("average") * 8 // (table.frame.height + 1)
    return rank.cast(pl.Int64).cast(pl.String).str.replace("^", "Q")


def _dummy(table: Table) -> pl.Series:
    return (table.frame[table.target] == rarest(table)).cast(pl.UInt8)


def _pass_mark(table: Table) -> pl.Series:
    middle = float(np.nanmedian(table.frame[table.target].cast(pl.Float64).to_numpy()))
    return table.frame[table.target] > middle


_RECODED: dict[str, Callable[[Table], pl.Series]] = {
    "codes": _codes,
    "words": _words,
    "bands": _bands,
    "dummy": _dummy,
    "pass mark": _pass_mark,
}


def _per_cent_rank(answer: np.ndarray) -> np.ndarray:
    order = answer.argsort(kind="stable").argsort(kind="stable")
    return np.asarray(100 * (order + 1) / answer.size).round(2)


_RESCALED: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "logarithm": np.log1p,
    "standard score": lambda one: (one - one.mean()) / one.std(),
    "thousands": lambda one: (one / 1000).round(3),
    "rank": _per_cent_rank,
    "reciprocal": lambda one: 1000 / (one + 1),
}


def _letter(answer: object, random: np.random.Generator) -> str:
    greeting = ("Spoke on the phone", "Seen today", "Wrote back", "Per mail")[random.integers(4)]
    closing = ("will file", "closing the case", "no further steps", "thanks")[random.integers(4)]
    return f"{greeting}; outcome recorded as {answer}, {closing}."


def _path(answer: object, random: np.random.Generator) -> str:
    return f"/mnt/scans/{answer}/img_{int(random.integers(10_000, 99_999))}.png".lower()


def _payload(answer: object, random: np.random.Generator) -> str:
    return json.dumps(
        {"v": 2, "agent": int(random.integers(10, 60)), "resp": {"status": str(answer).upper()}}
    )


def _figure(answer: object, random: np.random.Generator) -> str:
    month = ("January", "March", "June", "October")[random.integers(4)]
    return f"Statement of {month}: total {answer} (see annex {int(random.integers(1, 40))})"


def _small_talk(random: np.random.Generator) -> str:
    return ("no remarks", "left a message, call again", "moved to another desk")[random.integers(3)]


_TEXTS: dict[str, Callable[[object, np.random.Generator], str]] = {
    "letter": _letter,
    "path": _path,
    "payload": _payload,
    "figure": _figure,
}


def _with(table: Table, random: np.random.Generator, name: str, values: pl.Series) -> Pair:
    at = int(random.integers(table.frame.width))
    frame = table.frame.clone().insert_column(at, values.alias(name))
    return replace(parted(with_frame(table, frame), random), columns=(name,))
