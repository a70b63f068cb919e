"""The scorer that Assay serves, behind FastAPI: a model of the record, a session, a dictionary.

What is missing beside Assay: bounds and categories of the contract, a prediction log, versions that
change while it runs, a baseline that stands in, counters.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnxruntime
from fastapi import FastAPI
from pydantic import BaseModel, create_model

from assay.registry.compiled.description import Description
from assay.registry.compiled.engine import KEY

FOLDER = Path(os.environ["BENCH_MODEL"])

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(
    (FOLDER / "scorer.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
)
description = msgspec.convert(
    msgspec.json.decode(session.get_modelmeta().custom_metadata_map[KEY]), Description
)
spec = description.spec
feeds = {given.name for given in session.get_inputs()}

NUMBER, TEXT = (float | None, None), (str | None, None)
fields: dict[str, Any] = dict.fromkeys(msgspec.json.decode(os.environ["BENCH_TEXTS"]), TEXT)
fields.update(dict.fromkeys(msgspec.json.decode(os.environ["BENCH_NUMBERS"]), NUMBER))
Record = create_model("Record", **fields)
app = FastAPI()


class Answer(BaseModel):
    prediction: str
    probability: dict[str, float]


@app.post("/predict")
async def predict(record: Record) -> Answer:  # type: ignore[valid-type]
    numeric, strings = spec.row(record.model_dump())  # type: ignore[attr-defined]
    given = {"numeric": numeric, "strings": strings}
    (scores,) = session.run(["scores"], {name: given[name] for name in feeds})
    positive = float(np.asarray(scores)[0, 0])
    no, yes = description.classes
    threshold = 0.5 if description.threshold is None else description.threshold
    return Answer(
        prediction=yes if positive >= threshold else no,
        probability={no: 1.0 - positive, yes: positive},
    )
