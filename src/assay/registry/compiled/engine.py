"""Run a compiled graph with onnxruntime; no package of training is needed for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.workspace import write_atomic
from assay.features.inputs import Inputs
from assay.registry.compiled.description import FORMAT, Description, Output, changed

if TYPE_CHECKING:
    import onnxruntime
    import polars as pl

GRAPH = "scorer.onnx"

KEY = "assay"
"""Where the graph's metadata keep the description."""

CHUNK_ROWS = 8_192
"""Rows scored at once; results do not depend on it, nor on threads."""

THREADS = 2
"""Threads for tables; a single row uses one."""


class GraphEngine:
    """Scores with a graph.

    Args:
        graph: Bytes of the ONNX graph, with its description inside.
        threads: Threads for tables.

    Raises:
        InputError: If the bytes are not such a graph.

    Attributes:
        graph: The bytes.
        hash: Their SHA-256.
        size_bytes: Their number.
        description: What the graph does not say of itself.
    """

    def __init__(self, graph: bytes, *, threads: int = THREADS) -> None:
        self.graph = graph
        self.hash = hashlib.sha256(graph).hexdigest()
        self.size_bytes = len(graph)
        self._session = session_of(graph)
        self.description = _described(self._session)
        self._threads = threads
        self._inputs = [given.name for given in self._session.get_inputs()]
        self._direct = direct(self._session)

    @classmethod
    def load(cls, folder: Path, *, expected: str, threads: int) -> GraphEngine:
        """Read what `save` wrote, if its hash is the one expected."""
        graph = (folder / GRAPH).read_bytes()
        if hashlib.sha256(graph).hexdigest() != expected:
            raise changed(folder, GRAPH)
        return cls(graph, threads=threads)

    def save(self, folder: Path) -> None:
        """Write the graph."""
        write_atomic(folder / GRAPH, self.graph)

    def run(self, rows: pl.DataFrame, output: Output) -> NDArray[np.float64]:
        """Return scores or margins of a table, shape (n, outputs)."""
        chunks = list(self._feeds(self.description.spec.read(rows)))
        if len(chunks) == 1 or self._threads == 1:
            parts = [self._session.run([output], feed)[0] for feed in chunks]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                parts = list(pool.map(lambda feed: self._session.run([output], feed)[0], chunks))
        return np.concatenate(parts, axis=0)

    def run_row(self, record: Mapping[str, object]) -> NDArray[np.float64]:
        """Return the scores of one row, shape (outputs,)."""
        numeric, strings = self.description.spec.row(record)
        scores: NDArray[np.float64] = self.run_matrices(numeric, strings)[0]
        return scores

    def run_matrices(
        self, numeric: NDArray[np.float32], strings: NDArray[np.object_]
    ) -> NDArray[np.float64]:
        """Return the scores of rows as the graph takes them, shape (n, outputs), in one call."""
        feed: dict[str, NDArray[Any]] = {"numeric": numeric, "strings": strings}
        if len(self._inputs) != len(feed):
            feed = {name: feed[name] for name in self._inputs}
        scores: NDArray[np.float64] = self._direct.run(["scores"], feed, None)[0]
        return scores

    def _feeds(self, inputs: Inputs) -> Iterator[dict[str, NDArray[Any]]]:
        strings = inputs.string_matrix()
        for start in range(0, max(inputs.rows, 1), CHUNK_ROWS):
            rows = slice(start, start + CHUNK_ROWS)
            given = {"numeric": inputs.numeric[rows], "strings": strings[rows]}
            yield {name: given[name] for name in self._inputs}


def session_of(graph: bytes) -> onnxruntime.InferenceSession:
    """Open a session of one thread: sums then have one order, whatever the number of rows."""
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.use_deterministic_compute = True
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    faults = (
        state.InvalidProtobuf,
        state.InvalidGraph,
        state.InvalidArgument,
        state.NotImplemented,
        state.Fail,
    )
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except faults as cause:
        raise InputError(
            f"the runtime cannot read the graph: {cause}", remedy="compile the model again"
        ) from cause


def direct(session: onnxruntime.InferenceSession) -> Any:
    """Return the session within: what is around it checks names for several microseconds a call."""
    return getattr(session, "_sess", session)


def _described(session: onnxruntime.InferenceSession) -> Description:
    text = session.get_modelmeta().custom_metadata_map.get(KEY)
    if text is None:
        raise InputError(
            "the graph was not compiled by Assay", remedy="give one that `assay run` made"
        )
    content = msgspec.json.decode(text)
    if content["format"] > FORMAT:
        raise InputError(
            f"the scorer's form {content['format']} is newer than this Assay reads ({FORMAT})",
            remedy="upgrade assay-ml",
        )
    return msgspec.convert(content, Description)
