"""What the probabilities of a model that was handed over cost, beside what little costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.given import LogLosses
from assay.evaluation import interval
from assay.evaluation.loss import log_loss
from assay.lifecycle.given_answers import Answers

Floats = NDArray[np.float64]

SMALLEST = 1e-3
"""Probability that a 0 counts as: forests say 0 of what none of their trees has met, and one such
row would outweigh all others."""


def measure(
    on_train: Answers,
    on_test: Answers,
    *,
    labels: tuple[Floats, Floats],
    prior: Floats,
    reference: Floats,
    level: float,
) -> LogLosses | None:
    """Return the log-losses of a model and of what it is held against.

    Ranks hide it where a model is too timid or too sure: those of a vote of half of all rows are
    in order, though each vote is next to the bare share.

    Args:
        on_train: What it says of the rows that it was fitted on.
        on_test: What it says of the test.
        labels: Outcomes of both, 0 or 1 or index of the class.
        prior: Bare shares of training, for each row of the test.
        reference: What a quick model says of the test.
        level: Coverage of the intervals, in (0, 1).
    """
    if on_test.says != "probabilities":
        return None
    learnt, tested = labels
    own, bare, quick = (_rows(tested, said) for said in (on_test.values, prior, reference))
    return LogLosses(
        train=float(_rows(learnt, on_train.values).mean()),
        test=float(own.mean()),
        prior=float(bare.mean()),
        reference=float(quick.mean()),
        least_behind_prior=interval.mean(own - bare, level, None)[0],
        least_behind_reference=interval.mean(own - quick, level, None)[0],
    )


def _rows(labels: Floats, said: Floats) -> Floats:
    return log_loss(labels, np.clip(said, SMALLEST, 1 - SMALLEST))
