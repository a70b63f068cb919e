"""Evidence about the split: how many rows where, and what the parts share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SplitKind = Literal["random", "group", "time", "group-time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the split.

    Attributes:
        rows: Rows with a known target.
        shares: Share of each class by its name, for classification; empty for regression.
        time_from: Earliest time, ISO 8601, if there is a time column.
        time_to: Latest time.
        groups: Distinct groups, if there is a group column.
    """

    name: Literal["train", "validation", "test"]
    rows: int
    shares: tuple[tuple[str, float], ...] = ()
    time_from: str | None = None
    time_to: str | None = None
    groups: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEvidence:
    """How rows were parted.

    Attributes:
        kind: How rows were assigned.
        reason: Why this kind was chosen.
        rows_without_target: Rows left out since their target is missing.
        rows_dropped: Labelled rows left out so that parts do not overlap (group with time).
        rows_shared: Test rows whose features and target equal a training or validation row.
        groups_shared: Groups on both sides of the test border.
        groups_test: Groups in the test.
        rows_before_border: Test rows that are not later than the latest training row.
        time_ordered: Whether the data looks ordered in time: strength of the target's drift along
            the time column in [0, 1]; None where there is no time column.
        folds: Folds within train and validation that give out-of-fold predictions.
        sealed_id: Names the sealed test: the same data and plan give the same name.
        openings: How often this sealed test had been opened when the split was made.
        openings_allowed: Openings that the project allows.
    """

    kind: SplitKind
    reason: str
    seed: int
    target: str
    time: str | None
    group: str | None
    parts: tuple[Part, ...]
    rows_without_target: int
    rows_dropped: int
    rows_shared: int
    groups_shared: int
    groups_test: int
    rows_before_border: int
    time_drift: float | None
    folds: int
    sealed_id: str
    openings: int
    openings_allowed: int

    def part(self, name: str) -> Part:
        """Return one part; raise KeyError if there is none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)
