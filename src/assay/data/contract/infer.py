"""Infer a contract from a table, with what each bound rests on."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import ColumnProfile, ProfileEvidence
from assay.data.contract import chance, tails
from assay.data.contract.model import Bound, Column, Contract, Seen, Table
from assay.data.contract.survey import Survey, survey

ROOM_YEARS = 10
"""Years beyond the dates seen that are still believed."""


def infer(
    frame: pl.LazyFrame,
    profile: ProfileEvidence,
    *,
    target: str,
    time: str | None = None,
    group: str | None = None,
    id: str | None = None,
) -> Contract:
    """Infer a contract that `frame` satisfies.

    Bounds are widened beyond what was seen, so that a clean batch of 10,000 rows seldom breaks one
    (1 %, where the tail lets it); `Contract.seen` holds what each rests on.

    Args:
        frame: The table; read once, streaming, after a look at its first rows.
        profile: What its profile says: rows, kinds, distinct values, the task.
        target: Column to predict; rows without it are allowed, they are unlabelled.
        time: Column that says when a row happened.
        group: Column that names whom a row belongs to.
        id: Column that names the row; a key, if it is unique.

    Raises:
        InputError: If a column named here is not in the table, or the table has no rows.

    Example:
        >>> from assay.core.evidence.data import ProfileEvidence
        >>> rows = pl.LazyFrame({"age": [34, 51, 29] * 40, "bought": ["yes", "no", "no"] * 40})
        >>> nothing = ProfileEvidence(source="", rows=120, sampled=0, columns=(), duplicate_rows=0)
        >>> contract = infer(rows, nothing, target="bought")
        >>> contract.columns["bought"].categories, contract.columns["age"].nullable
        (('no', 'yes'), False)
    """
    schema = frame.collect_schema()
    for role, name in (("target", target), ("time", time), ("group", group), ("id", id)):
        if name is not None and name not in schema:
            raise InputError(
                f"there is no column '{name}'{did_you_mean(name, schema)}",
                where=f"{profile.source}, {role}",
                remedy=f"name one of {', '.join(list(schema)[:20])}",
            )
    profiles = {column.name: column for column in profile.columns}
    identifiers = {name for name, seen in profiles.items() if seen.kind == "identifier"}
    surveys = survey(
        frame,
        rows=profile.rows,
        unique=(identifiers | {id}) - {group, target, None},
        counted={target} if profile.task != "regression" else set(),
        skipped={
            name
            for name, seen in profiles.items()
            if seen.distinct > 20 * LISTED or seen.kind == "text"
        },
    )
    drafts = {
        name: _draft(found, profiles.get(name), is_target=name == target, task=profile.task)
        for name, found in surveys.items()
    }
    rows = next(iter(surveys.values())).rows
    if not rows:
        raise InputError(
            "the table has no rows", where=profile.source, remedy="give one that has rows"
        )
    return Contract(
        format=1,
        table=Table(
            target=target,
            time=time,
            group=group,
            id=id,
            keys=((id,),) if id is not None and drafts[id].column.unique else (),
            min_rows=max(1, rows // 2),
        ),
        columns={name: draft.column for name, draft in drafts.items()},
        seen={name: draft.seen for name, draft in drafts.items()},
    )


LISTED = 50
"""A column of text with more categories than this gets no list of them."""


@dataclass(frozen=True, slots=True)
class _Draft:
    column: Column
    seen: Seen


def _draft(
    found: Survey, profile: ColumnProfile | None, *, is_target: bool, task: str | None
) -> _Draft:
    seen: dict[str, Any] = {
        "rows": found.rows,
        "missing": found.missing,
        "unread": found.unread,
        "other_format": found.other_format,
    }
    given: dict[str, Any] = {
        "missing": found.markers,
        "strip": found.padded,
        "nullable": found.missing > 0 or is_target,
        "unique": found.unique,
        "pattern": found.pattern,
    }
    if 0 < found.missing < found.rows and not is_target:
        share = chance.tolerable(Seen(**seen), chance=tails.CHANCE)
        given["most_missing"] = _round_up(share)
    kind = found.reading.type
    if kind in ("integer", "number") and found.low is not None and not found.unique:
        labels = is_target and task != "regression" and found.counts is not None
        if labels and kind == "integer":
            given |= _categories(found, seen, is_target=True)
        else:
            given |= _ranges(found, seen)
    elif kind in ("date", "datetime") and found.low is not None:
        given |= _years(found)
    elif kind == "text" and found.counts is not None and not found.unique:
        given |= _categories(found, seen, is_target=is_target)
    column = found.reading.model_copy(update=given)
    return _Draft(column, Seen(**seen))


def _round_up(share: float) -> float:
    grain = 10.0 ** (math.floor(math.log10(share)) - 1)
    return min(1.0, float(f"{math.ceil(share / grain) * grain:.2g}"))


def _ranges(found: Survey, seen: dict[str, Any]) -> dict[str, Bound]:
    sample = found.sample
    whole = found.reading.type == "integer" or bool((sample == np.round(sample)).all())
    drift = seen["drift"] = _drift(sample)
    with np.errstate(over="ignore", invalid="ignore"):
        middle = float(np.median(sample))
    given: dict[str, Bound] = {}
    for side, edge, high in (("min", found.low, False), ("max", found.high, True)):
        tail = tails.fit(sample, edge=float(edge), step=found.step, whole=whole, high=high)
        bound = tails.bound(tail, rows=found.present, middle=middle, whole=whole, high=high)
        if abs(drift) >= chance.DRIFTS and (drift > 0) == high:
            if abs(drift) >= COUNTER:
                continue
            room = float(found.high) - float(found.low)
            bound += (1 if high else -1) * (room if room < tails.HUGE else 0.0)
        seen["high" if high else "low"] = tail
        if found.reading.type == "integer":
            given[side] = max(int(bound), found.high) if high else min(int(bound), found.low)
        else:
            given[side] = bound
    return given


COUNTER = 0.999
"""Rank correlation with the row's place from which a column counts the rows: it has no end."""


def _drift(sample: NDArray[np.float64]) -> float:
    """Return Spearman's rank correlation of values with their place."""
    if len(sample) < 50 or (sample == sample[0]).all():
        return 0.0
    _, group, counts = np.unique(sample, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[group]
    return round(float(np.corrcoef(ranks, np.arange(len(sample)))[0, 1]), 3)


def _years(found: Survey) -> dict[str, Bound]:
    first = max(1, found.low.year - ROOM_YEARS)
    last = min(9999, found.high.year + ROOM_YEARS)
    if found.reading.type == "date":
        return {"min": datetime.date(first, 1, 1), "max": datetime.date(last, 12, 31)}
    zone = datetime.UTC if found.reading.timezone else None
    return {
        "min": datetime.datetime(first, 1, 1, tzinfo=zone),
        "max": datetime.datetime(last, 12, 31, 23, 59, 59, 999999, tzinfo=zone),
    }


def _categories(found: Survey, seen: dict[str, Any], *, is_target: bool) -> dict[str, Any]:
    counts = found.counts
    if not counts or len(counts) > LISTED:
        return {}
    seen["once"] = sum(count == 1 for count in counts.values())
    seen["rarest"] = min(counts.values())
    broken = chance.unseen(Seen(**seen), batch=chance.BATCH)
    return {"categories": tuple(sorted(counts)), "open": broken > CLOSED and not is_target}


CLOSED = 0.05
"""Chance of an unseen category in a clean batch up to which the list is closed."""
