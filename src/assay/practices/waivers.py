"""Which findings the team accepted, and until when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assay.core.evidence.audit import Waived
from assay.core.finding import Finding

if TYPE_CHECKING:
    from assay.core.project import Waiver


def in_force(
    waivers: Iterable[Waiver], *, today: datetime.date
) -> tuple[tuple[Waiver, ...], tuple[Waiver, ...]]:
    """Return the waivers that hold today, and those that no longer do.

    A waiver holds on its last day.

    Example:
        >>> from assay.core.project import Waiver
        >>> day = datetime.date(2030, 1, 31)
        >>> one = Waiver(rule="leak-target-proxy", reason="agreed with the owner", expires=day)
        >>> [len(part) for part in in_force([one], today=day)]
        [1, 0]
        >>> [len(part) for part in in_force([one], today=datetime.date(2030, 2, 1))]
        [0, 1]
    """
    listed = tuple(waivers)
    return (
        tuple(waiver for waiver in listed if today <= waiver.expires),
        tuple(waiver for waiver in listed if today > waiver.expires),
    )


def covering(finding: Finding, waivers: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """Return the waivers that together accept a finding of their rule, or nothing.

    A waiver without a column accepts every finding of the rule. Waivers with columns accept a
    finding only if they name every one of its columns, so that what the team looked at is what
    it accepts.

    Args:
        finding: What the rule found.
        waivers: Waivers of that rule that hold today.
    """
    for waiver in waivers:
        if waiver.column is None:
            return (waiver,)
    by_column = {waiver.column: waiver for waiver in reversed(waivers)}
    if finding.columns and all(column in by_column for column in finding.columns):
        return tuple(by_column[column] for column in dict.fromkeys(finding.columns))
    return ()


def waived(finding: Finding, waivers: Sequence[Waiver]) -> Waived:
    """Return the finding with the reasons that accept it and the first day to end that."""
    return Waived(
        finding=finding,
        reason="; ".join(dict.fromkeys(waiver.reason for waiver in waivers)),
        expires=min(waiver.expires for waiver in waivers).isoformat(),
    )


def in_words(waiver: Waiver) -> str:
    """Return a waiver as `rule (reason)`, with its column if it names one.

    Example:
        >>> from assay.core.project import Waiver
        >>> in_words(Waiver(rule="fair-gap", reason="agreed by the board", expires="2030-01-31"))
        'fair-gap (agreed by the board)'
    """
    column = f" at '{waiver.column}'" if waiver.column is not None else ""
    return f"{waiver.rule}{column} ({waiver.reason})"
