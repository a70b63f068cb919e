"""Which version answers: what the ledger says of promotions, rollbacks and deployments, in order.

The ledger is the one truth; registry aliases follow it, and servers read it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from assay.core.ledger import Entry, Kind, Ledger

Role = Literal["champion", "canary", "shadow"]

KINDS: Final[tuple[Kind, ...]] = ("registered", "promotion", "rollback", "deployment")
"""Entries that say what is served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A version that the ledger vouches for.

    Attributes:
        run: The run that made it; its folder holds the scorer.
        scorer: SHA-256 of the compiled scorer.
        rows: SHA-256 of contract, features and columns.
        proof: SHA-256 of the rows that it is proven by again.
        baseline: SHA-256 of the baseline that may stand in for it; empty if it has none.
    """

    version: int
    run: str
    scorer: str
    rows: str
    proof: str
    baseline: str = ""
    snapshot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramp:
    """How a canary's share is to grow, by evidence alone.

    Attributes:
        percents: Shares, each greater than the one before, in (0, 100).
        margin: How much higher a rate of failing, refused or slow answers may be than the
            champion's; a step is taken once it is certain that none is.
        loss_margin: The same of the mean loss of answers whose outcome has come; not asked if None.
        alpha: Chance that a canary which is worse by a margin is ever given more.
    """

    percents: tuple[float, ...]
    margin: float
    loss_margin: float | None
    alpha: float

    def after(self, share: float) -> float | None:
        """Return the percent after a share in (0, 1); None if it is the last.

        Example:
            >>> ramp = Ramp(percents=(1.0, 5.0), margin=0.01, loss_margin=None, alpha=0.05)
            >>> ramp.after(0.01), ramp.after(0.05)
            (5.0, None)
        """
        return next((each for each in self.percents if each > share * 100 + 1e-9), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """A challenger that answers a share of the requests.

    Attributes:
        share: Of all requests, in (0, 1].
        ramp: How the share grows; None if it stays.
    """

    version: int
    share: float
    ramp: Ramp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Who answers.

    Attributes:
        sequence: Last entry of the ledger that was read.
        champions: Versions that a rollback goes back through, the present champion last.
        canaries: Challengers that answer, in the order of their deployment.
        shadows: Versions that are asked too, and whose answers nobody sees.
        registered: What is known of each version.
        moved_at: When who answers last changed, ISO 8601 UTC; empty if it never did.
    """

    sequence: int = 0
    moved_at: str = ""
    champions: tuple[int, ...] = ()
    canaries: tuple[Canary, ...] = ()
    shadows: tuple[int, ...] = ()
    registered: Mapping[int, Registered] = field(default_factory=dict)

    @property
    def champion(self) -> int | None:
        """The version that answers where no canary does."""
        return self.champions[-1] if self.champions else None

    @property
    def shares(self) -> tuple[int | None, tuple[tuple[int, float], ...]]:
        """The champion, and each canary with its share: what counts of answers belong to."""
        return self.champion, tuple((each.version, each.share) for each in self.canaries)

    @property
    def before(self) -> int | None:
        """The version that a rollback would give the place to."""
        return self.champions[-2] if len(self.champions) > 1 else None

    def choose(self, key: str) -> tuple[int | None, Role]:
        """Return the version that answers a key, and in which role.

        A key keeps its version while shares stay, and a canary that grows keeps its keys.

        Example:
            >>> routing = Routing(champions=(1,), canaries=(Canary(version=2, share=0.1),))
            >>> chosen = [routing.choose(str(key))[0] for key in range(10_000)]
            >>> 900 < chosen.count(2) < 1_100
            True
        """
        left = 1.0
        for canary in self.canaries:
            if _place(canary.version, key) * left < canary.share:
                return canary.version, "canary"
            left -= canary.share
        return self.champion, "champion"


def _place(version: int, key: str) -> float:
    """Return where a key lies in [0, 1) for a version; independent between versions."""
    digest = hashlib.blake2b(key.encode(errors="replace"), digest_size=8, key=b"%d" % version)
    return int.from_bytes(digest.digest(), "little") / 2**64


def read(ledger: Ledger) -> Routing:
    """Return what the ledger says now.

    Raises:
        BackendError: If the database cannot be read.
    """
    return fold(ledger.entries(*KINDS))


def fold(entries: Iterable[Entry]) -> Routing:
    """Return what entries say, oldest first; others than `KINDS` say nothing of it."""
    champions: list[int] = []
    canaries: dict[int, Canary] = {}
    shadows: list[int] = []
    registered: dict[int, Registered] = {}
    sequence, moved_at = 0, ""
    for entry in entries:
        sequence, body = entry.sequence, entry.body
        version = int(body.get("version") or 0)
        if entry.kind == "registered":
            registered[version] = _registered(version, body)
            continue
        if entry.kind not in KINDS:
            continue
        if entry.kind != "deployment" or body["as"] != "shadow":
            moved_at = entry.at
        if entry.kind == "rollback":
            champions = champions[:-1]
            continue
        shadows = [other for other in shadows if other != version]
        role = "champion" if entry.kind == "promotion" else body["as"]
        if role == "canary":  # one that stands already keeps its place, and so its keys
            canaries[version] = _canary(version, body)
            continue
        canaries.pop(version, None)
        if role == "shadow":
            shadows.append(version)
        elif role == "champion" and champions[-1:] != [version]:
            champions.append(version)
    return Routing(
        sequence=sequence,
        moved_at=moved_at,
        champions=tuple(champions),
        canaries=tuple(canaries.values()),
        shadows=tuple(shadows),
        registered=registered,
    )


def _canary(version: int, body: Mapping[str, Any]) -> Canary:
    plan = body.get("ramp")
    ramp = None if plan is None else Ramp(**{**plan, "percents": tuple(plan["percents"])})
    return Canary(version=version, share=float(body["percent"]) / 100, ramp=ramp)


def _registered(version: int, body: Mapping[str, str]) -> Registered:
    return Registered(
        version=version,
        run=body["run"],
        scorer=body.get("scorer", ""),
        rows=body.get("rows", ""),
        proof=body.get("proof", ""),
        baseline=body.get("baseline", ""),
        snapshot=body.get("snapshot", ""),
    )
