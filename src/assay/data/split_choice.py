"""Propose how to split, with the reason in words."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.core.evidence.data import ProfileEvidence
from assay.core.evidence.split import SplitKind
from assay.data.assign import cut_time, purge_groups
from assay.data.drift import target_drift
from assay.data.rowhash import row_hashes
from assay.data.target import classes_of, encode, known, names
from assay.data.times import seconds, text

SAMPLE_ROWS = 200_000
FEWEST_TIMES = 10
MOST_DROPPED = 0.3
STRONG_DRIFT = 0.1
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
        drift = _drift(rows, profile, time)
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
    hint = "" if time else _hint(rows, profile)
    return (
        "random",
        f"rows are taken as independent: no time or group is declared{few}{single}{hint}",
    )


def _sample(
    frame: pl.LazyFrame, profile: ProfileEvidence, time: str | None, group: str | None
) -> pl.DataFrame:
    datetimes = [column.name for column in profile.columns if column.kind == "datetime"]
    wanted = [name for name in (profile.target, time, group, *datetimes) if name is not None]
    step = max(1, -(-profile.rows // SAMPLE_ROWS))
    return frame.select(list(dict.fromkeys(wanted))).gather_every(step).collect(engine="streaming")


def _names_each_row(group: pl.Series) -> bool:
    return group.n_unique() >= 0.98 * group.len()


def _drift(rows: pl.DataFrame, profile: ProfileEvidence, time: str) -> float | None:
    if profile.target is None or profile.task is None or profile.target == time:
        return None
    times = seconds(rows[time])
    kept = known(rows[profile.target]).to_numpy() & np.isfinite(times)
    target = rows[profile.target].filter(pl.Series(kept))
    if profile.task == "regression":
        values = encode(target, task="regression", classes=(), positive=None)
        return target_drift(times[kept], values, classes=0)
    if names(target).n_unique() < 2:
        return None
    classes = classes_of(target, task="multiclass", positive=None)
    codes = encode(target, task="multiclass", classes=classes, positive=None)
    return target_drift(times[kept], codes, classes=len(classes))


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


def _hint(rows: pl.DataFrame, profile: ProfileEvidence) -> str:
    """Name the undeclared datetime column along which the target drifts most."""
    drifts = [
        (_drift(rows, profile, column.name) or 0.0, column.name)
        for column in profile.columns
        if column.kind == "datetime"
        and rows[column.name].dtype.is_temporal()
        and rows[column.name].n_unique() >= FEWEST_TIMES
    ]
    strongest, name = max(drifts, default=(0.0, ""))
    if strongest < STRONG_DRIFT:
        return ""
    first = text(rows[name].min())
    return (
        f"; but '{profile.target}' drifts along '{name}' (strength {strongest:.2f}, from {first}): "
        f"declare it as data.time if the model will be used on later rows"
    )
