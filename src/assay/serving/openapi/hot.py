"""Predictions, outcomes, and what the server says of itself, in the document."""

from __future__ import annotations

from typing import Any

from assay.serving.answers import Prediction
from assay.serving.beside.tables import ARROW, PARQUET
from assay.serving.field import Reason
from assay.serving.model import ServedModel
from assay.serving.openapi import parts, record
from assay.serving.openapi.parts import JSON, Schema, body, operation, ref
from assay.serving.outcome import Outcome
from assay.serving.plan import ServePlan

_EXPLAIN = {
    "name": "explain",
    "in": "query",
    "description": "Whether to say what each column adds to each prediction.",
    "schema": {"type": "boolean", "default": False},
}


_TABLE = {
    "type": "string",
    "format": "binary",
    "description": "A table with the record's columns; it is not explained.",
}


def schemas(plan: ServePlan, model: ServedModel) -> dict[str, Schema]:
    """Return what requests and answers hold; those of predictions name the champion's classes."""
    found = parts.schemas([Prediction, Reason, Outcome])
    found["Outcome"] = _outcome(found["Outcome"], plan, model)
    prediction = found["Prediction"]
    classes = list(model.description.classes)
    if classes:
        prediction["properties"]["prediction"] = {"type": "string", "enum": classes}
        prediction["properties"]["probability"] = {
            "type": "object",
            "required": classes,
            "properties": {
                name: {"type": "number", "minimum": 0, "maximum": 1} for name in classes
            },
            "additionalProperties": False,
        }
        prediction["required"].append("probability")
    else:
        prediction["properties"]["prediction"] = {"type": "number"}
        del prediction["properties"]["probability"]
    named = {"request_id": {"type": "string"}, "model_version": {"type": "integer"}}
    return {
        **found,
        "Record": record.record(model.door),
        "Answer": {
            **prediction,
            "description": "The answer to one record.",
            "properties": {**named, **prediction["properties"]},
            "required": ["request_id", *prediction["required"]],
        },
        "Answers": {
            "type": "object",
            "description": "The answer to a list of records.",
            "properties": {**named, "predictions": _list(ref("Prediction"), None)},
            "required": [*named, "predictions"],
        },
        "Error": {
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": {
                    "type": "object",
                    "required": ["what", "remedy"],
                    "properties": {
                        "what": {"type": "string"},
                        "where": {"type": "string"},
                        "remedy": {"type": "string"},
                        "reasons": _list(ref("Reason"), None),
                    },
                }
            },
        },
    }


def _outcome(schema: Schema, plan: ServePlan, model: ServedModel) -> Schema:
    """Return what may be said of an answer: a value of the target, and by what it is found."""
    properties = dict(schema["properties"])
    classes = list(model.description.classes)
    properties["outcome"] = {"enum": classes} if classes else {"type": "number"}
    if plan.key is None:
        del properties["key"]
    named = ("request_id",) if plan.key is None else ("request_id", "key")
    return {
        **schema,
        "properties": properties,
        "anyOf": [{"required": [name], "properties": {name: {"minLength": 1}}} for name in named],
    }


def paths(plan: ServePlan, model: ServedModel) -> dict[str, Any]:
    """Return the operations."""
    secured: list[dict[str, list[str]]] = [{"bearer": []}] if plan.token or plan.tokens else []
    return {
        "/v1/predict": {
            "post": operation(
                "Predict one record, or a list of them",
                {
                    JSON: {"oneOf": [ref("Answer"), ref("Answers")]},
                    ARROW.decode(): {"type": "string", "format": "binary"},
                },
                *(400, 415, 422, *parts.refusals(plan)),
                security=secured,
                parameters=[_EXPLAIN],
                requestBody=body(
                    {
                        JSON: {
                            "schema": {
                                "oneOf": [ref("Record"), _list(ref("Record"), plan.most_rows)]
                            },
                            "example": record.example(model.door),
                        },
                        ARROW.decode(): {"schema": _TABLE},
                        PARQUET.decode(): {"schema": _TABLE},
                    }
                ),
            )
        },
        "/v1/feedback": {
            "post": operation(
                "Say what became known later",
                {JSON: {"type": "object", "properties": {"accepted": {"type": "integer"}}}},
                *(400, 415, 422, *parts.refusals(plan)),
                ok=202,
                security=secured,
                requestBody=body(
                    {
                        JSON: {
                            "schema": {"oneOf": [ref("Outcome"), _list(ref("Outcome"), None)]},
                            "example": {
                                "request_id": "7f3a-1",
                                "outcome": next(iter(model.description.classes), 1.5),
                            },
                        }
                    }
                ),
            )
        },
        "/health": {
            "get": operation(
                "Whether the server answers, and by which version",
                {JSON: {"type": "object", "required": ["status", "model", "version", "behind"]}},
            )
        },
        "/metrics": {
            "get": operation(
                "What the workers have counted, for Prometheus", {"text/plain": {"type": "string"}}
            )
        },
        "/openapi.json": {"get": operation("This document", {JSON: {"type": "object"}})},
    }


def _list(items: Schema, most: int | None) -> Schema:
    limits = {"minItems": 1, "maxItems": most} if most is not None else {}
    return {"type": "array", "items": items, **limits}
