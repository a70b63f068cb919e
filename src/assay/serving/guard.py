"""Watch what answers: a canary that does worse is withdrawn, a champion that fails is taken back.

Tests stay valid however often they are asked, so the guard looks at every batch of answers. What it
counted outlives it: a server that is started again, or a share that grows, begins nothing anew.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.evaluation.sequential import (
    bounded,
    confidence_sequence,
    sample_ratio,
    sums,
    worse,
)
from assay.evaluation.sequential.msprt import from_evidence
from assay.serving.alarm import LOSS, PAIRED, Alarm, Paired
from assay.serving.routes import Canary, Routing

LEVEL = 0.001
"""Chance that a canary no worse than the champion is ever withdrawn by one of its guards."""

LEVEL_EACH = LEVEL / 5
"""Of each of the five guards."""

TOLERANCE = 0.005
"""How much higher a canary's rate may be."""

MOST_FAILING = 0.05
"""Share of a champion's requests that its baseline may answer."""

TIGHTEST = 5_000
"""Outcomes of both arms at which the bounds of a difference of losses are narrowest."""

SETTLING_SECONDS = 1.0
"""How long after a move its requests are not counted: every worker follows within it."""

HITS = {
    "failing": pl.col("route") == "baseline",
    "refused": pl.col("status") == 422,
    "slow": pl.col("latency_us") > pl.col("slow_us"),
}
"""What counts as bad, by the guard's name; a request counts once, whatever its rows."""

Sums = NDArray[np.float64]


@dataclass(slots=True)
class Guard:
    """Counts what versions answered since who answers last changed.

    Attributes:
        slow_us: Microseconds from which on an answer is slow.
        number: Commit of the log that was counted last.
        counts: Requests and hits of each guard, by version.
        carried: Evidence against each canary from its smaller shares before, by version and guard.
        losses: Sums of the losses of answers whose outcome has come, by version.
        pairs: What the same outcomes say of each canary and the champion, by canary.
    """

    slow_us: float
    routing: Routing = field(default_factory=Routing)
    number: int = 0
    counts: dict[int, dict[str, Sums]] = field(default_factory=dict)
    carried: dict[int, dict[str, float]] = field(default_factory=dict)
    losses: Mapping[int, Sums] = field(default_factory=dict)
    pairs: Mapping[int, Paired] = field(default_factory=dict)

    def follow(self, routing: Routing) -> None:
        """Count anew where who answers has changed; evidence on canaries that stay is kept."""
        if routing.shares != self.routing.shares:
            same = routing.champion == self.routing.champion
            stay = {each.version for each in routing.canaries} if same else set()
            carried = {
                canary.version: self._evidence(canary)
                for canary in self.routing.canaries
                if canary.version in stay
            }
            self.carried = carried
            self.counts.clear()
            self.losses, self.pairs = {}, {}
        self.routing = routing

    def observe(self, number: int, answers: pl.DataFrame) -> None:
        """Add the answers of a commit of the log; one that was added before is left out."""
        if number <= self.number:
            return
        self.number = number
        asked = answers.filter((pl.col("route") != "asked for") & self._settled())
        first = asked.unique("request", keep="first").with_columns(slow_us=pl.lit(self.slow_us))
        hits = [expression.sum().alias(name) for name, expression in HITS.items()]
        for row in first.group_by("version").agg(pl.len().alias("count"), *hits).to_dicts():
            version = self.counts.setdefault(row["version"], {})
            for name in HITS:
                new = sums.of_hits(row[name], row["count"])
                version[name] = version[name] + new if name in version else new

    @property
    def settled_at(self) -> str:
        """From when on answers are counted, ISO 8601 UTC; empty if from the first."""
        if not self.routing.moved_at:
            return ""
        moved = datetime.datetime.fromisoformat(self.routing.moved_at)
        return (moved + datetime.timedelta(seconds=SETTLING_SECONDS)).isoformat()

    def alarms(self) -> list[Alarm]:
        """Return what has to go, by the answers so far."""
        champion = self.routing.champion
        if champion is None or champion not in self.counts:
            return []
        found = [
            alarm
            for canary in self.routing.canaries
            if canary.version in self.counts and (alarm := self._of_canary(champion, canary))
        ]
        failing = self.counts[champion]["failing"]
        low, _ = bounded.proportion(failing, alpha=LEVEL)
        if low > MOST_FAILING and self.routing.before is not None:
            found.append(_alarm(champion, "failing", failing, None, LEVEL))
        return found

    def split_alarm(self) -> float | None:
        """Return the p-value that requests were split as planned, where that cannot be."""
        versions = [each.version for each in self.routing.canaries]
        champion = self.routing.champion
        if champion is None or not versions or champion not in self.counts:
            return None
        shares = [each.share for each in self.routing.canaries]
        counts = [
            float(self.counts[version]["slow"][0]) if version in self.counts else 0.0
            for version in (champion, *versions)
        ]
        p_value = float(sample_ratio.p_value(counts, [1 - sum(shares), *shares]))
        return p_value if p_value < sample_ratio.ALARM else None

    def _settled(self) -> pl.Expr:
        if not self.settled_at:
            return pl.lit(True)
        return pl.col("at") >= pl.lit(datetime.datetime.fromisoformat(self.settled_at))

    def _evidence(self, canary: Canary) -> dict[str, float]:
        """Return the logarithm of the evidence that a canary is worse, by guard."""
        champion, found = self.routing.champion, dict(self.carried.get(canary.version, {}))
        if champion not in self.counts or canary.version not in self.counts:
            return found
        ours, theirs = self.counts[champion], self.counts[canary.version]
        others = sum(each.share for each in self.routing.canaries)
        share = canary.share / (canary.share + 1 - others)  # of the two alone
        for name in HITS:
            new = worse.log_evidence(ours[name], theirs[name], share=share, tolerance=TOLERANCE)
            found[name] = found.get(name, 0.0) + float(new)
        return found

    def _of_canary(self, champion: int, canary: Canary) -> Alarm | None:
        evidence = self._evidence(canary)
        for name in HITS:
            p_value = float(from_evidence(evidence[name]))
            if p_value < LEVEL_EACH:
                ours, theirs = self.counts[champion][name], self.counts[canary.version][name]
                return _alarm(canary.version, name, theirs, ours, p_value)
        if champion in self.losses and canary.version in self.losses:
            ours, theirs = self.losses[champion], self.losses[canary.version]
            if least_loss(theirs, ours) > 0:
                return _alarm(canary.version, LOSS, theirs, ours, LEVEL_EACH)
        return self._of_pairs(canary)

    def _of_pairs(self, canary: Canary) -> Alarm | None:
        pair = self.pairs.get(canary.version)
        p_value = 1.0 if pair is None else float(from_evidence(pair.log_evidence))
        if pair is None or p_value >= LEVEL_EACH:
            return None
        return Alarm(
            version=canary.version,
            guard=PAIRED,
            rate=pair.loss,
            champion_rate=pair.champion_loss,
            p_value=p_value,
            requests=pair.outcomes,
        )


def least_loss(theirs: Sums, ours: Sums) -> Sums:
    """Return how much higher a canary's mean loss is at least, at every look, shape (...).

    Args:
        theirs: Count, sum and sum of squares of the canary's losses, shape (3, ...).
        ours: The same of the champion's.
    """
    low, _ = confidence_sequence.difference(theirs, ours, alpha=2 * LEVEL_EACH, tightest=TIGHTEST)
    return low


def _alarm(version: int, guard: str, theirs: Sums, ours: Sums | None, p_value: float) -> Alarm:
    return Alarm(
        version=version,
        guard=guard,
        rate=float(theirs[1] / theirs[0]),
        champion_rate=None if ours is None else float(ours[1] / ours[0]),
        p_value=p_value,
        requests=int(theirs[0]),
    )
