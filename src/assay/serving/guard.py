"""Watch what answers: a canary that does worse is withdrawn, a champion that fails is taken back.

Tests stay valid however often they are asked, so the guard looks at every batch of answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.evaluation.sequential import bounded, sample_ratio, sums, worse
from assay.evaluation.sequential.msprt import from_evidence
from assay.serving.routes import Canary, Routing

LEVEL = 0.001
"""Chance that a canary no worse than the champion is ever withdrawn by one of its guards."""

TOLERANCE = 0.005
"""How much higher a canary's rate may be."""

MOST_FAILING = 0.05
"""Share of a champion's requests that its baseline may answer."""

HITS = {
    "failing": pl.col("route") == "baseline",
    "refused": pl.col("status") == 422,
    "slow": pl.col("latency_us") > pl.col("slow_us"),
}
"""What counts as bad, by the guard's name; a request counts once, whatever its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A guard that fired.

    Attributes:
        version: What is to go.
        guard: `failing`, `refused` or `slow`.
        champion_rate: The champion's rate; None where it is the champion that fails.
        p_value: Always-valid.
    """

    version: int
    guard: str
    rate: float
    champion_rate: float | None
    p_value: float
    requests: int

    @property
    def reason(self) -> str:
        """What the ledger keeps."""
        beside = "" if self.champion_rate is None else f", the champion {self.champion_rate:.2%}"
        return (
            f"guard '{self.guard}': {self.rate:.2%} of {self.requests:,} requests{beside} "
            f"(always-valid p = {self.p_value:.2g})"
        )


@dataclass(slots=True)
class Guard:
    """Counts what versions answered since the routing last changed.

    Attributes:
        slow_us: Microseconds from which on an answer is slow.
        counts: Requests and hits of each guard, by version.
    """

    slow_us: float
    routing: Routing = field(default_factory=Routing)
    counts: dict[int, dict[str, NDArray[np.float64]]] = field(default_factory=dict)

    def follow(self, routing: Routing) -> None:
        """Count anew where who answers has changed."""
        if (routing.champion, routing.canaries) != (self.routing.champion, self.routing.canaries):
            self.counts.clear()
        self.routing = routing

    def observe(self, answers: pl.DataFrame) -> None:
        """Add a batch of filed answers."""
        asked = answers.filter(pl.col("route") != "asked for")
        first = asked.unique("request", keep="first").with_columns(slow_us=pl.lit(self.slow_us))
        hits = [expression.sum().alias(name) for name, expression in HITS.items()]
        for row in first.group_by("version").agg(pl.len().alias("count"), *hits).to_dicts():
            version = self.counts.setdefault(row["version"], {})
            for name in HITS:
                new = sums.of_hits(row[name], row["count"])
                version[name] = version[name] + new if name in version else new

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

    def _of_canary(self, champion: int, canary: Canary) -> Alarm | None:
        ours, theirs = self.counts[champion], self.counts[canary.version]
        others = sum(each.share for each in self.routing.canaries)
        share = canary.share / (canary.share + 1 - others)  # of the two alone
        for name in HITS:
            evidence = worse.log_evidence(
                ours[name], theirs[name], share=share, tolerance=TOLERANCE
            )
            p_value = float(from_evidence(evidence))
            if p_value < LEVEL / len(HITS):
                return _alarm(canary.version, name, theirs[name], ours[name], p_value)
        return None


def _alarm(
    version: int,
    guard: str,
    theirs: NDArray[np.float64],
    ours: NDArray[np.float64] | None,
    p_value: float,
) -> Alarm:
    return Alarm(
        version=version,
        guard=guard,
        rate=float(theirs[1] / theirs[0]),
        champion_rate=None if ours is None else float(ours[1] / ours[0]),
        p_value=p_value,
        requests=int(theirs[0]),
    )
