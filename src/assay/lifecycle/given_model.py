"""Measure a model that somebody hands over, on the sides that its work is audited on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.given import (
    ClassFound,
    GivenCodeEvidence,
    GivenModelEvidence,
    HeldBack,
    SeedScores,
)
from assay.data.sides.table import Side, Sides
from assay.evaluation import confusion, metrics
from assay.evaluation.compare import compare
from assay.evaluation.metric import Terms
from assay.evaluation.score import score
from assay.lifecycle import (
    given_before,
    given_code,
    given_evaluated,
    given_held_back,
    given_losses,
    given_refits,
)
from assay.lifecycle.given_answers import Answers, Part, Question
from assay.lifecycle.given_asked import Asked, encoded
from assay.lifecycle.given_loading import load

Floats = NDArray[np.float64]
Progress = Callable[[str, float], None]

MOST_ROWS = 20_000
"""Rows of each side that the model is fitted on, and asked about."""

FEWEST_ROWS = 30
"""Test rows with an outcome, below which a score says nothing."""

LEVEL = 0.95


def measure(model: object, both: Sides, metric: str | None, tell: Progress) -> tuple[object, ...]:
    """Return the evidence about a model, and about the code that it comes from.

    Args:
        model: A model as `given_loading.load` takes it.
        both: The sides; the model is measured where the outcomes of the test may be seen.
        metric: What its author judges it by.
        tell: Called with stage and fraction done.

    Raises:
        InputError: If it cannot be loaded, fitted or asked.
        MissingExtra: If a package that it needs is not installed.
    """
    tell("model: load", 0.0)
    handed = load(model)
    files, faults = given_code.read(
        handed.source, target=both.target, called=handed.called, beside=handed.kind != "function"
    )
    code = GivenCodeEvidence(files=files, faults=faults, shuffled=None)
    labels = both.test_labels
    if labels is None or np.isfinite(labels).sum() < FEWEST_ROWS:
        return (code,)
    question = Question(
        target=both.target, task=both.task, classes=both.classes, features=both.features
    )
    learnt, tested = _part(both, both.train), _part(both, both.test, np.isfinite(labels))
    tell("model: fit", 0.1)
    asked = Asked.of(handed, question, learnt, tested)
    tell("model: score", 0.4)
    given = _given(asked, both, metric)
    evaluation = given_evaluated.evaluated(asked, both, metric)
    tell("model: refit", 0.7)
    value = partial(_value, asked, given.metric)
    again = given_refits.seeds(
        handed,
        question,
        learnt,
        tested,
        value=value,
        first=(given.test, asked.seconds, asked.on_test.values),
        truth=asked.labels,
    )
    asked.seconds = again.seconds or asked.seconds  # one that came fitted was not fitted before
    given = replace(given, seeds=again, held_back=_held_back(asked, given, both.seed))
    code = _known_before(asked, code, given, both)
    tell("model", 1.0)
    return code, given, evaluation


def _held_back(asked: Asked, given: GivenModelEvidence, seed: int) -> HeldBack | None:
    """Hold it back where it knows less of the test than a quick model, if there is time for it."""
    if given.comparison.gain >= 0 or asked.seconds > given_refits.MOST_SECONDS / 2:
        return None
    return given_held_back.measure(
        asked.handed, asked.question, asked.learnt, asked.tested,
        said=asked.on_test.values, labels=asked.labels, metric=given.metric, seed=seed,
    )  # fmt: skip


def _known_before(
    asked: Asked, code: GivenCodeEvidence, given: GivenModelEvidence, both: Sides
) -> GivenCodeEvidence:
    """Add what fitting it anew shows of its code."""
    parts = asked.handed, asked.question, asked.learnt, asked.tested
    encode, seconds, seed = partial(encoded, asked.question), asked.seconds, both.seed
    came, long = given_before.came_fitted(
        *parts, said=(asked.on_train, asked.on_test), metric=given.metric, prior=given.prior,
        seconds=seconds, encode=encode, seed=seed,
    )  # fmt: skip
    if asked.learnt.rows.height < both.train.total:
        came = None  # it may have learnt from more rows than copies of it
    # Before the test's rows are learnt from in any other way.
    kept, few = given_before.remembered(*parts, seconds=seconds, encode=encode, seed=seed)
    shuffled, slow = given_refits.shuffled(*parts, seconds=seconds, encode=encode, seed=seed)
    untaught, slower = given_refits.untaught(*parts, seconds=seconds, encode=encode, seed=seed)
    return replace(
        code,
        shuffled=shuffled,
        untaught=untaught,
        remembered=kept,
        came_fitted=came,
        reason=slow or slower or long or few,
    )


def _given(asked: Asked, both: Sides, declared: str | None) -> GivenModelEvidence:
    name = given_evaluated.comparable(asked, declared)
    chosen = metrics.get(name)
    reference = asked.reference()
    labels, said = asked.labels, asked.on_test.values
    found, _ = score(both.task, labels, said, terms=Terms(), level=LEVEL, seed=both.seed)
    by_name = {each.metric: each for each in found}
    mine = by_name[name]
    own = metrics.get(declared) if declared in by_name and declared != name else None
    decided = confusion.decide(said, asked.on_test.threshold)
    declared_score = by_name[declared].value if declared in by_name else None
    if declared == "accuracy" and both.task != "regression":  # its own threshold is judged
        decided = asked.decided()
        declared_score = float((decided == labels).mean())
    return GivenModelEvidence(
        name=asked.handed.name,
        kind=asked.handed.kind,
        task=both.task,
        rows_train=asked.learnt.rows.height,
        rows_test=len(labels),
        metric=name,
        higher_is_better=chosen.higher_is_better,
        declared=declared,
        declared_score=declared_score,
        declared_train=None
        if own is None
        else own.value(asked.labels_train, asked.on_train.values),
        declared_prior=None if own is None else own.value(labels, asked.prior(len(labels))),
        train=chosen.value(asked.labels_train, asked.on_train.values),
        test=mine.value,
        test_error=(mine.high - mine.low) / (2 * 1.96),
        prior=chosen.value(labels, asked.prior(len(labels))),
        reference=chosen.value(labels, reference),
        comparison=compare(
            said, reference, labels, name, level=LEVEL, against="a quick model", seed=both.seed
        ),
        classes=_found(asked, decided),
        seeds=SeedScores(scores=(), reason="not tried yet"),
        losses=given_losses.measure(
            asked.on_train, asked.on_test, labels=(asked.labels_train, labels),
            prior=asked.prior(len(labels)), reference=reference, level=LEVEL,
        ),
        explained=asked.explained(),
        margins=asked.margins,
    )  # fmt: skip


def _found(asked: Asked, decided: NDArray[np.int64]) -> tuple[ClassFound, ...]:
    if asked.question.task == "regression":
        return ()
    result = []
    for place, name in enumerate(asked.question.classes):
        there = asked.labels == place
        hits = int((decided[there] == place).sum())
        rows = int(there.sum())
        result.append(ClassFound(name=name, rows=rows, found=hits, share=float(there.mean())))
    return tuple(result)


def _value(asked: Asked, metric: str, answers: Answers) -> float:
    return float(metrics.get(metric).value(asked.labels, answers.values))


def _part(both: Sides, side: Side, kept: NDArray[np.bool_] | None = None) -> Part:
    """Return at most 20,000 of the rows whose outcome is known."""
    places = np.arange(side.rows.height) if kept is None else np.flatnonzero(kept)
    if len(places) > MOST_ROWS:
        places = np.sort(np.random.default_rng(both.seed).choice(places, MOST_ROWS, replace=False))
    rows = side.rows[places.tolist()]
    return Part(rows=rows[list(both.shared)], outcomes=rows[both.target])
