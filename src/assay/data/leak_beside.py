"""Say what all other columns know, beside each that may know too much."""

from __future__ import annotations

import dataclasses

import numpy as np

from assay.core.evidence.data import ColumnLeak
from assay.data.leak_levels import Levels
from assay.data.leak_strength import Target
from assay.data.leak_table import Table

SUSPICIOUS_STRENGTH = 0.9
SUSPICIOUS_EXACTNESS = 0.9
WORTH_COMPARING = 0.8
"""Strength from which a column is compared with all others together."""

RANKING = 0.94
"""Squared rank correlation from which a column is taken to rank as the target does."""

COARSENING = 0.97
"""Share from which a column is taken for the classes, put together to fewer."""

MIRRORING = 0.94
"""Share from which a column counts as the target in another code when others are judged."""


def with_rest(leaks: list[ColumnLeak], in_sums: set[str]) -> tuple[ColumnLeak, ...]:
    """Say of each column how strong the best other one is, of those that are not suspicious."""
    honest = [leak for leak in leaks if not _suspicious(leak) and leak.name not in in_sums]
    return tuple(
        dataclasses.replace(
            leak,
            strength_of_rest=max(
                (other.strength for other in honest if other is not leak), default=0.0
            ),
        )
        for leak in leaks
    )


def beside_others(leaks: tuple[ColumnLeak, ...], table: Table) -> tuple[ColumnLeak, ...]:
    """Say of suspected columns what all others know together, those that mirror the target not."""
    honest = [leak for leak in leaks if not _mirrors(leak)]
    compared = []
    for leak in leaks:
        others = [other for other in honest if other is not leak]
        together = None
        worth = max(leak.strength, leak.exactness, leak.on_curve) >= WORTH_COMPARING
        if worth or leak.coarsens >= COARSENING:
            together = table.strength([other.name for other in others])
        compared.append(
            dataclasses.replace(
                leak,
                strength_of_others=together,
                exactness_of_rest=max((other.exactness for other in others), default=0.0),
            )
        )
    return tuple(compared)


def beside_others_in_ranks(
    leaks: tuple[ColumnLeak, ...], levels: dict[str, Levels], target: Target
) -> tuple[ColumnLeak, ...]:
    """Say of columns that rank as the target does what all others know of its ranks."""
    if not any(leak.in_ranks >= RANKING for leak in leaks):
        return leaks
    ranks = np.unique(target.values, return_inverse=True)[1]
    counts = np.bincount(ranks)
    middle = np.cumsum(counts) - (counts - 1) / 2
    table = Table(
        levels, dataclasses.replace(target, values=middle[ranks], indicators=middle[ranks][:, None])
    )
    honest = [leak.name for leak in leaks if not _mirrors(leak) and leak.in_ranks < RANKING]
    others = table.strength(honest)
    return tuple(
        dataclasses.replace(leak, in_ranks_of_others=others) if leak.in_ranks >= RANKING else leak
        for leak in leaks
    )


def _mirrors(leak: ColumnLeak) -> bool:
    one_sided = leak.one_sided is not None and leak.one_sided.within >= MIRRORING
    noised = leak.noise is not None and (leak.same_unit or leak.even_noise > 0.5)
    exact = leak.exactness >= MIRRORING and leak.strength_of_rest < leak.strength - 0.2
    return (
        leak.copies_target
        or one_sided
        or noised
        or exact
        or max(leak.mirrors, leak.follows, leak.on_curve) >= MIRRORING
        or leak.coarsens >= COARSENING
    )


def _suspicious(leak: ColumnLeak) -> bool:
    filled_after = leak.rows_without_outcome > 0 and (
        leak.missing_with_outcome - leak.missing_without > 0.5
    )
    return (
        leak.copies_target
        or filled_after
        or leak.strength >= SUSPICIOUS_STRENGTH
        or leak.exactness >= SUSPICIOUS_EXACTNESS
        or (leak.after_time or 0.0) > 0.5
    )
