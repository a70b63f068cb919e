"""What training minimises: a row's loss on the link scale, its prior, LightGBM's name for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.data import Task

LossName = Literal["binary", "multiclass", "squared", "absolute", "quantile"]

_CLIP = 1e-15


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """The loss that fits minimise, whatever metric then chooses among them.

    Attributes:
        outputs: Margins a row.
        quantile: The quantile that `quantile` loss looks for.
        ranking: LightGBM's name of the metric that chooses the number of rounds in place of the
            loss, where the project's metric is about order alone.

    Example:
        >>> labels = np.array([0.0, 1.0, 1.0, 1.0])
        >>> objective = objective_of("binary", classes=2, metric="roc_auc", quantile=0.5)
        >>> objective.prior(labels).round(3)
        array([0.847])
        >>> objective.row_loss(labels, np.zeros((4, 1))).round(3)
        array([0.693, 0.693, 0.693, 0.693])
    """

    task: Task
    loss: LossName
    outputs: int
    quantile: float
    ranking: Literal["auc", "average_precision"] | None = None

    @property
    def lightgbm(self) -> dict[str, str | int | float]:
        """LightGBM's parameters for it."""
        match self.loss:
            case "binary":
                return {"objective": "binary", "metric": self.ranking or "binary_logloss"}
            case "multiclass":
                return {
                    "objective": "multiclass",
                    "metric": "multi_logloss",
                    "num_class": self.outputs,
                }
            case "squared":
                return {"objective": "regression", "metric": "l2"}
            case "absolute":
                return {"objective": "regression_l1", "metric": "l1"}
            case "quantile":
                return {"objective": "quantile", "metric": "quantile", "alpha": self.quantile}

    def prior(self, labels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the constant margin of least loss, shape (outputs,).

        Class shares are smoothed by half a row a class, so that a class missing from a fold does
        not cost an infinite loss.
        """
        match self.loss:
            case "binary":
                share = (labels.sum() + 0.5) / (len(labels) + 1.0)
                return np.array([np.log(share / (1.0 - share))])
            case "multiclass":
                counts = np.bincount(labels.astype(np.int64), minlength=self.outputs) + 0.5
                return np.asarray(np.log(counts / counts.sum()))
            case "squared":
                return np.array([labels.mean()])
            case "absolute":
                return np.array([np.median(labels)])
            case "quantile":
                return np.array([np.quantile(labels, self.quantile)])

    def row_loss(
        self, labels: NDArray[np.float64], margins: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the loss of each row.

        Args:
            labels: 0/1, class index, or value, shape (n,).
            margins: Shape (n, outputs).

        Returns:
            Log-loss, squared, absolute or pinball loss, shape (n,).
        """
        match self.loss:
            case "binary":
                signed = np.where(labels > 0.5, margins[:, 0], -margins[:, 0])
                return np.asarray(np.minimum(np.logaddexp(0.0, -signed), -np.log(_CLIP)))
            case "multiclass":
                own = margins[np.arange(len(labels)), labels.astype(np.int64)]
                return np.asarray(np.minimum(_logsumexp(margins) - own, -np.log(_CLIP)))
            case "squared":
                return np.asarray((labels - margins[:, 0]) ** 2)
            case "absolute":
                return np.abs(labels - margins[:, 0])
            case "quantile":
                gap = labels - margins[:, 0]
                return np.maximum(self.quantile * gap, (self.quantile - 1.0) * gap)


def objective_of(task: Task, *, classes: int, metric: str, quantile: float) -> Objective:
    """Return what to minimise for a task and the project's metric.

    Classification minimises log-loss whatever the metric (it is proper, and needs no calibration
    afterwards); regression minimises the metric's own loss where it has one.
    """
    if task == "binary":
        rankings: dict[str, Literal["auc", "average_precision"]] = {
            "roc_auc": "auc",
            "average_precision": "average_precision",
        }
        return Objective(
            task=task, loss="binary", outputs=1, quantile=quantile, ranking=rankings.get(metric)
        )
    if task == "multiclass":
        return Objective(task=task, loss="multiclass", outputs=classes, quantile=quantile)
    losses: dict[str, LossName] = {"mae": "absolute", "quantile_loss": "quantile"}
    return Objective(task=task, loss=losses.get(metric, "squared"), outputs=1, quantile=quantile)


def probabilities(task: Task, margins: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores of margins: sigmoid, softmax, or the value itself.

    Args:
        task: What is predicted.
        margins: Shape (n, outputs).

    Returns:
        Shape (n,) for binary and regression, (n, classes) for multiclass.

    Example:
        >>> probabilities("binary", np.array([[0.0], [2.0]])).round(3)
        array([0.5  , 0.881])
    """
    if task == "binary":
        # exp of minus the absolute value never overflows
        small = np.exp(-np.abs(margins[:, 0]))
        return np.where(margins[:, 0] >= 0, 1.0, small) / (1.0 + small)
    if task == "multiclass":
        return np.asarray(np.exp(margins - _logsumexp(margins)[:, None]))
    return margins[:, 0]


def _logsumexp(margins: NDArray[np.float64]) -> NDArray[np.float64]:
    top = margins.max(axis=1)
    return np.asarray(top + np.log(np.exp(margins - top[:, None]).sum(axis=1)))
