"""Evidence about training: candidates, trials, the learning curve, the plan that was executed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["prior", "linear", "lightgbm", "estimator"]
Parameter = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One model that was tried on every fold.

    Attributes:
        score: Out-of-fold score in the project's metric.
        train_score: Score on the rows it was fitted on.
        fold_scores: Score of each fold.
        iterations: Boosting rounds of each fold (early stopping), empty for other families.
        complete: False if the budget cut it short; such a member never enters the ensemble.
        weight: Share in the final ensemble, 0 if it is not a member.
    """

    name: str
    family: Family
    parameters: tuple[tuple[str, Parameter], ...]
    score: float
    train_score: float
    fold_scores: tuple[float, ...]
    iterations: tuple[int, ...]
    seconds: float
    complete: bool
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One setting that the search tried on the validation part."""

    number: int
    parameters: tuple[tuple[str, Parameter], ...]
    score: float
    iterations: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The best value of a parameter lies at the edge of what was searched."""

    parameter: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEvidence:
    """What tuning did.

    Attributes:
        optimism: Validation score of the winner less the cross-selected estimate, in the metric's
            unit, positive when the validation score flatters.
        cross_selected: Score of "choose on one half, look at the other", averaged.
    """

    trials: tuple[Trial, ...]
    edges: tuple[Edge, ...]
    naive: float
    cross_selected: float
    optimism: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """Scores of a fit on a part of the training rows."""

    rows: int
    train: float
    validation: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningCurve:
    """Score against rows.

    Attributes:
        verdict: `variance` (more rows would help), `bias` (a richer model or features would),
            `balanced`, or `unknown`.
        gain_of_double: What twice the rows would buy, in the metric's unit, positive is better.
        gain_low: Lower bound.
        gain_high: Upper bound.
    """

    points: tuple[CurvePoint, ...]
    verdict: Literal["bias", "variance", "balanced", "unknown"]
    reason: str
    gain_of_double: float | None
    gain_low: float | None
    gain_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """How one column enters the model.

    Attributes:
        encoder: `numeric`, `one-hot`, `ordinal`, `target`, `log`, `date`, `boolean`.
        outputs: Number of model inputs made of it.
        cardinality: Distinct categories, 0 for numbers.
        cross_fitted: For target encoding: values for training rows came from other folds.
    """

    column: str
    encoder: str
    outputs: int
    cardinality: int
    cross_fitted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutedMember:
    """One candidate as it was executed, enough to do it again without a clock."""

    name: str
    family: Family
    parameters: tuple[tuple[str, Parameter], ...]
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutedPlan:
    """What training did, so that replaying it gives the same model.

    Attributes:
        members: In order of execution.
        trials: Parameters of each trial, in order.
        seed: Seed of every draw.
        threads: Threads of the fits (the sum's order depends on it).
        folds: Folds used for out-of-fold predictions.
        curve: Parameters that the learning curve was measured with; empty without one.
        seeds: Seeds that the leading candidate was fitted with.
    """

    members: tuple[ExecutedMember, ...]
    trials: tuple[tuple[tuple[str, Parameter], ...], ...]
    seed: int
    threads: int
    folds: int
    metric: str
    curve: tuple[tuple[str, Parameter], ...] = ()
    seeds: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FitEvidence:
    """What training left behind.

    Attributes:
        higher_is_better: Direction of `metric`.
        rows_fitted: Rows of the final refit.
        encoder_rows: Rows that encoder statistics were computed on, in the final refit.
        seed_scores: Validation score of the leading model under other seeds.
        threshold: Decision threshold on the positive probability; None unless binary.
        threshold_reason: What it optimises.
        prior_score: Out-of-fold score of the prior (class shares, or the mean).
        linear_score: Out-of-fold score of the linear baseline.
        ensemble_score: Out-of-fold score of what ships.
        ensemble_train_score: Score of the members on the rows they were fitted on.
        gain_low: Lower bound of the paired gain of what ships over the better baseline, in the
            loss that training minimises, positive is better. Each out-of-fold row judges an
            ensemble that the other half of them picked. The linear baseline is compared with the
            prior; 0 where the prior ships.
        gain_high: Upper bound.
        shipped: `ensemble`, `linear` or `prior`.
        majority_share: Share of the most frequent class; None for regression.
        model_hash: SHA-256 of everything that scores.
    """

    metric: str
    higher_is_better: bool
    task: str
    classes: tuple[str, ...]
    rows_fitted: int
    encoder_rows: int
    encoders: tuple[Encoded, ...]
    candidates: tuple[Candidate, ...]
    search: SearchEvidence | None
    learning_curve: LearningCurve | None
    seed_scores: tuple[float, ...]
    threshold: float | None
    threshold_reason: str
    prior_score: float
    linear_score: float
    ensemble_score: float
    ensemble_train_score: float
    gain_low: float
    gain_high: float
    shipped: str
    majority_share: float | None
    budget_seconds: float
    seconds: float
    plan: ExecutedPlan
    model_hash: str
