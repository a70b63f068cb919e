"""Whether the column is filled in tells the outcome."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, LeakEvidence, OneSided
from assay.core.finding import Finding, Unknown
from assay.practices.leaks import ON_ONE_CURVE, considered, copied
from assay.practices.rule import rule

SMALLEST_STRENGTH: Final = 0.8
"""A ROC-AUC of 0.9 from missing or not alone; honest gaps in records stay below 0.5."""

SMALLEST_LIKENESS: Final = 0.94
"""Share from which a column of as many values as there are classes is the outcome itself."""

MOST_ELSEWHERE: Final = 0.005
"""Share of the rows without the outcome: slips of the pen, no more."""

MOST_ELSEWHERE_LIKELY: Final = 0.03
"""The same for a warning: more than slips, as where a process runs for other reasons too."""

FEWEST_TIMES: Final = 20.0
"""Times as often beside the outcome as elsewhere, for a warning."""

FEWEST_FILLED: Final = 0.3
"""Share of the rows with the outcome that are filled; honest gaps lie on both sides."""

FEWEST_NOT_ZERO: Final = 0.3
"""The same for 'not 0': a count of something rare is 0 mostly, and by nature."""

FEWEST_OF_MANY: Final = 0.5
"""The same for 'not 0' in one of many classes: a word may stand in texts of one subject alone."""

FEWEST_OF_MOST: Final = 0.6
"""Share of the rows with the outcome, for an error where that is the usual one or the column a
flag: what is done for some of the many, or a word that some use, may honestly lack the few."""

FEWEST_OF_NUMBERS: Final = 0.8
"""Share of the rows beyond a border of the outcome that was sought: large things have parts."""

FEWEST_EMPTY: Final = 0.5
"""Share of the rows with the outcome that are empty, where no other row is."""

FEWEST_WITHIN: Final = 15
"""Rows with the outcome that show it; fewer are chance."""

FEWEST_SURE: Final = 30
"""The same for an error that rests on zeros: a sign of one rare illness is 0 in all others."""

FEWEST_ROWS: Final = 100
"""Rows with an outcome; on fewer the strength itself is uncertain by a tenth or more."""

MOST_CHANCE: Final = 1e-6
"""Chance of a pattern, were values filled anywhere, below which fewer rows suffice."""


@rule(
    "leak-filled-where-outcome-happened",
    severity="error",
    remedy="Leave the column out (`data.leave_out`), or take its value from before the outcome.",
    practice="no leakage",
    acts="leave-out",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding | Unknown]:
    """Whether the column is filled in tells the outcome.

    ## Why
    If the mere presence of a value nearly decides the outcome, the value was entered because of
    the outcome: a reason for leaving, a date of repayment, the number of the lifeboat.

    ## Example
    `boat` is known for 477 of 500 survivors of the Titanic and for 9 of 809 others. The
    `expenditure` with a credit card is above 0 for those only whose application was accepted.

    ## Silent when
    Missing values are more frequent in one class, as they often are: cabins of the poor were
    not written down. Where up to 3 % of the other rows are filled too, and twenty times as many
    beside the outcome, it is a warning; so is what stands beside a part of the usual outcome alone,
    as an answer was written to some honest e-mails and to no spam, and a flag of large outcomes, as
    one kind of thing may have it. On fewer than a hundred rows only what chance would hardly bring
    is told.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579
    """
    for column in considered(leaks, columns):
        pattern = column.one_sided
        zero = pattern is not None and pattern.empty == "zero"
        curve = leaks.task == "regression" and column.on_curve >= ON_ONE_CURVE
        if (zero and (copied(column) or curve)) or (
            max(column.mirrors, column.coarsens) >= SMALLEST_LIKENESS
        ):
            continue  # the outcome in another code: leak-target-copy and leak-target-proxy say so
        if pattern is not None and _by_outcome(pattern):
            seen, measure, threshold = (
                _in_words(column.name, pattern),
                pattern.within,
                _fewest(pattern),
            )
            usual = pattern.rows_within > pattern.rows_elsewhere
            sure = pattern.elsewhere <= MOST_ELSEWHERE
            sure &= not (usual or pattern.flag) or pattern.within >= FEWEST_OF_MOST
            sure &= not pattern.joined
            sure &= pattern.rows_within >= FEWEST_SURE or pattern.empty == "missing"
            of_many = pattern.classes > 2 and pattern.empty == "zero"  # a sign of one illness
            sure &= not of_many and not (pattern.flag and (pattern.classes > 2 or pattern.sought))
        elif column.missing_strength >= SMALLEST_STRENGTH:
            measure, threshold = column.missing_strength, SMALLEST_STRENGTH
            seen = f"whether '{column.name}' is missing tells the target with strength "
            seen += f"{column.missing_strength:.2f}"
            sure = True
        else:
            continue
        told = pattern is not None and _by_outcome(pattern)
        if leaks.rows < FEWEST_ROWS and not (told and _chance(pattern) <= MOST_CHANCE):
            yield Unknown(reason=f"{seen}, but on {leaks.rows} rows only")
        else:
            yield Finding.at(
                column=column.name,
                message=seen,
                measure=measure,
                threshold=threshold,
                severity=None if sure else "warning",
            )


def _by_outcome(pattern: OneSided) -> bool:
    most = MOST_ELSEWHERE
    if pattern.filled:
        most = max(most, min(MOST_ELSEWHERE_LIKELY, pattern.within / FEWEST_TIMES))
    return (
        pattern.elsewhere <= most
        and pattern.within >= _fewest(pattern)
        and pattern.within * pattern.rows_within >= FEWEST_WITHIN
        and pattern.rows_elsewhere >= FEWEST_WITHIN
    )


def _chance(pattern: OneSided | None) -> float:
    """Return the chance that as few rows elsewhere are filled, or empty: Fisher's exact test."""
    if pattern is None:
        return 1.0
    inside, outside = pattern.rows_within, pattern.rows_elsewhere
    elsewhere = round(pattern.elsewhere * outside)
    held = round(pattern.within * inside) + elsewhere
    ways = sum(
        math.comb(outside, few) * math.comb(inside, held - few)
        for few in range(max(0, held - inside), elsewhere + 1)
    )
    return ways / math.comb(inside + outside, held)


def _fewest(pattern: OneSided) -> float:
    if pattern.sought:
        return FEWEST_OF_NUMBERS
    if not pattern.filled:
        return FEWEST_EMPTY
    if pattern.empty == "missing":
        return FEWEST_FILLED
    return FEWEST_NOT_ZERO if pattern.classes == 2 else FEWEST_OF_MANY


def _in_words(name: str, pattern: OneSided) -> str:
    nothing = "'no'" if pattern.flag else "0"
    zero = (nothing, f"other than {nothing}")
    state = {"missing": ("missing", "filled in"), "zero": zero}[pattern.empty]
    return (
        f"'{name}' is {state[pattern.filled]} in {pattern.within:.0%} of the "
        f"{pattern.rows_within:,} rows where the outcome is '{pattern.outcome}' and in "
        f"{pattern.elsewhere:.2%} of the {pattern.rows_elsewhere:,} others"
    )
