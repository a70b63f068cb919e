"""Find what a contract says against itself: each with its key and the remedy.

It looks at the plain content of the file, whole or not, so that these mistakes are told together
with misspelt keys and wrong types.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from assay.core.errors import did_you_mean
from assay.core.toml import Key

Contradiction = tuple[Key, str, str]

ZONE = re.compile(r"%(?:#|:{0,3})z")
"""The part of a date format that reads the zone."""
_MOMENT = datetime.datetime(2021, 12, 31, 23, 58, 59)  # noqa: DTZ001  (a form has no zone)


def contradictions(content: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Yield key, what is wrong, and the remedy of each contradiction.

    Example:
        >>> found = contradictions({"columns": {"age": {"type": "integer", "min": 9, "max": 1}}})
        >>> [what for key, what, remedy in found]
        ['max 1 is below min 9']
    """
    columns = {
        name: column
        for name, column in _mapping(content.get("columns")).items()
        if isinstance(column, Mapping)
    }
    for name, column in columns.items():
        for field, what, remedy in _column(column):
            yield ("columns", name, field), what, remedy
    yield from _table(_mapping(content.get("table")), columns)
    expressions = content.get("expressions")
    for place, expression in enumerate(
        expressions if isinstance(expressions, list | tuple) else ()
    ):
        if isinstance(sql := _mapping(expression).get("sql"), str) and columns:
            yield from _expression(("expressions", place, "sql"), sql, columns)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _column(column: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    kind = column.get("type")
    yield from _bounds(column, kind)
    yield from _categories(column, kind)
    if (pattern := column.get("pattern")) is not None:
        if kind != "text":
            yield "pattern", f"a column of type {kind} has no pattern", "remove it, or use text"
        elif isinstance(pattern, str) and (fault := _pattern_fault(pattern)):
            yield "pattern", f"is no regular expression: {fault}", "correct it"
    if isinstance(form := column.get("format"), str):
        if kind not in ("date", "datetime"):
            yield "format", f"a column of type {kind} has no date format", "remove it"
        elif not _reads(form):
            what = f"'{form}' does not say the day of a year"
            yield "format", what, "write it like '%d-%m-%Y' or '%Y-%m-%d %H:%M:%S'"
    if column.get("timezone") is not None and kind != "datetime":
        yield "timezone", f"a column of type {kind} has no time zone", "remove it"
    if column.get("most_missing") is not None and not column.get("nullable", False):
        remedy = "set nullable = true, or remove most_missing"
        yield "most_missing", "no value may be missing (nullable = false)", remedy
    if (mark := column.get("thousands")) and mark == column.get("decimal", "."):
        yield "thousands", f"'{mark}' is the decimal mark too", "use another mark"
    words = [column.get(name) for name in ("true", "false")]
    if all(isinstance(given, list | tuple) for given in words):
        for word in sorted(
            {str(word) for word in words[0] or ()} & {str(w) for w in words[1] or ()}
        ):
            yield "false", f"'{word}' means true too", "keep it on one side"


def _bounds(column: Mapping[str, Any], kind: Any) -> Iterator[tuple[str, str, str]]:
    fitting: dict[str, tuple[type, ...]] = {
        "integer": (int, float),
        "number": (int, float),
        "date": (datetime.date,),
        "datetime": (datetime.date,),
    }
    sound = {}
    for side in ("min", "max"):
        if (bound := column.get(side)) is None or isinstance(bound, bool):
            continue
        if not isinstance(bound, int | float | datetime.date):
            continue  # the model says so
        if kind not in fitting:
            if kind in ("boolean", "text", "any"):
                yield side, f"a column of type {kind} has no bounds", "remove it"
        elif not isinstance(bound, fitting[kind]):
            remedy = "write a number" if int in fitting[kind] else "write a date, 2024-01-31"
            yield side, f"{bound} is no bound for a column of type {kind}", remedy
        elif kind == "date" and isinstance(bound, datetime.datetime):
            yield side, f"{bound} is a moment, the column holds dates", "write 2024-01-31"
        else:
            sound[side] = _comparable(bound)
    if len(sound) == 2 and sound["max"] < sound["min"]:
        what = f"max {column['max']} is below min {column['min']}"
        yield "max", what, "exchange them, or correct one"


def _comparable(bound: Any) -> Any:
    if isinstance(bound, datetime.datetime):
        return bound.replace(tzinfo=None)
    if isinstance(bound, datetime.date):
        return datetime.datetime.combine(bound, datetime.time())
    return bound


def _categories(column: Mapping[str, Any], kind: Any) -> Iterator[tuple[str, str, str]]:
    categories = column.get("categories")
    if not isinstance(categories, list | tuple) or not categories:
        if column.get("open") is True:
            yield "open", "there are no categories to be open", "remove it, or list categories"
        return
    if kind in ("number", "boolean", "date", "datetime", "any"):
        yield "categories", f"a column of type {kind} has none", "remove it, or use type text"
        return
    wanted: type = int if kind == "integer" else str
    wrong = [item for item in categories if not isinstance(item, wanted)]
    if wrong and kind in ("integer", "text"):
        remedy = "write whole numbers" if wanted is int else "put quotes around it"
        yield "categories", f"{wrong[0]!r} does not fit type {kind}", remedy
    doubled = sorted({str(item) for item in categories if categories.count(item) > 1})
    if doubled:
        yield "categories", f"'{doubled[0]}' stands there twice", "remove one"


def _pattern_fault(pattern: str) -> str:
    try:
        pl.Series([""]).str.contains(f"^(?:{pattern})$")
    except pl.exceptions.ComputeError as cause:
        lines = [line for line in str(cause).splitlines() if line.startswith("error:")]
        return lines[0].removeprefix("error: ") if lines else "it cannot be read"
    return ""


def _reads(form: str) -> bool:
    """Whether a moment written in this form can be read back, its year at least."""
    moment = pl.Series([_MOMENT])
    if ZONE.search(form):
        moment = moment.dt.replace_time_zone("UTC")
    try:
        written = moment.dt.strftime(ZONE.sub("%z", form))
        read: int | None = written.str.to_datetime(form, strict=False).dt.year().item()
        return read == _MOMENT.year
    except pl.exceptions.PolarsError:
        return False


def _table(table: Mapping[str, Any], columns: Mapping[str, Any]) -> Iterator[Contradiction]:
    def known(key: Key, name: Any) -> Iterator[Contradiction]:
        if isinstance(name, str) and columns and name not in columns:
            near = did_you_mean(name, columns)
            yield key, f"there is no column '{name}'{near}", f"add [columns.{name}], or correct it"

    for role in ("target", "time", "group", "id"):
        yield from known(("table", role), table.get(role))
        given = table.get(role)
        if role != "target" and given is not None and given == table.get("target"):
            yield ("table", role), f"'{given}' is the target too", "name another column"
    keys = table.get("keys")
    for key in keys if isinstance(keys, list | tuple) else ():
        for name in key if isinstance(key, list | tuple) else ():
            yield from known(("table", "keys"), name)
    least, most = table.get("min_rows", 1), table.get("max_rows")
    if isinstance(least, int) and isinstance(most, int) and most < least:
        yield ("table", "max_rows"), f"{most} is below min_rows {least}", "correct one"
    if table.get("fresh_within_days") is not None:
        time = table.get("time")
        kind = _mapping(columns.get(time)).get("type") if isinstance(time, str) else None
        key = ("table", "fresh_within_days")
        if time is None:
            yield key, "needs table.time", "name the column that says when a row happened"
        elif kind is not None and kind not in ("date", "datetime"):
            yield key, f"column '{time}' is of type {kind}", "make it a date or datetime"


def _expression(
    key: Key, sql: str, columns: Mapping[str, Mapping[str, Any]]
) -> Iterator[Contradiction]:
    example = 'write a condition such as "start <= stop"'
    if re.search(r"\bselect\b", sql, re.IGNORECASE):
        yield key, "does not look at one row alone", example
        return
    try:
        condition = pl.sql_expr(sql)
    except pl.exceptions.PolarsError as cause:
        yield key, f"is no SQL condition: {_first_line(cause)}", example
        return
    if condition.meta.has_multiple_outputs():
        yield key, "means a pattern of columns, not one", "rename columns called '*' or '^...$'"
        return
    unknown = [name for name in condition.meta.root_names() if name not in columns]
    if unknown:
        near = did_you_mean(unknown[0], columns)
        yield key, f"there is no column '{unknown[0]}'{near}", "correct the name"
        return
    types: dict[Any, Any] = {
        "integer": pl.Int64(),
        "number": pl.Float64(),
        "boolean": pl.Boolean(),
        "text": pl.String(),
        "date": pl.Date(),
    }
    schema = {
        name: pl.Datetime("us", column.get("timezone"))
        if column.get("type") == "datetime"
        else types.get(column.get("type"), pl.Null())
        for name, column in columns.items()
    }
    try:
        dtype = pl.DataFrame(schema=schema).select(condition.alias("holds"))["holds"].dtype
    except pl.exceptions.PolarsError as cause:
        yield key, f"cannot be computed: {_first_line(cause)}", example
        return
    if dtype != pl.Boolean():
        yield key, "gives a value, not true or false", example
    elif not condition.meta.root_names() or _looks_around(_tree(condition)):
        yield key, "does not look at one row alone", example


def _tree(condition: pl.Expr) -> Any:
    return json.loads(condition.meta.serialize(format="json"))


def _looks_around(tree: Any) -> bool:
    """Whether an expression tree has an aggregate, a window or the number of rows in it."""
    if isinstance(tree, str):
        return tree == "Len"
    if isinstance(tree, Mapping):
        parts = {name: part for name, part in tree.items() if name not in ("Literal", "Column")}
        return bool(parts.keys() & {"Agg", "Over", "Window"}) or _looks_around([*parts.values()])
    return isinstance(tree, list) and any(_looks_around(part) for part in tree)


def _first_line(cause: Exception) -> str:
    return str(cause).strip().splitlines()[0]
