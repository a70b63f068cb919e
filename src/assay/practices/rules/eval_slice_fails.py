"""The model fails on a part of the rows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist
from typing import Final

from assay.core.evidence.evaluation import EvaluationEvidence, Slice
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

FEWEST_ROWS: Final = 30
"""Test rows of the slice; one bad row among fewer is not a pattern."""

CHANCE: Final = 0.05
"""Probability that any of all slices looked at is named though its predictions are right."""

SMALLEST_GAP: Final = 0.05
"""Between mean prediction and mean outcome, in probability; less changes few decisions."""

SMALLEST_PART: Final = 0.25
"""Of the squared error, that the mean prediction of the slice alone makes up; for numbers."""


TIMES_SPREAD: Final = 1.2
"""Squared error over the variance of the slice's outcomes; beyond 1 it is worse than their mean."""

TIMES_ELSEWHERE: Final = 2.0
"""The same over that of the others, unless all is unknown, and the squared error over theirs."""

LEAST_UNKNOWN: Final = 0.5
"""Part of the variance that is unknown there, from which most of what there is to know is lost."""

LIKE_SPREAD: Final = 1.5
"""Variance of the slice's outcomes over that of the others': where they vary more, errors grow."""

CLEAR: Final = 0.01
"""Its p-value among all slices: this is a comparison of two parts, and no failure outright."""


@rule(
    "eval-slice-fails",
    severity="warning",
    remedy="Look at these rows: collect more of them, derive what tells them apart, or exclude "
    "them from the intended use in [card].",
    practice="error analysis by hand",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding | Unknown]:
    """The model fails on a part of the rows.

    ## Why
    A good mean hides a part of the world where the model does not work: where it is no better
    than the bare share of each outcome there, predicts too much or too little throughout, or knows
    little where it knows much elsewhere, and is as sure as there. The people in it meet nothing
    else. Of a model that gives no probabilities, it is where its decisions are wrong more often
    than the most frequent one.

    ## Example
    Good on all airlines; on the one that joined last, 15 % of flights are predicted to be late
    and 40 % are.

    ## Silent when
    The loss is higher since the outcome is less certain there, as among customers who may leave
    any month: such rows are harder for every model, and this one still beats their prior.

    ## References
    Chung et al. (2020), Automated data slicing for model validation,
    arXiv:1807.06068; Eyuboglu et al. (2022), Domino, arXiv:2203.14960; Hébert-Johnson et al.
    (2018), Multicalibration, arXiv:1711.08513
    """
    if evaluation.slices_examined == 0 and not _says_probabilities(evaluation):
        yield Unknown(reason="it gives no probabilities or decisions, by which a part is judged")
    elif evaluation.slices_examined == 0:
        yield Unknown(reason=f"no part of the {evaluation.rows:,} test rows could be examined")
    deviations = NormalDist().inv_cdf(1 - CHANCE / 2 / max(1, evaluation.slices_examined))
    named: list[frozenset[str]] = []
    for part in evaluation.slices:
        conditions = frozenset(part.condition.split(" and "))
        if part.rows < FEWEST_ROWS or any(wider < conditions for wider in named):
            continue
        if part.bare is not None:
            failures = _wrong_oftener(part, part.bare)
        elif evaluation.task == "regression":
            if part.worse and (part.predicted is None or part.observed is None):
                yield Unknown(reason=f"{part.condition}: its mean prediction is not known")
            failures = (
                _off_in_value(part, deviations)
                or _worse_than_mean(part)
                or _far_worse_than_elsewhere(part)
            )
        else:
            failures = _no_better(part, classes=len(evaluation.classes))
            failures += _off_in_probability(part, deviations)
            failures = failures or _sure_in_vain(part, deviations)
        if failures:
            named.append(conditions)
            yield Finding.at(
                columns=part.columns,
                message=f"{part.condition} ({part.rows:,} rows): {'; '.join(failures)}",
                measure=part.loss,
                threshold=part.loss_rest,
            )


def _says_probabilities(evaluation: EvaluationEvidence) -> bool:
    return evaluation.task == "regression" or evaluation.calibration is not None


def _wrong_oftener(part: Slice, bare: float) -> list[str]:
    if not part.worse or part.loss <= bare + _error(part):
        return []
    return [
        f"{part.loss:.0%} of decisions are wrong, and {bare:.0%} if always its most frequent one"
    ]


def _no_better(part: Slice, *, classes: int) -> list[str]:
    if not part.worse:
        return []
    if part.observed is None:
        prior, name = math.log(max(2, classes)), "a guess among all classes"
    else:
        prior, name = _entropy(part.observed), "the bare share of its own outcomes"
    if part.loss <= prior + _error(part):
        return []
    return [f"log-loss {part.loss:.3g}, and {name} has {prior:.3g}"]


def _sure_in_vain(part: Slice, deviations: float) -> list[str]:
    """Find a part where predictions are as sure as elsewhere, and tell nothing.

    Where outcomes are less certain and the model says so, its loss is what it promised.
    """
    known = part.promised, part.promised_rest, part.promised_error, part.observed
    if not part.worse or part.p_value > CLEAR or None in known:
        return []
    promised, promised_rest, error, observed = (float(each) for each in known if each is not None)
    prior, elsewhere = _entropy(observed), max(0.0, part.loss_rest - promised_rest)
    if part.loss < prior or part.loss - promised - elsewhere <= deviations * error:
        return []
    return [
        f"log-loss {part.loss:.3g} where its predictions promise {promised:.3g}, and the bare "
        f"share of its own outcomes has {prior:.3g}"
    ]


def _off_in_probability(part: Slice, deviations: float) -> list[str]:
    if part.predicted is None or part.observed is None:
        return []
    share = min(max(part.predicted, 1e-6), 1 - 1e-6)
    error = math.sqrt(share * (1 - share) / part.rows)
    if abs(part.predicted - part.observed) <= max(SMALLEST_GAP, deviations * error):
        return []
    return [f"{part.predicted:.1%} predicted, {part.observed:.1%} observed"]


def _off_in_value(part: Slice, deviations: float) -> list[str]:
    if part.predicted is None or part.observed is None:
        return []
    gap = abs(part.predicted - part.observed)
    spread = math.sqrt(max(0.0, part.loss - gap**2) / part.rows)
    if gap**2 <= SMALLEST_PART * part.loss or gap <= deviations * spread:
        return []
    return [f"{part.predicted:.4g} predicted on average, {part.observed:.4g} observed"]


def _worse_than_mean(part: Slice) -> list[str]:
    if not part.worse or part.spread is None or part.loss <= TIMES_SPREAD * part.spread:
        return []
    if part.loss - part.spread <= _error(part):
        return []
    return [
        f"squared error {part.loss:.4g}, and the mean of its own outcomes has {part.spread:.4g}"
    ]


def _far_worse_than_elsewhere(part: Slice) -> list[str]:
    """Find a part where a model that knows most of the others' outcomes knows little of them."""
    if not part.worse or not part.spread or not part.spread_rest or part.p_value > CLEAR:
        return []
    here, elsewhere = part.loss / part.spread, part.loss_rest / part.spread_rest
    alike = part.spread <= LIKE_SPREAD * part.spread_rest
    more = part.loss > TIMES_ELSEWHERE * part.loss_rest
    if not alike or not more or here < max(LEAST_UNKNOWN, min(1, TIMES_ELSEWHERE * elsewhere)):
        return []
    return [
        f"{here:.0%} of how its outcomes vary is unknown, and {elsewhere:.0%} elsewhere; the "
        f"squared error is {part.loss / part.loss_rest:.1f} times theirs"
    ]


def _entropy(share: float) -> float:
    return -sum(p * math.log(p) for p in (share, 1 - share) if p > 0)


def _error(part: Slice) -> float:
    """Return two standard errors of the slice's mean loss, from the deviation of all losses."""
    if part.effect == 0:
        return 0.0
    return 2 * abs((part.loss - part.loss_rest) / part.effect) / math.sqrt(part.rows)
