"""What a record may hold, column by column, as JSON Schema, with an example that is allowed."""

from __future__ import annotations

import datetime
from typing import Any

from assay.data.contract.model import Column, limit_of
from assay.data.contract.single import LEAST, MOST
from assay.serving.door import Door

_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean", "text": "string"}
_ANY = ["string", "number", "boolean", "null"]


def record(door: Door) -> dict[str, Any]:
    """Return the schema of one record; what it allows, the contract allows.

    The server reads more than it says, such as numbers written as text.
    """
    columns = {name: door.contract.columns[name] for name in door.columns}
    return {
        "type": "object",
        "properties": {name: _schema(column) for name, column in columns.items()},
        "required": [name for name, each in columns.items() if each.required and not each.nullable],
        "additionalProperties": door.contract.table.extra_columns != "forbid",
    }


def example(door: Door) -> dict[str, Any]:
    """Return a record that the contract allows."""
    return {name: example_of(door.contract.columns[name]) for name in door.columns}


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
    if column.type in ("date", "datetime"):
        kind: Any = ["string", "null"] if column.nullable else "string"
        return {"type": kind, "description": f"written {column.format or 'as ISO 8601'}"}
    if column.type == "any":
        return {"type": _ANY if column.nullable else _ANY[:-1]}
    kind = _TYPES[column.type]
    schema: dict[str, Any] = {"type": [kind, "null"] if column.nullable else kind}
    if column.categories and not column.open:
        schema["enum"] = [*column.categories, *([None] if column.nullable else [])]
    elif column.type == "text":
        schema |= _text(column)
    for name, bound, edge in (("minimum", column.min, LEAST), ("maximum", column.max, MOST)):
        if isinstance(bound, int | float):
            schema[name] = bound
        elif column.type == "integer":
            schema[name] = edge
    return schema


def _text(column: Column) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    if column.pattern is not None:
        schema["pattern"] = f"^(?:{column.pattern})$"
    elif not column.nullable:
        schema["pattern"] = r"\S"  # a blank text is a missing one
    if column.missing and not column.nullable:
        schema["not"] = {"enum": list(column.missing)}
    return schema
