"""The whole set: what its parts plant, by subject."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.planted.case import Case
from benchmarks.planted.heldout.answers import plan as answers
from benchmarks.planted.heldout.columns import plan as columns
from benchmarks.planted.heldout.rows import plan as rows

PARTS = (rows, answers, columns)


def cases(only: str = "") -> Iterator[Case]:
    """Plant each in turn, the same at every call.

    Args:
        only: Text that the name has to hold.
    """
    for part in PARTS:
        yield from part.cases(only)
