"""Open the sealed test: written down first, counted, and paid for by the interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assay.core.errors import GateClosed, InputError
from assay.core.ledger import Entry, Ledger
from assay.data.seal import LABEL, ROW

KINDRED_SHARE = 0.5
"""From this share of common rows on, two sealed tests are paid for as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an opening gave, and what it cost.

    Attributes:
        labels: Outcomes of the test rows, in the order of `Splits.test`.
        opening: Which opening of this test this was, from 1.
        level: Coverage that an interval must have now, so that the intervals of all openings
            together keep the level asked for.
        left: Openings that are still allowed.
        kindred: Earlier openings of other sealed tests that hold at least half of these rows,
            as when a few rows were added to the data; `level` pays for them too.
    """

    labels: pl.Series
    opening: int
    level: float
    left: int
    kindred: int = 0


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

    Example:
        >>> import tempfile
        >>> from assay.data.seal import seal
        >>> test = pl.DataFrame({"x": [1, 2], "y": ["no", "yes"]})
        >>> with tempfile.TemporaryDirectory() as name:
        ...     folder = Path(name)
        ...     seal(test, folder / "ab.parquet", target="y", features=["x"])
        ...     ledger = Ledger(f"sqlite:///{folder / 'ledger.db'}")
        ...     opened = SealedTest(folder, "ab", ledger, allowed=3, level=0.95).open("r1", "look")
        ...     ledger.close()
        >>> opened.labels.to_list(), opened.opening, opened.left
        (['no', 'yes'], 1, 2)
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
        self._folder = folder
        self._path = folder / f"{sealed_id}.parquet"
        self._sealed_id = sealed_id
        self._ledger = ledger
        self._allowed = allowed
        self._level = level

    def openings(self) -> int:
        """Return how often this test has been opened, as the ledger tells."""
        return len(self._own(self._ledger.entries("opening")))

    def open(self, run_id: str, purpose: str, *, model: str = "") -> Opened:
        """Write the opening into the ledger, then read the labels.

        An opening counts even if what follows fails: the trace comes before the look. The same
        model put to the same test for the same purpose is one look, however often it is repeated,
        since the answer is the same; so a run that was killed here pays once.

        Args:
            run_id: The run that looks.
            purpose: What for, in words.
            model: Hash of the model; if empty, every call is a look of its own.

        Raises:
            GateClosed: If the allowed openings are used up.
            InputError: If the labels are not where they were sealed.
        """
        entry = self._same_look(purpose, model)
        if entry is None and (used := self.openings()) >= self._allowed:
            raise self._closed(used)
        if not self._path.is_file():
            raise InputError(
                f"the labels of the sealed test {self._sealed_id} are missing",
                where=str(self._path),
                remedy="run again: the same data and plan seal the same test",
            )
        if entry is None:
            body = {"sealed_id": self._sealed_id, "run_id": run_id, "purpose": purpose}
            entry = self._ledger.append("opening", body | ({"model": model} if model else {}))
        before = [e for e in self._ledger.entries("opening") if e.sequence < entry.sequence]
        opening = 1 + len(self._own(before))
        if opening > self._allowed:  # another process took the last one meanwhile
            raise self._closed(opening - 1)
        kindred = self._kindred(before)
        return Opened(
            labels=pl.read_parquet(self._path, columns=[LABEL]).to_series(),
            opening=opening,
            level=paid_level(self._level, opening + kindred),
            left=self._allowed - opening,
            kindred=kindred,
        )

    def _same_look(self, purpose: str, model: str) -> Entry | None:
        asked = {"purpose": purpose, "model": model}
        own = self._own(self._ledger.entries("opening")) if model else []
        return next((e for e in own if asked.items() <= e.body.items()), None)

    def _own(self, openings: Iterable[Entry]) -> list[Entry]:
        return [entry for entry in openings if entry.body.get("sealed_id") == self._sealed_id]

    def _kindred(self, openings: Iterable[Entry]) -> int:
        counts = Counter(str(entry.body.get("sealed_id")) for entry in openings)
        del counts[self._sealed_id]
        if not counts:
            return 0
        rows = pl.read_parquet(self._path, columns=[ROW]).to_series()
        return sum(
            count
            for other, count in counts.items()
            if (path := self._folder / f"{other}.parquet").is_file()
            and _share_held(rows, path) >= KINDRED_SHARE
        )

    def _closed(self, used: int) -> GateClosed:
        return GateClosed(
            f"the sealed test {self._sealed_id} was opened {used} times, {self._allowed} are "
            "allowed",
            where="key split.openings; `assay history --openings` lists them",
            remedy="collect a new test (new rows seal a new one), or raise split.openings "
            "knowingly: each further look makes the intervals wider",
        )


def _share_held(rows: pl.Series, other: Path) -> float:
    held = pl.read_parquet(other, columns=[ROW]).to_series()
    return float(rows.is_in(held.implode()).sum()) / max(rows.len(), 1)


def paid_level(level: float, opening: int) -> float:
    """Return the coverage an interval needs at the k-th opening.

    The errors are spent as a sum, alpha_k = (1 - level) / (k (k + 1)), which adds up to
    1 - level over all k. So by Bonferroni the intervals of *one* metric that was declared
    beforehand, the project's own, hold together over all openings with probability `level`,
    however many looks there will be. An opening prints intervals of several metrics and
    comparisons, each at this one level: they are not paid for together, so where any of them may
    decide, some will miss more often than that.

    Args:
        level: Coverage of one metric's intervals of all openings together, in (0, 1).
        opening: Which opening, from 1.

    Example:
        >>> round(paid_level(0.95, 1), 4), round(paid_level(0.95, 2), 4)
        (0.975, 0.9917)
    """
    return 1 - (1 - level) / (opening * (opening + 1))
