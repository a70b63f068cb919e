"""Evidence about outcomes: contradictions, wrong entries, how they differ between the sides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """Training rows that are equal in every column but the outcome.

    Attributes:
        columns: Columns that counted.
        left_out: Columns that did not: the declared identifier, and unique columns.
        rows: Training rows looked at.
        repeated: Rows that equal another and nearly equal no others: where values coincide by
            chance, rows that almost coincide are far more common.
        conflicting: Those of `repeated` among whose equals there is another outcome.
        expected: How many would be, if outcomes were drawn from the shares of the classes.
        places: Positions of a few of them in training.
    """

    columns: int
    left_out: tuple[str, ...]
    rows: int
    repeated: int
    conflicting: int
    expected: float
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetShift:
    """How the values of a numeric target differ between the sides.

    Attributes:
        distance: Largest difference of the two distribution functions, in [0, 1].
        p_value: Of a distance as large by random assignment.
        median_train: Middle value of training.
        median_test: Middle value of the test.
        rows_train: Rows of training that were compared.
        rows_test: Rows of the test that were compared.
    """

    distance: float
    p_value: float
    median_train: float
    median_test: float
    rows_train: int
    rows_test: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsEvidence:
    """What the outcomes say without a model.

    Attributes:
        target: The column that is predicted.
        tested: Whether the outcomes of the test could be seen.
        conflicts: None for regression, where equal rows may differ.
        shift: None unless the target is numeric and the test's outcomes could be seen.
    """

    target: str
    tested: bool
    conflicts: Conflicts | None
    shift: TargetShift | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """Rows that a model gives a class, and those of them that it is surest of.

    Attributes:
        name: The class that it gives; empty for all classes together.
        rows: Rows that it gives the class.
        wrong: Those that are labelled otherwise.
        sure: Rows that it is surest of.
        sure_wrong: Those that are labelled otherwise.
    """

    name: str
    rows: int
    wrong: int
    sure: int
    sure_wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evenly:
    """Wrong labels among the classes that are confused least.

    Of each class that a model is sure of, rows are counted by the other class of their label; the
    half of all such pairs of classes with the fewest rows is added up.

    Attributes:
        rows: Rows that could have been labelled so, in these pairs.
        wrong: Rows that are.
        others: Classes that a label may be wrong by.
    """

    rows: int
    wrong: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips:
    """Numeric outcomes that are off by a power of ten.

    Attributes:
        rows: Outcomes about 10, 100 or 1,000 times what is predicted, or a part of it.
        beside: Outcomes off by as wide a range of factors between 3.5 and 6, or 18 and 30.
        spread: Factor that two in three outcomes are within.
    """

    rows: int
    beside: int
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """Numeric outcomes far from what models tell that learnt from the rows that they meet best.

    Attributes:
        far: Outcomes more than five deviations off.
        rows: Outcomes looked at.
        core: Deviation of the errors over that of the outcomes, both by the median.
        above: Share of the far ones that are above.
        extreme: Mean distance of their ranks, held or predicted, from the middle one, in [0, 0.5]:
            a quarter if they might be any row's.
        extreme_by_chance: The same of outcomes that were drawn for other rows, and are as far off.
        tie: Correlation of the ranks that they hold with those predicted.
    """

    far: int
    rows: int
    core: float
    above: float
    extreme: float
    extreme_by_chance: float
    tie: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoSides:
    """How often models err that saw neither the row nor the test.

    Attributes:
        train: Share of training rows, in [0, 1].
        test: Share of test rows, classes weighed as in training.
        rows_test: Test rows that were predicted.
        deviations: Standard errors by which they err more often on training.
    """

    train: float
    test: float
    rows_test: int
    deviations: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelNoiseEvidence:
    """Outcomes of training beside the predictions of quick models that did not see them.

    Attributes:
        target: The column that is predicted.
        unpredicted: Why no model was asked, if none was.
        rows: Training rows that were predicted.
        seen: Share of the training rows.
        others: Share of the rows that are not of the most frequent class.
        overall: All rows; None for regression.
        by_class: Rows by the class they are given.
        confident: Rows that confident learning counts as wrongly labelled.
        slips: None for classification, or where the target may be 0 or less.
        places: Positions of the most suspicious rows in training.
        evenly: None unless there are four classes at least.
        exchanged: None for classification, or where models tell too little.
        sides: None for regression, without outcomes of the test, or with too few.
    """

    target: str
    unpredicted: str | None
    rows: int
    seen: float
    others: float
    overall: Sureness | None
    by_class: tuple[Sureness, ...]
    confident: int
    slips: Slips | None
    places: tuple[int, ...]
    evenly: Evenly | None = None
    exchanged: Exchanged | None = None
    sides: TwoSides | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricEvidence:
    """The metric that the work is judged by, as its owner says."""

    metric: str
