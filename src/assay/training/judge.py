"""How good margins are: the project's metric, the loss that training minimises, and the ranking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError, did_you_mean
from assay.core.project import CostSection
from assay.evaluation import metrics
from assay.evaluation.metric import Metric, Terms
from assay.training import threshold
from assay.training.objective import Objective, objective_of, probabilities
from assay.training.plan import FitPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """What decides between candidates.

    Attributes:
        objective: What fits minimise.
        metric: What chooses among them.
    """

    objective: Objective
    metric: Metric
    cost: CostSection | None
    quantile: float

    @property
    def decides(self) -> bool:
        """Whether the metric reads decisions of a binary model, and so needs a threshold."""
        return self.metric.reads == "decision" and self.objective.task == "binary"

    def score(self, labels: NDArray[np.float64], margins: NDArray[np.float64]) -> float | None:
        """Return the metric, at the threshold that suits these rows if it reads decisions.

        Returns:
            The metric in its own unit and direction; None if these rows lack what it needs.
        """
        scores = probabilities(self.objective.task, margins)
        if self.metric.reason_against(labels, scores) is not None:
            return None
        return self.metric.value(
            labels,
            scores,
            threshold=self._threshold(labels, scores),
            cost=self.cost,
            quantile=self.quantile,
        )

    def must_score(self, labels: NDArray[np.float64], margins: NDArray[np.float64]) -> float:
        """Return the metric.

        Raises:
            InputError: If these rows lack what it needs.
        """
        scores = probabilities(self.objective.task, margins)
        if reason := self.metric.reason_against(labels, scores):
            raise InputError(
                f"{self.metric.name} cannot be computed: {reason}",
                where=f"{len(labels)} validation rows",
                remedy="bring more rows, raise split.validation, or choose another metric",
            )
        value = self.score(labels, margins)
        assert value is not None
        return value

    def rank(self, labels: NDArray[np.float64], margins: NDArray[np.float64]) -> float:
        """Return what candidates are ordered by; less is better.

        The metric itself, unless it reads decisions: its value then jumps with single rows, and
        the threshold is found afterwards, so that the loss orders candidates more reliably.
        """
        if self.metric.reads == "decision":
            return float(self.objective.row_loss(labels, margins).mean())
        value = self.score(labels, margins)
        if value is None:
            return float(self.objective.row_loss(labels, margins).mean())
        return self.cost_of(value)

    def cost_of(self, value: float) -> float:
        """Return a metric's value turned so that less is better."""
        return -value if self.metric.higher_is_better else value

    def weighted(
        self,
        labels: NDArray[np.float64],
        margins: NDArray[np.float64],
        weights: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Return the metric under many weightings of the rows at once.

        Args:
            labels: Shape (n,).
            margins: Shape (n, outputs).
            weights: Shape (replicates, n).

        Returns:
            Shape (replicates,); NaN where a weighting leaves the metric undefined.
        """
        scores = probabilities(self.objective.task, margins)
        found = self._threshold(labels, scores)
        terms = Terms(
            threshold=0.5 if found is None else found, cost=self.cost, quantile=self.quantile
        )
        return self.metric.prepare(labels, scores, terms)(weights)

    def _threshold(self, labels: NDArray[np.float64], scores: NDArray[np.float64]) -> float | None:
        if not self.decides:
            return None
        return threshold.best(labels, scores, metric=self.metric.name, cost=self.cost)


def judge_of(plan: FitPlan) -> Judge:
    """Return the judge of a plan.

    Raises:
        InputError: If the metric does not exist or does not fit the task.
    """
    names = metrics.names()
    if plan.metric not in names:
        raise InputError(
            f"there is no metric '{plan.metric}'{did_you_mean(plan.metric, names)}",
            where="key fit.metric",
            remedy=f"use one of {', '.join(names)}",
        )
    metric = metrics.get(plan.metric)
    if plan.task not in metric.tasks:
        fitting = [name for name in names if plan.task in metrics.get(name).tasks]
        raise InputError(
            f"metric '{plan.metric}' does not fit a {plan.task} task",
            where="key fit.metric",
            remedy=f"use one of {', '.join(fitting)}",
        )
    if plan.metric == "cost" and plan.cost is None:
        raise InputError(
            "metric 'cost' needs the costs of decisions",
            where="key fit.cost",
            remedy="add a table [fit.cost] with false_positive and false_negative",
        )
    return Judge(
        objective=objective_of(
            plan.task, classes=len(plan.classes), metric=plan.metric, quantile=plan.quantile
        ),
        metric=metric,
        cost=plan.cost,
        quantile=plan.quantile,
    )
