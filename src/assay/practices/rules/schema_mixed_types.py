"""A column holds numbers in some rows and words in others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.schema import MixedTypes, SchemaEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

SMALLEST_SHARE: Final = 0.002
"""Share of values that are no numbers, where the other side has such values too."""


@rule(
    "schema-mixed-types",
    severity="warning",
    remedy="Make what stands for a missing value missing, take units and bounds into columns of "
    "their own, and declare the column as a number in contract.toml.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(schema: SchemaEvidence) -> Iterator[Finding]:
    """A column of numbers holds other values in part of its rows.

    ## Why
    One word makes the whole column text. The model then sees as many categories as there are
    numbers, and none of their order; or it fails at the first word of the test.

    ## Example
    `weight` with '12 kg', 'about 12' and 'unknown' among 11.5 and 13; '>50' among counts; '3' among
    the names of months.

    ## Silent when
    Values are codes that join digits and letters; one level tops a short scale ('10+'); or the
    numbers are few enough to be grades.

    ## References
    Rahm & Do (2000), Data cleaning: problems and current approaches, IEEE Data Engineering
    Bulletin 23(4)
    """
    for one in schema.mixed_types:
        if one.share >= SMALLEST_SHARE or one.other_numeric:
            where = "training" if one.side == "train" else "the test"
            if one.kinds == ("number",):
                yield _of_words(one, where)
                continue
            alone = "; the other side holds numbers only" if one.other_numeric else ""
            yield Finding.at(
                column=one.column,
                message=f"{one.share:.1%} of '{one.column}' in {where} are no numbers "
                f"({', '.join(repr(value) for value in one.examples)}; {one.numbers:,} distinct "
                f"numbers beside them){alone}",
                measure=one.share,
                threshold=SMALLEST_SHARE,
            )


def _of_words(one: MixedTypes, where: str) -> Finding:
    return Finding.at(
        column=one.column,
        message=f"{one.share:.1%} of '{one.column}' in {where} are numbers "
        f"({', '.join(repr(value) for value in one.examples)}) among words",
        measure=one.share,
        threshold=SMALLEST_SHARE,
    )
