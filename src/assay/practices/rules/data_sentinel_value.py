"""A value of a column stands for a missing one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.shift import Sentinel, ShiftEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LEAST_SHARE: Final = 0.003
"""Share of the known values of either side; a code for missing is seldom rarer."""

FEWEST_VALUES: Final = 30
"""Rows of both sides below which no value can be called frequent."""

KINDS: Final = {
    "apart": "the nearest other value is",
    "spike": "the next frequent value is",
    "date": "the nearest other value is",
    "word": "the most frequent other value is",
}
"""What a value is held against, by what is odd about it."""


@rule(
    "data-sentinel-value",
    severity="warning",
    remedy="Read the value as missing when the table is loaded, and let the model know that it "
    "was missing.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(shift: ShiftEvidence) -> Iterator[Finding | Unknown]:
    """A value of a column stands for a missing one.

    ## Why
    A mean over ages of which one in ten is -999 is no mean of ages. Scaling, imputation, distances
    and every linear model take the code for a measurement.

    ## Example
    -999 or 9999 among ages, a blood pressure of 0, 1900-01-01 as a day of birth, '?' among cities.

    ## Silent when
    The value joins the others: a natural zero, the last step of a scale, a cap at which values
    pile up. 'none' among words often says that there is none, and is not taken for a code.

    ## References
    Little & Rubin (2019), Statistical analysis with missing data, doi:10.1002/9781119482260
    """
    rows = shift.train_rows + shift.test_rows
    if rows < FEWEST_VALUES:
        yield Unknown(reason=f"the two sides have {rows} rows; codes show from {FEWEST_VALUES} on")
        return
    for one in shift.sentinels:
        share = max(one.train, one.test)
        if share >= LEAST_SHARE:
            yield Finding.at(
                column=one.column,
                rows=one.places,
                message=_seen(one),
                measure=share,
                threshold=LEAST_SHARE,
            )


def _seen(one: Sentinel) -> str:
    value = f"'{one.value}'" if one.kind == "word" else one.value
    return (
        f"'{one.column}' is {value} in {one.rows:,} rows ({one.train:.1%} of training, "
        f"{one.test:.1%} of the test); {KINDS[one.kind]} {one.nearest}"
    )
