"""What the ledger says of experiments: what was announced, which looks were taken, what ended it.

Nothing heavy is loaded here, so that a worker may tell it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from assay.core.errors import InputError
from assay.core.evidence.experiment import Look, Plan
from assay.core.ledger import Entry, Kind, Ledger
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace

KINDS: tuple[Kind, ...] = ("experiment", "deployment", "promotion", "rollback")


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """An experiment that was announced.

    Attributes:
        number: Of the ledger's entry that announced it.
        metric: Loss of an answer, the lower the better.
        unit: What is counted once: the key of requests, or the request.
        log: Name of the log whose answers count.
        proxy: How the early signal that it decides by stands for the outcome (`ProxyEvidence`);
            empty if it waits for outcomes.
        promote: Whether a challenger that is found better asks the gate by itself.
        looks: Taken so far.
        refused: Why the gate refused the challenger that was found better; empty if it did not.
        ended: Why it ended; None while it runs.
    """

    number: int
    announced_at: str
    challenger: int
    champion: int
    metric: str
    unit: str
    log: str
    proxy: Mapping[str, Any]
    promote: bool
    plan: Plan
    looks: tuple[Look, ...] = ()
    refused: str = ""
    ended: str | None = None

    @property
    def signal(self) -> str:
        """The early signal that it decides by; empty if it waits for outcomes."""
        return str(self.proxy.get("signal", ""))

    @property
    def decided(self) -> bool:
        """Whether a look has found its verdict."""
        return bool(self.looks) and self.looks[-1].verdict != "continue"

    @property
    def won(self) -> bool:
        """Whether the challenger was found better and nothing came of it yet."""
        better = self.decided and self.looks[-1].verdict == "promote"
        return better and self.ended is None and not self.refused


def last(ledger: Ledger) -> Experiment | None:
    """Return the experiment that was announced last; None if none ever was.

    Raises:
        BackendError: If the database cannot be read.
    """
    return fold(ledger.entries(*KINDS))


def running(ledger: Ledger) -> Experiment | None:
    """Return the experiment that has not ended.

    Raises:
        BackendError: If the database cannot be read.
    """
    found = last(ledger)
    return found if found is not None and found.ended is None else None


def experiment(project: ProjectOrFolder) -> Experiment:
    """Return the experiment that was announced last, as the ledger tells it.

    Raises:
        InputError: If none ever was.
    """
    found = last(Workspace(loaded(project)).ledger)
    if found is None:
        raise InputError("no experiment was announced", remedy="`assay experiment plan VERSION`")
    return found


def has_winner(project: ProjectOrFolder) -> bool:
    """Return whether a challenger was found better that is to be promoted by itself, and was not.

    Raises:
        BackendError: If the database cannot be read.
    """
    found = running(Workspace(loaded(project)).ledger)
    return found is not None and found.won and found.promote


def fold(entries: Iterable[Entry]) -> Experiment | None:
    """Return what entries say, oldest first; what comes after an end says nothing of it."""
    found: Experiment | None = None
    looks: list[Look] = []
    refused, ended = "", None
    for entry in entries:
        said = entry.body.get("is")
        if said == "announced":
            found, looks, refused, ended = _read(entry), [], "", None
        elif found is None or ended is not None:
            continue
        elif said == "look":
            looks.append(msgspec.convert(entry.body["look"], Look))
        elif said == "refused":
            refused = entry.body["reason"]
        else:
            ended = _end(entry, found)
    if found is None:
        return None
    return replace(found, looks=tuple(looks), refused=refused, ended=ended)


def _end(entry: Entry, found: Experiment) -> str | None:
    """Return why an entry ends an experiment; None if it does not."""
    body, version = entry.body, int(entry.body.get("version") or 0)
    if entry.kind == "experiment":
        return str(body["reason"]) if body["is"] == "ended" else None
    if entry.kind == "promotion":
        own = version == found.challenger
        return "promoted" if own else f"version {version} was promoted meanwhile"
    if entry.kind == "rollback":
        return "the champion was taken back meanwhile"
    withdrawn = version == found.challenger and body["as"] != "canary"
    return str(body["reason"] or "withdrawn by hand") if withdrawn else None


def _read(entry: Entry) -> Experiment:
    body = entry.body
    return Experiment(
        number=entry.sequence,
        announced_at=entry.at,
        challenger=int(body["version"]),
        champion=int(body["champion"]),
        metric=body["metric"],
        unit=body["unit"],
        log=body.get("log", ""),
        proxy=body.get("proxy", {}),
        promote=bool(body.get("promote", False)),
        plan=msgspec.convert(body["plan"], Plan),
    )
