"""The errors a user can meet, each with what happened, where, and the remedy.

AssayError
├─ ProjectError    assay.toml or contract.toml: file, line, key     exit 2
├─ InputError      data or arguments: source, column, rows          exit 2
├─ MissingExtra    an optional package is not installed             exit 2
├─ GateClosed      findings that stop it                            exit 1
└─ BackendError    a foreign system failed; a retry may help        exit 4

Anything else that reaches the command line is a fault of Assay's own: exit 3.
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Iterable
from types import ModuleType
from typing import ClassVar

from assay.core.address import in_text


class AssayError(Exception):
    """Base of every error that Assay raises on purpose; never raised itself.

    Passwords in addresses are hidden in all three parts.

    Args:
        what: What is wrong, with the value seen and the value expected.
        where: File, key, column or rows.
        remedy: What to do about it.

    Example:
        >>> error = InputError("column 'age' is missing", where="people.csv", remedy="add it")
        >>> error.what, error.exit_code
        ("column 'age' is missing", 2)
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = in_text(what)
        self.where = in_text(where)
        self.remedy = in_text(remedy)
        super().__init__(self.what)

    def __str__(self) -> str:
        """Return the three parts, one a line."""
        lines = [self.what]
        if self.where:
            lines.append(f" where: {self.where}")
        if self.remedy:
            lines.append(f"remedy: {self.remedy}")
        return "\n".join(lines)


class ProjectError(AssayError):
    """A project or contract file does not say what it must."""

    exit_code = 2


class InputError(AssayError):
    """Data or an argument cannot be used as it is."""

    exit_code = 2


class MissingExtra(AssayError):  # noqa: N818  (STYLE.md names it so)
    """A feature needs a package that the core install leaves out."""

    exit_code = 2


class GateClosed(AssayError):  # noqa: N818  (STYLE.md names it so)
    """Findings stop what was asked for."""

    exit_code = 1


class BackendError(AssayError):
    """A foreign system failed; the cause is kept and a retry may help."""

    exit_code = 4


def did_you_mean(name: str, valid: Iterable[str]) -> str:
    """Return `` (did you mean 'x'?)`` for the nearest valid name, or nothing.

    Example:
        >>> did_you_mean("targt", ["target", "time"])
        " (did you mean 'target'?)"
        >>> did_you_mean("zzz", ["target", "time"])
        ''
    """
    near = difflib.get_close_matches(name, list(valid), n=1)
    return f" (did you mean '{near[0]}'?)" if near else ""


def require(module: str, *, extra: str, feature: str) -> ModuleType:
    """Import an optional package, or say how to install it.

    Args:
        module: Import name of the package.
        extra: Name of Assay's extra that holds it.
        feature: What the user asked for, as the subject of a sentence.

    Raises:
        MissingExtra: If the package is not installed.

    Example:
        >>> require("json", extra="none", feature="nothing").__name__
        'json'
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as cause:
        raise MissingExtra(
            f"{feature} needs the package '{cause.name}', which is not installed",
            remedy=f"pip install 'assay-ml[{extra}]'",
        ) from cause
