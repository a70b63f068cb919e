"""A column of numbers is read as text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, ProfileEvidence
from assay.core.finding import Finding
from assay.practices.columns import model_columns
from assay.practices.rule import rule

FEWEST_VALUES: Final = 20
"""Distinct values; fewer are grades or classes written as digits."""

SMALLEST_SHARE: Final = 0.8
"""Share of the most frequent values that are numbers; the others mark what is missing."""

TEXT_TYPES: Final = ("String", "Utf8", "Categorical", "Enum")
"""Polars types that hold text."""


@rule(
    "data-numbers-as-text",
    severity="warning",
    remedy="Declare the column as a number in contract.toml; what does not parse becomes missing "
    "or is quarantined.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(profile: ProfileEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding]:
    """A column of numbers is read as text.

    ## Why
    The model sees thousands of unrelated words where there is one quantity: 9 and 10 are as far
    apart as 9 and 900. One stray blank in a file is enough to cause it.

    ## Example
    `TotalCharges` with ' ' for new customers.

    ## Silent when
    Values are codes: all of one length, or with leading zeros, as postal codes and articles
    are; or so few that they are classes.

    ## References
    Breck et al. (2019), Data validation for machine learning, MLSys
    """
    for column in model_columns(profile, columns):
        numbers = [text for text, _ in column.top if _is_quantity(text)]
        if (
            column.dtype in TEXT_TYPES
            and column.distinct >= FEWEST_VALUES
            and len(numbers) >= SMALLEST_SHARE * len(column.top) > 0
            and not _is_code(numbers)
        ):
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' is {column.dtype}, but its values are numbers such as "
                f"{', '.join(numbers[:3])}",
                measure=len(numbers) / len(column.top),
                threshold=SMALLEST_SHARE,
            )


def _is_quantity(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_code(numbers: list[str]) -> bool:
    whole = [text for text in numbers if text.strip().isdigit()]
    one_length = len(whole) == len(numbers) and len({len(text.strip()) for text in whole}) == 1
    return one_length or any(
        text.strip().startswith("0") and len(text.strip()) > 1 for text in whole
    )
