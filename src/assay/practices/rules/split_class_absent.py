"""A class is missing in training or in the test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

EXPECTED_ROWS: Final = 5.0
"""Rows of the class that the part should have: chance leaves out five with probability 0.7 %."""


FEWEST_TESTED: Final = 2
"""Rows of the test of a class that training lacks: one may be a slip, chance excuses no more."""


@rule(
    "split-class-absent",
    severity="error",
    remedy="Use `split.kind = 'random'`, which is stratified, collect rows of the class, or "
    "merge it with another.",
    practice="separate train, validation, test; stratified",
)
def check(split: SplitEvidence) -> Iterator[Finding | Unknown]:
    """A class is missing in training or in the test.

    ## Why
    A class that training lacks can never be predicted; one that the test lacks was never
    tested.

    ## Example
    A split by time, where a new product line starts after the training rows end.

    ## Silent when
    The class is so rare that chance alone leaves it out of a part (unknown; see
    `label-class-too-rare`), or the outcomes of the test are sealed. Where training lacks a rare
    class that several rows of the test have, it is a warning.

    ## References
    Kohavi (1995), A study of cross-validation and bootstrap, IJCAI
    """
    shares = {part.name: dict(part.shares) for part in split.parts}
    if not any(shares.values()):
        return
    rows = {part.name: part.rows for part in split.parts}
    names = list(dict.fromkeys(name for part in split.parts for name, _ in part.shares))
    total = {name: sum(shares[part].get(name, 0.0) * rows[part] for part in rows) for name in names}
    tested = {
        name: round(shares.get("test", {}).get(name, 0.0) * rows.get("test", 0)) for name in names
    }
    for name in names:
        for part in ("train", "test"):
            if not shares.get(part) or shares[part].get(name, 0.0) > 0:
                continue
            expected = total[name] / sum(rows.values()) * rows[part]
            seen = f"class '{name}' ({total[name]:,.0f} rows) is missing in the {part} part"
            if expected >= EXPECTED_ROWS or len(names) == 2:
                yield Finding.at(column=split.target, message=seen, measure=0, threshold=1)
            elif part == "train" and tested[name] >= FEWEST_TESTED:
                yield Finding.at(
                    column=split.target,
                    message=f"{seen}: no model can predict it, though {expected:.1f} rows only "
                    "were to be expected",
                    measure=0,
                    threshold=1,
                    severity="warning",
                )
            else:
                yield Unknown(reason=f"{seen}, where {expected:.1f} rows were to be expected")
