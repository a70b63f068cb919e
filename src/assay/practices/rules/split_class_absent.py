"""A class is missing in training or in the test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import exp, lgamma
from typing import Final, Literal

from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

Name = Literal["train", "validation", "test"]

EXPECTED_ROWS: Final = 5.0
"""Rows of the class that the part should have: chance leaves out five with probability 0.7 %."""


MOST_CHANCE: Final = 0.01
"""Chance that a draw of rows leaves out this class, or one as common, from which it may be so."""

FEWEST_TESTED: Final = 2
"""Rows of the test of a class that training lacks, from which on they are no slip."""


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
    class that several rows of the test have, or a draw would rarely leave the class out, it is a
    warning.

    ## References
    Kohavi (1995), A study of cross-validation and bootstrap, IJCAI
    """
    shares = {part.name: dict(part.shares) for part in split.parts}
    if not any(shares.values()):
        return
    rows = {part.name: part.rows for part in split.parts}
    names = list(dict.fromkeys(name for part in split.parts for name, _ in part.shares))
    total = {name: sum(shares[part].get(name, 0.0) * rows[part] for part in rows) for name in names}
    for name in names:
        for part in ("train", "test"):
            if not shares.get(part) or shares[part].get(name, 0.0) > 0:
                continue
            expected = total[name] / sum(rows.values()) * rows[part]
            seen = f"class '{name}' ({total[name]:,.0f} rows) is missing in the {part} part"
            if expected >= EXPECTED_ROWS or len(names) == 2:
                yield Finding.at(column=split.target, message=seen, measure=0, threshold=1)
            elif part == "train" and _tested(shares, rows, name) >= FEWEST_TESTED:
                yield Finding.at(
                    column=split.target,
                    message=f"{seen}: no model can predict it, though {expected:.1f} rows only "
                    "were to be expected",
                    measure=0,
                    threshold=1,
                    severity="warning",
                )
            elif split.kind == "random" and (
                (chance := _left_out(total, name, rows[part], sum(rows.values()))) < MOST_CHANCE
            ):
                yield Finding.at(
                    column=split.target,
                    message=f"{seen}, where {expected:.1f} rows were to be expected: a draw leaves "
                    f"it out, or one as common, with chance {chance:.1g}",
                    measure=chance,
                    threshold=MOST_CHANCE,
                    severity="warning",
                )
            else:
                yield Unknown(reason=f"{seen}, where {expected:.1f} rows were to be expected")


def _tested(shares: Mapping[Name, Mapping[str, float]], rows: Mapping[Name, int], name: str) -> int:
    return round(shares.get("test", {}).get(name, 0.0) * rows.get("test", 0))


def _left_out(total: Mapping[str, float], name: str, drawn: int, rows: int) -> float:
    """Return how many classes as common as this one a draw leaves out of a part, on average.

    Of each it is the chance that rows drawn without laying back are all of other classes.
    """
    chances = []
    for held in map(round, total.values()):
        if total[name] <= held <= rows - drawn:
            parts = ((rows - held, 1), (rows - drawn, 1), (rows - held - drawn, -1), (rows, -1))
            chances.append(exp(sum(sign * lgamma(count + 1) for count, sign in parts)))
    return min(1.0, sum(chances))
