"""Rows of the test are also rows of training."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ProfileEvidence
from assay.core.evidence.overlap import EqualRows, OverlapEvidence
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.chance import BITS_BEYOND_CHANCE, distinguishing_bits, wilson
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.05
"""Share of test rows; below it the score can move by no more than its own interval, mostly."""

SMALLEST_SINGULAR_SHARE: Final = 0.02
"""Share of test rows that equal a training row and nearly equal no others."""

LIKELY_SINGULAR_SHARE: Final = 0.005
"""The same for a warning: so few hardly move a score, but tell of a fault in how it was made."""

FEWEST_DIFFERENT: Final = 0.1
"""Share of training rows that differ: where each has nine like it, another one is no wonder."""

LARGEST_PART_WITHIN: Final = 0.25
"""Of the share of test rows that equal a training row, what training may have of equal rows itself
to be no explanation; by the nearer ends of the two intervals."""

FEWEST_SINGULAR: Final = 5
"""A few rows may be equal by nature."""

SMALLEST_PART: Final = 0.3
"""Of the equal rows must resemble no others; else equality is common in this table."""

FEWEST_COLUMNS: Final = 3
"""Of two columns, or one, equal values say nothing about who they belong to."""


PART_EDITED: Final = 0.5
"""Of the rows that are equal but for a text: if so many texts are alike, they were edited."""


@rule(
    "split-row-overlap",
    severity="error",
    remedy="Remove the repeated rows, or set `data.group` to the column that names whom a row "
    "belongs to and `split.kind = 'group'`.",
    practice="separate train, validation, test; stratified",
)
def check(
    split: SplitEvidence, profile: ProfileEvidence | None, overlap: OverlapEvidence | None
) -> Iterator[Finding | Unknown]:
    """Rows of the test are also rows of training.

    ## Why
    A flexible model remembers rows. On a row that it has seen it is right by memory, and the test
    says more than is true.

    ## Example
    A join that doubled the rows before the split; wine samples that were entered twice.

    ## Silent when
    Rows have so few columns and values that different people must share them: 24-year-old men in
    third class without family are many on one ship. The columns must hold twice the bits that
    chance needs before equal rows are taken for the same row. Where rows were compared one by
    one, an equal row counts if no further rows almost equal it: people who are alike by chance
    have many who are nearly alike, but no identifier in common; or if training has hardly an
    equal row within itself. It is a warning only where another
    finding is the reason: a declared group stands on both sides, or the rows are copies whose text
    was edited.

    ## References
    Kapoor & Narayanan (2023), Leakage and the reproducibility crisis (L1.4),
    doi:10.1016/j.patter.2023.100804; Barz & Denzler (2020), Do we train on test data?,
    doi:10.3390/jimaging6060041
    """
    if overlap is not None:
        yield from _compared(overlap)
        return
    test, train = split.part("test").rows, split.part("train").rows
    share = split.rows_shared / test if test else 0.0
    if share < LARGEST_SHARE:
        return
    seen = f"{split.rows_shared:,} of {test:,} test rows ({share:.1%}) equal a training row"
    if profile is None:
        yield Unknown(reason=f"{seen}; without a profile it is open whether by chance")
        return
    bits, needed = distinguishing_bits(profile), math.log2(max(train, 2))
    if bits >= BITS_BEYOND_CHANCE * needed:
        yield Finding.at(message=seen, measure=share, threshold=LARGEST_SHARE)
    else:
        yield Unknown(
            reason=f"{seen}, but the columns tell rows apart by {bits:.0f} bits only, where "
            f"{BITS_BEYOND_CHANCE * needed:.0f} would show that they are the same row"
        )


def _compared(overlap: OverlapEvidence) -> Iterator[Finding | Unknown]:
    for equal in reversed(overlap.equal):
        share = equal.rows / equal.checked if equal.checked else 0.0
        copied = _copied(equal)
        singular = share * equal.singular / equal.judged if equal.judged else 0.0
        singular = share if copied else singular
        rows, columns = singular * equal.checked, equal.columns >= FEWEST_COLUMNS
        sure = singular >= SMALLEST_SINGULAR_SHARE
        columns &= copied or equal.singular >= SMALLEST_PART * equal.judged
        columns &= equal.different >= FEWEST_DIFFERENT or equal.named > 0
        if rows >= FEWEST_SINGULAR and singular >= LIKELY_SINGULAR_SHARE and columns:
            yield Finding.at(
                columns=equal.left_out,
                rows=equal.places,
                message=_seen(equal, share),
                measure=singular,
                threshold=SMALLEST_SINGULAR_SHARE if sure else LIKELY_SINGULAR_SHARE,
                severity=None if sure and not _said_elsewhere(overlap, equal, share) else "warning",
            )
            return
    for equal in overlap.equal[:1]:
        share = equal.rows / equal.checked if equal.checked else 0.0
        if share >= LARGEST_SHARE:
            yield Unknown(
                reason=f"{_seen(equal, share)}: values this coarse repeat by chance, and a "
                "repeated row cannot be told from it"
            )


def _copied(equal: EqualRows) -> bool:
    """Whether training has hardly an equal row of its own: chance would give it as many."""
    repeated = round((1 - equal.different) * equal.trained)
    within = wilson(repeated, equal.trained)[1] if equal.trained else 1.0
    return within <= LARGEST_PART_WITHIN * wilson(equal.rows, equal.checked)[0]


def _said_elsewhere(overlap: OverlapEvidence, equal: EqualRows, share: float) -> bool:
    """Whether another rule says why: members of one group, or copies whose text was edited."""
    if overlap.group is not None and overlap.groups_shared:
        return True
    if any(key.rows_shared >= share and key.rows_in_group > 1 for key in overlap.keys):
        return True
    edited = [
        near.rows / near.checked
        for near in overlap.near
        if near.kind == "text" and near.checked and set(near.columns) & set(equal.left_out)
    ]
    return max(edited, default=0.0) >= PART_EDITED * share


def _seen(equal: EqualRows, share: float) -> str:
    but = f" but for {', '.join(map(repr, equal.left_out))}" if equal.left_out else ""
    if equal.named:
        return (
            f"{equal.rows:,} of {equal.checked:,} test rows ({share:.1%}) equal a training row; "
            f"{equal.named:,} of {equal.judged:,} of them have its identifier too"
        )
    if _copied(equal):
        return (
            f"{equal.rows:,} of {equal.checked:,} test rows ({share:.1%}) equal a training row"
            f"{but}; within training it is {1 - equal.different:.1%}"
        )
    return (
        f"{equal.rows:,} of {equal.checked:,} test rows ({share:.1%}) equal a training row{but}; "
        f"{equal.singular:,} of {equal.judged:,} of them resemble no other rows as closely"
    )
