"""The server's OpenAPI document, made from the champion's contract."""

from __future__ import annotations

import datetime
from typing import Any

from assay.core.version import __version__
from assay.data.contract.model import Column, limit_of
from assay.serving.model import ServedModel
from assay.serving.plan import ServePlan

_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean", "text": "string"}


def document(plan: ServePlan, model: ServedModel) -> dict[str, Any]:
    """Return the document, OpenAPI 3.1.

    Args:
        plan: Name and limits of the server.
        model: The version that it describes.

    References:
        https://spec.openapis.org/oas/v3.1.0
    """
    columns = {name: model.door.contract.columns[name] for name in model.door.columns}
    record = {
        "type": "object",
        "properties": {name: _schema(column) for name, column in columns.items()},
        "required": [name for name, each in columns.items() if each.required and not each.nullable],
        "additionalProperties": model.door.contract.table.extra_columns != "forbid",
    }
    example = {name: example_of(column) for name, column in columns.items()}
    secured: list[dict[str, list[str]]] = [{"bearer": []}] if plan.token else []
    return {
        "openapi": "3.1.0",
        "info": {
            "title": plan.name,
            "version": str(model.version),
            "description": f"Version {model.version} of '{plan.name}', served by Assay "
            f"{__version__}.",
        },
        "paths": {
            "/v1/predict": {
                "post": {
                    "summary": "Predict one record, or a list of them",
                    "security": secured,
                    "requestBody": _body(
                        {"oneOf": [_ref("Record"), _list(_ref("Record"), plan.most_rows)]}, example
                    ),
                    "responses": _responses(
                        {"oneOf": [_ref("Answer"), _ref("Answers")]}, 400, 401, 408, 413, 422, 503
                    ),
                }
            },
            "/v1/feedback": {
                "post": {
                    "summary": "Say what became known later",
                    "security": secured,
                    "requestBody": _body(
                        {"oneOf": [_ref("Outcome"), {"type": "array", "items": _ref("Outcome")}]},
                        {"request_id": "7f3a-1", "outcome": True},
                    ),
                    "responses": _responses(
                        {"type": "object"}, 400, 401, 408, 413, 422, 503, ok=202
                    ),
                }
            },
            "/health": {
                "get": {
                    "summary": "Whether the server answers, and by which version",
                    "responses": _responses({"type": "object"}),
                }
            },
        },
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Record": record, **_answers(model)},
        },
    }


def example_of(column: Column) -> Any:
    """Return a value that the contract allows; no value of a real row.

    Example:
        >>> example_of(Column(type="integer", min=18, max=99))
        58
    """
    if column.categories:
        return column.categories[0]
    low, high = (
        None if bound is None else limit_of(bound, column, high=upper)
        for bound, upper in ((column.min, False), (column.max, True))
    )
    if column.type in ("date", "datetime"):
        return _moment(column, low)
    if column.type == "boolean":
        return True
    if column.type == "text":
        return None if column.nullable else "text"
    numbers = [bound for bound in (low, high) if isinstance(bound, int | float)]
    middle = sum(numbers) / len(numbers) if numbers else 1
    return int(middle) if column.type == "integer" else float(middle)


def _moment(column: Column, low: object) -> str:
    chosen = low if isinstance(low, datetime.date) else datetime.date(2024, 1, 31)
    if not isinstance(chosen, datetime.datetime):
        chosen = datetime.datetime.combine(chosen, datetime.time(12), tzinfo=datetime.UTC)
    default = "%Y-%m-%d" if column.type == "date" else "%Y-%m-%dT%H:%M:%S"
    form = (column.format or default).replace("%.f", "").replace("%:z", "+00:00")
    return chosen.strftime(form)


def _schema(column: Column) -> dict[str, Any]:
    kind = _TYPES.get(column.type)
    schema: dict[str, Any] = {}
    if kind is not None:
        schema["type"] = [kind, "null"] if column.nullable else kind
    if column.categories and not column.open:
        schema["enum"] = [*column.categories, *([None] if column.nullable else [])]
    for name, bound in (("minimum", column.min), ("maximum", column.max)):
        if isinstance(bound, int | float):
            schema[name] = bound
    if column.type in ("date", "datetime"):
        schema["type"] = ["string", "null"] if column.nullable else "string"
        schema["description"] = f"written {column.format or 'as ISO 8601'}"
    return schema


def _answers(model: ServedModel) -> dict[str, Any]:
    classes = model.description.classes
    said: dict[str, Any] = {
        "prediction": {"type": "string", "enum": list(classes)} if classes else {"type": "number"},
        "model_version": {"type": "integer"},
        "reasons": {"type": "array", "items": {"type": "object"}},
    }
    if classes:
        said["probability"] = {
            "type": "object",
            "properties": {name: {"type": "number"} for name in classes},
        }
    named = {"request_id": {"type": "string"}}
    return {
        "Answer": {"type": "object", "properties": {**named, **said}},
        "Answers": {
            "type": "object",
            "properties": {
                **named,
                "model_version": {"type": "integer"},
                "predictions": _list({"type": "object", "properties": said}, None),
            },
        },
        "Outcome": {
            "type": "object",
            "required": ["outcome"],
            "properties": {
                **named,
                "key": {"type": "string"},
                "row": {"type": "integer"},
                "outcome": {},
                "at": {"type": "string"},
            },
        },
        "Error": {
            "type": "object",
            "properties": {
                "error": {
                    "type": "object",
                    "properties": {"what": {"type": "string"}, "remedy": {"type": "string"}},
                }
            },
        },
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: dict[str, Any], most: int | None) -> dict[str, Any]:
    limits = {"minItems": 1, "maxItems": most} if most is not None else {}
    return {"type": "array", "items": items, **limits}


def _body(schema: dict[str, Any], example: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema, "example": example}}
    return {"required": True, "content": content}


def _responses(schema: dict[str, Any], *errors: int, ok: int = 200) -> dict[str, Any]:
    def said(what: str, of: dict[str, Any]) -> dict[str, Any]:
        return {"description": what, "content": {"application/json": {"schema": of}}}

    return {
        str(ok): said("The answer.", schema),
        **{str(status): said("Why not.", _ref("Error")) for status in errors},
    }
