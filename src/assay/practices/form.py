"""The form that a rule's name and documentation must have, so that its page can be made of them."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from typing import Any

from assay.core.errors import did_you_mean

AREAS: tuple[str, ...] = (
    "data", "schema", "contract", "split", "label", "feature", "leak", "fit", "tune", "eval",
    "explain", "fair", "card", "serve", "ops", "drift", "rag", "prompt", "guard",
)  # fmt: skip
"""The first word of a rule's name, in the order of the lifecycle."""

REQUIRED_SECTIONS: tuple[str, ...] = ("Why", "Example", "References")
OPTIONAL_SECTIONS: tuple[str, ...] = ("Silent when",)

_NAME = re.compile(r"^[a-z]+(-[a-z0-9]+)+$")
_NOT_A_PATTERN = ("check", "disallow", "forbid", "require", "ensure", "avoid")


def misnamed(name: str) -> list[str]:
    """Return what is wrong with a rule's name.

    Example:
        >>> misnamed("split-group-overlap")
        []
        >>> misnamed("split-check-groups")
        ["its name says 'check'; name the bad pattern instead"]
    """
    area, _, pattern = name.partition("-")
    if not _NAME.match(name):
        return [f"its name '{name}' is not `area-pattern` in lower case"]
    faults = []
    if area not in AREAS:
        faults.append(
            f"its area '{area}' is not one of {', '.join(AREAS)}{did_you_mean(area, AREAS)}"
        )
    words = pattern.split("-")
    cure = words[1] if words[0] == "no" and len(words) > 1 else words[0]
    if cure in _NOT_A_PATTERN:
        faults.append(f"its name says '{cure}'; name the bad pattern instead")
    return faults


def documentation(
    function: Callable[..., Any],
) -> tuple[str, tuple[tuple[str, str], ...], list[str]]:
    """Return the title and the sections of a rule's docstring, and what is wrong with them.

    Where Python dropped docstrings (`-OO`) there is nothing, and nothing is wrong.
    """
    text = inspect.getdoc(function)
    if text is None:  # `python -OO` drops docstrings, and a rule must run without them
        return "", (), [] if sys.flags.optimize >= 2 else ["it has no docstring"]
    head, *parts = re.split(r"^## +", text, flags=re.MULTILINE)
    title = " ".join(head.split())
    sections = [
        (part.partition("\n")[0].strip(), part.partition("\n")[2].strip()) for part in parts
    ]
    names = [name for name, _ in sections]
    allowed = (*REQUIRED_SECTIONS, *OPTIONAL_SECTIONS)
    faults = [f"section '## {name}' is missing" for name in REQUIRED_SECTIONS if name not in names]
    faults += [f"section '## {name}' stands twice" for name in set(names) if names.count(name) > 1]
    faults += [f"section '## {name}' is empty" for name, body in sections if not body]
    faults += [
        f"section '## {name}' is not known{did_you_mean(name, allowed)}"
        for name in names
        if name not in allowed
    ]
    if not title:
        faults.append("its docstring has no first line")
    return title, tuple(sections), faults
