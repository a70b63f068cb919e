"""Two sides of a table of people, of which a test changes one column."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.data.sides.table import Sides, sides

ROWS = 2_000
TRAIN = 1_500

Column = pl.Expr | pl.Series


def people() -> pl.DataFrame:
    random = np.random.default_rng(7)
    return pl.DataFrame(
        {
            "age": random.integers(18, 80, ROWS),
            "weight": random.lognormal(4, 0.25, ROWS),
            "income": random.lognormal(8, 0.6, ROWS).round(2),
            "city": random.choice(["New York", "Boston", "Chicago", "St. Paul"], ROWS),
            "grade": random.choice(["A+", "A", "A-", "B"], ROWS),
            "opened": pl.select(
                pl.date(2019, 1, 1)
                + pl.duration(days=pl.lit(pl.Series(random.integers(0, 900, ROWS))))
            ).to_series(),
            "y": random.choice(["no", "yes"], ROWS),
        }
    ).with_columns(pl.col("opened").dt.to_string("%Y-%m-%d"))


def in_part(share: float, new: pl.Expr, old: pl.Expr, rows: int) -> pl.Expr:
    chosen = pl.Series(np.random.default_rng(3).random(rows) < share)
    return pl.when(chosen).then(new).otherwise(old)


def both(test: Column | None = None, train: Column | None = None) -> Sides:
    """Return the sides, with a column in the place of its own on either."""
    table = people()
    left, right = table[:TRAIN], table[TRAIN:]
    left = left if train is None else left.with_columns(train)
    right = right if test is None else right.with_columns(test)
    return sides(left.lazy(), right.lazy(), target="y", task="binary")
