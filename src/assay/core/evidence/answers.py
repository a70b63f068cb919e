"""What the order of rows and the aggregates of a table know of the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assay.core.evidence.data import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLeak:
    """An order of the rows, by position or by a column that numbers them, and the target.

    Attributes:
        column: The identifier; None for the position in the table.
        side: Where it was measured.
        rows: Rows of that side.
        strength: What the place in the order tells of the target, cross-validated: twice the
            ROC-AUC less one, or R2 of ranks.
        changes: How often the outcome changes from row to row in this order, over how often it
            would if neighbours were as unlike as the place in the order explains; small where
            rows were sorted, 1 where the target drifts. For numbers: the mean step between
            neighbours over the one that the noise about the trend explains.
        follows_time: Rank correlation of the order with the time column or any date, in [0, 1].
    """

    column: str | None
    side: Literal["train", "test"]
    rows: int
    strength: float
    changes: float
    follows_time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateLeak:
    """A number that is the mean, sum or another summary of the target over rows with one key.

    Attributes:
        key: Columns within which it is constant; its own value where the key is not there.
        summary: `mean`, `sum`, `smoothed mean`, `mean of the others`, a window or the `place`.
        over: The rows that it was computed over: `both` sides, each side's `own`, or `train`;
            `unknown` where the outcomes of the test are not there to tell.
        groups: Different keys.
        rows_per_group: Their median size in training.
        exactness: Share of rows that it is exact on.
    """

    column: str
    key: tuple[str, ...]
    summary: str
    over: Literal["both", "own", "train", "unknown"]
    groups: int
    rows_per_group: float
    exactness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersEvidence:
    """What the order of rows and the aggregates of a table know of the target.

    Attributes:
        test_known: Whether the outcomes of the test could be seen.
        sampled: Whether a side was sampled and aggregates, which have to be exact over all rows,
            are open, since too many of a key's groups were too large to be read whole.
    """

    target: str
    task: Task
    rows: int
    orders: tuple[OrderLeak, ...] = ()
    aggregates: tuple[AggregateLeak, ...] = ()
    test_known: bool = False
    sampled: bool = False
