"""The parts that operations of the document are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec

from assay.serving.plan import ServePlan

JSON = "application/json"
Schema = dict[str, Any]
Content = dict[str, Any]


def ref(name: str) -> Schema:
    """Return a reference to a schema of the document.

    Example:
        >>> ref("Answer")
        {'$ref': '#/components/schemas/Answer'}
    """
    return {"$ref": f"#/components/schemas/{name}"}


def schemas(types: Iterable[type]) -> dict[str, Schema]:
    """Return the schemas of the code's own types, by name, those that they hold included."""
    _, found = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    for each in found.values():
        each.pop("title", None)
        if "description" in each:
            each["description"] = each["description"].partition("\n")[0]
    return dict(found)


def operation(
    summary: str,
    content: Mapping[str, Schema],
    *errors: int,
    ok: int = 200,
    error: str = "Error",
    **more: Any,
) -> dict[str, Any]:
    """Return one operation.

    Args:
        summary: What it does.
        content: Schema of the answer, by media type.
        errors: Statuses of the answers that say why not.
        ok: Status of the answer.
        error: Name of the schema of those.
        more: Further fields, such as `requestBody` and `security`.
    """
    return {
        "summary": summary,
        **more,
        "responses": {
            str(ok): _said(ok, content),
            **{str(status): _said(status, {JSON: ref(error)}) for status in sorted(errors)},
        },
    }


def refusals(plan: ServePlan) -> tuple[int, ...]:
    """Return the statuses of refusals that every endpoint with a body may give."""
    return (401, 408, 413, *((429,) if plan.rate else ()), 503)


def body(content: Mapping[str, Content], *, required: bool = True) -> dict[str, Any]:
    """Return the body that an operation takes, by media type."""
    return {"required": required, "content": dict(content)}


def _said(status: int, content: Mapping[str, Schema]) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if status in (429, 503):
        headers["Retry-After"] = {
            "description": "Seconds to wait.",
            "schema": {"type": "integer", "minimum": 1},
        }
    return {
        "description": HTTPStatus(status).phrase,
        **({"headers": headers} if headers else {}),
        "content": {kind: {"schema": schema} for kind, schema in content.items()},
    }
