"""Open the sealed test: written down first, counted, and paid for by the interval."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assay.core.errors import GateClosed, InputError
from assay.core.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an opening gave, and what it cost.

    Attributes:
        labels: Outcomes of the test rows, in the order of `Splits.test`.
        opening: Which opening this was, from 1.
        level: Coverage that an interval must have now, so that the intervals of all openings
            together keep the level asked for.
        left: Openings that are still allowed.
    """

    labels: pl.Series
    opening: int
    level: float
    left: int


class SealedTest:
    """Labels of a test that nobody reads without leaving a trace.

    Args:
        folder: Where sealed labels are kept.
        sealed_id: Name of the sealed test.
        ledger: Where openings are written.
        allowed: How often it may be opened.
        level: Coverage that all intervals together shall keep, in (0, 1).

    Raises:
        InputError: If `level` is not between 0 and 1, or `allowed` is below 1.
    """

    def __init__(
        self, folder: Path, sealed_id: str, ledger: Ledger, *, allowed: int, level: float
    ) -> None:
        if not 0 < level < 1:
            raise InputError(
                f"a level of {level} is not between 0 and 1",
                where="key evaluate.level",
                remedy="set it to 0.95, say",
            )
        if allowed < 1:
            raise InputError(
                f"{allowed} openings are too few to evaluate anything",
                where="key split.openings",
                remedy="set it to 1 or more",
            )
        self._path = folder / f"{sealed_id}.parquet"
        self._sealed_id = sealed_id
        self._ledger = ledger
        self._allowed = allowed
        self._level = level

    def openings(self) -> int:
        """Return how often this test has been opened, as the ledger tells."""
        return len(self._sequences())

    def open(self, run_id: str, purpose: str) -> Opened:
        """Write the opening into the ledger, then read the labels.

        An opening counts even if what follows fails: the trace comes before the look.

        Args:
            run_id: The run that looks.
            purpose: What for, in words.

        Raises:
            GateClosed: If the allowed openings are used up.
            InputError: If the labels are not where they were sealed.
        """
        if (used := self.openings()) >= self._allowed:
            raise self._closed(used)
        if not self._path.is_file():
            raise InputError(
                f"the labels of the sealed test {self._sealed_id} are missing",
                where=str(self._path),
                remedy="run again: the same data and plan seal the same test",
            )
        body = {"sealed_id": self._sealed_id, "run_id": run_id, "purpose": purpose}
        entry = self._ledger.append("opening", body)
        opening = 1 + sum(sequence < entry.sequence for sequence in self._sequences())
        if opening > self._allowed:  # another process took the last one meanwhile
            raise self._closed(opening - 1)
        return Opened(
            labels=pl.read_parquet(self._path).to_series(),
            opening=opening,
            level=paid_level(self._level, opening),
            left=self._allowed - opening,
        )

    def _sequences(self) -> list[int]:
        return [
            entry.sequence
            for entry in self._ledger.entries("opening")
            if entry.body.get("sealed_id") == self._sealed_id
        ]

    def _closed(self, used: int) -> GateClosed:
        return GateClosed(
            f"the sealed test {self._sealed_id} was opened {used} times, {self._allowed} are "
            "allowed",
            where="key split.openings; `assay history` lists the openings",
            remedy="collect a new test (new rows seal a new one), or raise split.openings "
            "knowingly: each further look makes the intervals wider",
        )


def paid_level(level: float, opening: int) -> float:
    """Return the coverage an interval needs at the k-th opening.

    The errors are spent as a sum, alpha_k = (1 - level) / (k (k + 1)), which adds up to
    1 - level over all k; so by Bonferroni all intervals ever printed hold together with
    probability `level`, however many looks there will be.

    Args:
        level: Coverage of all intervals together, in (0, 1).
        opening: Which opening, from 1.

    Example:
        >>> round(paid_level(0.95, 1), 4), round(paid_level(0.95, 2), 4)
        (0.975, 0.9917)
    """
    return 1 - (1 - level) / (opening * (opening + 1))
