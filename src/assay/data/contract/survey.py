"""Read a table once, streaming, for what a contract needs to know of each column."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.data.columns import named
from assay.data.contract.collect import collect_all
from assay.data.contract.model import Column
from assay.data.contract.parse import parse
from assay.data.contract.readings import CODE, MARKERS, UNREAD, WEAK_MARKERS, readings, shape

HEAD = 1_000
"""First rows, which say what is worth trying."""
SAMPLE = 50_000
"""Values of a number column that are kept, evenly spread over the rows."""
ODD = 3
"""Different texts that do not read, up to which they are taken as marks for missing."""
FEW = 200
"""Distinct values among the first rows above which categories are not counted."""


@dataclass(slots=True)
class Survey:
    """What was seen of one column under the reading that fits it.

    Attributes:
        reading: Type and format.
        rows: Rows of the table.
        missing: Rows without a value under this reading.
        low: Smallest value, of the column's type; None without values.
        high: Largest value.
        sample: Numbers, in the order of rows, shape (n,); empty for other types.
        step: Rows that one number of the sample stands for.
        counts: Rows of each category; None where they were not counted.
        markers: Texts that mean missing and occur.
        padded: Whether blanks surround texts.
        unread: Rows whose value does not read; their texts are among `markers`.
        other_format: Another date format that fits every row.
        pattern: What every text looks like.
        unique: Whether no value comes twice, where that was asked.
    """

    reading: Column
    rows: int
    missing: int
    low: Any = None
    high: Any = None
    sample: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    step: int = 1
    counts: dict[Any, int] | None = None
    markers: tuple[str, ...] = ()
    padded: bool = False
    unread: int = 0
    other_format: str | None = None
    pattern: str | None = None
    unique: bool = False

    @property
    def present(self) -> int:
        """Rows with a value."""
        return self.rows - self.missing


def survey(
    frame: pl.LazyFrame,
    *,
    rows: int,
    unique: AbstractSet[str | None],
    counted: AbstractSet[str],
    skipped: AbstractSet[str],
) -> dict[str, Survey]:
    """Return what one streaming pass sees of each column.

    Args:
        frame: The table.
        rows: About how many rows it has, 0 if unknown; decides the spacing of samples.
        unique: Columns to test for values that come twice.
        counted: Columns of labels: their values are counted, words for true stay words.
        skipped: Columns whose categories are not worth counting.
    """
    schema = frame.collect_schema()
    (head,) = collect_all([frame.head(HEAD)])
    rows = rows or collect_all([frame.select(pl.len())])[0].item()
    columns = [
        _Column(
            name,
            schema[name],
            head[name].alias("head"),
            step=max(1, rows // SAMPLE),
            counts=name not in skipped and name not in unique,
            forced=name in counted,
        )
        for name in schema
    ]
    asked = [fact for column in columns for fact in column.facts()]
    grouped = [column for column in columns if column.counts]
    hashed = [column for column in columns if column.name in unique]
    answers = collect_all(
        [
            frame.select(pl.len().alias("rows"), *asked),
            *(column.count(frame) for column in grouped),
            *(frame.select(column.value().hash()) for column in hashed),
        ],
    )
    facts: dict[str, dict[str, Any]] = {column.name: {} for column in columns}
    for answer in answers[0].drop("rows"):
        name, _, what = answer.name.rpartition("\0")
        facts[name][what] = answer.item()
    seen = answers[0]["rows"].item()
    counts = dict(zip((column.name for column in grouped), answers[1:], strict=False))
    hashes = dict(zip((column.name for column in hashed), answers[1 + len(grouped) :], strict=True))
    return {
        column.name: column.settle(
            frame, seen, facts[column.name], counts.get(column.name), hashes.get(column.name)
        )
        for column in columns
    }


class _Column:
    """One column during the survey: what is asked of it, and what the answers mean."""

    def __init__(
        self,
        name: str,
        dtype: pl.DataType,
        head: pl.Series,
        *,
        step: int,
        counts: bool,
        forced: bool,
    ) -> None:
        self.name = name
        self.dtype = dtype
        self.readings = readings(head)
        if forced and self.readings[-1].type == "text":  # labels keep their names
            self.readings = tuple(way for way in self.readings if way.type != "boolean")
        self.step = step
        texts = self.readings[0].type == "text" and head.n_unique() <= FEW
        labels = forced and self.readings[0].type in ("integer", "boolean")
        self.counts = counts and (texts or labels)
        self.is_text = self.readings[-1].type == "text"
        words = head.drop_nulls().cast(pl.String) if self.is_text else head.head(0)
        lone = self.is_text and len(self.readings) == 1 and words.n_unique() > FEW
        self.pattern = shape(words.str.strip_chars()) if lone else None

    def value(self, number: int = 0) -> pl.Expr:
        return parse(self.name, self.readings[number], self.dtype).value

    def _source(self) -> pl.Expr:
        source = named(self.name)
        return source if self.dtype == pl.String() else source.cast(pl.String)

    def facts(self) -> list[pl.Expr]:
        asked: dict[str, pl.Expr] = {}
        if self.is_text:
            source = self._source()
            word = source.str.strip_chars()
            asked["padded"] = (source != word).any()
            asked["markers"] = word.filter(word.is_in([*MARKERS, *WEAK_MARKERS])).unique().implode()
            if len(self.readings) > 1:
                asked["code"] = word.str.contains(CODE).any()
            if self.pattern is not None:
                asked["pattern"] = word.str.contains(f"^(?:{self.pattern})$").all()
        if self.dtype.is_float():
            asked["infinite"] = named(self.name).is_infinite().any()
        for number, reading in enumerate(self.readings):
            how = parse(self.name, reading, self.dtype)
            asked[f"missing {number}"] = how.value.null_count()
            if how.failed is not None:
                asked[f"failed {number}"] = how.failed.sum()
            if reading.type not in ("text", "any", "boolean"):
                asked[f"low {number}"] = how.value.min()
                asked[f"high {number}"] = how.value.max()
            if reading.type in ("integer", "number"):
                asked[f"sample {number}"] = how.value.gather_every(self.step).implode()
        return [expression.alias(f"{self.name}\0{what}") for what, expression in asked.items()]

    def count(self, frame: pl.LazyFrame, number: int = 0) -> pl.LazyFrame:
        """Return how many rows hold each value."""
        return frame.select(self.value(number).alias("value")).group_by("value").len("rows")

    def settle(
        self,
        frame: pl.LazyFrame,
        rows: int,
        facts: dict[str, Any],
        counts: pl.DataFrame | None,
        hashes: pl.DataFrame | None,
    ) -> Survey:
        """Choose the reading that fits all rows, and return what was seen under it."""
        number, unread, odd = self._choose(frame, facts, rows)
        reading = self.readings[number]
        known = MARKERS if reading.type in ("text", "boolean") else (*MARKERS, *WEAK_MARKERS)
        markers = {
            word for word in facts.get("markers", ()) if word in known and word in reading.missing
        }
        if facts.get("infinite"):
            markers |= {"inf", "-inf"}
        found = Survey(
            reading=reading,
            rows=rows,
            missing=facts[f"missing {number}"],
            low=facts.get(f"low {number}"),
            high=facts.get(f"high {number}"),
            step=self.step,
            markers=tuple(sorted({*markers, *odd})),
            padded=reading.type == "text" and bool(facts.get("padded")),
            unread=unread,
            other_format=self._other_format(facts, number),
            pattern=self.pattern if reading.type == "text" and facts.get("pattern") else None,
        )
        sample = facts.get(f"sample {number}")
        if sample is not None:
            found.sample = sample.drop_nulls().cast(pl.Float64).to_numpy()
        if number and reading.type == "text":
            (counts,) = collect_all([self.count(frame, number).head(FEW)])
        if counts is not None and counts.height < FEW:
            present = counts.drop_nulls("value")
            found.counts = dict(zip(present["value"], present["rows"], strict=True))
        if hashes is not None and not found.missing:
            found.unique = hashes.to_series().n_unique() == rows and reading.type in (
                "integer",
                "text",
            )
        return found

    def _choose(
        self, frame: pl.LazyFrame, facts: dict[str, Any], rows: int
    ) -> tuple[int, int, tuple[str, ...]]:
        """Return the reading's number, rows that do not read, and their texts."""
        last = len(self.readings) - 1
        possible = [
            (facts.get(f"failed {number}") or 0, number)
            for number, reading in enumerate(self.readings[: last if self.is_text else last + 1])
            if facts[f"missing {number}"] < rows or not self.is_text
            if not (facts.get("code") and reading.type in ("integer", "number"))
        ]
        failed, number = min(possible, default=(0, last))
        if not failed:
            return number, 0, ()
        if self.is_text and failed <= UNREAD * (rows - facts[f"missing {number}"] + failed):
            how = parse(self.name, self.readings[number], self.dtype)
            assert how.failed is not None
            odd = frame.filter(how.failed).select(self._source().str.strip_chars().unique())
            words = collect_all([odd])[0].to_series()
            if len(words) <= ODD:
                return number, failed, tuple(words.sort())
        return last, 0, ()

    def _other_format(self, facts: dict[str, Any], chosen: int) -> str | None:
        if self.readings[chosen].type not in ("date", "datetime"):
            return None
        for number, reading in enumerate(self.readings):
            same = reading.type == self.readings[chosen].type
            if number != chosen and same and not facts.get(f"failed {number}"):
                return reading.format
        return None
