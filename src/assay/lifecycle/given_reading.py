"""Read what a model returned: probabilities, margins, points, classes or values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import rankdata

from assay.data.target import names

if TYPE_CHECKING:
    from assay.lifecycle.given_answers import Question

Floats = NDArray[np.float64]
Says = Literal["probabilities", "ranks", "decisions", "values"]

DECIDED = 0.9
"""Probability that stands for the class of a model that names classes only."""

LARGEST_MARGIN = 30.0
"""Beyond it the logistic of two margins is the same number."""


def scores(said: Any, says: Says | None, known: Any, question: Question) -> tuple[Says, Floats]:
    """Return what predictions mean, and they themselves in the form of a `Scorer`.

    Args:
        said: What a model returned.
        says: What that means, where it is known.
        known: The classes in the order of the model's own, where it has one.
        question: What it is asked to predict.

    Raises:
        ValueError: If it can be no answer to the question.
    """
    classes = question.classes
    if hasattr(said, "columns") and any(f"probability_{one}" in said.columns for one in classes):
        said, known, says = said[[f"probability_{one}" for one in classes]], classes, None
    elif hasattr(said, "columns") and said.shape[1] > 1:
        known = list(said.columns)
    values = np.asarray(said)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if question.task == "regression":
        return "values", values.astype(np.float64)
    if values.ndim == 2:
        return "probabilities", _ordered(values.astype(np.float64), known, question)
    if says == "ranks":
        margins = values.astype(np.float64)
        return "ranks", _squeezed(margins if _named(known)[-1] == classes[-1] else -margins)
    named = _named(values)
    if set(named) <= set(classes):
        return "decisions", _decided(np.array([classes.index(one) for one in named]), question)
    numbers = values.astype(np.float64)
    if np.isin(numbers, range(len(classes))).all():
        coded = [classes.index(one) for one in sorted(classes)]  # as a label encoder codes them
        return "decisions", _decided(np.array(coded)[numbers.astype(np.int64)], question)
    if question.task == "binary":
        return _of_numbers(numbers)
    raise ValueError("its predictions are neither classes nor probabilities of each class")


def _of_numbers(numbers: Floats) -> tuple[Says, Floats]:
    if (numbers >= 0).all() and (numbers <= 1).all():
        return "probabilities", numbers
    if (numbers > 0).all() or (numbers < 0).all():  # points, such as 300 to 850
        return "ranks", (rankdata(numbers) - 0.5) / len(numbers)
    return "ranks", _squeezed(numbers)


def _squeezed(margins: Floats) -> Floats:
    """Return margins as numbers in (0, 1) of the same order, above 1/2 where they are above 0.

    Large ones, as of columns that were not scaled, are made smaller first: they would all be 1.

    Example:
        >>> _squeezed(np.array([-1.0, 0.0, 1.0])).round(2)
        array([0.27, 0.5 , 0.73])
    """
    largest = float(np.abs(margins).max(initial=0.0))
    return 1 / (1 + np.exp(-margins / max(1.0, largest / LARGEST_MARGIN)))


def _ordered(shares: Floats, known: Any, question: Question) -> Floats:
    """Return probabilities in the order of the classes."""
    classes = list(question.classes)
    named = sorted(classes) if known is None else _named(known)
    if not set(named) <= set(classes) and len(named) == len(classes):
        named = sorted(classes)  # fitted on codes of them, which follow their order
    if shares.shape[1] != len(named) or not set(named) <= set(classes):
        raise ValueError(f"it knows the classes {named}, where {classes} are expected")
    result = np.zeros((len(shares), len(classes)))
    result[:, [classes.index(one) for one in named]] = shares
    return result[:, 1] if question.task == "binary" else result


def _decided(index: NDArray[np.int64], question: Question) -> Floats:
    if question.task == "binary":
        return np.where(index == 1, DECIDED, 1 - DECIDED)
    others = (1 - DECIDED) / (len(question.classes) - 1)
    return np.where(np.arange(len(question.classes)) == index[:, None], DECIDED, others)


def _named(values: Any) -> list[str]:
    listed = np.asarray(values).tolist()
    return [str(one) for one in names(pl.Series(listed)).to_list()]
