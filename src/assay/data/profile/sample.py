"""Draw rows evenly over a table: heads of files are sorted by something and mislead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

_POSITION = "__assay_position__"


@dataclass(frozen=True, slots=True)
class Sample:
    """Some rows of a table.

    Attributes:
        frame: The rows drawn, in their order.
        positions: Where they stand in the table, from 0.
        rows: Rows of the whole table.
    """

    frame: pl.DataFrame
    positions: pl.Series
    rows: int

    @property
    def whole(self) -> bool:
        """Whether every row was drawn."""
        return self.frame.height == self.rows


def draw(frame: pl.LazyFrame, *, rows: int, seed: int = 0) -> Sample:
    """Draw one row at random from each of `rows` equal stretches of the table.

    Every row of a stretch has the same chance; memory is bounded by the sample.

    Args:
        frame: The table, read twice: once to count, once to draw.
        rows: Rows wanted; the whole table is taken if it has no more.
        seed: Seed of the draw.

    Example:
        >>> draw(pl.LazyFrame({"a": range(1000)}), rows=10).frame.height
        10
    """
    total = int(frame.select(pl.len()).collect(engine="streaming").item())
    if total <= rows:
        whole = frame.collect(engine="streaming")
        return Sample(whole, pl.Series(np.arange(whole.height)), whole.height)
    bounds = np.arange(rows + 1, dtype=np.int64) * total // rows
    places = bounds[:-1] + np.random.default_rng(seed).integers(0, np.diff(bounds))
    wanted = pl.Series(places)
    drawn = (
        frame.with_row_index(_POSITION)
        .filter(pl.col(_POSITION).cast(pl.Int64).is_in(wanted.implode()))
        .collect(engine="streaming")
        .sort(_POSITION)
    )
    return Sample(drawn.drop(_POSITION), drawn[_POSITION].cast(pl.Int64), total)
