"""How often a rollout errs: thousands of A/A and A/B experiments over recorded traffic.

Run `python benchmarks/rollout.py` (minutes). Requests are real flights with their real outcomes, in
the order in which they were drawn; what versions said of them are scores of real models. Who
answers, when a look is due, what it decides and when a guard fires are the product's own functions.
A peer looks at the same experiments with the test that is meant for one look.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the script runs by its path

from assay.core.evidence.experiment import Look, Plan
from assay.evaluation.metrics import log_loss
from assay.evaluation.sequential import look as looking
from assay.evaluation.sequential import paired, worse
from assay.evaluation.sequential import plan as planning
from assay.evaluation.sequential.msprt import from_evidence
from assay.evaluation.sequential.sums import mean_and_variance
from assay.serving import guard, ramp
from assay.serving.routes import Canary, Routing
from benchmarks.rollout_traffic import Traffic, recorded

Floats = NDArray[np.float64]

ALPHA, POWER, LOOKS = 0.05, 0.8, 5
LEVEL = 0.95
"""Of the intervals of what was counted."""

PEEKS = 100
SPARE = 1.4
"""Requests that come at most over those planned: they may vary more than those before."""

MARGIN, STEPS = 0.02, 4
CHUNK = 50

TRIED = {
    "A/A": "champion",
    "better": "better",
    "slightly worse": "slightly worse",
    "worse": "worse",
}
"""What is tried, and the model that does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    """Some experiments: running sums of both arms at each peek, shape (3, experiments, peeks)."""

    champion: Floats
    challenger: Floats


@dataclass(slots=True, kw_only=True)
class Ended:
    """How experiments ended, one place each.

    Attributes:
        claimed: Whether a difference was claimed.
        promoted: Whether the challenger was.
        requests: Of both arms, when it ended.
    """

    claimed: list[bool] = field(default_factory=list)
    promoted: list[bool] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)

    def add(self, *, claimed: bool, promoted: bool, requests: float) -> None:
        self.claimed.append(claimed)
        self.promoted.append(promoted)
        self.requests.append(requests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Experiments of one chunk: which requests came, and which the challenger answered.

    Attributes:
        rows: Places in the traffic, shape (experiments, requests).
        canary: Shape (experiments, requests).
    """

    rows: NDArray[np.int64]
    canary: NDArray[np.bool_]

    def arms(self, champion: Floats, challenger: Floats) -> Arms:
        """Return running sums of what each version's answers are worth."""
        ours, theirs = champion[self.rows], challenger[self.rows]
        return Arms(champion=_running(ours, ~self.canary), challenger=_running(theirs, self.canary))

    def pairs(self, champion: Floats, challenger: Floats) -> Floats:
        """Return what bets on the difference have become, shape (bets, experiments, peeks)."""
        ours, theirs = (np.minimum(each, log_loss.MOST) for each in (champion, challenger))
        apart = (theirs - ours)[self.rows]
        batch = apart.shape[1] // PEEKS
        parts = apart[:, : PEEKS * batch].reshape(len(apart), PEEKS, batch)
        return paired.wealth(parts, bound=log_loss.MOST).cumsum(axis=-1)


def drawn(
    traffic: Traffic, *, experiments: int, requests: int, share: float, seed: int
) -> Iterator[Drawn]:
    """Draw requests for each experiment, and send each as the product's routing says.

    An experiment has a version of its own, so that its draws are its own.
    """
    random, size = np.random.default_rng(seed), len(traffic.refused)
    for start in range(0, experiments, CHUNK):
        versions = range(start + 2, min(start + CHUNK, experiments) + 2)
        rows = np.stack([random.choice(size, requests, replace=False) for _ in versions])
        canary = np.empty(rows.shape, bool)
        for place, version in enumerate(versions):
            canaries = (Canary(version=version, share=share),)
            choose = Routing(champions=(1,), canaries=canaries).choose
            canary[place] = [choose(str(row))[0] != 1 for row in rows[place].tolist()]
        yield Drawn(rows=rows, canary=canary)


def by_plan(plan: Plan, arms: Arms, ended: Ended) -> None:
    """Look as `assay experiment status` does, asked at each peek."""
    for place in range(arms.champion.shape[1]):
        champion, challenger = arms.champion[:, place], arms.challenger[:, place]
        looks: tuple[Look, ...] = ()
        for peek in range(champion.shape[1]):
            ours, theirs = champion[:, peek], challenger[:, peek]
            if not looking.is_due(plan, ours, theirs, earlier=looks):
                continue
            looks = (*looks, looking.look(plan, ours, theirs, earlier=looks))
            if looks[-1].verdict != "continue":
                break
        said = looks[-1].reason if looks else "undecided"
        ended.add(
            claimed=said in ("better", "worse"),
            promoted=said == "better",
            requests=float(ours[0] + theirs[0]),
        )


def by_fixed_test(plan: Plan, arms: Arms, ended: Ended) -> None:
    """Stop at the first peek at which a test that is meant for one look says p < alpha."""
    (a, a_variance), (b, b_variance) = map(mean_and_variance, (arms.champion, arms.challenger))
    counts = np.maximum(arms.champion[0], 1), np.maximum(arms.challenger[0], 1)
    z = (a - b) / np.sqrt(a_variance / counts[0] + b_variance / counts[1] + 1e-300)
    significant = np.abs(z) > stats.norm.isf(plan.alpha / 2)
    total = arms.champion[0] + arms.challenger[0]
    significant &= total <= plan.requests
    for place in range(len(z)):
        found = np.flatnonzero(significant[place])
        last = int(np.flatnonzero(total[place] <= plan.requests)[-1])
        peek = int(found[0]) if len(found) else last
        ended.add(
            claimed=len(found) > 0,
            promoted=len(found) > 0 and z[place, peek] > 0,
            requests=float(total[place, peek]),
        )


def by_guard_of_losses(arms: Arms, ended: Ended) -> None:
    """Look at each peek whether the guard of outcomes withdraws the canary."""
    _first(guard.least_loss(arms.challenger, arms.champion) > 0, arms, ended)


def by_paired_guard(wealth: Floats, arms: Arms, ended: Ended) -> None:
    """Look at each peek whether outcomes that judge both versions withdraw the canary."""
    _first(from_evidence(paired.log_evidence(wealth)) < guard.LEVEL_EACH, arms, ended)


def by_guard_of_rates(share: float, arms: Arms, ended: Ended) -> None:
    """Look at each peek whether a guard of rates withdraws the canary."""
    evidence = worse.log_evidence(
        arms.champion, arms.challenger, share=share, tolerance=guard.TOLERANCE
    )
    _first(from_evidence(evidence) < guard.LEVEL_EACH, arms, ended)


def by_ramp(arms: Arms, ended: Ended) -> None:
    """Look at each peek whether the canary has earned more."""
    level = ALPHA / STEPS
    upper = ramp.most_worse(arms.challenger, arms.champion, level=level)
    _first(upper < MARGIN, arms, ended)


def _first(fired: NDArray[np.bool_], arms: Arms, ended: Ended) -> None:
    total = arms.champion[0] + arms.challenger[0]
    for place, row in enumerate(fired):
        peek = int(np.argmax(row)) if row.any() else row.size - 1
        ended.add(claimed=bool(row.any()), promoted=False, requests=float(total[place, peek]))


def _running(values: Floats, mine: NDArray[np.bool_]) -> Floats:
    """Return count, sum and sum of squares up to each peek, shape (3, experiments, peeks)."""
    batch = values.shape[1] // PEEKS
    shape = (len(values), PEEKS, batch)
    own = mine[:, : PEEKS * batch].reshape(shape)
    each = np.where(own, values[:, : PEEKS * batch].reshape(shape), 0.0)
    sums = np.stack([own.sum(2), each.sum(2), np.square(each).sum(2)])
    return np.asarray(sums.cumsum(2), np.float64)


def planned(traffic: Traffic, *, share: float, effect: float | None = None) -> Plan:
    """Plan as `assay experiment plan` does, to find what the better model truly gains."""
    gain = float((traffic.losses["champion"] - traffic.losses["better"]).mean())
    return planning.plan(
        "mean",
        baseline=float(traffic.before.mean()),
        deviation=float(traffic.before.std()),
        effect=gain if effect is None else effect,
        requests_a_day=1_000,
        higher_is_better=False,
        alpha=ALPHA,
        power=POWER,
        looks=LOOKS,
        share=share,
    )


def simulate(
    traffic: Traffic, plan: Plan, *, experiments: int, seed: int = 0
) -> dict[tuple[str, str], Ended]:
    """Return how experiments ended, by what was tried and who judged."""
    requests = int(min(plan.requests * SPARE, len(traffic.refused))) // PEEKS * PEEKS
    champion = traffic.losses["champion"]
    refused = traffic.refused.astype(np.float64)
    more = np.random.default_rng(seed + 1).random(len(refused)) < MARGIN  # of all, drawn once
    at_margin = np.maximum(refused, more)
    found: dict[tuple[str, str], Ended] = {}

    def judge(tried: str, judged: str) -> Ended:
        return found.setdefault((tried, judged), Ended())

    for chunk in drawn(
        traffic, experiments=experiments, requests=requests, share=plan.share, seed=seed
    ):
        for tried, name in TRIED.items():
            arms = chunk.arms(champion, traffic.losses[name])
            wealth = chunk.pairs(champion, traffic.losses[name])
            by_paired_guard(wealth, arms, judge(tried, "paired guard"))
            by_plan(plan, arms, judge(tried, "plan"))
            by_fixed_test(plan, arms, judge(tried, "fixed test, peeking"))
            by_guard_of_losses(arms, judge(tried, "guard of losses"))
        for tried, hits in (("A/A", refused), ("refuses more", at_margin)):
            arms = chunk.arms(refused, hits)
            by_guard_of_rates(plan.share, arms, judge(tried, "guard of refusals"))
            by_ramp(arms, judge(tried, "ramp"))
    return found


def interval(hits: int, count: int) -> tuple[float, float]:
    """Return the exact binomial interval of a share."""
    bounds = stats.binomtest(hits, count).proportion_ci(LEVEL, method="exact")
    return float(bounds.low), float(bounds.high)


def shown(what: str, hits: list[bool], requests: list[float], wanted: str, fits: str) -> None:
    low, high = interval(sum(hits), len(hits))
    share = f"{np.mean(hits):7.2%} [{low:.2%}, {high:.2%}]"
    print(f"{what:<52} {share:<30} {wanted:<14} {np.mean(requests):>9,.0f}  {fits}")


def _fits(hits: list[bool], *, most: float | None = None, planned_at: float | None = None) -> str:
    """Say whether what was counted agrees with what was promised."""
    low, high = interval(sum(hits), len(hits))
    if most is not None:
        return "kept" if low <= most else "BROKEN"
    assert planned_at is not None
    return "as planned" if low <= planned_at <= high else ("more" if low > planned_at else "LESS")


def report(found: dict[tuple[str, str], Ended], margin_rate: float) -> None:
    """Print each promise beside what was counted."""
    print(f"{'':<52} {'share [95 %]':<30} {'promised':<14} {'requests':>9}")
    plan, peer = found["A/A", "plan"], found["A/A", "fixed test, peeking"]
    half = ALPHA / 2
    for name, hits, most in (
        ("A/A, plan: a difference claimed", plan.claimed, ALPHA),
        ("A/A, plan: the challenger promoted", plan.promoted, half),
    ):
        shown(name, hits, plan.requests, f"<= {most:.1%}", _fits(hits, most=most))
    shown("A/A, fixed test at every peek: a difference claimed", peer.claimed, peer.requests,
          f"(<= {ALPHA:.1%})", "peer")  # fmt: skip
    shown("A/A, fixed test at every peek: promoted", peer.promoted, peer.requests,
          f"(<= {half:.1%})", "peer")  # fmt: skip
    better = found["better", "plan"]
    shown("better, plan: promoted", better.promoted, better.requests, f"{POWER:.0%}",
          _fits(better.promoted, planned_at=POWER))  # fmt: skip
    worse_one = found["worse", "plan"]
    shown("worse, plan: promoted", worse_one.promoted, worse_one.requests, f"<= {half:.1%}",
          _fits(worse_one.promoted, most=half))  # fmt: skip
    for tried, judged, most in (
        ("A/A", "guard of losses", guard.LEVEL_EACH),
        ("A/A", "paired guard", guard.LEVEL_EACH),
        ("A/A", "guard of refusals", guard.LEVEL_EACH),
        ("better", "guard of losses", guard.LEVEL_EACH),
        ("better", "paired guard", guard.LEVEL_EACH),
    ):
        one = found[tried, judged]
        told = f"<= {most:.3%}"
        shown(f"{tried}, {judged}: withdrawn", one.claimed, one.requests, told,
              _fits(one.claimed, most=most))  # fmt: skip
    for tried, judged in (
        ("slightly worse", "guard of losses"),
        ("slightly worse", "paired guard"),
        ("worse", "guard of losses"),
        ("worse", "paired guard"),
        ("refuses more", "guard of refusals"),
    ):
        one = found[tried, judged]
        shown(f"{tried}, {judged}: withdrawn", one.claimed, one.requests, "", "power")
    one, bad = found["A/A", "ramp"], found["refuses more", "ramp"]
    shown(f"A/A, ramp at a margin of {MARGIN:.0%}: given more", one.claimed, one.requests, "",
          "power")  # fmt: skip
    shown(f"refuses {margin_rate:.2%} more, ramp: given more", bad.claimed, bad.requests,
          f"<= {ALPHA / STEPS:.2%}", _fits(bad.claimed, most=ALPHA / STEPS))  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--experiments", type=int, default=2_000)
    parser.add_argument("--share", type=float, default=0.5)
    arguments = parser.parse_args()
    began, traffic = time.perf_counter(), recorded()
    plan = planned(traffic, share=arguments.share)
    means = {name: each.mean() for name, each in traffic.losses.items()}
    print(f"{len(traffic.refused):,} recorded requests; mean log-loss", end=" ")
    print(", ".join(f"{name} {mean:.4f}" for name, mean in means.items()))
    print(
        f"plan: to find {plan.effect:.4f} less (deviation {plan.deviation:.3f}), "
        f"{plan.requests:,} requests, {plan.share:.0%} to the challenger, {plan.looks} looks; "
        f"{arguments.experiments:,} experiments, {PEEKS} peeks each"
    )
    found = simulate(traffic, plan, experiments=arguments.experiments)
    more = MARGIN * (1 - traffic.refused.mean())
    report(found, float(more))
    print(f"{time.perf_counter() - began:,.0f} s")


if __name__ == "__main__":
    main()
