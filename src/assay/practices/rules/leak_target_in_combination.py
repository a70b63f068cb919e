"""The target is a sum of other columns."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, Combination, LeakEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.leaks import considered
from assay.practices.rule import rule

SMALLEST_R2: Final = 0.999999
"""Arithmetic, not correlation: what is left is rounding."""

LARGEST_ALONE: Final = 0.99
"""Strength of one column from which the others add nothing to it."""

ROWS_PER_COLUMN: Final = 20
"""With few rows for each column some sum fits by chance."""


@rule(
    "leak-target-in-combination",
    severity="error",
    remedy="Leave these columns out (`data.leave_out`), or predict the part that is not yet known.",
    practice="no leakage",
    acts="leave-out",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding | Unknown]:
    """The target is a sum of other columns.

    ## Why
    If adding columns gives the target exactly, in every row, they are its parts: they come into
    being with it. The model learns to add, and has nothing to add in service.

    ## Example
    `casual` + `registered` = `count` in the bicycle rentals.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579; Kapoor & Narayanan (2023), doi:10.1016/j.patter.2023.100804
    """
    judged = {column.name for column in considered(leaks, columns)}
    strengths = {column.name: column.strength for column in leaks.columns}
    for combination in leaks.combinations:
        if not judged.issuperset(combination.columns) or combination.r2 < SMALLEST_R2:
            continue
        if any(strengths[name] >= LARGEST_ALONE for name in combination.columns):
            continue  # one column is enough, and rules about single columns say so
        sum_ = _in_words(combination)
        if leaks.rows < ROWS_PER_COLUMN * len(combination.columns):
            yield Unknown(reason=f"{leaks.target} = {sum_}, but on {leaks.rows} rows only")
        else:
            yield Finding.at(
                columns=combination.columns,
                message=f"{leaks.target} = {sum_} in all {leaks.rows:,} rows",
                measure=combination.r2,
                threshold=SMALLEST_R2,
            )


def _in_words(combination: Combination) -> str:
    text = ""
    for name, weight in zip(combination.columns, combination.weights, strict=True):
        sign = "-" if weight < 0 else "+"
        size = "" if math.isclose(abs(weight), 1, rel_tol=1e-6) else f"{abs(weight):.6g} "
        text += f" {sign} {size}{name}" if text else f"{'-' if weight < 0 else ''}{size}{name}"
    return text
