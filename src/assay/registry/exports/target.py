"""What a target of an export is, and what an export says of itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

from assay.core.errors import GateClosed, InputError, did_you_mean
from assay.registry.exports import targets
from assay.registry.exports.source import Source

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Something that was tried, and held.

    Attributes:
        what: What was tried.
        found: What was seen.
    """

    what: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotChecked:
    """Something that could not be tried here.

    Attributes:
        what: What was not tried.
        why: Why not, or how to try it elsewhere.
    """

    what: str
    why: str


@dataclass(slots=True)
class Checks:
    """What was tried of an export, and what was not, in order."""

    checked: list[Checked] = field(default_factory=list)
    not_checked: list[NotChecked] = field(default_factory=list)

    def hold(self, what: str, found: str, *, holds: bool = True) -> None:
        """Note something that was tried.

        Raises:
            GateClosed: If it does not hold: such an export is not written.
        """
        if not holds:
            raise GateClosed(
                f"the export was made but does not hold: {what}",
                where=found,
                remedy="nothing was written; report it if the version itself is sound "
                "(`assay verify`)",
            )
        self.checked.append(Checked(what=what, found=found))

    def leave(self, what: str, why: str) -> None:
        """Note something that was not tried."""
        self.not_checked.append(NotChecked(what=what, why=why))


class Target(Protocol):
    """A form of export: a module of `targets/`."""

    def write(self, source: Source, folder: Path, tell: Progress) -> None:
        """Write the version into a folder that is there and empty; `tell` as below."""
        ...

    def check(self, source: Source, folder: Path, checks: Checks, tell: Progress) -> None:
        """Try what was written, from the folder alone; call `tell` with stage and fraction done.

        Raises:
            GateClosed: If something does not hold.
        """
        ...


def names() -> tuple[str, ...]:
    """Return what `--to` takes.

    Example:
        >>> names()
        ('docker', 'kserve', 'mlflow', 'onnx', 'triton')
    """
    return tuple(sorted(found.name for found in pkgutil.iter_modules(targets.__path__)))


def find(name: str) -> Target:
    """Return a target by its name.

    Raises:
        InputError: If there is none of that name.
    """
    if name not in names():
        raise InputError(
            f"a version cannot be exported to '{name}'{did_you_mean(name, names())}",
            where="option --to",
            remedy=f"use {', '.join(names())}",
        )
    return cast("Target", importlib.import_module(f"{targets.__name__}.{name}"))
