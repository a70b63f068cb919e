"""What a model knows before it is fitted here: from an earlier fit, or from one on the test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import rankdata

from assay.core.errors import InputError
from assay.core.evidence.data import Task
from assay.core.evidence.given import CameFitted, Remembered
from assay.evaluation import metrics
from assay.evaluation.compare import compare
from assay.lifecycle.given_answers import Answers, Part, Question, ask
from assay.lifecycle.given_loading import Handed
from assay.lifecycle.given_refits import MOST_SECONDS, Encode, correlation, exchanged

Floats = NDArray[np.float64]

PROMISING = 3.0
"""Standard errors, beyond which another fit is worth its time."""

DRAWS = 2_000
"""Of outcomes, that tell what chance gives: with few rows of a class, many standard errors."""

ROUNDS = 2
"""Of halves that change places."""

COPIES = 3
"""Of an estimator that comes fitted: one seed may be an unlucky one."""

LEVEL = 0.95


def remembered(
    handed: Handed,
    question: Question,
    learnt: Part,
    tested: Part,
    *,
    seconds: float,
    encode: Encode,
    seed: int,
) -> tuple[Remembered | None, str]:
    """Return how well a fit knows rows that another fit learnt from, or why it was not tried.

    Half of all rows is learnt with its outcomes exchanged at random, then half of training is by
    a fresh copy, which is asked about the first. Nothing tells of those outcomes any more, so that
    who knows them has kept them: in a class, a module or a file. Rows of the test are learnt as
    well, since code may keep what it met first, and that was the truth for rows of training.

    Args:
        handed: The model.
        question: What is predicted.
        learnt: Rows of training.
        tested: Rows of the test.
        seconds: What one fit takes.
        encode: Gives outcomes as numbers.
        seed: Of the halves and of the exchange.
    """
    if handed.kind == "fixed":
        return None, ""
    if ROUNDS * seconds > MOST_SECONDS:
        return None, f"one fit takes {seconds:.0f} s, and {ROUNDS} are needed"
    random = np.random.default_rng(seed)
    old, new = (_halves(part, question.task, encode, random) for part in (learnt, tested))
    correlations, by_chance = [], []
    for here in range(ROUNDS):
        there = old[1 - here]
        both = exchanged(_joined(old[here], new[here]), random)
        known = encode(both.outcomes)
        asked = [there] if handed.kind == "function" else []
        try:
            ask(handed, question, both, asked, again=True)
            (said,) = ask(
                handed, question, exchanged(there, random), [exchanged(both, random)], again=True
            )
        except InputError as cause:
            return None, f"it cannot be fitted on half of the rows: {cause.what}"
        looks = [slice(0, None), slice(old[here].rows.height, None)]
        found = [chance(said.values[one], known[one], question.task, random) for one in looks]
        best = min(found, key=lambda each: each[1])
        correlations.append(best[0])
        by_chance.append(best[1])
        if best[1] == 1:
            break
    return Remembered(correlations=tuple(correlations), by_chance=tuple(by_chance)), ""


def came_fitted(
    handed: Handed,
    question: Question,
    learnt: Part,
    tested: Part,
    *,
    said: Sequence[Answers],
    metric: str,
    prior: float,
    seconds: float,
    encode: Encode,
    seed: int,
) -> tuple[CameFitted | None, str]:
    """Return how an estimator that comes fitted does beside copies, or why it was not tried.

    Args:
        handed: The model.
        question: What is predicted.
        learnt: Rows of training.
        tested: Rows of the test.
        said: What it says, as it came, of training and of the test.
        metric: What all scores are of.
        prior: Score on the test of the bare shares, or the mean.
        seconds: What one fit takes.
        encode: Gives outcomes as numbers.
        seed: Of the intervals.
    """
    if handed.kind != "estimator" or not handed.fitted:
        return None, ""
    if COPIES * seconds > MOST_SECONDS:
        return None, f"one fit takes {seconds:.0f} s, and {COPIES} are needed"
    known = encode(learnt.outcomes), encode(tested.outcomes)
    own, copies, deviations = _scores(metric, known, said), [], []
    for number in range(COPIES):
        copy = ask(handed, question, learnt, [learnt, tested], seed=number or None, again=True)
        copies.append(_scores(metric, known, copy))
        deviations.append(_deviations(said[1].values, copy[1].values, known[1], metric, seed))
        if deviations[-1] <= PROMISING:
            break
    anew_train, anew_test = (float(np.mean(scores)) for scores in zip(*copies, strict=True))
    return CameFitted(
        metric=metric,
        train=own[0],
        test=own[1],
        prior=prior,
        anew_train=anew_train,
        anew_test=anew_test,
        deviations=tuple(deviations),
    ), ""


def _scores(
    metric: str, known: tuple[Floats, Floats], said: Sequence[Answers]
) -> tuple[float, float]:
    train, test = (
        float(metrics.get(metric).value(labels, one.values))
        for labels, one in zip(known, said, strict=True)
    )
    return train, test


def _deviations(own: Floats, other: Floats, labels: Floats, metric: str, seed: int) -> float:
    """Return by how many standard errors one is better than the other."""
    if np.array_equal(own, other):
        return 0.0
    found = compare(own, other, labels, metric, level=LEVEL, against="a copy", seed=seed)
    error = (found.high - found.low) / (2 * 1.96)
    return found.gain / error if error > 0 else 0.0


def chance(
    said: Floats, known: Floats, task: Task, random: np.random.Generator
) -> tuple[float, float]:
    """Return a correlation, of values by rank, and the share of draws that have as much.

    Args:
        said: Predictions, of shape (n,) or (n, classes).
        known: Outcomes: 0 or 1, index of the class, or the value, shape (n,).
        task: What is predicted.
        random: Draws the orders of the outcomes.
    """
    if len(known) < 2:
        return 0.0, 1.0
    if task == "regression":
        said, known = rankdata(said), rankdata(known)
    found = correlation(said, known)
    if np.sqrt(len(known) - 1) * found <= PROMISING:
        return found, 1.0
    drawn = (correlation(said, random.permutation(known)) for _ in range(DRAWS))
    return found, sum(one >= found for one in drawn) / DRAWS


def _halves(
    part: Part, task: Task, encode: Encode, random: np.random.Generator
) -> tuple[Part, Part]:
    """Return two halves in the order of the rows, each with its share of every class."""
    order = random.permutation(part.rows.height)
    if task != "regression":
        order = order[np.argsort(encode(part.outcomes)[order], kind="stable")]
    first, second = (np.sort(order[place::2]).tolist() for place in (0, 1))
    return (
        Part(rows=part.rows[first], outcomes=part.outcomes[first]),
        Part(rows=part.rows[second], outcomes=part.outcomes[second]),
    )


def _joined(first: Part, second: Part) -> Part:
    """Return the rows of both, or of the first alone where the second has other types."""
    types = ((one.rows.schema, one.outcomes.dtype) for one in (first, second))
    if len(set(map(str, types))) > 1:
        return first
    return Part(
        rows=pl.concat([first.rows, second.rows]),
        outcomes=pl.concat([first.outcomes, second.outcomes]),
    )
