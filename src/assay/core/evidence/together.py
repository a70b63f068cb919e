"""Evidence that preprocessing was fitted on training and test together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assay.core.evidence.data import Task

ScaleKind = Literal[
    "standardised",
    "each alone",
    "centred",
    "points",
    "divided by the mean",
    "divided by the deviation",
    "range",
    "largest",
    "quartiles",
    "quantiles",
    "ranks",
]
FillKind = Literal["mean", "median"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaledColumn:
    """A column whose scale is exact over both sides.

    Attributes:
        kind: `standardised` (mean 0, deviation 1), `each alone` (so on either side), `centred`
            (mean 0), `points` (round mean and deviation), `divided by the mean` or `by the
            deviation` (which is 1), `range` ([0, 1] or [-1, 1]), `largest` (largest size 1),
            `quartiles` (median 0, distance of the quartiles 1), `quantiles` (median 0, distance of
            two outer quantiles or median deviation 1), `ranks` (shares of ranks).
        pooled: Centre and spread over both sides; the two ends for `range` and `ranks`.
        train: The same of training alone.
        exact_on_train: Whether training alone is as exact, so that training may have set it.
    """

    name: str
    kind: ScaleKind
    pooled: tuple[float, float]
    train: tuple[float, float]
    exact_on_train: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledColumn:
    """A column whose repeated value is the mean or median of both sides.

    Attributes:
        value: The repeated value.
        rows: Rows that hold it, on both sides.
        rows_test: Those of the test.
        pooled: Mean or median of the other values of both sides.
        train: The same of training alone.
        within: Category of whose levels each was filled by itself; the numbers are of one level.
    """

    name: str
    kind: FillKind
    value: float
    rows: int
    rows_test: int
    pooled: float
    train: float
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedColumn:
    """A column that repeats the outcome's mean by level, over both sides.

    Attributes:
        of: What is averaged: the target, or one of its classes.
        formula: How the mean was drawn to the overall mean.
        source: The column whose levels were encoded, where it is still there.
        levels: Levels compared, those with rows on both sides.
        rows: Rows in them.
        fits: Share of these rows whose value follows from both sides.
        fits_train: Share whose value follows from training alone.
    """

    name: str
    of: str
    formula: str
    source: str | None
    levels: int
    rows: int
    fits: float
    fits_train: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionEdge:
    """How sharply the columns' associations with the target stop above zero.

    The associations are in standard errors. Noise blurs every honest distribution of them, so
    that a dense edge must have columns below it; `missing` counts those that are not there.

    Attributes:
        named: What their names have in common, `#` for a number; empty for all columns.
        columns: Columns compared.
        independent: As many independent columns would vary as those near the edge do.
        edge: Smallest association over both sides.
        missing: Columns expected below the edge, at least, over both sides.
        missing_train: The same for training alone and its own edge.
        names: The columns, those nearest to the edge first; a few dozen at most.
    """

    named: str
    columns: int
    independent: float
    edge: float
    missing: float
    missing_train: float
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRepeats:
    """How often rows of one class repeat.

    Attributes:
        name: The class.
        rows: Rows on both sides.
        distinct: Different ones among them.
        rows_test: Rows of the test.
        twins_test: Those that equal a training row, outcome included.
        crowded: Share of the repeated rows of which more rows of the class differ in one column
            than are equal: these may be equal by chance.
    """

    name: str
    rows: int
    distinct: int
    rows_test: int
    twins_test: int
    crowded: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenRows:
    """How often a row of one class lies on the line between two others of it.

    Only lines count that cross the border of the split: a test row between training rows, or a
    row between one of training and one of the test.

    Attributes:
        name: The class; empty for regression.
        rows: Rows on both sides.
        examined: Rows examined.
        between: Those that lie on such a line.
        columns: Columns that must agree on one line.
        finer: Columns in which this class alone has more digits, on both sides.
        finer_share: Smallest share of the class's rows with more digits in one of them.
        places: Positions in the test of a few that show it.
    """

    name: str
    rows: int
    examined: int
    between: int
    columns: int
    finer: tuple[str, ...]
    finer_share: float
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherEvidence:
    """What shows that a preparation saw training and test together.

    Attributes:
        rows_train: Rows of training, with those that lack an outcome.
        rows_test: Rows of the test.
        tested: Whether the outcomes of the test could be seen.
        scaled: Columns whose scale is exact over both sides.
        filled: Columns filled with a mean or median of both sides.
        encoded: Columns that repeat the outcome's mean by level.
        encodings_open: Columns that may do so, where the outcomes of the test are sealed.
        selections: Edge of the associations, of all columns first.
        selection_open: Why there is none; None if there is, or rows are too many for luck.
        repeats: Repeated rows by class; empty for regression.
        between: Rows between others, by class.
        columns_numeric: Features that are numbers.
    """

    task: Task
    rows_train: int
    rows_test: int
    tested: bool
    scaled: tuple[ScaledColumn, ...]
    filled: tuple[FilledColumn, ...]
    encoded: tuple[EncodedColumn, ...]
    encodings_open: tuple[str, ...]
    selections: tuple[SelectionEdge, ...]
    selection_open: str | None
    repeats: tuple[ClassRepeats, ...]
    between: tuple[BetweenRows, ...]
    columns_numeric: int
