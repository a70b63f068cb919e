"""The process that explains: it holds the fitted models, which alone know what a column adds."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import msgspec
import numpy as np
import polars as pl

from assay.core.errors import AssayError
from assay.evaluation.explain import local
from assay.features.inputs import Inputs, InputSpec
from assay.registry import original
from assay.serving.beside import pipe
from assay.serving.beside.explanation import Explained, Rows
from assay.training.model import Fitted

KEPT = 4
"""Models that stay loaded: a champion, the one before, and challengers."""

_models: OrderedDict[str, Fitted] = OrderedDict()
_decoder = msgspec.msgpack.Decoder(Rows)


def answer(message: bytes) -> bytes:
    """Return the explanations of rows, or why there are none."""
    asked = _decoder.decode(message)
    try:
        explained = Explained(rows=explain(_model(asked), asked))
    except AssayError as error:
        explained = Explained(problem=error.what)
    return msgspec.msgpack.encode(explained)


def explain(fitted: Fitted, asked: Rows) -> list[tuple[int, float, float, dict[str, float]]]:
    """Return for each row the output that is explained, base, total, and what each column adds."""
    read = fitted.tree_encoding or fitted.linear_encoding
    spec = read.spec if read is not None else InputSpec()
    numeric = np.frombuffer(asked.numeric, dtype=np.float32).reshape(asked.rows, -1)
    strings = tuple(pl.Series(column, dtype=pl.String) for column in asked.strings)
    inputs = Inputs(spec, numeric, strings)
    contributions, base = fitted.contributions(inputs)
    margins = fitted.margins(inputs)
    found = local(fitted.columns, contributions, base, margins, range(asked.rows))
    outputs = margins.argmax(axis=1)
    return [
        (int(output), each.base, each.margin, dict(each.contributions))
        for output, each in zip(outputs, found, strict=True)
    ]


def _model(asked: Rows) -> Fitted:
    if asked.model_hash not in _models:
        _models[asked.model_hash] = original.load(
            Path(asked.run), version=asked.version, expected=asked.model_hash
        )
        while len(_models) > KEPT:
            _models.popitem(last=False)
    _models.move_to_end(asked.model_hash)
    return _models[asked.model_hash]


if __name__ == "__main__":
    pipe.serve(answer)
