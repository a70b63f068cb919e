"""Fit a model that was handed over again: under other seeds, and on exchanged outcomes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.given import SeedScores, ShuffledOutcomes
from assay.lifecycle.given_answers import Answers, Part, Question, ask
from assay.lifecycle.given_loading import Handed

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
Encode = Callable[["pl.Series"], Floats]

SEEDS = 5
FEWEST = 3
"""Scores; a deviation of two is one number."""

MOST_SECONDS = 30.0
"""Of refits under other seeds, and of those on exchanged outcomes."""

REPEATS = 3
UNTAUGHT_REPEATS = 5
"""More, since a fit to chance may lean towards the truth once or twice."""


def seeds(
    handed: Handed,
    question: Question,
    learnt: Part,
    tested: Part,
    *,
    first: tuple[float, float, Floats],
    value: Callable[[Answers], float],
    truth: Floats,
) -> SeedScores:
    """Return the score on the test under several seeds, as many as there is time for.

    Args:
        handed: The model.
        question: What is predicted.
        learnt: Rows that it is fitted on.
        tested: Rows that it is scored on.
        first: Score of the fit as handed over, the seconds that it took, and its predictions.
        value: Gives the score of answers.
        truth: Outcomes of the test: 0 or 1, index of the class, or the value.
    """
    score, seconds, values = first
    if handed.kind == "fixed":
        return SeedScores(scores=(), reason="the model cannot be fitted again")
    fixed = handed.kind == "estimator" and handed.fitted
    scores, said = ([], []) if fixed else ([score], [values])
    if (FEWEST - len(scores)) * seconds > MOST_SECONDS:
        return SeedScores(
            scores=(), reason=f"one fit takes {seconds:.0f} s, and {FEWEST} are needed"
        )
    begun, quickest = time.perf_counter(), math.inf
    for seed in range(1, SEEDS + 1 - len(scores)):
        before = time.perf_counter()
        (answers,) = ask(handed, question, learnt, [tested], seed=seed, again=True)
        quickest = min(quickest, time.perf_counter() - before)
        scores.append(value(answers))
        said.append(answers.values)
        if len(said) == FEWEST and all((one == said[0]).all() for one in said):
            break  # it draws nothing
        now = time.perf_counter()
        if now - begun + (now - before) > MOST_SECONDS:
            break
    if len(scores) < FEWEST:
        reason = f"there was time for {len(scores)} fits"
        return SeedScores(scores=(), reason=reason, seconds=quickest)
    return SeedScores(
        scores=tuple(scores),
        agreement=agreement(said),
        apart=apart(said, truth),
        seconds=quickest,
    )


def agreement(said: Sequence[Floats]) -> float | None:
    """Return the mean correlation of two predictions of the same rows; None if one is constant.

    Args:
        said: Predictions, each of shape (n,) or (n, classes).

    Example:
        >>> agreement([np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0])])
        1.0
    """
    flat = [(one - one.mean(axis=0)).ravel() for one in said]
    if any(not one.any() for one in flat):
        return None
    pairs = [
        float(left @ right / np.sqrt((left @ left) * (right @ right)))
        for place, left in enumerate(flat)
        for right in flat[place + 1 :]
    ]
    return round(float(np.mean(pairs)), 12)


def apart(said: Sequence[Floats], truth: Floats) -> float | None:
    """Return how far two predictions of a row lie apart, where outcomes of two rows do by 1.

    Args:
        said: Predictions, each of shape (n,) or (n, classes).
        truth: Outcomes: 0 or 1, index of the class, or the value, shape (n,).

    Returns:
        Mean squared difference over that of outcomes; None if all outcomes are the same.

    Example:
        >>> apart([np.zeros(4), np.ones(4)], np.array([0.0, 1.0, 0.0, 1.0]))
        2.0
    """
    spread = 2 * float(np.var(_known(truth, said[0]), axis=0).mean())
    if spread == 0:
        return None
    pairs = [
        float(np.square(left - right).mean())
        for place, left in enumerate(said)
        for right in said[place + 1 :]
    ]
    return round(float(np.mean(pairs)) / spread, 12)


def shuffled(
    handed: Handed,
    question: Question,
    learnt: Part,
    tested: Part,
    *,
    seconds: float,
    encode: Encode,
    seed: int,
) -> tuple[ShuffledOutcomes | None, str]:
    """Return what code predicts of outcomes that nothing can be known of, or why it was not tried.

    The outcomes of each side are exchanged among its rows, so that no column tells anything of
    them. Whoever then predicts those of the test has read them there. Only a function of
    `(train, test)` is handed the outcomes of the test, so only one of these can.
    """
    if handed.kind != "function" or handed.form != "tables":
        return None, ""
    if seconds > MOST_SECONDS:
        return None, f"one call takes {seconds:.0f} s"
    correlations: list[float] = []
    repeats = min(REPEATS, int(MOST_SECONDS / max(seconds, 1e-9)))  # one may be enough to be sure
    for number in range(repeats):
        random = np.random.default_rng([seed, number])
        sides = [exchanged(part, random) for part in (learnt, tested)]
        said = ask(handed, question, sides[0], sides[1:], seed=number)[0]
        correlations.append(correlation(said.values, encode(sides[1].outcomes)))
    deviations = np.sqrt(repeats * (tested.rows.height - 1)) * np.mean(correlations)
    return ShuffledOutcomes(correlations=tuple(correlations), deviations=float(deviations)), ""


def untaught(
    handed: Handed,
    question: Question,
    learnt: Part,
    tested: Part,
    *,
    seconds: float,
    encode: Encode,
    seed: int,
) -> tuple[tuple[float, ...], str]:
    """Return how well it predicts, fitted on exchanged outcomes, or why it was not tried.

    Only the outcomes of training are exchanged, so that nothing can be learnt from them. What is
    still told of the test's was known before.

    References:
        Ojala & Garriga (2010), Permutation tests for studying classifier performance, JMLR 11,
        https://jmlr.org/papers/v11/ojala10a.html
    """
    if handed.kind == "fixed" or (handed.kind == "function" and handed.form == "tables"):
        return (), ""
    if UNTAUGHT_REPEATS * seconds > MOST_SECONDS:
        return (), f"one fit takes {seconds:.0f} s, and {UNTAUGHT_REPEATS} are needed"
    truth, skills = encode(tested.outcomes), []
    if not np.ptp(truth):
        return (), ""
    for number in range(UNTAUGHT_REPEATS):
        part = exchanged(learnt, np.random.default_rng([seed, number]))
        (said,) = ask(handed, question, part, [tested], seed=number, again=True)
        if said.says == "ranks":
            return (), ""
        skills.append(skill(said.values, truth))
        if skills[-1] <= 0:
            break  # one fit that tells nothing shows that there is nothing to tell
    return tuple(skills), ""


def skill(values: Floats, truth: Floats) -> float:
    """Return the share of the outcomes' variance that predictions tell; 0 is that of the mean.

    Args:
        values: Predicted values, or probabilities: shape (n,) or (n, classes).
        truth: Outcomes: 0 or 1, index of the class, or the value, shape (n,).

    Example:
        >>> skill(np.array([0.0, 1.0, 1.0]), np.array([0.0, 1.0, 1.0]))
        1.0
    """
    known = _known(truth, values)
    left = float(np.square(known - values).sum())
    return 1 - left / float(np.square(known - known.mean(axis=0)).sum())


def _known(truth: Floats, values: Floats) -> Floats:
    """Return outcomes in the form of predictions of them."""
    return truth if values.ndim == 1 else np.eye(values.shape[1])[truth.astype(np.int64)]


def correlation(scores: Floats, labels: Floats) -> float:
    """Return the correlation of scores and outcomes; of several classes, the mean over them.

    Example:
        >>> round(correlation(np.array([0.1, 0.4, 0.9]), np.array([0.0, 0.0, 1.0])), 2)
        0.93
    """
    if scores.ndim == 1:
        return _one(scores, labels)
    return float(np.mean([_one(scores[:, k], labels == k) for k in range(scores.shape[1])]))


def _one(scores: Floats, labels: NDArray[np.generic]) -> float:
    left, right = (each - each.mean() for each in (scores, labels.astype(np.float64)))
    size = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum()) / size if size > 0 else 0.0


def exchanged(part: Part, random: np.random.Generator) -> Part:
    """Return rows whose outcomes were exchanged among them at random."""
    order: Sequence[int] = random.permutation(part.rows.height).tolist()
    return replace(part, outcomes=part.outcomes[order])
