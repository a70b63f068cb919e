"""Measure what training and test share that they should not."""

from __future__ import annotations

import polars as pl

from assay.core.evidence.overlap import OverlapEvidence, SharedKey
from assay.data.columns import named
from assay.data.sides.overlap_entities import entities
from assay.data.sides.overlap_equal import equal_rows
from assay.data.sides.overlap_fronts import fronts
from assay.data.sides.overlap_keys import keys
from assay.data.sides.overlap_near import near_rows
from assay.data.sides.overlap_panels import Panel, panel, panel_key
from assay.data.sides.overlap_rounded import rounded_rows
from assay.data.sides.overlap_text import text_rows
from assay.data.sides.overlap_time import times
from assay.data.sides.table import Sides


def measure(sides: Sides) -> OverlapEvidence:
    """Return the evidence of what the sides share.

    Example:
        >>> import polars as pl
        >>> from assay.data.sides.table import sides as put
        >>> frame = pl.LazyFrame({"x": [1.5, 2.5, 3.5], "y": [0, 1, 0]})
        >>> measure(put(frame, frame.head(1), target="y", task="binary")).equal[0].rows
        1
    """
    groups_test, groups_shared = _groups(sides)
    found = panel(sides)
    return OverlapEvidence(
        rows_train=sides.train.total,
        rows_test=sides.test.total,
        sampled=sides.train.sampled or sides.test.sampled,
        equal=equal_rows(sides),
        near=near_rows(sides) + text_rows(sides) + rounded_rows(sides),
        keys=_units(sides, found),
        group=sides.group,
        groups_test=groups_test,
        groups_shared=groups_shared,
        times=times(sides, found),
    )


def _units(sides: Sides, found: Panel | None) -> tuple[SharedKey, ...]:
    """Return what may name units: single columns, those of a panel, or quantities together."""
    named = keys(sides)
    together = panel_key(sides, found)
    alone = {key.column for key in together if not key.beside}
    named = tuple(key for key in named if key.column not in alone)
    return (*named, *together) or fronts(sides) or entities(sides)


def _groups(sides: Sides) -> tuple[int, int]:
    if sides.group is None or sides.group not in sides.shared:
        return 0, 0
    whole = [
        side.whole.select(named(sides.group))
        .drop_nulls()
        .unique()
        .collect(engine="streaming")
        .to_series()
        for side in (sides.train, sides.test)
    ]
    learnt, tested = whole
    if learnt.dtype != tested.dtype:
        learnt, tested = learnt.cast(pl.String), tested.cast(pl.String)
    shared = int(tested.is_in(learnt.implode()).sum())
    return len(tested), shared or _written_otherwise(learnt, tested)


def _written_otherwise(learnt: pl.Series, tested: pl.Series) -> int:
    """Return how many names are the same in plain letters and numbers, where none is as it stands.

    HH-00084 is hh-84, and 936 is 936.0; but not if that makes one of two names.
    """
    plain = [_plain(names.cast(pl.String)) for names in (learnt, tested)]
    if any(names.n_unique() < len(names) for names in plain):
        return 0
    return int(plain[1].is_in(plain[0].implode()).sum())


def _plain(names: pl.Series) -> pl.Series:
    letters = names.str.to_lowercase().str.replace(r"^(\d+)\.0+$", "$1")
    return letters.str.replace_all(r"[^\p{L}\p{N}]", "").str.replace_all(
        r"(^|\p{L})0+(\p{N})", "${1}${2}"
    )
