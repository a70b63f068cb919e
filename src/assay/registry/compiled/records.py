"""Score the few rows of a request: each text is looked up in a dictionary, numbers go to the graph.

Whether the graph in two parts gives the bits of the whole is for the caller to try: a server has
the rows that the version was proven by.
"""

from __future__ import annotations

import threading
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assay.features.graph import NUMERIC
from assay.registry.compiled.cut import CELLS, Cut
from assay.registry.compiled.engine import direct

SCORES: Final = "scores"

Numbers = NDArray[np.float32] | list[list[float]]
"""Numbers of each row, in the order in which the graph reads them."""

Texts = NDArray[np.object_] | list[list[str]]
"""Texts of each row."""


class RecordEngine:
    """Scores rows as a graph does, with less to do for each; several threads may call it at once.

    Args:
        cut: The graph in two parts, of which the rest gives `scores`.
    """

    def __init__(self, cut: Cut) -> None:
        self._session = direct(cut.rest)
        self._takes_numbers = NUMERIC in cut.takes
        self._tables = [
            (
                {text: table.cells[place].tolist() for text, place in table.places.items()},
                table.cells[0].tolist(),
            )
            for table in cut.tables
        ]
        self._width = sum(table.cells.shape[1] for table in cut.tables)
        self._single = _Single(cut)

    def run(self, numbers: Numbers, texts: Texts) -> list[list[float]]:
        """Return the scores of each row, in one call of the graph."""
        if len(texts) == 1:
            return self._single.run(numbers[0], self._cells(texts[0]))
        cells = [self._cells(each) for each in texts]
        feed = {CELLS: np.array(cells, dtype=np.float32).reshape(len(texts), self._width)}
        if self._takes_numbers:
            feed[NUMERIC] = np.asarray(numbers, dtype=np.float32)
        scores: list[list[float]] = self._session.run([SCORES], feed, None)[0].tolist()
        return scores

    def _cells(self, texts: NDArray[np.object_] | list[str]) -> list[float]:
        found: list[float] = []
        for text, (known, unknown) in zip(texts, self._tables, strict=True):
            found += known.get(text, unknown)
        return found


class _Single:
    """One row at a time, in memory that the runtime was told of once."""

    def __init__(self, cut: Cut) -> None:
        given = {
            each.name: np.zeros((1, each.shape[1]), np.float32) for each in cut.rest.get_inputs()
        }
        (said,) = cut.rest.get_outputs()
        self._cells = given[CELLS]
        self._numbers = given.get(NUMERIC)
        self._scores = np.zeros((1, said.shape[1]), np.float64)
        binding = cut.rest.io_binding()
        for name, each in given.items():
            binding.bind_input(name, "cpu", 0, each.dtype, each.shape, each.ctypes.data)
        scores = self._scores
        binding.bind_output(SCORES, "cpu", 0, scores.dtype, scores.shape, scores.ctypes.data)
        self._session = direct(cut.rest)
        self._binding = binding._iobinding
        self._lock = threading.Lock()

    def run(
        self, numbers: NDArray[np.float32] | list[float], cells: list[float]
    ) -> list[list[float]]:
        """Return the scores of a row."""
        with self._lock:
            if self._numbers is not None:
                self._numbers[0] = numbers
            self._cells[0] = cells
            self._session.run_with_iobinding(self._binding, None)
            scores: list[list[float]] = self._scores.tolist()
            return scores
