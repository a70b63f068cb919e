"""A container that serves the version: Dockerfile, locked packages, Assay's wheel, a project."""

from __future__ import annotations

import hashlib
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from assay.core.workspace import write_atomic
from assay.registry.compiled.engine import GRAPH
from assay.registry.exports import asked, container, dockerfile, lock, wheel, workspace
from assay.registry.exports.container import Container, Running
from assay.registry.exports.source import Source
from assay.registry.exports.target import Checks, Progress

REQUIREMENTS, DOCKERFILE = "requirements.txt", "Dockerfile"
WITHOUT_HASHES = "# Without hashes: "

_WHERE = "import assay; print(assay.__file__)"


def write(source: Source, folder: Path, tell: Progress) -> None:
    """Write the version into a folder, which becomes the build's context.

    Raises:
        InputError: If what is installed here does not fit together, or own features import what
            is not installed.
    """
    workspace.write(source, folder / dockerfile.PROJECT)
    own = lock.imported(source.raw.features.source) if source.raw.features else ()
    versions = lock.closure([wheel.DISTRIBUTION, *own])
    lock.refuse_conflicts(versions)
    del versions[wheel.DISTRIBUTION]  # its wheel comes along
    packed = wheel.pack(folder)
    tell("write: asking pip for hashes", 0.1)
    locked = lock.locked(versions, folder=folder)
    write_atomic(folder / REQUIREMENTS, _requirements(packed, locked).encode())
    text = dockerfile.text(
        title=f"Version {source.version} of '{source.name}', answered by `assay serve`.",
        wheel=packed.name,
        image=source.image,
        hashed=not locked.why,
        explains=workspace.fitted(source) is not None,
        token=workspace.token_variable(source.settings.serve),
    )
    write_atomic(folder / DOCKERFILE, text.encode())


def check(
    source: Source,
    folder: Path,
    checks: Checks,
    tell: Progress,
    probe: Callable[[Running], None] | None = None,
) -> None:
    """Try what was written; `probe` is called while the server runs."""
    _check_requirements(folder, checks)
    variable = workspace.token_variable(source.settings.serve)
    token = secrets.token_hex(16) if variable else None
    variables = {variable: token} if variable and token else {}
    hidden = lock.others(_pinned(folder))
    with container.built(folder, hidden=hidden, **variables) as made:
        origin = Path(made.output("python", "-c", _WHERE).strip())
        checks.hold(
            "pip installs the wheel of Assay",
            f"what follows runs from it, on what {REQUIREMENTS} names; {len(hidden)} other modules "
            "of this machine are hidden",
            holds=origin.is_relative_to(made.site),
        )
        if workspace.lift_rate(made.root / dockerfile.PROJECT):
            checks.leave("the limit of requests", "it was lifted, to ask for every proof row")
        before = workspace.contents(made.root / dockerfile.PROJECT)
        with made.started() as running:
            tell("check", 0.5)
            checks.hold("CMD", "the server starts, and proves the version on this machine")
            checks.hold("HEALTHCHECK of a running server", "passes", holds=running.healthy())
            asked.check_scores(source, running.port, token, checks)
            if workspace.fitted(source) is None:
                checks.leave("explanations", "the fitted model is not in this workspace")
            else:
                asked.check_explanation(source, running.port, token, checks)
            if token is not None:
                asked.check_open(source, running.port, checks)
            if probe is not None:
                probe(running)
        signal = made.one("STOPSIGNAL").said
        code = running.process.returncode
        checks.hold(f"STOPSIGNAL {signal}", f"ends it with exit {code}", holds=code == 0)
        checks.hold("HEALTHCHECK of a stopped server", "fails", holds=not running.healthy())
        _check_log(source, made, checks)
        after = workspace.contents(made.root / dockerfile.PROJECT)
        checks.hold(
            f"the server writes below {dockerfile.STATE} alone",
            "every other file is as it was",
            holds=after == before,
        )
        tell("check", 0.8)
        _check_refusal(made, checks)
    checks.leave("a build of the image", "no image was built: nothing here is a container engine")
    checks.leave("the base image and its system libraries", "it was not pulled; its tag may move")
    checks.leave(f"user {dockerfile.USER}, the volume and chmod", "they take an engine")


def _requirements(packed: Path, locked: lock.Locked) -> str:
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    lines = [f"# For Python {version} on {lock.platform()}; another machine needs another lock."]
    if locked.why:
        lines.append(WITHOUT_HASHES + locked.why)
    own = f"./{packed.name}" + ("" if locked.why else f" --hash=sha256:{digest}")
    return "\n".join([*lines, own, *locked.lines(), ""])


def _pins(folder: Path) -> list[str]:
    lines = (folder / REQUIREMENTS).read_text().splitlines()
    return [line for line in lines if "==" in line and not line.startswith("#")]


def _pinned(folder: Path) -> list[str]:
    """Return the names of the packages that an image gets, with what every image has."""
    return [*(line.partition("==")[0] for line in _pins(folder)), "pip", "setuptools"]


def _check_requirements(folder: Path, checks: Checks) -> None:
    """Say how far the packages are pinned; that they fit together was seen when it was written."""
    pinned = _pins(folder)
    hashed = [line for line in pinned if " --hash=" in line]
    checks.hold(
        f"{REQUIREMENTS} against what is installed here",
        f"{len(pinned)} packages in the versions that the version was tried with; they fit",
        holds=lock.installed(pinned),
    )
    if len(hashed) == len(pinned):
        checks.hold("hashes", f"pip names one wheel for each of {len(pinned)} packages")
        checks.leave("an installation from the index", "pip was asked which wheels, not for them")
    else:
        lines = (folder / REQUIREMENTS).read_text().splitlines()
        why = next(line for line in lines if line.startswith(WITHOUT_HASHES))
        checks.leave("hashes", why.removeprefix(WITHOUT_HASHES))


def _check_log(source: Source, made: Container, checks: Checks) -> None:
    """Count what the server filed before it ended."""
    from deltalake import DeltaTable

    asked_for = len(source.proof.rows)
    log = str(made.root / dockerfile.STATE / "log" / "answers")
    filed = DeltaTable(log).count() if DeltaTable.is_deltatable(log) else 0
    checks.hold("the log of answers", f"{filed} rows are filed", holds=filed >= asked_for)


def _check_refusal(made: Container, checks: Checks) -> None:
    """Change the model, and try that the server does not start."""
    (graph,) = (made.root / dockerfile.PROJECT).glob(f".assay/runs/*/model/{GRAPH}")
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 1
    graph.write_bytes(content)
    code, said = made.ended()
    checks.hold(
        "a model with one bit changed",
        f"is refused, exit {code}",
        holds=code not in (0, None) and GRAPH in said,
    )
