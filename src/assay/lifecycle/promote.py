"""Move the champion forward when the gate opens; say who it was, and when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeGuard

from assay.core.errors import InputError
from assay.core.ledger import Entry, Proof
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.lifecycle.recover import recover
from assay.lifecycle.register import record_waivers
from assay.lifecycle.rollback import Moved
from assay.lifecycle.state import locked
from assay.lifecycle.tracking import model_folder, tracker, version_of
from assay.registry import rows
from assay.registry.scorer import CompiledScorer
from assay.registry.tracking import CANDIDATE, CHAMPION, Version
from assay.serving import routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reign:
    """A version's time as champion; `until` is None for the present one."""

    version: int
    since: str
    until: str | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One opening of a sealed test."""

    sealed_id: str
    at: str
    run: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What the proof of the ledger and the registry found.

    Attributes:
        problems: What does not hold, in words; empty if all does.
    """

    entries: int
    head: str
    versions: int
    problems: tuple[str, ...]


def promote(project: ProjectOrFolder, version: int | None = None) -> Moved:
    """Make a version the champion, if its evidence is complete and the gate opens.

    A call that repeats one which a kill cut short finishes that one.

    Args:
        project: The project, or its folder.
        version: The version; the latest candidate if absent.

    Raises:
        GateClosed: With every reason why not.
        InputError: If there is no such version, or it is champion already.
    """
    project = loaded(project)
    workspace = Workspace(project)
    with locked(workspace):
        cut_short = recover(workspace)
        registry = tracker(workspace)
        wanted = version_of(registry, version, CANDIDATE)
        if _is_move(cut_short, "promotion", wanted.number):
            return _finished(cut_short)
        present = registry.alias(CHAMPION)
        if present is not None and present.number == wanted.number:
            raise InputError(
                f"version {wanted.number} is the champion already",
                where="`assay history`",
                remedy="nothing is left to do; `assay runs` lists other versions, and `assay run` "
                "makes one",
            )
        from assay.lifecycle.ask_gate import ask  # other verbs of this file go without its imports

        CompiledScorer.load(model_folder(workspace, wanted))
        asked = ask(
            project,
            workspace,
            version=wanted.number,
            run=wanted.run_id,
            champion=present.number if present else None,
        )
        decision = asked.open(place="champion")
        if present is not None:  # the costly question last: it may open the sealed test
            from assay.lifecycle.against import against_champion

            comparison = against_champion(
                project, workspace, candidate=wanted, champion=present, evidence=asked.evidence
            )
            decision = asked.open(place="champion", champion=comparison)
        record_waivers(project, workspace, wanted.run_id)
        workspace.ledger.append(
            "promotion",
            {
                "version": wanted.number,
                "before": present.number if present else None,
                "run": wanted.run_id,
                **asked.said(),
            },
        )
        registry.set_alias(CHAMPION, wanted.number)
        return Moved(before=present.number if present else None, after=wanted.number, gate=decision)


def history(project: ProjectOrFolder) -> tuple[Reign, ...]:
    """Return who was champion from when to when, oldest first, as the ledger tells it."""
    moved = list(Workspace(loaded(project)).ledger.entries("promotion", "rollback"))
    return tuple(
        Reign(
            version=entry.body["version"],
            since=entry.at,
            until=None if following is None else following.at,
            by=entry.kind,
        )
        for entry, following in zip_longest(moved, moved[1:])
    )


def openings(project: ProjectOrFolder) -> tuple[Look, ...]:
    """Return every opening of every sealed test, oldest first."""
    return tuple(
        Look(
            sealed_id=entry.body["sealed_id"],
            at=entry.at,
            run=entry.body["run_id"],
            purpose=entry.body["purpose"],
        )
        for entry in Workspace(loaded(project)).ledger.entries("opening")
    )


def champion_at(project: ProjectOrFolder, moment: datetime.datetime) -> Reign | None:
    """Return who was champion at a moment, or None if nobody was."""
    stamp = moment.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    for reign in reversed(history(project)):
        if reign.since <= stamp:
            return reign
    return None


def verify(project: ProjectOrFolder) -> Verified:
    """Prove the ledger's chain, and that registry and ledger say the same.

    A ledger cut off at its end is found too, since every version carries the hash of the entry
    that vouches for it.
    """
    project = loaded(project)
    workspace = Workspace(project)
    proof = workspace.ledger.verify()
    registry = tracker(workspace)
    versions = [v for v in registry.versions() if v.run_id in set(workspace.runs())]
    entries = {entry.hash: entry for entry in workspace.ledger.entries("registered")}
    problems = [*_broken(proof), *(p for v in versions for p in _unvouched(v, entries))]
    problems += [p for v in versions for p in _changed(workspace, v, entries)]
    champion, expected = registry.alias(CHAMPION), routes.read(workspace.ledger).champion
    if (champion.number if champion else None) != expected:
        seen = f"version {champion.number}" if champion else "nobody"
        problems.append(
            f"the registry's champion is {seen}, the ledger's is version {expected}: a move was "
            "cut short, and the next `assay promote` or `rollback` finishes it, or the alias was "
            "moved by hand"
        )
    return Verified(
        entries=proof.entries, head=proof.head, versions=len(versions), problems=tuple(problems)
    )


def _is_move(entry: Entry | None, kind: str, version: int | None = None) -> TypeGuard[Entry]:
    if entry is None or entry.kind != kind:
        return False
    return version is None or entry.body["version"] == version


def _finished(entry: Entry) -> Moved:
    """Return the move that a killed call recorded, and whose alias has now followed."""
    return Moved(before=entry.body["before"], after=entry.body["version"])


def _broken(proof: Proof) -> list[str]:
    return [f"the ledger is broken: {proof.broken}"] if proof.broken else []


def _changed(workspace: Workspace, version: Version, entries: dict[str, Entry]) -> list[str]:
    entry = entries.get(version.tags.get("assay.ledger", ""))
    if entry is None:
        return []
    try:
        folder = model_folder(workspace, version)
        found = (CompiledScorer.load(folder).hash, rows.digest_of(folder))
    except InputError as error:
        return [f"the scorer of version {version.number}: {error.what}"]
    if found != (entry.body.get("scorer"), entry.body.get("rows")):
        return [f"the scorer of version {version.number} is not the one that was registered"]
    return []


def _unvouched(version: Version, entries: dict[str, Entry]) -> list[str]:
    entry = entries.get(version.tags.get("assay.ledger", ""))
    if entry is None:
        return [f"no entry of the ledger vouches for version {version.number}"]
    if int(entry.body["version"]) != version.number:
        return [f"the ledger's entry of version {version.number} is of another version"]
    return []
