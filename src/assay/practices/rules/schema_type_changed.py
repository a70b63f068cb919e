"""A column is of another type in the test than in training."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.schema import SchemaEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "schema-type-changed",
    severity="error",
    remedy="Read both sides with one schema: declare the column's type in contract.toml and "
    "convert where the data is loaded.",
    practice="validate data and schema before training",
)
def check(schema: SchemaEvidence) -> Iterator[Finding]:
    """A column is of another type in the test than in training.

    ## Why
    A model that learnt from numbers cannot read words. Where it does not fail, every value of the
    test is unknown to it.

    ## Example
    `zip` as 8003 in training and as '8003' in the test; True and False in one export, 'yes' and
    'no' in the next.

    ## Silent when
    Whole numbers stand against decimals; one side has no known value; numbers as text have strays
    or decimal commas (schema-mixed-types and schema-decimal-comma say so); or so few values are
    known that chance could have kept words from numbers.

    ## References
    Breck et al. (2019), Data validation for machine learning, MLSys
    """
    for one in schema.types:
        train, test = (", ".join(repr(value) for value in values) for values in one.examples)
        yield Finding.at(
            column=one.column,
            message=f"'{one.column}' is {one.train} in training ({train}) and {one.test} in the "
            f"test ({test})",
        )
