"""An outcome, as a client writes it in JSON, as a value of the target."""

from __future__ import annotations

import math
from typing import Any

from assay.registry.compiled.description import Description


def label_of(outcome: Any, described: Description) -> float:
    """Return the place of a class, or the number; NaN where an outcome is no value of the target.

    Classes are named by their text, so `true` names the class `true`, and `1` the class `1`. A
    number may be written as text, as everywhere in a request.
    """
    if described.task != "regression":
        name = ("true" if outcome else "false") if isinstance(outcome, bool) else str(outcome)
        return float(described.classes.index(name)) if name in described.classes else math.nan
    if isinstance(outcome, bool):
        return math.nan
    try:
        number = float(outcome)
    except (ValueError, OverflowError):  # a text that is none, or a number past the largest
        return math.nan
    return number if math.isfinite(number) else math.nan


def expected(described: Description, *, shown: int = 6) -> str:
    """Return in words what an outcome may be."""
    if described.task == "regression":
        return "a finite number"
    names = ", ".join(described.classes[:shown])
    more = len(described.classes) - shown
    return f"one of {names}" + (f" and {more} more" if more > 0 else "")
