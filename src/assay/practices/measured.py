"""What was measured of the rules: how often each fires on clean data, and finds what is planted.

Written by `benchmarks/pitfalls.py --record`.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources

from assay.core.evidence.codec import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A rule on clean controls, and on the faults that it is meant for.

    Attributes:
        tables: Clean splits on which it was decided.
        fired: Those on which it found something.
        errors: Those on which it called something an error.
        planted: Faults that it is the first to answer for.
        found: Those that it found.
    """

    tables: int
    fired: int
    errors: int
    planted: int
    found: int


@functools.cache
def _record() -> dict[str, object]:
    text = (resources.files("assay.practices") / "measured.json").read_text("utf-8")
    return dict(json.loads(text))


def on() -> str:
    """Return what the rules were measured on, in words."""
    return str(_record()["on"])


def of(rule: str) -> Measured | None:
    """Return what was measured of a rule; None where no table gave it what it reads."""
    found = _record().get(rule)
    return None if found is None else decode(json.dumps(found).encode(), Measured)
