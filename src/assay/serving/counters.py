"""What a server counts, over all its workers, in the form that Prometheus reads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

BUCKETS = (
    *(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5),
)
"""Upper limits of the latency's buckets, seconds."""

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"


def share(folder: Path) -> None:
    """Name the folder in which the workers of one server add up what they count, emptied."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        file.unlink()
    os.environ[DIRECTORY] = str(folder)


class Counters:
    """The counters of one worker; `share` was called before it was started."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Gauge, Histogram

        self._requests = Counter(
            "assay_requests", "Requests answered.", ["endpoint", "route", "status"]
        )
        self._latency = Histogram(
            "assay_latency_seconds",
            "From the whole request to the answer.",
            ["endpoint"],
            buckets=BUCKETS,
        )
        self._reasons = Counter(
            "assay_contract_reasons", "Values that broke the contract.", ["check", "action"]
        )
        self.rows = Counter("assay_rows", "Rows scored.")
        self.fallbacks = Counter("assay_fallbacks", "Answers of the baseline in a model's place.")
        self.logged = Counter("assay_log_records", "Answers written to the prediction log.")
        self.dropped = Counter("assay_log_dropped", "Answers that the prediction log dropped.")
        self.shed = Counter("assay_shed", "Requests told to come back later.")
        self.behind = Gauge(
            "assay_ledger_behind",
            "1 where a worker serves a state that the ledger has left.",
            multiprocess_mode="livemax",
        )
        self.version = Gauge(
            "assay_champion_version", "Version that a worker serves.", multiprocess_mode="liveall"
        )
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def answered(self, endpoint: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        names = (endpoint, route, status)
        found = self._children.get(names)
        if found is None:
            found = self._children[names] = (
                self._requests.labels(endpoint, route, str(status)),
                self._latency.labels(endpoint),
            )
        found[0].inc()
        found[1].observe(seconds)

    def broken(self, check: str, action: str) -> None:
        """Count one value that broke the contract."""
        self._reasons.labels(check, action).inc()


def exposition() -> bytes:
    """Return what all workers have counted, as `/metrics` shows it."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
