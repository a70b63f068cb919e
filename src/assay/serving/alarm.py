"""A guard that fired, and what the ledger keeps of it."""

from __future__ import annotations

from dataclasses import dataclass

LOSS = "loss"
"""The guard of outcomes that came later; its rate is a mean loss."""

PAIRED = "paired loss"
"""The guard of outcomes that judge both versions; its rates are mean losses on the same answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """What outcomes say of a canary and the champion, each outcome of both.

    Attributes:
        log_evidence: Logarithm of the evidence that the canary is worse.
        outcomes: How many.
        loss: The canary's mean loss, within the range that is counted.
        champion_loss: The champion's.
    """

    log_evidence: float
    outcomes: int
    loss: float
    champion_loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A guard that fired.

    Attributes:
        version: What is to go.
        guard: `failing`, `refused`, `slow`, `loss` or `paired loss`.
        champion_rate: The champion's rate; None where it is the champion that fails.
        p_value: Always-valid; the level that was passed, where it is not known better.
        requests: What was counted of the version.
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
        if self.guard in (LOSS, PAIRED):
            found = f"a mean loss of {self.rate:.4g} over {self.requests:,} outcomes"
            also = " on the same" if self.guard == PAIRED else ""
            beside = f", the champion {self.champion_rate:.4g}{also}"
        else:
            found = f"{self.rate:.2%} of {self.requests:,} requests"
            beside = (
                "" if self.champion_rate is None else f", the champion {self.champion_rate:.2%}"
            )
        return f"guard '{self.guard}': {found}{beside} (always-valid p = {self.p_value:.2g})"
