"""Propose how to split, with the reason in words."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.core.evidence.data import ProfileEvidence
from assay.core.evidence.split import SplitKind
from assay.data.assign import cut_time, purge_groups
from assay.data.columns import exactly
from assay.data.rowhash import row_hashes
from assay.data.split_hints import (
    FEWEST_TIMES,
    STRONG_DRIFT,
    candidates,
    drift_along,
    group_hint,
    time_hint,
)
from assay.data.target import known
from assay.data.times import seconds

SAMPLE_ROWS = 200_000
MOST_DROPPED = 0.3
SHARES = (0.6, 0.2, 0.2)


def propose(
    profile: ProfileEvidence,
    frame: pl.LazyFrame | pl.DataFrame,
    *,
    time: str | None,
    group: str | None,
) -> tuple[SplitKind, str]:
    """Return the kind of split that fits the data, and why.

    Args:
        profile: Profile of the table; names target, task and datetime columns.
        frame: The rows.
        time: The declared time column.
        group: The declared group column.

    Raises:
        InputError: If the time column cannot be read as times.
    """
    rows = _sample(frame.lazy(), profile, time, group)
    if group is not None and _names_each_row(rows[group]):
        group, single = None, f"; '{group}' names each row, so groups need no care"
    else:
        single = ""
    moments = rows[time].n_unique() if time is not None else 0
    if time is not None and moments >= FEWEST_TIMES:
        drift = drift_along(rows, profile, time)
        drifts = _drift_words(profile.target, time, drift)
        if group is not None:
            lost = _lost(rows, time, group)
            if lost <= MOST_DROPPED:
                return "group-time", (
                    f"rows carry a time ('{time}') and belong to groups ('{group}'): the test is "
                    f"the latest part, with no group of an earlier one; {drifts}"
                )
            return "time", (
                f"rows carry a time ('{time}'), so the test is the latest part; {drifts}; groups "
                f"of '{group}' live through the borders (keeping each on one side would drop "
                f"{lost:.0%} of the rows), as they will when the model is used"
            )
        return (
            "time",
            f"rows carry a time ('{time}'), so the test is the latest part; {drifts}{single}",
        )
    if group is not None:
        size = rows.height / max(rows[group].n_unique(), 1)
        return "group", (
            f"'{group}' names whom a row belongs to, {size:.1f} rows each: no group stands on two "
            "sides, so the test holds strangers"
        )
    few = f"; '{time}' has only {moments} distinct values, too few for borders" if time else ""
    hint = ("" if time else time_hint(rows, profile)) or group_hint(rows, profile)
    return (
        "random",
        f"rows are taken as independent: no time or group is declared{few}{single}{hint}",
    )


def _sample(
    frame: pl.LazyFrame, profile: ProfileEvidence, time: str | None, group: str | None
) -> pl.DataFrame:
    declared = [name for name in (profile.target, time, group) if name is not None]
    step = max(1, -(-profile.rows // SAMPLE_ROWS))
    wanted = list(dict.fromkeys([*declared, *candidates(profile)]))
    return frame.select(exactly(wanted)).gather_every(step).collect(engine="streaming")


def _names_each_row(group: pl.Series) -> bool:
    return group.n_unique() >= 0.98 * group.len()


def _drift_words(target: str | None, time: str, drift: float | None) -> str:
    if drift is None:
        return "a random split would let the future tell of the past"
    if drift >= STRONG_DRIFT:
        return f"'{target}' drifts along it (strength {drift:.2f}), which a random split would hide"
    return f"'{target}' hardly drifts along it (strength {drift:.2f})"


def _lost(rows: pl.DataFrame, time: str, group: str) -> float:
    """Return the share of rows that keeping each group in one period would drop."""
    times = seconds(rows[time])
    kept = np.isfinite(times) & known(rows[group]).to_numpy()
    unique, groups = np.unique(row_hashes(rows, [group])[kept], return_inverse=True)
    periods = cut_time(times[kept], SHARES)
    purged = purge_groups(periods, groups.astype(np.int64), unique, seed=0)
    return purged.dropped / max(len(periods), 1)
