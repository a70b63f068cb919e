"""The target follows from one column, as from no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnLeak, ColumnsEvidence, LeakEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.leaks import ON_ONE_CURVE, considered, copied
from assay.practices.rule import rule

SMALLEST_EXACTNESS: Final = 0.99
"""Share of rows whose target follows, of the class that follows worst; honest measurements err."""

SMALLEST_STRENGTH: Final = 0.98
"""Of the column alone, cross-validated; a ROC-AUC of 0.99."""

SMALLEST_LEAD: Final = 0.2
"""Strength beyond the best other column: in an easy task several columns are strong."""

SMALLEST_LIKENESS: Final = 0.94
"""Of the worst class: a label that is flipped in 3 of 100 rows, with room for chance."""

LARGEST_EXACTNESS_OF_REST: Final = 0.95
"""If another column tells the classes apart as sharply, the task is easy."""

MOST_ELSEWHERE: Final = 0.005
"""Share of other rows that are filled where leak-filled-where-outcome-happened speaks."""

SMALLEST_GAIN: Final = 0.2
"""Strength beyond all other columns together, for a column that errs in a few rows."""

SMALLEST_COARSENING: Final = 0.98
"""Share of each class that holds the one value of its class, of a column that joins classes."""

LEAST_OF_INTERVALS: Final = 0.5
"""Of the target's variance, that intervals of it tell, for an error."""

SMALLEST_R2: Final = 0.97
"""Target with noise of 15 % of its deviation; honest measurements in one table seldom get there."""

SMALLEST_NOISED_GAIN: Final = 0.04
"""R2 beyond all others together, where the difference looks like noise that was added."""

SMALLEST_EVENNESS: Final = 0.7
"""Natural errors grow with what is measured; noise that was added is the same everywhere."""

SMALLEST_LONE_GAIN: Final = 0.5
"""R2 beyond all others together for a warning: the outcome, measured a little otherwise."""

SMALLEST_OF_VERSION: Final = 0.6
"""R2 for a warning of a column that has the target's name but for a word as `adjusted`."""

SMALLEST_EASE: Final = 0.02
"""Strength beyond all others together, below which the task is easy and the column no proxy.

So is it where the column leaves more than half of what they leave open.
"""

_VERSION = re.compile(
    r"^(raw|adj(usted)?|corr(ected)?|revised|final|smoothed|rounded|true|observed|measured|net"
    r"|gross|log|sqrt|norm(ali[sz]ed)?|scaled|prelim(inary)?|recorded)(?=[_ .-]?\w)"
    r"|[_ .-](raw|adj(usted)?|corr(ected)?|revised|final|smoothed|rounded|true|observed|measured"
    r"|net|gross|log|sqrt|norm(ali[sz]ed)?|scaled|prelim(inary)?|recorded)$"
)
"""Words that mark versions of one value; `previous` and `planned` ones are known beforehand."""

FEWEST_ROWS: Final = 100
"""On fewer, a threshold that parts two classes is found by chance and luck."""

FEWEST_ROWS_OF_COPY: Final = 40
"""The same of values that stand for the target, or of a number that hardly differs from it."""

LARGEST_IN_PAIR: Final = 0.97
"""Exactness of a column whose pair with another one gives all, so that the pair is told of."""

LEAST_OF_NOISED: Final = 0.95
"""R2, of the values or of their ranks, for a warning of the outcome measured a little otherwise."""

LEAST_OF_OPINION: Final = 0.9
"""Share of the worst class for a warning of a column that is the target in other words, mostly."""

SMALLEST_LEAD_OF_OPINION: Final = 0.1
"""Of that share, beyond what the best other column gives."""

SMALLEST_GAIN_OF_OPINION: Final = 0.05
"""Strength beyond all others together, for that warning."""

SMALLEST_EQUAL: Final = 0.4
"""Share of rows for a warning of a column that is the target: a figure before it was revised."""

MOST_UNEXPLAINED: Final = 0.5
"""Part of what all others together leave open that it leaves open itself."""


@rule(
    "leak-target-proxy",
    severity="error",
    remedy="Leave the column out (`data.leave_out`), or take its value from before the outcome.",
    practice="no leakage",
    acts="leave-out",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding | Unknown]:
    """The target follows from one column, as from no other.

    ## Why
    A column from which nearly every row's target can be read off, in a table whose other
    columns know much less, is seldom a cause: it is the outcome, measured another way or a
    moment later. So is one that holds the target in another code, or with a little noise upon it.

    ## Example
    `arr_delay` in minutes beside the target 'arrived more than 15 minutes late'; `total_paid`
    beside 'loan repaid'; the price of a house in classes beside the price.

    ## Silent when
    The column is strong and no more: an honest cause may have a ROC-AUC of 0.99. Or it is the
    outcome of the time before. Or others are
    as strong, alone or together, as in an easy task (a warning where only together); or the
    rows are too few (unknown). A rare kind that lies above all others is a warning. A number
    that is near the target as nothing else is, or has its name but for a word as `adjusted`, is
    a warning; so is a column with a value for each class that is right in nine of ten, as a
    second reader is, where nothing else comes near.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579; Kapoor & Narayanan (2023), doi:10.1016/j.patter.2023.100804
    """
    paired = {name for pair in leaks.pairs if pair.exactness >= 0.99 for name in pair.columns}
    for column in considered(leaks, columns):
        in_pair = column.name in paired and column.exactness < LARGEST_IN_PAIR
        if copied(column) or _filled_afterwards(column) or in_pair or column.lagged:
            continue  # other rules say better what such a column is
        found = _of_numbers(column) if leaks.task == "regression" else _of_classes(column)
        sure = found is not None and not _easy(column) and not _few_extremes(column, leaks)
        found = found or _likely(column, leaks)
        if found is None:
            continue
        seen, measure, threshold = found
        seen = f"'{column.name}' {seen} (strength {column.strength:.3f}, {_others(column)})"
        few = _copied(column) or leaks.task == "regression" or column.mirrors >= LEAST_OF_OPINION
        fewest = FEWEST_ROWS_OF_COPY if few else FEWEST_ROWS
        if leaks.rows < fewest:
            yield Unknown(reason=f"{seen}, but on fewer than {fewest} rows")
        else:
            yield Finding.at(
                column=column.name,
                message=seen,
                measure=measure,
                threshold=threshold,
                severity=None if sure else "warning",
            )


def _filled_afterwards(column: ColumnLeak) -> bool:
    """Whether the column has many values, and any of them but 'none' names the outcome."""
    told = column.one_sided
    if told is None or not told.filled or told.flag or column.mirrors:
        return False
    if column.on_curve >= ON_ONE_CURVE:
        return False
    return told.elsewhere <= MOST_ELSEWHERE and told.within >= SMALLEST_LIKENESS


def _of_classes(column: ColumnLeak) -> tuple[str, float, float] | None:
    """Return what is seen, its measure and its threshold; None if the column may be honest."""
    exact = max(column.exactness, column.follows, column.mirrors)
    if column.follows >= SMALLEST_EXACTNESS or column.mirrors >= SMALLEST_LIKENESS:
        seen = f"holds the target in other values, right in {exact:.1%} of the worst class"
        return seen, exact, SMALLEST_LIKENESS
    if _leads(column) or (
        column.exactness >= SMALLEST_EXACTNESS
        and column.exactness_of_rest is not None
        and column.exactness_of_rest <= LARGEST_EXACTNESS_OF_REST
    ):
        return f"gives the target in {exact:.2%} of the worst class", exact, SMALLEST_EXACTNESS
    if exact >= SMALLEST_LIKENESS and _gain(column) >= SMALLEST_GAIN:
        return f"gives the target in {exact:.1%} of the worst class", exact, SMALLEST_LIKENESS
    if column.coarsens >= SMALLEST_COARSENING and _gain(column) >= 0:
        seen = f"is one value in {column.coarsens:.1%} of each class, and classes share values"
        return seen, column.coarsens, SMALLEST_COARSENING
    return None


def _of_numbers(column: ColumnLeak) -> tuple[str, float, float] | None:
    if column.on_curve >= SMALLEST_EXACTNESS:
        seen = f"gives the target by one curve in {column.on_curve:.2%} of rows"
        return seen, column.on_curve, SMALLEST_EXACTNESS
    if column.on_curve >= SMALLEST_LIKENESS and _gain(column) >= SMALLEST_GAIN:
        seen = f"parts the target in intervals, but for {1 - column.on_curve:.1%} of rows"
        return seen, column.on_curve, SMALLEST_LIKENESS
    if _leads(column):
        seen = f"gives the target in {column.exactness:.2%} of rows"
        return seen, column.exactness, SMALLEST_EXACTNESS
    like_noise = column.same_unit or column.even_noise >= SMALLEST_EVENNESS
    if (
        column.noise is not None
        and column.strength >= SMALLEST_R2
        and like_noise
        and _gain(column) >= SMALLEST_NOISED_GAIN
    ):
        seen = f"is the target with noise of {column.noise:.1%} of its deviation"
        return seen, column.strength, SMALLEST_R2
    return None


def _few_extremes(column: ColumnLeak, leaks: LeakEvidence) -> bool:
    """Whether a column parts the target in intervals that leave most of its variance open.

    A rare kind may honestly lie above all others, as the incomes of the famous do.
    """
    return leaks.task == "regression" and column.strength < LEAST_OF_INTERVALS


def _easy(column: ColumnLeak) -> bool:
    """Whether all others together tell as much, as the measures of an easy task do."""
    if column.coarsens >= SMALLEST_COARSENING and not _copied(column):
        return _gain(column) < SMALLEST_GAIN
    return (
        not _copied(column, least=SMALLEST_EXACTNESS)
        and column.strength_of_others is not None
        and (_gain(column) < SMALLEST_EASE or _unexplained(column) > MOST_UNEXPLAINED)
    )


def _copied(column: ColumnLeak, *, least: float = SMALLEST_LIKENESS) -> bool:
    """Whether the values are the target's; a vote may tell a party's members but for a few."""
    return column.on_curve >= SMALLEST_LIKENESS or max(column.follows, column.mirrors) >= least


def _likely(column: ColumnLeak, leaks: LeakEvidence) -> tuple[str, float, float] | None:
    """Return what makes a column a likely version of the target, though an honest one may be."""
    if leaks.task != "regression":
        return _second_opinion(column)
    if (
        column.noise is not None
        and column.strength >= SMALLEST_R2
        and _gain(column) >= SMALLEST_LONE_GAIN
    ):
        seen = f"is the target but for {column.noise:.1%} of its deviation, as nothing else is"
        return seen, column.strength, SMALLEST_R2
    return _nearly_all(column) or _of_version(column, leaks.target)


def _second_opinion(column: ColumnLeak) -> tuple[str, float, float] | None:
    """Return what shows a column of as many values as classes that says the same, mostly."""
    rest = column.exactness_of_rest
    led = rest is not None and column.mirrors - rest >= SMALLEST_LEAD_OF_OPINION
    if column.mirrors >= LEAST_OF_OPINION and led and _gain(column) >= SMALLEST_GAIN_OF_OPINION:
        seen = f"has a value for each class, right in {column.mirrors:.1%} of the worst one"
        return seen, column.mirrors, LEAST_OF_OPINION
    return None


def _nearly_all(column: ColumnLeak) -> tuple[str, float, float] | None:
    """Return what shows a number that leaves hardly anything open of what all others do."""
    if column.strength >= LEAST_OF_NOISED and _unexplained(column) <= MOST_UNEXPLAINED:
        left = 1 - column.strength
        seen = f"leaves {left:.1%} of the target's variance open, where all others do far more"
        return seen, column.strength, LEAST_OF_NOISED
    left = 1 - column.in_ranks
    if column.in_ranks >= LEAST_OF_NOISED and (
        left <= MOST_UNEXPLAINED * (1 - column.in_ranks_of_others)
    ):
        seen = f"ranks as the target does, but for {left:.1%} of the variance"
        return seen, column.in_ranks, LEAST_OF_NOISED
    if column.equal >= SMALLEST_EQUAL:
        seen = f"is the target to the last digit in {column.equal:.0%} of rows more than by chance"
        return seen, column.equal, SMALLEST_EQUAL
    return None


def _of_version(column: ColumnLeak, target: str) -> tuple[str, float, float] | None:
    lead = column.strength - column.strength_of_rest
    named = _versions(column.name, target)
    if named and column.strength >= SMALLEST_OF_VERSION and lead >= SMALLEST_LEAD:
        seen = "has the target's name but for a word that marks another version"
        return seen, column.strength, SMALLEST_OF_VERSION
    return None


def _versions(name: str, target: str) -> bool:
    """Whether two names differ in nothing but which version of the value they name."""
    bare, other = (_VERSION.sub("", one.lower()).strip("_ .-") for one in (name, target))
    return bool(bare) and bare == other and name.lower() != target.lower()


def _leads(column: ColumnLeak) -> bool:
    return (
        column.exactness >= SMALLEST_EXACTNESS
        and column.strength >= SMALLEST_STRENGTH
        and column.strength - column.strength_of_rest >= SMALLEST_LEAD
    )


def _gain(column: ColumnLeak) -> float:
    others = column.strength_of_others
    return 0.0 if others is None else column.strength - max(others, column.strength_of_rest)


def _unexplained(column: ColumnLeak) -> float:
    """Return what a column leaves open, as a part of what all others together do."""
    others = column.strength_of_others
    if others is None:
        return 1.0
    return (1 - column.strength) / max(1 - max(others, column.strength_of_rest), 1e-9)


def _others(column: ColumnLeak) -> str:
    if column.strength_of_others is None:
        return f"the best other column {column.strength_of_rest:.3f}"
    return f"all others together {column.strength_of_others:.3f}"
