"""One column tells far more than all others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, LeakEvidence
from assay.core.finding import Finding
from assay.practices.leaks import considered
from assay.practices.rule import rule

SMALLEST_STRENGTH: Final = 0.55
"""Of the column alone, for classes: a ROC-AUC of 0.78."""

SMALLEST_R2: Final = 0.75
"""Of the column alone, for numbers: the size of a house or the hour of the day reach 0.6."""

SMALLEST_LEAD: Final = 0.25
"""Strength beyond the best other column; honest tables have a second-best that is nearer."""

SMALLEST_REST: Final = 0.05
"""Strength of the best other column; where all others tell nothing, there is none to compare."""

FEWEST_ROWS: Final = 200
"""Rows; on fewer a lead of that size comes by chance."""


@rule(
    "leak-one-column-dominates",
    severity="warning",
    remedy="Ask whoever fills the column in when they do. Leave it out (`data.leave_out`) if the "
    "model is asked before; else waive this with that answer as the reason.",
    practice="no leakage",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding]:
    """One column tells far more than all others.

    ## Why
    Most leaks look like this, and so do some honest causes. Strength alone does not decide it:
    a person who knows the process must say when the value is known.

    ## Example
    `duration` of the phone call that sells a deposit: known when the call ends, together with
    the answer.

    ## Silent when
    No other column tells anything: an ordinary measurement beside a year and a fold leads too.

    ## References
    Moro, Cortez & Rita (2014), A data-driven approach to predict the success of bank
    telemarketing, doi:10.1016/j.dss.2014.03.001; Kaufman, Rosset, Perlich & Stitelman (2012),
    Leakage in data mining, doi:10.1145/2382577.2382579
    """
    if leaks.rows < FEWEST_ROWS:
        return
    least = SMALLEST_R2 if leaks.task == "regression" else SMALLEST_STRENGTH
    for column in considered(leaks, columns):
        lead = column.strength - column.strength_of_rest
        if column.strength_of_rest < SMALLEST_REST:
            continue
        if column.strength >= least and lead >= SMALLEST_LEAD:
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' tells the target with strength {column.strength:.2f}, "
                f"the best other column {column.strength_of_rest:.2f}",
                measure=lead,
                threshold=SMALLEST_LEAD,
            )
