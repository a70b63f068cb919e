"""Evidence about units: columns of which a side, or part of the rows, is in another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assay.core.evidence.schema import SideName

Scale = Literal["linear", "log10", "log", "log2", "log1p"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """A column whose test values become training's by a known conversion.

    The test's value is `factor` times training's plus `offset`.

    Attributes:
        unit: The units that the conversion stands between.
        before: Greatest distance of the two distributions as they are, in [0, 1].
        after: The same after the conversion.
        chance: Distance that chance alone would reach once in a thousand.
        off_grid: Share of test values that only the conversion puts on the steps in which
            training is written; None where training has no steps.
        beside: Share of the other columns that differ between the sides beyond chance; None where
            too few can be asked.
        scale: Whether it is such a conversion, or the test holds the logarithm of what training
            holds; then factor and offset say nothing.
        inverse: Whether training holds the logarithm of what the test holds.
        expected_before: Median distance of the test to what its other columns make of it by
            training's rows, in that of training; None where they tell too little.
        expected_after: The same after the conversion.
    """

    column: str
    factor: float
    offset: float
    unit: str
    before: float
    after: float
    chance: float
    off_grid: float | None
    beside: float | None
    scale: Scale = "linear"
    inverse: bool = False
    expected_before: float | None = None
    expected_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedUnits:
    """A column of which part of the rows is in another unit.

    Attributes:
        sides: The sides that hold such rows.
        share: Estimated share of them, of the values that are not 0, on the first of `sides`.
        before: Distance between the side and what it is held against, in [0, 1].
        after: The same after the conversion of those rows.
        chance: Distance that chance alone would reach once in a thousand.
        rows: Positions of some of them.
        how: What shows them: `digits` that only the conversion makes plain, values `beyond` the
            other side's, two `clusters`, the `mixture` of distributions, a `level` of another
            column or a stretch of rows that holds them all, or two `modes` that nothing else in
            the table tells apart, or rows far from what the other columns make them `expected`;
            or such modes an `unknown` factor apart.
        beside: Share of the other columns that differ between the sides beyond chance; None where
            too few can be asked.
        by: What holds them all, where it is a level: the other column, or the place of a row.
    """

    column: str
    sides: tuple[SideName, ...]
    factor: float
    unit: str
    share: float
    before: float
    after: float
    chance: float
    rows: tuple[int, ...]
    how: Literal["digits", "beyond", "clusters", "mixture", "level", "modes", "expected", "unknown"]
    beside: float | None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsEvidence:
    """Which columns change their unit.

    Attributes:
        columns: Columns that were held against each other.
        changed: Those whose test is in another unit than training.
        mixed: Those of which part of the rows is.
    """

    columns: int
    changed: tuple[UnitChange, ...] = ()
    mixed: tuple[MixedUnits, ...] = ()
