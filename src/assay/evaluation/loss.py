"""The loss that rows are judged by, so that errors, slices and clusters speak of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from assay.core.evidence.data import Task
    from assay.evaluation.metric import Floats

SMALLEST = 1e-15
"""Probabilities are held this far from 0 and 1, so that one row cannot cost without bound."""


def row_loss(task: Task, labels: Floats, scores: Floats) -> Floats:
    """Return the loss of each row: log-loss in nats, or squared error.

    Args:
        task: What is predicted.
        labels: 0 or 1, class index, or value, shape (n,).
        scores: What a `Scorer` returns: shape (n,), or (n, classes) for multiclass.

    Returns:
        Losses, shape (n,).

    Example:
        >>> row_loss("binary", np.array([1.0, 0.0]), np.array([0.5, 0.0])).round(3)
        array([0.693, 0.   ])
        >>> row_loss("regression", np.array([3.0]), np.array([1.0]))
        array([4.])
    """
    if task == "regression":
        return np.square(labels - scores)
    return log_loss(labels, scores)


def log_loss(labels: Floats, scores: Floats) -> Floats:
    """Return the negative log-probability of what happened, shape (n,).

    Example:
        >>> log_loss(np.array([2.0]), np.array([[0.1, 0.4, 0.5]])).round(3)
        array([0.693])
    """
    if scores.ndim == 2:
        happened = scores[np.arange(len(labels)), labels.astype(np.intp)]
    else:
        happened = np.where(labels == 1, scores, 1 - scores)
    return -np.log(np.clip(happened, SMALLEST, 1 - SMALLEST))


def promised(scores: Floats) -> tuple[Floats, Floats]:
    """Return the mean and variance of each row's log-loss, were probabilities of two classes right.

    Args:
        scores: Probabilities of the second class, shape (n,).

    References:
        Spiegelhalter (1986), Probabilistic prediction in patient management and clinical trials,
        doi:10.1002/sim.4780050506

    Example:
        >>> mean, variance = promised(np.array([0.5, 0.9]))
        >>> mean.round(3), variance.round(3)
        (array([0.693, 0.325]), array([0.   , 0.435]))
    """
    chance = np.clip(scores, SMALLEST, 1 - SMALLEST)
    other = 1 - chance
    mean = -(chance * np.log(chance) + other * np.log(other))
    return mean, chance * other * np.square(np.log(chance) - np.log(other))


def loss_name(task: Task) -> str:
    """Return what the loss of a row is called.

    Example:
        >>> loss_name("binary")
        'log-loss'
    """
    return "squared error" if task == "regression" else "log-loss"
