"""The model reads an identifier."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.data import ColumnsEvidence, ProfileEvidence
from assay.core.finding import Finding
from assay.practices.columns import model_columns
from assay.practices.rule import rule


@rule(
    "data-identifier-as-feature",
    severity="error",
    remedy="Declare it as `data.id` or `data.group`, or name it in `data.leave_out`.",
    practice="features from domain knowledge, computed the same everywhere",
)
def check(profile: ProfileEvidence, columns: ColumnsEvidence) -> Iterator[Finding]:
    """The model reads an identifier.

    ## Why
    A number that names a row has no meaning for the next one. What the model finds in it is the
    order of entry: the older customers, the later batch, and so often the outcome itself.

    ## Example
    `passenger_id`; an account number that grows with time.

    ## References
    Rosset et al. (2010), Medical data mining: insights from winning two competitions,
    doi:10.1007/s10618-009-0158-x; Kaufman et al. (2012), doi:10.1145/2382577.2382579
    """
    for column in model_columns(profile, columns):
        if column.kind == "identifier":
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' names the row: {column.distinct:,} values in "
                f"{column.rows - column.missing:,} present rows",
                measure=column.distinct / max(1, column.rows - column.missing),
            )
