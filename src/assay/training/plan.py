"""What training is asked for, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assay.core.evidence.data import Task
from assay.core.evidence.fit import FitEvidence
from assay.core.project import CostSection
from assay.training.model import Fitted

Progress = Callable[[str, float], None]
"""Called with what is being done, and the share of the budget that is spent, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitPlan:
    """What training is asked for.

    Attributes:
        classes: `(negative, positive)`, the class names, or empty for regression.
        target: Column to predict.
        positive: The class that counts as positive, for binary tasks.
        metric: Name of the metric that chooses among candidates.
        quantile: For `quantile_loss`: which quantile.
        cost: Costs of decisions, if declared.
        budget_seconds: Wall time, refit included.
        seed: Seed of every draw.
        threads: Threads of the fits.
        columns: Columns that the model may read.
        overrides: Encoder of a column, where the proposal is not wanted.
        estimators: Own scikit-learn estimators, `module:factory`.
        root: Folder that own modules are found in.
    """

    task: Task
    classes: tuple[str, ...]
    target: str
    positive: str | None
    metric: str
    columns: tuple[str, ...]
    quantile: float = 0.5
    cost: CostSection | None = None
    budget_seconds: float = 60.0
    seed: int = 0
    threads: int = 2
    overrides: Mapping[str, str] = field(default_factory=dict)
    estimators: tuple[str, ...] = ()
    root: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FitResult:
    """What training made.

    Attributes:
        fitted: What ships, refitted on all development rows.
        baselines: `prior` and `linear`, refitted on the same rows.
        fold_models: What ships as it was fitted on each fold, for the stability of explanations.
        evidence: How it came about.
    """

    fitted: Fitted
    baselines: dict[str, Fitted]
    fold_models: tuple[Fitted, ...]
    evidence: FitEvidence
