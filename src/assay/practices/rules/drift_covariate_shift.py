"""A column is spread differently in the test than in training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.shift import BrokenTie, Distance, ShiftEvidence
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LEAST_DISTANCE: Final = 0.1
"""Difference of the distributions; of pairs of months of real flights one in eight passes it."""

LEAST_OF_LEVELS: Final = 0.06
"""The same for shares of levels: what chance lets one expect is taken off already."""

LEAST_IN_ORDER: Final = 0.2
"""The same where rows were parted by time or group: there honest parts differ by nature."""

MOST_CHANCE: Final = 0.01
"""Share of the columns called shifted that may be so by chance."""

FEWEST_ROWS: Final = 30
"""Of fewer test rows only the grossest shift could be told from chance."""

MOST_CHANCE_OF_TIE: Final = 1e-3
"""The same as for columns, of pairs of them: there are many."""

LEAST_TIED: Final = 0.5
"""Correlation of ranks that a pair has on one side, if its loss on the other is told."""

MOST_LEFT: Final = 0.5
"""Part of it that the other side may keep: no honest draw loses so much."""

LEAST_TIED_IN_ORDER: Final = 0.6
"""The same correlation where rows were parted by time or group: there honest parts differ."""

MOST_LEFT_IN_ORDER: Final = 0.25
"""The part of it that may be kept there."""

FEWEST_PAIRS_IN_ORDER: Final = 2
"""Pairs of the column that differ there."""

MOST_SHOWN: Final = 20
"""Columns told one by one, those of the greatest distance first."""


@rule(
    "drift-covariate-shift",
    severity="warning",
    remedy="Find out what the test was drawn by. If it stands for the rows to come, weight or "
    "renew training; if not, draw both sides alike.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(shift: ShiftEvidence, split: SplitEvidence | None) -> Iterator[Finding | Unknown]:
    """A column is spread differently in the test than in training.

    ## Why
    A model is right where it has seen rows. Where the test lies elsewhere its score tells of
    another population than training's, and the difference of the two scores is not overfitting.

    ## Example
    The test was drawn from one region; an instrument was exchanged between the two exports; a
    lookup was joined out of order, so that a column's values stand beside other rows' values.

    ## Silent when
    The distance is small, however sure: with many rows every difference is significant. Rows that
    were parted by time or group may lie twice as far apart. Columns that are spread alike but go
    together otherwise are told where a strong rank correlation has all but gone on one side.

    ## References
    Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x; Rabanser, Günnemann &
    Lipton (2019), Failing loudly, NeurIPS
    """
    fewest = min(shift.train_rows, shift.test_rows)
    if fewest < FEWEST_ROWS:
        yield Unknown(reason=f"a side has {fewest} rows; a shift is told from {FEWEST_ROWS} on")
        return
    least = {"numbers": LEAST_DISTANCE, "levels": LEAST_OF_LEVELS}
    if split is not None and split.kind != "random":
        least = dict.fromkeys(least, LEAST_IN_ORDER)
    shifted = [
        one
        for one in shift.distances
        if one.measure >= least[one.kind] and one.chance < MOST_CHANCE
    ]
    for one in shifted[:MOST_SHOWN]:
        yield Finding.at(
            column=one.column,
            message=_seen(one),
            measure=one.measure,
            threshold=least[one.kind],
        )
    if len(shifted) > MOST_SHOWN:
        rest = shifted[MOST_SHOWN:]
        yield Finding.at(
            columns=tuple(one.column for one in rest),
            message=f"{len(rest)} further columns are {rest[-1].measure:.2f} to "
            f"{rest[0].measure:.2f} apart",
            measure=rest[0].measure,
            threshold=least[rest[0].kind],
        )
    in_order = split is not None and split.kind != "random"
    for tie in shift.ties:
        if _gone(tie, in_order=in_order):
            yield Finding.at(
                columns=(tie.column,) if tie.pairs > 1 else (tie.column, tie.beside),
                message=_untied(tie),
                measure=abs(tie.train - tie.test),
                threshold=LEAST_TIED,
            )


def _gone(tie: BrokenTie, *, in_order: bool) -> bool:
    """Whether a strong tie has all but gone on one side, or turned round."""
    least, left = (LEAST_TIED, MOST_LEFT)
    if in_order:
        least, left = (LEAST_TIED_IN_ORDER, MOST_LEFT_IN_ORDER)
        if tie.pairs < FEWEST_PAIRS_IN_ORDER:
            return False
    if tie.chance >= MOST_CHANCE_OF_TIE:
        return False
    strong, weak = sorted((tie.train, tie.test), key=abs, reverse=True)
    return abs(strong) >= least and weak * (1 if strong > 0 else -1) <= left * abs(strong)


def _untied(tie: BrokenTie) -> str:
    more = f", and {tie.pairs - 1} more of its pairs differ" if tie.pairs > 1 else ""
    return (
        f"'{tie.column}' goes together with '{tie.beside}' otherwise: their rank correlation is "
        f"{tie.train:.2f} in training and {tie.test:.2f} in the test (chance "
        f"{tie.chance:.1g}){more}"
    )


def _seen(one: Distance) -> str:
    what = "distribution functions" if one.kind == "numbers" else "shares of the levels"
    return (
        f"the {what} of '{one.column}' are {one.measure:.2f} apart: {one.train} in training, "
        f"{one.test} in the test ({one.train_rows:,} and {one.test_rows:,} rows, "
        f"chance {one.chance:.1g})"
    )
