"""What a server counts, added up over all its workers, in the form that Prometheus reads.

A worker counts in plain numbers and writes them down every second; counting costs a request next
to nothing, and a killed worker loses a second of it.
"""

from __future__ import annotations

import bisect
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assay.core.evidence import codec

if TYPE_CHECKING:
    from prometheus_client import Metric

LIMITS = (
    *(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5),
)
"""Upper limits of the latency's buckets, seconds."""

STALE_SECONDS = 10
"""Age from which on a worker's numbers are taken for those of one that died."""

NAMED = {
    "rows": "Rows scored.",
    "fallbacks": "Answers of the baseline in a model's place.",
    "log_records": "Answers written to the prediction log.",
    "log_dropped": "Answers that the prediction log dropped.",
    "shed": "Requests told to come back later.",
    "limited": "Requests of clients that ask too often.",
    "shadow_answers": "Answers of shadows, which nobody sees.",
    "shadow_refused": "Requests that the contract of a shadow refused.",
    "shadow_failed": "Requests that a shadow failed at.",
    "shadow_skipped": "Requests that shadows were not asked, so that nobody waits.",
}
"""Counters without labels, and what they count."""


class Counts(msgspec.Struct, kw_only=True):
    """What one worker has counted.

    Attributes:
        requests: By endpoint, route and status, joined by tabs.
        latency: Requests in each bucket, by endpoint; the last one has no limit.
        seconds: Sum of the latencies, by endpoint.
        reasons: By check and action, joined by a tab.
        clients: By the name of the token and status, joined by a tab.
        named: By the names of `NAMED`.
        version: Champion that the worker serves; 0 of a process that serves none.
        behind: Whether it serves a state that the ledger has left.
        unreadable: Outcomes that the keeper set aside.
    """

    requests: dict[str, int] = {}
    latency: dict[str, list[int]] = {}
    seconds: dict[str, float] = {}
    reasons: dict[str, int] = {}
    clients: dict[str, int] = {}
    named: dict[str, int] = {}
    version: int = 0
    behind: bool = False
    unreadable: int = 0


class Counters:
    """The counters of one worker.

    Args:
        folder: Where the workers of one server write what they count.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{os.getpid()}-{time.time_ns()}.json"
        self.counts = Counts()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._reasons: Counter[tuple[str, str]] = Counter()
        self._clients: Counter[tuple[str, int]] = Counter()
        self.named: Counter[str] = Counter()

    def answered(self, endpoint: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests[endpoint, route, status] += 1
        buckets = self.counts.latency.get(endpoint)
        if buckets is None:
            buckets = self.counts.latency[endpoint] = [0] * (len(LIMITS) + 1)
            self.counts.seconds[endpoint] = 0.0
        buckets[bisect.bisect_left(LIMITS, seconds)] += 1
        self.counts.seconds[endpoint] += seconds

    def broken(self, check: str, action: str) -> None:
        """Count one value that broke the contract."""
        self._reasons[check, action] += 1

    def asked(self, client: str, status: int) -> None:
        """Count one request of a client that a token names."""
        self._clients[client, status] += 1

    def write(self) -> None:
        """Write down what was counted, for whichever worker is asked."""
        counts = self.counts
        counts.requests = {"\t".join(map(str, key)): n for key, n in self._requests.items()}
        counts.reasons = {"\t".join(key): n for key, n in self._reasons.items()}
        counts.clients = {"\t".join(map(str, key)): n for key, n in self._clients.items()}
        counts.named = dict(self.named)
        part = self._path.with_suffix(".part")
        part.write_bytes(codec.encode(counts))
        part.replace(self._path)


def empty(folder: Path) -> None:
    """Forget what the workers of an earlier server counted."""
    for file in folder.glob("*.json") if folder.is_dir() else ():
        file.unlink()


def exposition(folder: Path) -> bytes:
    """Return what all workers have counted, as `/metrics` shows it."""
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry()
    registry.register(_Workers(folder))
    return generate_latest(registry)


class _Workers:
    """Adds up the workers' numbers, as a collector of `prometheus_client`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        read = []
        for file in sorted(self._folder.glob("*.json")):
            alive = time.time() - file.stat().st_mtime < STALE_SECONDS
            read.append((file.stem, alive, codec.decode(file.read_bytes(), Counts)))
        counts = [each for _, _, each in read]
        yield from _requests(counts)
        yield _latency(counts)
        yield from _named(counts)
        yield from _state([(name, each) for name, alive, each in read if alive])


def _requests(counts: list[Counts]) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily

    for name, what, labels, read in (
        ("requests", "Requests answered.", ("endpoint", "route", "status"), "requests"),
        ("contract_reasons", "Values that broke the contract.", ("check", "action"), "reasons"),
        ("client_requests", "Requests by whose token they held.", ("client", "status"), "clients"),
    ):
        family = CounterMetricFamily(f"assay_{name}", what, labels=labels)
        for key, count in _sum(getattr(each, read) for each in counts).items():
            family.add_metric(key.split("\t"), count)
        yield family


def _latency(counts: list[Counts]) -> Metric:
    from prometheus_client.core import HistogramMetricFamily

    family = HistogramMetricFamily(
        "assay_latency_seconds", "From the request's arrival to its answer.", labels=["endpoint"]
    )
    for endpoint in dict.fromkeys(name for each in counts for name in each.latency):
        whole = [each for each in counts if endpoint in each.latency]
        columns = zip(*(each.latency[endpoint] for each in whole), strict=True)
        total, buckets = 0, []
        for limit, column in zip((*map(str, LIMITS), "+Inf"), columns, strict=True):
            total += sum(column)
            buckets.append((limit, float(total)))
        seconds = sum(each.seconds[endpoint] for each in whole)
        family.add_metric([endpoint], buckets, sum_value=seconds)
    return family


def _named(counts: list[Counts]) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily

    totals = _sum(each.named for each in counts)
    for name, what in NAMED.items():
        yield CounterMetricFamily(f"assay_{name}", what, value=totals[name])


def _state(read: list[tuple[str, Counts]]) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily

    version = GaugeMetricFamily(
        "assay_champion_version", "Version that a worker serves.", labels=["worker"]
    )
    for name, each in read:
        if each.version:
            version.add_metric([name], each.version)
    yield version
    behind = any(each.behind for _, each in read)
    what = "1 where a worker serves a state that the ledger has left."
    yield GaugeMetricFamily("assay_ledger_behind", what, value=behind)
    what = "Outcomes of present versions that are no value of the target; they are set aside."
    aside = sum(each.unreadable for _, each in read)
    yield GaugeMetricFamily("assay_outcomes_unreadable", what, value=aside)


def _sum(parts: Iterator[dict[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return total
