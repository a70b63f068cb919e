"""A category is written in more than one way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.schema import SchemaEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

SMALLEST_SHARE: Final = 0.002
"""Share of a side's values in the other spelling; fewer are single slips."""

SIDES: Final = ("train", "test")
"""The sides whose shares are held against it."""


@rule(
    "schema-category-respelled",
    severity="error",
    remedy="Map the spellings to one where the data is loaded (case, spaces, abbreviations), and "
    "list the allowed values in contract.toml.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(schema: SchemaEvidence) -> Iterator[Finding]:
    """A category is written in more than one way.

    ## Why
    To a model 'NY' and 'ny ' are two categories. What it learnt of the one is lost for the other;
    a spelling that the test alone has is unknown to it.

    ## Example
    'Male' and 'Female' in training, 'M' and 'F' in the test; 'New York' and 'new york'; 'yes' and
    'no' in one country's form, 'ja' and 'nein' in another's.

    ## Silent when
    The column holds names or free text; marks carry meaning (A+ and A-, 1-2 and 12); or a level of
    like name does not stand for one whose rows went missing.

    ## References
    Rahm & Do (2000), Data cleaning: problems and current approaches, IEEE Data Engineering
    Bulletin 23(4)
    """
    columns = dict.fromkeys(one.column for one in schema.respelled)
    for column in columns:
        found = [one for one in schema.respelled if one.column == column]
        share = max(sum(one.share for one in found if one.side == side) for side in SIDES)
        if share < SMALLEST_SHARE:
            continue
        shown = "; ".join(
            f"{one.other!r} for {one.level!r} ({one.how}, {one.rows:,} rows of "
            f"{'training' if one.side == 'train' else 'the test'})"
            for one in found[:3]
        )
        more = f"; and {len(found) - 3} more" if len(found) > 3 else ""
        yield Finding.at(
            column=column,
            message=f"'{column}' has {shown}{more}",
            measure=share,
            threshold=SMALLEST_SHARE,
        )
