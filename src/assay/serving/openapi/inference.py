"""The Open Inference Protocol in the document."""

from __future__ import annotations

from typing import Any

from assay.serving.model import ServedModel
from assay.serving.openapi import parts
from assay.serving.openapi.parts import JSON, Schema, body, operation, ref
from assay.serving.openapi.record import example_of
from assay.serving.plan import ServePlan
from assay.serving.protocol import metadata
from assay.serving.protocol.tensor import DATATYPES
from assay.serving.watch import Board

_ERROR = "InferenceError"
_TOLD = (
    metadata.ServerMetadata,
    metadata.ModelMetadata,
    metadata.Live,
    metadata.Ready,
    metadata.ModelReady,
    metadata.RepositoryEntry,
)


def schemas(model: ServedModel) -> dict[str, Schema]:
    """Return what requests and answers of the protocol hold."""
    found = parts.schemas(_TOLD)
    found[_ERROR] = {
        "type": "object",
        "required": ["error"],
        "properties": {"error": {"type": "string"}},
    }
    tensor: dict[str, Schema] = {
        "name": {"type": "string"},
        "shape": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 2},
        "datatype": {"type": "string", "enum": sorted(DATATYPES)},
        "data": {"type": "array"},
    }
    column = {**tensor, "name": {"type": "string", "enum": list(model.door.columns)}}
    found["InferenceRequest"] = {
        "type": "object",
        "required": ["inputs"],
        "properties": {
            "id": {"type": "string"},
            "inputs": {"type": "array", "items": _whole(column), "minItems": 1},
        },
    }
    found["InferenceAnswer"] = {
        "type": "object",
        "required": ["model_name", "outputs"],
        "properties": {
            "model_name": {"type": "string"},
            "model_version": {"type": "string"},
            "id": {"type": "string"},
            "outputs": {"type": "array", "items": _whole(tensor), "minItems": 1},
        },
    }
    return found


def _whole(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def paths(plan: ServePlan, board: Board) -> dict[str, Any]:
    """Return the operations of the server's one model."""
    model = f"/v2/models/{plan.name}"
    version = {
        "name": "version",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": [str(each) for each in sorted(board.models)]},
    }
    found = {
        "/v2": _get("What the server is", "ServerMetadata"),
        "/v2/health/live": _get("Whether it lives", "Live"),
        "/v2/health/ready": _get("Whether it answers", "Ready"),
        model: _get("What the model reads and answers", "ModelMetadata"),
        f"{model}/ready": _get("Whether the model answers", "ModelReady"),
        f"{model}/infer": {"post": _infer(plan, board)},
        "/v2/repository/index": {"post": _index(plan)},
    }
    versioned = f"{model}/versions/{{version}}"
    for path in (model, f"{model}/ready", f"{model}/infer"):
        found[path.replace(model, versioned)] = {
            verb: {**each, "parameters": [version], "responses": _may_be_gone(each["responses"])}
            for verb, each in found[path].items()
        }
    return found


def _get(summary: str, schema: str) -> dict[str, Any]:
    return {"get": operation(summary, {JSON: ref(schema)})}


def _may_be_gone(responses: dict[str, Any]) -> dict[str, Any]:
    return {**responses, "404": operation("", {}, 404, error=_ERROR)["responses"]["404"]}


def _infer(plan: ServePlan, board: Board) -> dict[str, Any]:
    columns = board.champion.door.contract.columns
    example = {
        "inputs": [
            {
                "name": name,
                "shape": [1],
                "datatype": metadata.DATATYPES.get(columns[name].type, "BYTES"),
                "data": [example_of(columns[name])],
            }
            for name in board.champion.door.columns
        ]
    }
    return operation(
        "Predict rows, one tensor a column",
        {JSON: ref("InferenceAnswer")},
        *(400, 422, *parts.refusals(plan)),
        error=_ERROR,
        security=_security(plan),
        requestBody=body({JSON: {"schema": ref("InferenceRequest"), "example": example}}),
    )


def _index(plan: ServePlan) -> dict[str, Any]:
    return operation(
        "List the versions that are loaded",
        {JSON: {"type": "array", "items": ref("RepositoryEntry")}},
        *(400, *parts.refusals(plan)),
        error=_ERROR,
        security=_security(plan),
        requestBody=body(
            {JSON: {"schema": {"type": "object", "properties": {"ready": {"type": "boolean"}}}}},
            required=False,
        ),
    )


def _security(plan: ServePlan) -> list[dict[str, list[str]]]:
    return [{"bearer": []}] if plan.token or plan.tokens else []
