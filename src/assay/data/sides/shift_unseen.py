"""Find levels of the test that training does not have, though it should."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from scipy.special import pdtrc

from assay.core.evidence.shift import UnseenLevels
from assay.data.sides.shift_columns import Column
from assay.data.sides.shift_distance import MOST_SINGLE

MOST_CODES = 30
"""Distinct whole numbers up to which a column of numbers is taken for codes."""

ROWS_OF_CODE = 20
"""Training rows for each code; with fewer the numbers are counts or measurements."""

MOST_NEW_CODES = 0.5
"""Share of test rows with new numbers: beyond it the numbers were measured otherwise."""


SAFETY = 2.0
"""Times the rows of new levels that the tail lets one expect: they come in clusters."""


def unseen_levels(columns: Sequence[Column]) -> tuple[UnseenLevels, ...]:
    """Return the columns whose test has levels that training lacks.

    Under random assignment a level of k rows falls to the test alone with chance f ** k, where f
    is the test's share of the rows. Training's levels of one row tell how much of the test is new
    in any case.

    References:
        Good (1953), The population frequencies of species, doi:10.1093/biomet/40.3-4.237
    """
    found = []
    for column in columns:
        levels = column.levels if column.numbers is None else _codes(column)
        if levels is not None and len(levels):
            one = _unseen(column, levels)
            if one is not None:
                found.append(one)
    return tuple(found)


def _unseen(column: Column, levels: pl.DataFrame) -> UnseenLevels | None:
    new = levels.filter(pl.col("train") == 0).sort("test", "level", descending=[True, False])
    known, tested = int(levels["train"].sum()), int(levels["test"].sum())
    if not len(new) or not known:
        return None
    rows = int(new["test"].sum())
    single = int((levels["train"] == 1).sum()) / known
    if single > MOST_SINGLE:
        return None
    part = tested / (known + tested)
    surprise = float(part ** int(new["test"][0])) * len(levels)
    by_tail = tested * SAFETY * (int((levels["train"] == 1).sum()) + 1) / known
    surprise = min(surprise, float(pdtrc(rows - 1, by_tail)))
    examples = new["level"].head(3).to_list()
    return UnseenLevels(
        column=column.name,
        levels=len(new),
        examples=tuple(examples),
        rows=rows,
        share=rows / tested,
        expected=single,
        chance=min(1.0, surprise),
        places=column.rows_with(examples) if column.numbers is None else (),
    )


def _codes(column: Column) -> pl.DataFrame | None:
    """Return the counts of a column of few whole numbers, which may be codes."""
    if not column.train.dtype.is_integer() or column.counted is None:
        return None
    values, train, test = column.counted
    known = int((train > 0).sum())
    new = int(test[train == 0].sum())
    if not 2 <= known <= MOST_CODES or train.sum() < ROWS_OF_CODE * known:
        return None
    if new > MOST_NEW_CODES * test.sum():
        return None
    written = [f"{value:g}" for value in np.asarray(values)]
    return pl.DataFrame({"level": written, "train": train, "test": test})
