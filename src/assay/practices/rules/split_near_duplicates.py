"""Rows of the test are training rows in another form."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.overlap import NearRows, OverlapEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

SMALLEST_SHARE: Final = 0.02
"""Of the test rows that were looked at; fewer move a score by less than its interval."""

SMALLEST_SURE: Final = 0.05
"""The same for an error: a few things were truly met again, as houses that were sold twice."""

FEWEST_ROWS: Final = 5
"""A few rows may be twins by nature."""

TIMES_EXPECTED: Final = 3.0
"""As often as the spacing of the other rows explains: it is an estimate, and a rough one."""

TIMES_WITHIN_TRAINING: Final = 2.0
"""As often as among training rows: if they are as near to each other, the table is like that."""

WHATEVER_ELSE: Final = 0.12
"""Share of test rows from which on copies matter though training holds as many: they were made
before the split."""

FEWEST_WHATEVER_ELSE: Final = 12
"""Rows, for that: small tables are clumpy."""

MOST_CHANCE: Final = 1e-3
"""Chance that as many of the rows with a near one lie in the test, for an error."""

SMALLEST_PART: Final = 0.2
"""Of training that must have been compared: the copies of the rest were not there to be found."""


@rule(
    "split-near-duplicates",
    severity="error",
    remedy="Find out which rows stem from one source (a join, an augmentation, the same entity "
    "measured again) and keep them on one side: `split.kind = 'group'` with `data.group`.",
    practice="separate train, validation, test; stratified",
)
def check(overlap: OverlapEvidence) -> Iterator[Finding | Unknown]:
    """Rows of the test are training rows in another form.

    ## Why
    A row that was rounded, jittered or lightly edited is still the row: the model has seen its
    outcome. The score on such rows tells how well it remembers.

    ## Example
    Images that were augmented before the split; sensor readings that were exported twice with
    different precision; a support ticket that was copied with a typing error corrected.

    ## Silent when
    Rows lie near because the data is dense, on a grid, along a curve in time, or in clusters: the
    nearest training row must be much nearer than the tenth, in far more rows than the
    spacing of the others explains, and more than among the training rows themselves (unless an
    eighth of the test is concerned, which is a warning); and no further rows may be nearly as near.

    ## References
    Barz & Denzler (2020), Do we train on test data?, doi:10.3390/jimaging6060041; Facco,
    d'Errico, Rodriguez & Laio (2017), doi:10.1038/s41598-017-11873-y
    """
    for near in overlap.near:
        if near.seen < SMALLEST_PART:
            yield Unknown(
                reason=f"{near.seen:.0%} of the training rows were compared; whether test rows are "
                "near copies of the others is open"
            )
        share, allowed = near_share(near)
        if near.rows < FEWEST_ROWS or share <= allowed:
            continue
        yield Finding.at(
            message=f"{near.rows:,} of {near.checked:,} test rows that were looked at "
            f"({share:.1%}) are near copies of a training row in {_compared(near)}, such as test "
            f"row {near.places[0][0]:,} of training row {near.places[0][1]:,}; {near.expected:.1f} "
            "would be by the spacing of the rows",
            rows=tuple(test for test, _ in near.places),
            measure=share,
            threshold=allowed,
            severity=None if _sure(near, share) else "warning",
        )


def _compared(near: NearRows) -> str:
    if near.kind == "rounded":
        return f"{len(near.columns)} columns once numbers are rounded"
    return f"{len(near.columns)} columns of {near.kind}"


def near_share(near: NearRows) -> tuple[float, float]:
    """Return the share of the test rows that are near copies, and the share that may be."""
    share = near.rows / near.checked if near.checked else 0.0
    by_spacing = TIMES_EXPECTED * near.expected / max(near.checked, 1)
    allowed = max(SMALLEST_SHARE, by_spacing, TIMES_WITHIN_TRAINING * near.within_training)
    if near.rows >= FEWEST_WHATEVER_ELSE and near.kind != "rounded":
        allowed = min(allowed, max(WHATEVER_ELSE, by_spacing))
    return share, allowed


def _sure(near: NearRows, share: float) -> bool:
    """Whether copies and not neighbours are the reason: many, and more than within training.

    If training rows lie as near to each other, the table may be one of variants: the same mixture
    after 7 and 28 days, a car with either gearbox.
    """
    more = share > TIMES_WITHIN_TRAINING * near.within_training
    return share >= SMALLEST_SURE and more and _chance(near) <= MOST_CHANCE


def _chance(near: NearRows) -> float:
    """Return the chance that a draw puts so many of the rows with a near one in the test.

    By Fisher's exact test; 0 where training rows were not counted.
    """
    if not near.asked:
        return 0.0
    held = near.rows + round(near.within_training * near.asked)
    ways = sum(
        math.comb(near.checked, in_test) * math.comb(near.asked, held - in_test)
        for in_test in range(near.rows, min(held, near.checked) + 1)
    )
    return ways / math.comb(near.checked + near.asked, held)
