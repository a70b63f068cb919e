"""The same model, held back by its own settings: does it then do better on the test?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence.given import HeldBack
from assay.evaluation import metrics
from assay.evaluation.compare import compare
from assay.lifecycle.given_answers import Part, Question, ask
from assay.lifecycle.given_loading import Handed

Floats = NDArray[np.float64]

LEVEL = 0.99
"""Of the interval of what is gained: two strengths are tried, and either may gain by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How much a model is held back.

    Attributes:
        rows: Fewest rows in a leaf.
        neighbours: Fewest neighbours that vote.
        cost: Largest price of an error, the inverse of a penalty, in terms of what outcomes reach.
        penalty: Smallest penalty, and what a smaller one is multiplied by.
        steps: Most rounds of boosting.
        rate: Largest part of a round that is kept.
    """

    rows: int
    neighbours: int
    cost: float
    penalty: float
    steps: int
    rate: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What a model is fitted on.

    Attributes:
        reach: 1 for classes; of values, how far from 0 nearly all of them lie, which is what the
            price of an error has to reach in support vector regression: Cherkassky & Ma (2004),
            Practical selection of SVM parameters, doi:10.1016/S0893-6080(03)00169-2.
    """

    rows: int
    reach: float

    @classmethod
    def of(cls, learnt: Part, question: Question) -> Seen:
        """Return what these rows are, with their outcomes."""
        if question.task != "regression":
            return cls(learnt.rows.height, 1.0)
        values = learnt.outcomes.cast(pl.Float64).to_numpy()
        return cls(learnt.rows.height, float(abs(values.mean()) + 3 * values.std()))


STRENGTHS = (
    Strength(rows=5, neighbours=15, cost=1.0, penalty=1.0, steps=100, rate=0.1),
    Strength(rows=25, neighbours=50, cost=0.05, penalty=10.0, steps=50, rate=0.05),
)
"""A little, and much."""

PENALISED = (
    "Ridge", "RidgeClassifier", "Lasso", "ElasticNet", "SGDClassifier", "SGDRegressor",
    "KernelRidge", "MLPClassifier", "MLPRegressor", "GaussianProcessRegressor",
)  # fmt: skip
"""Whose `alpha` is a penalty: elsewhere it is a quantile, or a prior of counts."""


def measure(
    handed: Handed,
    question: Question,
    learnt: Part,
    tested: Part,
    *,
    said: Floats,
    labels: Floats,
    metric: str,
    seed: int,
) -> HeldBack | None:
    """Return how the model does on the test if it is held back; None if nobody knows how to.

    Args:
        handed: The model.
        question: What is predicted.
        learnt: Rows of training.
        tested: Rows of the test.
        said: What it says of the test as it is.
        labels: Outcomes of the test: 0 or 1, index of the class, or the value.
        metric: What it is judged by.
        seed: Of the intervals.
    """
    if handed.kind != "estimator" or not hasattr(handed.model, "get_params"):
        return None
    best: HeldBack | None = None
    seen = Seen.of(learnt, question)
    for strength in STRENGTHS:
        settings = settings_of(handed.model, strength, seen)
        if not settings:
            continue
        try:
            (answers,) = ask(_changed(handed, settings), question, learnt, [tested])
        except InputError:  # it takes no such settings, so that nothing is known of it
            continue
        found = compare(
            answers.values, said, labels, metric, level=LEVEL, against="itself", seed=seed
        )
        tried = HeldBack(
            settings={name.split("__")[-1]: str(value) for name, value in settings.items()},
            test=float(metrics.get(metric).value(labels, answers.values)),
            gain=found.gain,
            least_gain=found.low,
        )
        if best is None or tried.least_gain > best.least_gain:
            best = tried
    return best


def _changed(handed: Handed, settings: Mapping[str, object]) -> Handed:
    from sklearn.base import clone

    return replace(handed, model=clone(handed.model).set_params(**settings), fitted=False)


def settings_of(model: Any, strength: Strength, seen: Seen) -> dict[str, object]:
    """Return the settings of a model, and of those within it, that hold it back more."""
    given = model.get_params()
    changed = {}
    for name, value in given.items():
        within, _, last = name.rpartition("__")
        owner = given[within] if within else model
        change = CHANGES.get(last)
        if change is None or not hasattr(owner, "predict"):
            continue
        wanted = change(value, owner, strength, seen)
        if wanted is not None and wanted != value:
            changed[name] = wanted
    return changed


def _leaf(value: Any, owner: Any, strength: Strength, seen: Seen) -> object:
    return max(value, min(strength.rows, max(1, seen.rows // 4))) if _whole(value) else None


def _neighbours(value: Any, owner: Any, strength: Strength, seen: Seen) -> object:
    return max(value, min(strength.neighbours, max(1, seen.rows // 4))) if _whole(value) else None


def _cost(value: Any, owner: Any, strength: Strength, seen: Seen) -> object:
    return min(value, strength.cost * seen.reach) if _number(value) else None


def _reach(value: Any, owner: Any, strength: Strength, seen: Seen) -> object:
    return "scale" if _number(value) and hasattr(owner, "kernel") and hasattr(owner, "C") else None


def _penalty(value: Any, owner: Any, strength: Strength, seen: Seen) -> object:
    penalised = _number(value) and type(owner).__name__ in PENALISED
    return max(value * 10 * strength.penalty, strength.penalty) if penalised else None


def _steps(value: Any, owner: Any, strength: Strength, seen: Seen) -> object:
    boosted = _whole(value) and _number(getattr(owner, "learning_rate", None))
    return min(value, strength.steps) if boosted else None


def _rate(value: Any, owner: Any, strength: Strength, seen: Seen) -> object:
    return min(value, strength.rate) if _number(value) else None


def _drawn(value: Any, owner: Any, strength: Strength, seen: Seen) -> object:
    return True if hasattr(owner, "min_samples_leaf") else None


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


CHANGES: Mapping[str, Callable[[Any, Any, Strength, Seen], object]] = {
    "min_samples_leaf": _leaf,
    "min_child_samples": _leaf,
    "min_data_in_leaf": _leaf,
    "n_neighbors": _neighbours,
    "C": _cost,
    "gamma": _reach,
    "alpha": _penalty,
    "n_estimators": _steps,
    "max_iter": _steps,
    "iterations": _steps,
    "learning_rate": _rate,
    "bootstrap": _drawn,
}
"""What a setting becomes, by its name; None or the same if it stays."""
