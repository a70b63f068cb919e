"""A column of free text is not used."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.data import ColumnsEvidence, ProfileEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "data-free-text-unused",
    severity="info",
    remedy="Derive features from it in `features.py`, or accept that the model does not read it.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(profile: ProfileEvidence, columns: ColumnsEvidence) -> Iterator[Finding]:
    """A column of free text is not used.

    ## Why
    What people wrote often says more than the columns beside it. A tabular model cannot read
    it, so it is left out, and that should be known.

    ## Example
    `complaint` beside the category that the clerk chose.

    ## References
    Shi et al. (2021), Benchmarking multimodal AutoML for tabular data with text fields,
    arXiv:2111.02705
    """
    for column in profile.columns:
        if (
            column.kind == "text"
            and column.name not in columns.used
            and column.name != profile.target
        ):
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' is free text of up to {column.longest or 0:,} "
                "characters, and left out",
            )
