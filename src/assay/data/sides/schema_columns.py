"""Columns that one side has and the other has not, and which of them may be one renamed."""

from __future__ import annotations

import difflib
import re

import polars as pl

from assay.core.evidence.schema import AbsentColumn
from assay.data.sides.table import Sides

NEAR_NAMES = 0.75
"""Likeness of two names, in [0, 1], from which one may be the other renamed."""

FEWEST_ROWS = 30
"""Rows from which equal values say that a column was renamed."""


def absent_columns(sides: Sides) -> tuple[AbsentColumn, ...]:
    """Return columns of one side only; a test without the target is as it should be."""
    train, test = sides.train.rows, sides.test.rows
    lost = [name for name in train.columns if name not in test.columns and name != sides.target]
    added = [name for name in test.columns if name not in train.columns]
    candidates = [sides.target, *lost] if not sides.tested else lost
    return (
        *(
            AbsentColumn(column=name, absent="test", near=_near(name, added, train, test))
            for name in lost
        ),
        *(
            AbsentColumn(column=name, absent="train", near=_near(name, candidates, test, train))
            for name in added
        ),
    )


def _near(name: str, others: list[str], own: pl.DataFrame, there: pl.DataFrame) -> str | None:
    if not others:
        return None
    plain = {other: _plain(other) for other in others}
    likeness = {
        other: difflib.SequenceMatcher(None, _plain(name), text).ratio()
        for other, text in plain.items()
    }
    best = max(others, key=lambda other: likeness[other])
    if likeness[best] >= NEAR_NAMES:
        return best
    alike = [other for other in others if _same_values(own[name], there[other])]
    return alike[0] if len(alike) == 1 else None


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _same_values(left: pl.Series, right: pl.Series) -> bool:
    """Whether quartiles, or the most frequent texts, agree."""
    if min(left.count(), right.count()) < FEWEST_ROWS or left.dtype != right.dtype:
        return False
    if left.dtype.is_numeric():
        shares = (0.1, 0.25, 0.5, 0.75, 0.9)
        ours = [left.quantile(share) or 0.0 for share in shares]
        theirs = [right.quantile(share) or 0.0 for share in shares]
        spread = max(ours) - min(ours)
        gaps = [abs(a - b) for a, b in zip(ours, theirs, strict=True)]
        return spread > 0 and max(gaps) <= 0.1 * spread
    top = [set(one.drop_nulls().cast(pl.String).unique().to_list()) for one in (left, right)]
    return len(top[0]) > 1 and top[0] == top[1]
