"""Give a version out in the form that another system takes: vouched for, tried, written down."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from assay.core.errors import GateClosed, InputError
from assay.core.evidence import codec
from assay.core.held import held
from assay.core.project import Project, ProjectOrFolder, loaded
from assay.core.version import __version__
from assay.core.workspace import Workspace, write_atomic
from assay.lifecycle.rollback import intact
from assay.registry.exports import target
from assay.registry.exports.source import Source
from assay.registry.exports.target import Checked, Checks, NotChecked
from assay.registry.tracking import CHAMPION
from assay.serving import routes
from assay.serving.model import ServedModel
from assay.serving.routes import Routing

Progress = Callable[[str, float], None]

RECORD = "export.json"
"""File of an export that says what it is; the ledger holds its SHA-256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written, and how far it was tried.

    Attributes:
        to: The target.
        folder: Where it stands.
        reason: Why it was given out; empty if nobody said.
        files: Number of files.
        size_bytes: Their size together.
        record: SHA-256 of `export.json`, which the ledger holds.
    """

    model: str
    version: int
    to: str
    folder: Path
    reason: str
    files: int
    size_bytes: int
    record: str
    checked: tuple[Checked, ...]
    not_checked: tuple[NotChecked, ...]


def export(
    project: ProjectOrFolder,
    version: int | str = CHAMPION,
    *,
    to: str,
    out: str | Path | None = None,
    overwrite: bool = False,
    reason: str = "",
    image: str | None = None,
    progress: Progress | None = None,
) -> Exported:
    """Write a version for another system, after trying what was written.

    The folder appears whole, when every check has held, or not at all.

    Args:
        project: The project, or its folder.
        version: A version, or an alias such as `candidate`.
        to: `onnx`, `triton`, `mlflow`, `docker` or `kserve`.
        out: Folder to write; `exports/MODEL-VERSION-TARGET` in the project's if absent.
        overwrite: Whether an export that stands there is replaced.
        reason: Why a version is given out that did not come through the gate; for the ledger.
        image: Name of the container image; `MODEL:VERSION` if absent.
        progress: Called with stage and fraction done.

    Raises:
        InputError: If there is no such version or target, its files are not those that were
            registered, or the folder is in use.
        GateClosed: If the version is neither champion nor one that a rollback leads to and no
            reason is given, or a check does not hold.
    """
    project = loaded(project)
    tell = progress or (lambda _stage, _fraction: None)
    workspace = Workspace(project)
    writer = target.find(to)
    routing = routes.read(workspace.ledger)
    number = _number(workspace, routing, version)
    source = _source(project, workspace, routing, number, image)
    why = _reason(routing, number, reason)
    folder = Path(out or project.root / "exports" / f"{source.name}-{number}-{to}").absolute()
    checks = Checks()
    with _appearing(folder, overwrite=overwrite) as staged:
        tell("write", 0.0)
        writer.write(source, staged, tell)
        tell("write", 1.0)
        tell("check", 0.0)
        writer.check(source, staged, checks, tell)
        tell("check", 1.0)
        files = _digests(staged)
        size = sum((staged / name).stat().st_size for name in files)
        record = _record(source, to=to, reason=why, files=files, checks=checks)
        write_atomic(staged / RECORD, record)
        digest = hashlib.sha256(record).hexdigest()
        said = {"version": number, "to": to, "scorer": source.scorer.hash, "record": digest}
        workspace.ledger.append("export", {**said, "reason": why})
    return Exported(
        model=source.name,
        version=number,
        to=to,
        folder=folder,
        reason=why,
        files=len(files) + 1,
        size_bytes=size + len(record),
        record=digest,
        checked=tuple(checks.checked),
        not_checked=tuple(checks.not_checked),
    )


def _number(workspace: Workspace, routing: Routing, version: int | str) -> int:
    """Return the number of a version that is named by number or alias."""
    if isinstance(version, int) or version.isdecimal():
        return int(version)
    if version != CHAMPION:
        from assay.lifecycle.tracking import tracker, version_of

        return version_of(tracker(workspace), None, version).number
    if routing.champion is None:  # the ledger's word, not the registry's, which follows it
        raise InputError(
            "there is no champion to export",
            where=str(workspace.root),
            remedy="`assay promote` makes one; or name a version and a --reason",
        )
    return routing.champion


def _source(
    project: Project, workspace: Workspace, routing: Routing, number: int, image: str | None
) -> Source:
    """Read a version as a server does: against the ledger, and proven on this machine."""
    folder = intact(workspace, routing, number)
    source = Source.load(
        folder,
        name=workspace.model_name,
        version=number,
        registered=_registered(workspace, number),
        settings=project.settings,
        image=image,
    )
    ServedModel.load(folder, routing.registered[number], policy="reject")
    return source


def _registered(workspace: Workspace, number: int) -> Mapping[str, Any]:
    """Return the ledger's word for a version, the last as `routes.fold` has it."""
    entries = workspace.ledger.entries("registered")
    return [entry.body for entry in entries if int(entry.body["version"]) == number][-1]


def _reason(routing: Routing, number: int, reason: str) -> str:
    """Return why a version may be given out: it came through the gate, or somebody says why.

    Raises:
        GateClosed: If neither is so.
    """
    if number not in routing.champions and not reason.strip():
        raise GateClosed(
            f"version {number} did not come through the gate, or was taken back",
            where=f"champion: version {routing.champion or 'none'}; a rollback leads to "
            f"{', '.join(map(str, routing.champions[:-1])) or 'none'}",
            remedy=f"`assay promote {number}`, or say why with --reason; the ledger and "
            f"{RECORD} keep it",
        )
    return reason.strip()


@contextmanager
def _appearing(folder: Path, *, overwrite: bool) -> Iterator[Path]:
    """Yield an empty folder that takes a place when all went well, and is gone when not.

    Raises:
        InputError: If something else stands there, or another call writes it.
    """
    work = folder.with_name(f".{folder.name}.work")
    staged, before = work / "new", work / "before"
    with held(work):
        if before.exists() and not folder.exists():  # a call was killed between the two moves
            before.rename(folder)
        try:
            _refuse_taken(folder, overwrite=overwrite)
            _removed(staged, before)
            staged.mkdir()
            yield staged
            _refuse_taken(folder, overwrite=overwrite)  # somebody may have been quicker
            if folder.exists():
                folder.rename(before)
            staged.rename(folder)
        except BaseException:
            if before.exists() and not folder.exists():
                before.rename(folder)
            raise
        finally:
            _removed(staged, before)


def _removed(*folders: Path) -> None:
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)


def _refuse_taken(folder: Path, *, overwrite: bool) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    is_export = folder.is_dir() and (folder / RECORD).exists()
    if is_export and overwrite:
        return
    what = "an export stands there already" if is_export else "something else stands there"
    raise InputError(
        what,
        where=str(folder),
        remedy="give --overwrite to replace it, or another --out"
        if is_export
        else "give another --out; only an export is ever replaced",
    )


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _record(
    source: Source, *, to: str, reason: str, files: Mapping[str, str], checks: Checks
) -> bytes:
    record = {
        "model": source.name,
        "version": source.version,
        "to": to,
        "reason": reason,
        "registered": source.registered,
        "assay": __version__,
        "checked": checks.checked,
        "not_checked": checks.not_checked,
        "files": files,
    }
    return msgspec.json.format(codec.encode(record), indent=1)
