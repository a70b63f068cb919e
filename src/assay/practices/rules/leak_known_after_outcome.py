"""A column is filled in only once the outcome is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnLeak, ColumnsEvidence, LeakEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.chance import wilson
from assay.practices.leaks import considered
from assay.practices.rule import rule

MISSING_WITHOUT_OUTCOME: Final = 0.5
"""Lower bound of the share: most rows whose outcome is still open do not have the column either."""

MISSING_WITH_OUTCOME: Final = 0.02
"""Share of rows with an outcome: there the column is practically always filled."""

LARGEST_PART: Final = 0.5
"""Share of the columns: if more than this go missing together, the rows are blank, not early."""


@rule(
    "leak-known-after-outcome",
    severity="error",
    remedy="Leave the column out (`data.leave_out`), or take its value from before the outcome.",
    practice="no leakage",
    acts="leave-out",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding | Unknown]:
    """A column is filled in only once the outcome is known.

    ## Why
    Rows whose outcome is still open are what the model will be asked about. A column that they
    lack, and that every finished row has, comes into being together with the outcome or after it:
    in service it will be empty, or it is the outcome under another name.

    ## Example
    Cancelled flights have neither an arrival delay nor a departure time, arrival time or air time.
    To predict the delay from the departure time is to predict it after take-off.

    ## Silent when
    No row lacks its outcome, or too few do to tell (unknown); rows without an outcome that lack
    most other columns as well (unknown): a station that was out measured nothing, neither causes
    nor outcome, and that says nothing of time.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579
    """
    judged = considered(leaks, columns)
    suspects = [column for column in judged if _arrives_with_outcome(column)]
    rows = max((column.rows_without_outcome for column in judged), default=0)
    if not rows:
        yield Unknown(reason="every row has its outcome, so none shows what is known before it")
        return
    if len(suspects) > LARGEST_PART * len(leaks.columns):
        yield Unknown(
            reason=f"the {rows:,} rows without an outcome lack {len(suspects)} of "
            f"{len(leaks.columns)} columns too: they may be blank"
        )
        return
    for column in suspects:
        low, _ = wilson(column.missing_with_outcome * rows, rows)
        seen = (
            f"missing in {column.missing_with_outcome:.0%} of the {rows:,} rows without an outcome "
            f"and in {column.missing_without:.1%} of those with one"
        )
        if low >= MISSING_WITHOUT_OUTCOME:
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' is {seen}",
                measure=column.missing_with_outcome,
                threshold=MISSING_WITHOUT_OUTCOME,
            )
        else:
            yield Unknown(reason=f"'{column.name}' is {seen}: too few to tell")


def _arrives_with_outcome(column: ColumnLeak) -> bool:
    return (
        column.rows_without_outcome > 0
        and column.missing_with_outcome >= MISSING_WITHOUT_OUTCOME
        and column.missing_without <= MISSING_WITH_OUTCOME
    )
