"""One model input: which column it came from, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Output:
    """One column of the encoded matrix.

    Attributes:
        column: The raw column it was made of.
        name: Its own name, for people.
    """

    column: str
    name: str
