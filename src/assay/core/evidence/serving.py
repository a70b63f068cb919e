"""Evidence about a model that answers: whether online is batch, and what a challenger would say."""

from __future__ import annotations

from dataclasses import dataclass

from assay.core.evidence.evaluation import Slice


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayEvidence:
    """Logged answers, scored again in batch.

    Attributes:
        rows: Rows that were scored again.
        differing: Rows whose score is not the logged one, bit for bit.
        largest: Largest difference of a score.
        requests: Some of the requests that differ.
        skipped: Rows that cannot be scored again: refused, put right at the door, answered by the
            baseline, or redacted.
        since: When the first of them was answered, ISO 8601 UTC.
        why_skipped: Why they cannot be, and how many for that.
    """

    rows: int
    differing: int
    largest: float
    requests: tuple[str, ...]
    skipped: int
    since: str | None
    why_skipped: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Rows that one version decides so, and another otherwise."""

    champion: str
    challenger: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """What requests took, microseconds: the median, and what one in a hundred exceeds."""

    p50_us: float
    p99_us: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveShadow:
    """What a shadow did under live load, measured as the requests came.

    Attributes:
        since: When it was deployed, ISO 8601 UTC.
        asked: Requests that it was asked.
        skipped: Requests that it was not asked, so that nobody waits; those that came as tables,
            and those whose answers the log had no room for, are among them.
        refused: Requests among the asked that its contract refused.
        failed: Requests that it failed at.
        champion_refused: Requests that the champion's contract refused in that time.
        champion_failed: Requests that the champion's baseline had to answer.
        took: A request, door and graph; None if it answered none.
        champion_took: The same of the champion, asked beside it: the same requests, in the same
            process, by turns.
        processor: What it kept the processor busy, without what it waited for it.
        champion_processor: The same of the champion.
        served: What workers took for the champion's answers, with what a request waits there.
        problems: Why it refused or failed, the most frequent first, each with its requests.
    """

    since: str
    asked: int
    skipped: int
    refused: int
    failed: int
    champion_refused: int
    champion_failed: int
    took: Timed | None
    champion_took: Timed | None
    processor: Timed | None
    champion_processor: Timed | None
    served: Timed | None
    problems: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowEvidence:
    """What a version would have said of requests that the champion answered.

    Attributes:
        logged: Rows of the log that a model answered as they came.
        rows: Rows among them that both scored.
        refused: Rows that the challenger's contract refuses and the champion's does not.
        failed: Rows for which the challenger's score is not finite.
        disagreeing: Rows that are decided otherwise (for values: that differ by more than a tenth
            of their deviation).
        low: Lower end of the interval of the share of disagreeing rows.
        high: Its upper end.
        mean_shift: Mean of the challenger's score less the champion's.
        largest_shift: Largest absolute difference.
        switches: Who would be treated differently.
        slices: Where they disagree more than elsewhere.
        cost_a_row: What the challenger's decisions cost more a row, by each model's own
            probabilities, mean of both; None without declared costs.
        cost_low: The same if every switched row turned out best for the challenger.
        cost_high: The same if every one turned out worst.
        live: Latency and errors as a shadow; None if it was asked nothing since it became one.
    """

    champion: int
    challenger: int
    logged: int
    rows: int
    refused: int
    failed: int
    disagreeing: int
    low: float
    high: float
    mean_shift: float
    largest_shift: float
    switches: tuple[Switch, ...]
    slices: tuple[Slice, ...]
    cost_a_row: float | None
    cost_low: float | None
    cost_high: float | None
    currency: str
    live: LiveShadow | None
    since: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficEvidence:
    """What a challenger was compared on with the serving champion, before it gets traffic.

    Attributes:
        logged: The latest rows of the log that a model answered as they came.
        compared: Rows among them that both scored.
        refused: Rows among them that the challenger's contract refuses.
        failed: Rows for which the challenger's score is not finite.
        disagreeing: Compared rows that are decided otherwise.
        problem: Why nothing could be compared; empty if something was.
    """

    champion: int
    challenger: int
    logged: int
    compared: int
    refused: int
    failed: int
    disagreeing: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackEvidence:
    """A rehearsal of the way back.

    Attributes:
        target: Version that a rollback would bring back.
        seconds: What it took to load it and prove it on this machine.
        difference: Largest difference from the scores that it was registered with.
        problem: Why it cannot answer; empty if it can.
    """

    target: int
    seconds: float
    difference: float
    problem: str
