"""The packages that something needs, in the versions that are installed here, with their hashes."""

from __future__ import annotations

import ast
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from subprocess import DEVNULL, TimeoutExpired, run

import msgspec
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assay.core.errors import InputError
from assay.registry.exports import fresh

PIP_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """Pinned packages.

    Attributes:
        versions: By canonical name, in its order.
        hashes: SHA-256 of the wheel that pip chooses for this machine; empty if not had.
        why: Why there are no hashes; empty if there are.
    """

    versions: Mapping[str, str]
    hashes: Mapping[str, str]
    why: str = ""

    def lines(self) -> list[str]:
        """Return the lines of a requirements file."""
        return [
            f"{name}=={version}"
            + (f" --hash=sha256:{self.hashes[name]}" if name in self.hashes else "")
            for name, version in self.versions.items()
        ]


def imported(source: str) -> tuple[str, ...]:
    """Return the packages that a Python file imports, besides Python's own and Assay.

    Args:
        source: Text of the file.

    Raises:
        InputError: If one is not installed.

    Example:
        >>> imported("import os, polars as pl")
        ('polars',)
    """
    nodes = list(ast.walk(ast.parse(source)))
    modules = [each.name for node in nodes if isinstance(node, ast.Import) for each in node.names]
    modules += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    known = metadata.packages_distributions()
    found: set[str] = set()
    for name in {module.partition(".")[0] for module in modules}:
        if name not in sys.stdlib_module_names and name != "assay":
            found.update(known.get(name) or [_installed(name).name])
    return tuple(sorted(found))


def closure(wanted: Iterable[str]) -> dict[str, str]:
    """Return the installed versions of packages and of all that they need here, by name.

    Args:
        wanted: Requirements, such as `polars` or `uvicorn[standard]`.

    Raises:
        InputError: If one is not installed.

    Example:
        >>> sorted(closure(["typer"]))[:1]
        ['annotated-doc']
    """
    found: dict[str, str] = {}
    followed: set[tuple[str, str]] = set()
    waiting = [Requirement(each) for each in wanted]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        distribution = _installed(requirement.name)
        found[name] = distribution.version
        for extra in ("", *requirement.extras):
            if (name, extra) in followed:
                continue
            followed.add((name, extra))
            waiting += _needed(distribution, extra)
    return dict(sorted(found.items()))


def refuse_conflicts(versions: Mapping[str, str]) -> None:
    """Refuse packages that pip would not install together.

    Raises:
        InputError: With every pair that does not fit.
    """
    wrong = []
    for name in versions:
        for each in _needed(_installed(name), ""):
            pinned = versions[canonicalize_name(each.name)]
            if not each.specifier.contains(pinned, prereleases=True):
                wrong.append(f"{name} needs {each.name}{each.specifier}, {pinned} is installed")
    if wrong:
        raise InputError(
            "the packages installed here do not fit together, and pip would refuse them elsewhere",
            where="; ".join(sorted(wrong)),
            remedy="install versions that fit (`pip check`), and try the model with them",
        )


def others(names: Iterable[str]) -> tuple[str, ...]:
    """Return the first names of installed modules that belong to none of these packages.

    Assay's own is not among them.
    """
    kept = {canonicalize_name(name) for name in names}
    return tuple(
        module
        for module, distributions in metadata.packages_distributions().items()
        if module != "assay" and not kept & {canonicalize_name(each) for each in distributions}
    )


def installed(pins: Iterable[str]) -> bool:
    """Return whether packages have here the versions that lines of requirements name."""
    wanted = (Requirement(line.partition(" --hash=")[0]) for line in pins)
    return all(each.specifier == f"=={_installed(each.name).version}" for each in wanted)


def platform() -> str:
    """Return what wheels of this machine are for, such as `linux-x86_64`."""
    return sysconfig.get_platform()


def locked(versions: Mapping[str, str], *, folder: Path) -> Locked:
    """Ask pip which wheel each pinned package has for this machine, and its hash.

    Args:
        versions: Name and version of each.
        folder: Where pip may be run; nothing is installed.
    """
    if not sys.platform.startswith("linux"):
        return Locked(versions=versions, hashes={}, why=f"this is {sys.platform}, images are Linux")
    if not versions:
        return Locked(versions=versions, hashes={})
    pins = [f"{name}=={version}" for name, version in versions.items()]
    command = [
        *(sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--ignore-installed"),
        *("--only-binary=:all:", "--quiet", "--retries=0", "--disable-pip-version-check"),
        *("--report=-", *pins),
    ]
    variables = fresh.environment(keep="PIP_")
    try:
        done = run(
            command,
            cwd=folder,
            env=variables,
            capture_output=True,
            stdin=DEVNULL,
            timeout=PIP_SECONDS,
            check=False,
        )
    except TimeoutExpired:
        return Locked(versions=versions, hashes={}, why=f"pip took more than {PIP_SECONDS} s")
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["pip failed"]
        return Locked(versions=versions, hashes={}, why=_reason(said))
    report = msgspec.json.decode(done.stdout, type=_Report)
    hashes: dict[str, str] = {
        canonicalize_name(each.metadata.name): each.download_info.archive_info.hashes["sha256"]
        for each in report.install
    }
    return Locked(versions=versions, hashes=hashes)


class _Metadata(msgspec.Struct):
    name: str


class _Archive(msgspec.Struct):
    hashes: dict[str, str]


class _Download(msgspec.Struct):
    archive_info: _Archive


class _Installed(msgspec.Struct):
    metadata: _Metadata
    download_info: _Download


class _Report(msgspec.Struct):
    """What Assay reads of pip's installation report."""

    install: list[_Installed]


def _installed(name: str) -> metadata.Distribution:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError as cause:
        raise InputError(
            f"the package '{name}' is not installed, so its version is not known",
            remedy=f"pip install '{name}', and try it with the model",
        ) from cause


def _needed(distribution: metadata.Distribution, extra: str) -> list[Requirement]:
    """Return what a package needs on this machine, for itself or for one of its extras."""
    needed = (Requirement(text) for text in distribution.requires or ())
    return [
        each for each in needed if each.marker is None or each.marker.evaluate({"extra": extra})
    ]


def _reason(said: list[str]) -> str:
    """Return pip's error in one line."""
    errors = [line.removeprefix("ERROR: ") for line in said if line.startswith("ERROR")]
    return f"pip: {(errors or said)[-1]}"
