"""Whether an early signal may stand for an outcome that comes late: shown on past rows, or refused.

What an experiment decides by is the difference of two versions' losses. So that is what the signal
must foretell: on rows of which signal and outcome are known, both versions are asked, and their
difference by the signal is held against their difference by the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from assay.core.errors import InputError
from assay.core.workspace import Workspace
from assay.evaluation.metric import Metric
from assay.lifecycle import logged, outcomes
from assay.lifecycle.outcomes import Judge
from assay.lifecycle.pairs import ask_again
from assay.serving.routes import Routing

Floats = NDArray[np.float64]

FEWEST = 200
"""Units on which both are known, and on which both versions were asked."""

MOST = 20_000
"""Units that are looked at, the latest."""

LEVEL, RESAMPLES, SEED = 0.95, 999, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyEvidence:
    """How a signal stands for the outcome.

    Attributes:
        units: On which both are known.
        correlation: Of the difference of losses by the signal and that by the outcome.
        low: Lower limit of its bootstrap interval.
        high: Its upper limit.
        effect: Mean difference by the outcome, challenger less champion.
        by_signal: The same by the signal.
        bias_low: Lower limit of how much more the signal says than the outcome.
        bias_high: Its upper limit.
    """

    signal: str
    units: int
    correlation: float
    low: float
    high: float
    effect: float
    by_signal: float
    bias_low: float
    bias_high: float


def demand_proxy(
    workspace: Workspace, routing: Routing, challenger: int, metric: Metric, effect: float
) -> ProxyEvidence:
    """Return how the project's signal stands for the outcome, if it does.

    Args:
        workspace: Holds the log, and names the signal.
        routing: Says who the champion is.
        challenger: The version that is to be tried.
        metric: Loss that the experiment decides by.
        effect: Reduction of it that is to be found.

    Raises:
        InputError: If no signal is declared, or both are known of too few rows, or the lower limit
            of the correlation is below the declared one, or the signal may be off by the effect.
    """
    rollout = workspace.project.settings.rollout
    if rollout.proxy is None:
        raise InputError(
            "no early signal is declared",
            where="assay.toml, key [rollout] proxy",
            remedy="name one, and send it to /v1/feedback as `signal`",
        )
    assert routing.champion is not None
    found = measured(
        workspace, rollout.proxy, champion=routing.champion, challenger=challenger, metric=metric
    )
    told = f"{found.units:,} units; correlation {found.correlation:.3f} [{found.low:.3f}, "
    told += f"{found.high:.3f}], off by {found.bias_low:+.4g} to {found.bias_high:+.4g}"
    if not found.low >= rollout.proxy_correlation:
        raise InputError(
            f"the signal '{found.signal}' does not stand for the outcome well enough: the lower "
            f"limit of the correlation is {found.low:.3f}, {rollout.proxy_correlation:g} is "
            "declared",
            where=told,
            remedy="wait for outcomes (leave --proxy out), or find a signal that foretells them",
        )
    if max(-found.bias_low, found.bias_high) >= effect:
        raise InputError(
            f"the signal '{found.signal}' may be off by as much as the effect of {effect:g} that "
            "is to be found",
            where=told,
            remedy="wait for outcomes, gather more rows on which both are known, or look for more",
        )
    return found


def measured(
    workspace: Workspace, signal: str, *, champion: int, challenger: int, metric: Metric
) -> ProxyEvidence:
    """Return how a signal stands for the outcome, on all rows on which both are known.

    Raises:
        InputError: If these are too few, or the versions never differ on them.
    """
    rows = _both_known(workspace, signal)
    apart = _differences(workspace, rows, (champion, challenger), metric)
    units = apart.shape[1]
    if units < FEWEST or not (np.ptp(apart, axis=1) > 0).all():
        raise InputError(
            f"signal '{signal}' and outcome are both known of {units:,} answers on which the "
            f"versions can be compared, at least {FEWEST} that differ are needed",
            where="signals and outcomes sent to /v1/feedback",
            remedy="wait until outcomes have come; columns that are redacted cannot be asked again",
        )
    by_outcome, by_signal = apart
    resampled = stats.BootstrapMethod(
        n_resamples=RESAMPLES, batch=50, method="percentile", rng=np.random.default_rng(SEED)
    )
    correlated = stats.pearsonr(by_signal, by_outcome)
    limits = correlated.confidence_interval(LEVEL, method=resampled)
    off = by_signal - by_outcome
    reach = float(stats.norm.ppf((1 + LEVEL) / 2) * off.std(ddof=1) / np.sqrt(units))
    return ProxyEvidence(
        signal=signal,
        units=units,
        correlation=float(correlated.statistic),
        low=float(limits.low),
        high=float(limits.high),
        effect=float(by_outcome.mean()),
        by_signal=float(by_signal.mean()),
        bias_low=float(off.mean()) - reach,
        bias_high=float(off.mean()) + reach,
    )


def _both_known(workspace: Workspace, signal: str) -> pl.DataFrame:
    """Return the latest answers, one a unit, with `outcome` and `signal`."""
    known = outcomes.labelled(workspace)
    early = outcomes.labelled(workspace, signal=signal)
    both = known.join(
        early.select("request", "row", signal="outcome"), on=["request", "row"], how="inner"
    )
    unit = outcomes.unit_of(workspace.project)
    one = (
        logged.sound(both)
        .sort("at", "request", "row")
        .unique(unit, keep="last", maintain_order=True)
    )
    return one.tail(MOST)


def _differences(
    workspace: Workspace, rows: pl.DataFrame, versions: tuple[int, int], metric: Metric
) -> Floats:
    """Return challenger less champion by outcome and by signal, shape (2, units)."""
    places = rows.with_row_index("place")
    said = {}
    for version in versions:
        model = logged.load(workspace, version).served
        kept, scores = ask_again(model, places)
        said[version] = kept.select("place").with_columns(
            pl.Series(f"scores_{version}", scores, pl.List(pl.Float64))
        )
    first, second = (said[version] for version in versions)
    both = places.join(first, on="place").join(second, on="place").sort("place")
    apart = []
    for told in ("outcome", "signal"):
        ours, theirs = (
            Judge.of(workspace, version, metric).losses(both[told], both[f"scores_{version}"])
            for version in versions
        )
        apart.append(theirs - ours)
    found = np.stack(apart)
    return found[:, np.isfinite(found).all(axis=0)]
