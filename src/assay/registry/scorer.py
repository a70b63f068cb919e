"""The compiled scorer: what was fitted, as one graph that alone scores from here on.

Loading it needs onnxruntime, NumPy and Polars: no scikit-learn, no LightGBM, no pickle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.evidence.data import Task
from assay.core.workspace import write_atomic
from assay.features.inputs import Inputs, InputSpec

if TYPE_CHECKING:
    import onnxruntime

    from assay.training.model import Fitted

FORMAT = 1
"""Version of the saved form."""

GRAPH, DESCRIPTION = "scorer.onnx", "scorer.json"

CHUNK_ROWS = 8_192
"""Rows scored at once; results do not depend on it, nor on threads."""

THREADS = 2
"""Threads for tables; a single row uses one."""

_KEY = "assay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a graph does not say of itself; also kept inside the graph, so that its hash covers it.

    Attributes:
        spec: How raw rows become the graph's inputs.
        model_hash: `Fitted.hash()` of what was compiled.
    """

    format: int
    task: Task
    classes: tuple[str, ...]
    threshold: float | None
    columns: tuple[str, ...]
    spec: InputSpec
    model_hash: str


class CompiledScorer:
    """Scores raw rows with the compiled graph.

    Args:
        graph: Bytes of the ONNX graph, with its description inside.
        threads: Threads for tables.

    Raises:
        InputError: If the bytes are not such a graph.

    Attributes:
        graph: The bytes.
        hash: Their SHA-256.
    """

    def __init__(self, graph: bytes, *, threads: int = THREADS) -> None:
        self.graph = graph
        self.hash = hashlib.sha256(graph).hexdigest()
        self._session = _session(graph)
        self._description = _described(self._session)
        self._threads = threads
        self._inputs = [given.name for given in self._session.get_inputs()]

    @classmethod
    def load(cls, folder: Path, *, threads: int = THREADS) -> CompiledScorer:
        """Read what `save` wrote.

        Raises:
            InputError: If a file is missing, was changed, or has a newer form.
        """
        try:
            graph = (folder / GRAPH).read_bytes()
            saved = msgspec.json.decode((folder / DESCRIPTION).read_bytes(), type=_Saved)
        except FileNotFoundError as cause:
            raise InputError(
                f"there is no {Path(cause.filename).name}",
                where=str(folder),
                remedy="give the folder of a compiled scorer",
            ) from cause
        except msgspec.DecodeError as cause:
            raise _changed(folder, DESCRIPTION) from cause
        if hashlib.sha256(graph).hexdigest() != saved.onnx_hash:
            raise _changed(folder, GRAPH)
        scorer = cls(graph, threads=threads)
        if scorer.description != saved.description:
            raise _changed(folder, DESCRIPTION)
        return scorer

    def save(self, folder: Path) -> None:
        """Write `scorer.onnx` and `scorer.json`.

        Raises:
            OSError: If the folder cannot be written.
        """
        write_atomic(folder / GRAPH, self.graph)
        saved = _Saved(onnx_hash=self.hash, description=self._description)
        write_atomic(folder / DESCRIPTION, codec.encode(saved))

    @property
    def description(self) -> Description:
        """What the graph does not say of itself."""
        return self._description

    @property
    def task(self) -> Task:
        """What is predicted."""
        return self._description.task

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes in the order of probabilities."""
        return self._description.classes

    @property
    def threshold(self) -> float | None:
        """Decision threshold on the positive probability; None unless binary."""
        return self._description.threshold

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns it reads."""
        return self._description.columns

    def scores(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """Return predictions: (n,) for binary and regression, (n, classes) for multiclass.

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        scores = self._run(rows, "scores")
        return scores if self.task == "multiclass" else scores[:, 0]

    def margins(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """Return predictions on the link scale, shape (n, outputs).

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        return self._run(rows, "margins")

    def score_row(self, record: Mapping[str, object]) -> NDArray[np.float64]:
        """Return the prediction for one row, without a frame: shape (1,) or (classes,).

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        numeric, strings = self._description.spec.row(record)
        given = {"numeric": numeric, "strings": strings}
        feed = {name: given[name] for name in self._inputs}
        scores: NDArray[np.float64] = self._session.run(["scores"], feed)[0][0]
        return scores

    def _run(self, rows: pl.DataFrame, output: str) -> NDArray[np.float64]:
        chunks = list(self._feeds(self._description.spec.read(rows)))
        if len(chunks) == 1 or self._threads == 1:
            parts = [self._session.run([output], feed)[0] for feed in chunks]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                parts = list(pool.map(lambda feed: self._session.run([output], feed)[0], chunks))
        return np.concatenate(parts, axis=0)

    def _feeds(self, inputs: Inputs) -> Iterator[dict[str, NDArray[Any]]]:
        strings = inputs.string_matrix()
        for start in range(0, max(inputs.rows, 1), CHUNK_ROWS):
            rows = slice(start, start + CHUNK_ROWS)
            given = {"numeric": inputs.numeric[rows], "strings": strings[rows]}
            yield {name: given[name] for name in self._inputs}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saved:
    """Content of `scorer.json`."""

    onnx_hash: str
    description: Description


def compile(fitted: Fitted) -> CompiledScorer:
    """Compile a fitted model; the same model gives the same bytes.

    Needs the packages of training; what it returns does not.

    Raises:
        InputError: If the model does what a graph cannot say.
    """
    from assay.registry.compiled.model import graph_of, spec_of

    description = Description(
        format=FORMAT,
        task=fitted.task,
        classes=fitted.classes,
        threshold=fitted.threshold,
        columns=fitted.columns,
        spec=spec_of(fitted),
        model_hash=fitted.hash(),
    )
    return CompiledScorer(graph_of(fitted, metadata={_KEY: codec.encode(description).decode()}))


def _session(graph: bytes) -> onnxruntime.InferenceSession:
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


def _described(session: onnxruntime.InferenceSession) -> Description:
    text = session.get_modelmeta().custom_metadata_map.get(_KEY)
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


def _changed(folder: Path, name: str) -> InputError:
    return InputError(
        f"{name} was changed after it was written",
        where=str(folder),
        remedy="take the model from the registry again; a changed scorer is not proven",
    )
