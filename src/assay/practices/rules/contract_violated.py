"""Rows break the contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ValidationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

LIKELY_BY_CHANCE: Final = 0.05
"""From here on the message says that the bound itself may be too tight."""

CHECKS_OF_THE_TABLE: Final = ("rows", "freshness", "missing-column", "extra-column")
"""Checks that the table as a whole keeps or breaks."""


@rule(
    "contract-violated",
    severity="warning",
    remedy="Correct the rows at their source, or change the bound in contract.toml if the rows "
    "are right; `assay validate` writes them out.",
    practice="validate data and schema before training",
)
def check(validation: ValidationEvidence) -> Iterator[Finding]:
    """Rows break the contract.

    ## Why
    What the data must satisfy was written down because something downstream relies on it. Rows
    that break it were set aside, so the model has not seen that part of the world.

    ## Example
    `tenure` below 0 in 12 rows after a migration.

    ## References
    Breck et al. (2019), Data validation for machine learning, MLSys; Polyzotis et al. (2018),
    Data lifecycle challenges in production machine learning, doi:10.1145/3299887.3299891
    """
    for violated in validation.violated:
        of_table = violated.check in CHECKS_OF_THE_TABLE
        broken = "the table" if of_table else f"{violated.violations:,} of {validation.rows:,} rows"
        verb = "breaks" if of_table or violated.violations == 1 else "break"
        likely = violated.chance is not None and violated.chance >= LIKELY_BY_CHANCE
        yield Finding.at(
            column=violated.column,
            message=f"{broken} {verb} `{violated.check}` ({violated.expected})"
            + (f"; a clean batch does so with probability {violated.chance:.0%}" if likely else ""),
            rows=violated.sample_rows,
            measure=violated.violations,
            threshold=0,
        )
