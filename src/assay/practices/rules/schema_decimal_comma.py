"""Numbers are written with a decimal comma."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.schema import SchemaEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

SMALLEST_SHARE: Final = 0.002
"""Share of a side's numbers that have a decimal comma."""


@rule(
    "schema-decimal-comma",
    severity="error",
    remedy="Read the column with a decimal comma (the door takes numbers; a database or "
    "spreadsheet exports them), so that both sides are numbers.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(schema: SchemaEvidence) -> Iterator[Finding]:
    """Numbers are written with a decimal comma.

    ## Why
    '1,5' is text to most readers, and 15 to some. The column becomes categories, or values grow a
    thousandfold.

    ## Example
    An export of a German spreadsheet: '1.234,50' beside '1234.50'.

    ## Silent when
    Commas part thousands ('1,234,567') or the answers of a list ('1,2,4').

    ## References
    Unicode Technical Standard #35, Locale data markup language, part 3: numbers
    """
    for one in schema.commas:
        if max(one.train, one.test) >= SMALLEST_SHARE:
            yield Finding.at(
                column=one.column,
                message=f"{one.train:.0%} of the numbers of '{one.column}' in training and "
                f"{one.test:.0%} in the test have a decimal comma: "
                f"{', '.join(repr(value) for value in one.examples)}",
                measure=max(one.train, one.test),
                threshold=SMALLEST_SHARE,
            )
