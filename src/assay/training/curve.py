"""The learning curve: what fewer rows gave, and so what more rows would buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.fit import CurvePoint, LearningCurve
from assay.training.candidates import Bench, Outcome, Request, fit_candidate
from assay.training.folds import Part
from assay.training.judge import Judge

FRACTIONS = (0.125, 0.25, 0.5, 1.0)
REPLICATES = 200
MOST_CELLS = 5_000_000
"""Rows times replicates that the intervals may cost."""

MATERIAL = 0.02
"""A gain counts if it is at least this share of what the model gained over the prior."""

FEWEST_ROWS = 50
"""Validation rows under which nothing is concluded."""

DECAYS = 2.0 ** -np.linspace(0.05, 2.0, 40)
"""Ratios of successive gains that are tried: `2 ** -c` for exponents c of a power law."""


@dataclass(frozen=True, slots=True)
class Size:
    """A fit on a part of the fitting rows: margins of the validation rows, and its train score."""

    rows: int
    margins: NDArray[np.float64]
    train: float


def measure(bench: Bench, request: Request) -> list[Size]:
    """Fit one candidate on an eighth, a quarter, a half and all of fold 0's fitting rows."""
    sizes = []
    for fraction in FRACTIONS:
        part = smaller(bench.first, fraction, bench.seed)
        outcome = fit_candidate(replace(bench, parts=(part,)), request_at(request, fraction))
        bench.clock.tell(f"learning curve: {len(part.fit)} rows")
        sizes.append(_size(bench.judge, part, outcome))
    return sizes


def request_at(request: Request, fraction: float) -> Request:
    """Return the request for one size, whose name keeps its checkpoint apart."""
    return replace(request, name=f"curve-{fraction}")


def smaller(part: Part, fraction: float, seed: int) -> Part:
    """Return the fold with a random share of its fitting rows; nested for growing shares."""
    if fraction >= 1.0:
        return part
    count = max(1, round(len(part.fit) * fraction))
    fit = np.sort(np.random.default_rng(seed).permutation(len(part.fit))[:count])
    sample = np.arange(count)
    if count > len(part.sample):
        sample = np.sort(np.random.default_rng(seed).permutation(count)[: len(part.sample)])
    return replace(part, fit=part.fit[fit], sample=sample)


def _size(judge: Judge, part: Part, outcome: Outcome) -> Size:
    train = judge.score(part.fit_labels[part.sample], outcome.sample)
    return Size(len(part.fit), outcome.fold_margins[0], float("nan") if train is None else train)


def conclude(
    labels: NDArray[np.float64],
    sizes: Sequence[Size],
    judge: Judge,
    *,
    prior_score: float,
    seed: int,
) -> LearningCurve:
    """Draw the verdict from a measured curve.

    The loss is taken as a power law of rows, `L(n) = a + b * n ** -c`: the gains of successive
    doublings then shrink by the same ratio `2 ** -c`, and the next one follows. Its interval comes
    from resampling the validation rows, the same for all sizes.

    Args:
        labels: Labels of the validation rows, shape (n,).
        sizes: The fits, each on twice the rows of the one before.
        judge: The metric.
        prior_score: The prior's score, which says how much there was to learn.
        seed: Seed of the resampling.

    References:
        Viering & Loog (2023), The shape of learning curves, doi:10.1109/TPAMI.2022.3220744
    """
    replicates = int(np.clip(MOST_CELLS // len(labels), 40, REPLICATES))
    generator = np.random.default_rng(seed)
    weights = generator.multinomial(
        len(labels), np.full(len(labels), 1 / len(labels)), size=replicates
    ).astype(np.float64)
    weights[0] = 1.0  # the rows as they are
    scores = np.stack([judge.weighted(labels, size.margins, weights) for size in sizes], axis=1)
    scores = scores[np.isfinite(scores).all(axis=1)]
    points = tuple(
        CurvePoint(
            rows=size.rows,
            train=size.train,
            validation=float(scores[0, index]),
            low=float(np.quantile(scores[:, index], 0.025)),
            high=float(np.quantile(scores[:, index], 0.975)),
        )
        for index, size in enumerate(sizes)
    )
    sign = 1.0 if judge.metric.higher_is_better else -1.0
    gains = next_gain(np.diff(sign * scores, axis=1))
    gain, low, high = float(gains[0]), *(float(q) for q in np.quantile(gains, (0.025, 0.975)))
    learned = sign * (points[-1].validation - prior_score)
    gap = sign * (points[-1].train - points[-1].validation)
    verdict, reason = _verdict(
        gain,
        low,
        high,
        learned=learned,
        gap=gap,
        validation_rows=len(labels),
        metric=judge.metric.name,
    )
    return LearningCurve(
        points=points,
        verdict=verdict,
        reason=reason,
        gain_of_double=gain,
        gain_low=low,
        gain_high=high,
    )


def next_gain(gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the gain that follows gains which shrink by a constant ratio.

    `gain_i = g * r ** i` is fitted by least squares, with the ratio among `DECAYS`.

    Args:
        gains: Gain of each doubling, shape (replicates, doublings).

    Returns:
        Gain of the next doubling, shape (replicates,).

    Example:
        >>> next_gain(np.array([[8.0, 4.0, 2.0]])).round(1)
        array([1.])
    """
    count = gains.shape[1]
    basis = DECAYS[:, None] ** np.arange(count)[None, :]
    scale = gains @ basis.T / np.square(basis).sum(axis=1)
    misfit = np.square(gains[:, None, :] - scale[:, :, None] * basis[None, :, :]).sum(axis=2)
    best = np.argmin(misfit, axis=1)
    return np.asarray(scale[np.arange(len(gains)), best] * DECAYS[best] ** count)


def _verdict(
    gain: float,
    low: float,
    high: float,
    *,
    learned: float,
    gap: float,
    validation_rows: int,
    metric: str,
) -> tuple[Literal["bias", "variance", "balanced", "unknown"], str]:
    bought = f"twice the rows would buy {gain:+.4g} {metric} ({low:+.4g} to {high:+.4g})"
    if validation_rows < FEWEST_ROWS:
        return "unknown", f"{validation_rows} validation rows are too few to tell"
    if learned <= 0:
        return "unknown", "the model learned nothing that the prior does not know"
    material = MATERIAL * learned
    if low > 0 and gain > material:
        return "variance", bought
    if gain > material or high > 2.0 * material:
        return "unknown", f"{bought}: the interval holds both nothing and a gain that counts"
    if gap > 0.1 * learned:
        return "balanced", f"{bought}, though the fit is {gap:.4g} better on its own rows"
    return "bias", f"{bought}, and the fit is no better on its own rows: it cannot learn more"
