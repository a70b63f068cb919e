"""A scikit-learn pipeline behind FastAPI, as most tutorials do it: pickle, record, data frame."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import joblib
import msgspec
import pandas as pd
from fastapi import FastAPI
from pydantic import create_model

texts: list[str] = msgspec.json.decode(os.environ["BENCH_TEXTS"])
numbers: list[str] = msgspec.json.decode(os.environ["BENCH_NUMBERS"])
fields: dict[str, Any] = {
    **dict.fromkeys(texts, (str | None, None)),
    **dict.fromkeys(numbers, (float | None, None)),
}
Record = create_model("Record", **fields)
pipeline = joblib.load(Path(os.environ["BENCH_PIPELINE"]))
classes = [str(each) for each in pipeline.classes_]
app = FastAPI()


@app.post("/predict")
def predict(record: Record) -> dict[str, Any]:  # type: ignore[valid-type]
    frame = pd.DataFrame([record.model_dump()])  # type: ignore[attr-defined]
    scores = pipeline.predict_proba(frame)[0]
    return {
        "prediction": classes[int(scores.argmax())],
        "probability": dict(zip(classes, map(float, scores), strict=True)),
    }
