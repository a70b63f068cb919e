"""Evidence about a model on its sealed test: scores, slices, fairness, errors, explanations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A metric with its interval.

    Attributes:
        level: Coverage of the interval after paying for the openings of the test.
        method: `delong`, `bootstrap`, `normal` ...
    """

    metric: str
    value: float
    low: float
    high: float
    level: float
    method: str
    higher_is_better: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The same rows scored by two models.

    Attributes:
        against: `prior`, `linear` or `champion`.
        gain: Improvement in the metric, positive is better.
    """

    against: str
    metric: str
    gain: float
    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """Rows with near-equal predictions: mean prediction, mean outcome with its interval."""

    predicted: float
    observed: float
    low: float
    high: float
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Agreement of predicted and observed.

    Attributes:
        error: Expected calibration error (mean absolute gap, weighted by rows), or for regression
            the same gap over the target's deviation.
        slope: Of the outcome on the prediction's link (1 is perfect).
        error_expected: The error that a perfectly calibrated model of this size shows by chance
            (95th percentile).
        slope_low: Lower bound of the slope, at the level paid.
        slope_high: Upper bound.
    """

    bins: tuple[CalibrationBin, ...]
    error: float
    slope: float
    error_expected: float
    slope_low: float | None = None
    slope_high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of the test on which the model does differently.

    Attributes:
        condition: In words: `origin = 'JFK'`, `12 <= hour < 15`.
        loss: Mean loss within.
        loss_rest: Mean loss outside.
        p_value: Adjusted for the number of slices looked at (Benjamini-Hochberg).
        worse: Whether the slice is significantly worse.
        effect: Difference of the losses over the deviation of all losses.
        predicted: Mean prediction within; None for multiclass.
        observed: Mean outcome within; None for multiclass.
        spread: Variance of the outcome within, for numbers; None otherwise.
        spread_rest: The same of the other rows.
        bare: Share of outcomes within that are not the most frequent one; None unless the loss is 1
            where a decision is wrong.
        promised: Mean loss within, if what happens were as likely as predicted; None unless
            probabilities of two classes are predicted.
        promised_rest: The same of the other rows.
        promised_error: Standard error of the mean loss within, if so.
    """

    condition: str
    columns: tuple[str, ...]
    rows: int
    loss: float
    loss_rest: float
    score: float | None
    p_value: float
    worse: bool
    effect: float = 0.0
    predicted: float | None = None
    observed: float | None = None
    spread: float | None = None
    spread_rest: float | None = None
    bare: float | None = None
    promised: float | None = None
    promised_rest: float | None = None
    promised_error: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessGroup:
    """One group of a sensitive column."""

    name: str
    rows: int
    selection_rate: float | None
    true_positive_rate: float | None
    false_positive_rate: float | None
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """A sensitive column held against one criterion.

    Attributes:
        criterion: `demographic parity`, `equalized odds`, `equal opportunity`, `group loss`.
        difference: Largest gap between groups.
        allowed: The gap that the project allows.
        rows_needed: Further test rows that would decide it, for `cannot tell`.
    """

    column: str
    criterion: str
    difference: float
    low: float
    high: float
    allowed: float
    verdict: Literal["pass", "fail", "cannot tell"]
    rows_needed: int | None
    groups: tuple[FairnessGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstRow:
    """A test row the model got badly wrong: position in the test, values as text."""

    row: int
    loss: float
    actual: str
    predicted: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCluster:
    """Errors that share a description."""

    condition: str
    columns: tuple[str, ...]
    rows: int
    share_of_loss: float
    loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Importance:
    """A column's mean absolute contribution to the prediction, on the link scale.

    Attributes:
        deviation: Over refits on the folds.
        rank_low: Best rank over refits, from 1.
        rank_high: Worst rank.
    """

    column: str
    value: float
    deviation: float
    rank_low: int
    rank_high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalExplanation:
    """Contributions to one prediction: `base + sum(contributions) == margin` on the link scale."""

    row: int
    margin: float
    base: float
    contributions: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationEvidence:
    """Why the model says what it says.

    Attributes:
        stability: Mean Spearman correlation of the importances between refits, None under two.
        additivity_error: Largest gap between margin and sum of contributions.
    """

    method: str
    rows: int
    importances: tuple[Importance, ...]
    local: tuple[LocalExplanation, ...]
    stability: float | None
    additivity_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveLine:
    """A line to draw: ROC, precision-recall, residual against predicted ...

    Attributes:
        label: For multiclass: the class that is held against the rest.
    """

    name: Literal["roc", "precision-recall", "cost", "residual"]
    x: tuple[float, ...]
    y: tuple[float, ...]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationEvidence:
    """What the sealed test said.

    Attributes:
        opening: Which opening of this sealed test it was, from 1.
        openings_left: Openings that the project still allows after it.
        level_asked: Coverage the project asks for, before paying for the openings.
        level_paid: Coverage of each interval after paying.
        primary: The project's metric.
        loss_name: The loss that rows are judged by (log-loss, or squared error).
        confusion: Rows of actual class by column of predicted class; empty for regression.
        seconds_per_row: Cost of one compiled prediction in a batch.
        ladder_loss: Mean loss that the Ladder releases for this test after this run: the figure
            to quote as progress, whatever the number of runs.
        ladder_climbed: Whether this run is better than the best before by more than noise.
        champion: Version that comparisons with `champion` are against; None if there was none.
        left_out: Metrics that could not be computed, each with the reason.
        groups: Groups that the intervals of metrics and comparisons drew, where rows of a group
            are not independent; None where they drew rows.
    """

    sealed_id: str
    opening: int
    openings_left: int
    level_asked: float
    level_paid: float
    rows: int
    task: str
    primary: str
    scores: tuple[Score, ...]
    comparisons: tuple[Comparison, ...]
    calibration: Calibration | None
    slices: tuple[Slice, ...]
    slices_examined: int
    fairness: tuple[Fairness, ...]
    sensitive: tuple[str, ...]
    loss_name: str
    worst_rows: tuple[WorstRow, ...]
    clusters: tuple[ErrorCluster, ...]
    curves: tuple[CurveLine, ...]
    classes: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    seconds_per_row: float
    left_out: tuple[tuple[str, str], ...] = ()
    groups: int | None = None
    champion: int | None = None
    ladder_loss: float | None = None
    ladder_climbed: bool = False

    def score(self, metric: str) -> Score:
        """Return the score of one metric; raise KeyError if it was not computed."""
        for score in self.scores:
            if score.metric == metric:
                return score
        raise KeyError(metric)
