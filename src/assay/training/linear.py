"""The linear baseline: logistic or ridge regression on the linear encoding."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from assay.training.members import LinearMember, Matrix
from assay.training.objective import Objective

PENALTY = 1.0
"""Weight of the squared coefficients of scaled inputs, in units of a row's loss."""

MOST_ROWS = 100_000
"""Rows, drawn at random, that are enough to find a few hundred coefficients."""

MOST_NEWTON = 400
"""Coefficients up to which Newton's method is the quicker one."""


def fit_linear(
    matrix: Matrix, labels: NDArray[np.float64], objective: Objective, *, threads: int
) -> LinearMember:
    """Fit a linear model of the margin.

    Classification minimises log-loss, regression squared error; for absolute and quantile loss
    the intercept is then moved to the quantile of the residuals.

    Args:
        matrix: Scaled inputs, shape (n, k), no missing values.
        labels: 0/1, class index, or value, shape (n,).
        objective: What is minimised.
        threads: Threads of the linear algebra.
    """
    from threadpoolctl import threadpool_limits

    means = matrix.mean(axis=0, dtype=np.float64)
    if len(matrix) > MOST_ROWS:
        some = np.random.default_rng(0).choice(len(matrix), MOST_ROWS, replace=False)
        matrix, labels = matrix[np.sort(some)], labels[np.sort(some)]
    with threadpool_limits(limits=threads):
        if objective.task == "regression":
            coefficients, intercept = _regression(matrix, labels, objective)
        else:
            coefficients, intercept = _classification(matrix, labels, objective)
    return LinearMember(coefficients, intercept, means)


def _classification(
    matrix: Matrix, labels: NDArray[np.float64], objective: Objective
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    outputs = objective.outputs
    coefficients = np.zeros((outputs, matrix.shape[1]))
    intercept = objective.prior(labels)
    present = np.unique(labels).astype(np.int64)
    if len(present) < 2 or not matrix.shape[1]:
        return coefficients, intercept
    small = matrix.shape[1] * outputs <= MOST_NEWTON
    model = LogisticRegression(
        C=1.0 / PENALTY, solver="newton-cholesky" if small else "lbfgs", max_iter=200
    )
    with warnings.catch_warnings():
        # a baseline that has not settled in the last digit is still a baseline
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(matrix, labels.astype(np.int64))
    fitted, offset = np.asarray(model.coef_, np.float64), np.asarray(model.intercept_, np.float64)
    if outputs == 1:
        return fitted, offset
    if len(present) == 2:  # scikit-learn gives one row: the log-odds of the second class
        fitted = np.concatenate([-fitted / 2.0, fitted / 2.0])
        offset = np.concatenate([-offset / 2.0, offset / 2.0])
    coefficients[present] = fitted
    # a class without a row stays at its smoothed share, below the others
    intercept = np.where(np.isin(np.arange(outputs), present), 0.0, intercept + offset.min())
    intercept[present] = offset
    return coefficients, intercept


def _regression(
    matrix: Matrix, labels: NDArray[np.float64], objective: Objective
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # ridge by the normal equations of centred columns, in double precision
    centred = matrix.astype(np.float64)
    middle = centred.mean(axis=0)
    centred -= middle
    mean = labels.mean()
    gram = centred.T @ centred
    gram[np.diag_indices_from(gram)] += PENALTY
    coefficients = np.linalg.solve(gram, centred.T @ (labels - mean))
    intercept = mean - middle @ coefficients
    if objective.loss in ("absolute", "quantile"):
        quantile = objective.quantile if objective.loss == "quantile" else 0.5
        intercept += np.quantile(labels - mean - centred @ coefficients, quantile)
    return coefficients[None, :], np.array([intercept])
