"""Equal rows of training have different outcomes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.labels import LabelsEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

SMALLEST_SHARE: Final = 0.01
"""Share of training rows; a few contradictions stand in any table."""

FEWEST_ROWS: Final = 10
"""Rows that contradict an equal one: five pairs."""

FEWEST_COLUMNS: Final = 3
"""Of two columns, or one, equal values say nothing about who they belong to."""

DEVIATIONS: Final = 3.0
"""Standard deviations beyond what outcomes drawn by the shares of the classes would give."""


@rule(
    "label-conflicting",
    severity="warning",
    remedy="Find out which of the outcomes is right: a double entry, two annotators, or a join "
    "with the wrong period. Keep one row of each, or add the column that tells them apart.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(labels: LabelsEvidence) -> Iterator[Finding]:
    """Equal rows of training have different outcomes.

    ## Why
    Of two equal rows with different outcomes at least one is wrong, or a column is missing that
    tells them apart. No model can be right on both, so the score has a ceiling that is not the
    model's.

    ## Example
    An image that two people labelled, one as cat and one as lynx, stands in the table twice.

    ## Silent when
    The target is a number; or rows are equal by chance, as answers to few questions are: then
    rows that differ in one answer are more common than equal ones. Or the contradictions are
    no more than outcomes drawn by chance would give, as where the same person is asked again.

    ## References
    Northcutt, Athalye & Mueller (2021), Pervasive label errors in test sets, NeurIPS Datasets
    and Benchmarks
    """
    found = labels.conflicts
    if found is None or not found.rows:
        return
    share = found.conflicting / found.rows
    chance = min(found.expected / found.repeated, 1.0) if found.repeated else 0.0
    allowed = found.expected + DEVIATIONS * math.sqrt(found.expected * (1 - chance))
    enough = found.conflicting >= FEWEST_ROWS and found.columns >= FEWEST_COLUMNS
    if enough and share >= SMALLEST_SHARE and found.conflicting > allowed:
        but = f" but for {', '.join(map(repr, found.left_out))}" if found.left_out else ""
        yield Finding.at(
            column=labels.target,
            rows=found.places,
            message=f"{found.conflicting:,} of {found.rows:,} training rows ({share:.1%}) equal "
            f"another in {found.columns} columns{but}, and not in '{labels.target}'; chance "
            f"explains {found.expected:,.0f}",
            measure=share,
            threshold=SMALLEST_SHARE,
        )
