"""Contracts to and from pandera schemas of Polars frames."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from assay.core.errors import InputError, did_you_mean, require
from assay.data.columns import exactly
from assay.data.contract.model import Column, ColumnType, Contract, Expression, Seen, Table
from assay.data.contract.parse import dtype_of
from assay.data.contract.text import value as written

if TYPE_CHECKING:
    from pandera.polars import DataFrameSchema

_NOTE = "assay"
"""Where pandera's metadata keeps what its checks cannot say: formats, markers, shares, support."""


def to_pandera(contract: Contract) -> DataFrameSchema:
    """Return the contract as a pandera schema of parsed rows.

    Types, bounds, categories, patterns, nulls, uniqueness, keys and expressions become pandera's
    own; the rest (date formats, markers for missing, shares, support of bounds) travels in the
    metadata, so that `from_pandera` gives the contract back.

    Raises:
        MissingExtra: If pandera is not installed.
    """
    pandera = _pandera()
    first, *others = contract.table.keys or ((),)
    checks = [
        pandera.Check(_holds(expression.sql), name=expression.name, error=expression.sql)
        for expression in contract.expressions
    ]
    checks += [
        pandera.Check(_never_twice(key), name=f"{' + '.join(key)} never twice") for key in others
    ]
    schema: DataFrameSchema = pandera.DataFrameSchema(
        {name: _to_column(pandera, column) for name, column in contract.columns.items()},
        checks=checks,
        unique=list(first) or None,
        strict=True if contract.table.extra_columns == "forbid" else "filter",
        metadata={
            _NOTE: {
                "table": contract.table.model_dump(exclude_defaults=True),
                "seen": {
                    name: seen.model_dump(exclude_defaults=True)
                    for name, seen in contract.seen.items()
                },
            }
        },
    )
    return schema


def from_pandera(
    schema: DataFrameSchema, *, target: str | None = None, leave_out: bool = False
) -> Contract:
    """Return a pandera schema as a contract.

    Args:
        schema: A schema of Polars frames.
        target: Column to predict; may be absent if the schema came from `to_pandera`.
        leave_out: Leave out what a contract cannot say (functions as checks, columns named by
            patterns), instead of refusing.

    Raises:
        MissingExtra: If pandera is not installed.
        InputError: With all that a contract cannot say, or if there is no target.
    """
    _pandera()
    note = (schema.metadata or {}).get(_NOTE, {})
    table = dict(note.get("table", {}))
    table["target"] = target or table.get("target")
    if table["target"] is None:
        raise InputError(
            "the schema does not say which column is the target",
            where="pandera schema",
            remedy="from_pandera(schema, target='COLUMN')",
        )
    if target is not None and target not in schema.columns:
        raise InputError(
            f"there is no column '{target}'{did_you_mean(target, schema.columns)}",
            where="pandera schema",
            remedy=f"name one of {', '.join(schema.columns)}",
        )
    lost: list[str] = []
    columns: dict[str, Column] = {}
    expressions = [
        Expression(name=check.name, sql=check.error)
        for check in schema.checks
        if _is_condition(check.error)
    ]
    keys = [tuple(key) for key in table.get("keys", ())]
    unique = tuple([schema.unique] if isinstance(schema.unique, str) else schema.unique or ())
    table["keys"] = tuple(dict.fromkeys([*([unique] if unique else []), *keys[1:]]))
    known = {f"{' + '.join(key)} never twice" for key in table["keys"]}
    lost += [
        f"check '{check.name}' of the table"
        for check in schema.checks
        if not _is_condition(check.error) and check.name not in known
    ]
    for name, column in schema.columns.items():
        if column.regex:
            lost.append(f"columns named by the pattern '{name}'")
            continue
        columns[name] = _from_column(name, column, expressions, lost)
    if lost and not leave_out:
        raise InputError(
            f"a contract cannot say {len(lost)} part{'s' if len(lost) > 1 else ''} of the schema",
            where="\n        ".join(lost),
            remedy="write them as SQL expressions, or pass leave_out=True",
        )
    if schema.strict is True:
        table["extra_columns"] = "forbid"
    return Contract(
        format=1,
        table=Table.model_validate(table),
        columns=columns,
        expressions=tuple(expressions),
        seen={name: Seen.model_validate(seen) for name, seen in note.get("seen", {}).items()},
    )


def to_yaml(contract: Contract) -> str:
    """Return the contract as pandera's YAML; comments at its end list what YAML cannot say.

    Raises:
        MissingExtra: If pandera, or what it needs for YAML, is not installed.
    """
    schema = to_pandera(contract)
    require("yaml", extra="pandera", feature="pandera's YAML")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # says what the comments say
        text = str(schema.to_yaml())
    lost = [f"expression {each.name}: {each.sql}" for each in contract.expressions]
    lost += [f"key: {' + '.join(key)} never twice" for key in contract.table.keys[1:]]
    for name, column in contract.columns.items():
        rest = column.model_dump(exclude_defaults=True, exclude=_SAID_IN_YAML)
        lost += [f"column {name}: {key} = {written(value)}" for key, value in rest.items()]
    if lost:
        text += "\n# Only in contract.toml:\n" + "".join(f"#   {line!s}\n" for line in lost)
    return text


_SAID_IN_YAML = {
    "type", "nullable", "unique", "required", "min", "max", "categories", "pattern", "timezone",
}  # fmt: skip


def from_yaml(path: Path, *, target: str | None = None, leave_out: bool = False) -> Contract:
    """Return a pandera schema, kept as YAML, as a contract; arguments as for `from_pandera`.

    Raises:
        MissingExtra: If pandera, or what it needs for YAML, is not installed.
        InputError: If the file is not there or no schema of Polars frames, and as `from_pandera`.
    """
    pandera = _pandera()
    yaml = require("yaml", extra="pandera", feature="pandera's YAML")
    try:
        schema = pandera.DataFrameSchema.from_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError as cause:
        raise InputError(
            f"there is no {path.name}", where=str(path.parent.resolve()), remedy="correct the path"
        ) from cause
    except (
        yaml.YAMLError,
        pandera.errors.SchemaDefinitionError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
    ) as cause:
        said = str(cause).strip().splitlines() or [type(cause).__name__]
        raise InputError(
            f"{path.name} is no pandera schema: {said[0]}",
            where=str(path),
            remedy="write it with pandera's schema.to_yaml()",
        ) from cause
    if not hasattr(schema, "columns"):
        raise InputError(f"{path.name} is no pandera schema", where=str(path), remedy="correct it")
    return from_pandera(schema, target=target, leave_out=leave_out)


def _pandera() -> Any:
    return require("pandera.polars", extra="pandera", feature="exchange with pandera")


def _holds(sql: str) -> Any:
    def check(data: Any) -> pl.LazyFrame:
        holds: pl.LazyFrame = data.lazyframe.select(pl.sql_expr(sql).fill_null(True))
        return holds

    return check


def _never_twice(key: tuple[str, ...]) -> Any:
    def check(data: Any) -> pl.LazyFrame:
        first: pl.LazyFrame = data.lazyframe.select(pl.struct(exactly(key)).is_first_distinct())
        return first

    return check


def _to_column(pandera: Any, column: Column) -> Any:
    checks = []
    if column.min is not None:
        checks.append(pandera.Check.ge(_moment(column.min, column)))
    if column.max is not None:
        checks.append(pandera.Check.le(_moment(column.max, column)))
    if column.categories and not column.open:
        checks.append(pandera.Check.isin(list(column.categories)))
    if column.pattern is not None:
        checks.append(pandera.Check.str_matches(f"^(?:{column.pattern})$"))
    return pandera.Column(
        None if column.type == "any" else dtype_of(column),
        checks,
        nullable=column.nullable,
        unique=column.unique,
        required=column.required,
        metadata={_NOTE: column.model_dump(exclude_defaults=True)},
    )


def _moment(bound: Any, column: Column) -> Any:
    """Return a bound that pandera can hold against the column's type."""
    if column.type != "datetime":
        return bound
    if not isinstance(bound, datetime.datetime):
        bound = datetime.datetime.combine(bound, datetime.time())
    zone = datetime.UTC if column.timezone else None
    return bound.replace(tzinfo=zone) if bound.tzinfo is None else bound.astimezone(zone)


def _is_condition(sql: str | None) -> bool:
    if not sql:
        return False
    try:
        return bool(pl.sql_expr(sql).meta.root_names())
    except pl.exceptions.PolarsError:
        return False


def _from_column(name: str, column: Any, expressions: list[Expression], lost: list[str]) -> Column:
    noted = dict((column.metadata or {}).get(_NOTE, {}))
    dtype = getattr(column.dtype, "type", None)
    given: dict[str, Any] = {
        **noted,
        "type": noted.get("type") if dtype is None else _type(dtype),
        "nullable": column.nullable,
        "unique": column.unique,
        "required": column.required,
    }
    for key in ("min", "max", "pattern"):
        given.pop(key, None)
    if not given.get("open"):
        given.pop("categories", None)
    if isinstance(dtype, pl.Enum):
        given["categories"] = tuple(dtype.categories)
    given["type"] = given["type"] or "any"
    if isinstance(dtype, pl.Datetime) and dtype.time_zone:
        given["timezone"] = "UTC"
    for check in column.checks:
        said = dict(_said(name, check, given["type"]))
        if not said:
            lost.append(f"check '{check.name}' of column '{name}'")
        if sql := said.pop("sql", None):
            expressions.append(Expression(name=f"{name}: {check.name}", sql=sql))
        given |= said
    if given["type"] == "any" and given.keys() & {"min", "max"}:
        given["type"] = "number"
    elif given["type"] == "any" and given.keys() & {"categories", "pattern"}:
        given["type"] = "text"
    return Column.model_validate(given)


def _type(dtype: Any) -> ColumnType:
    kinds: list[tuple[bool, ColumnType]] = [
        (dtype.is_integer(), "integer"),
        (dtype.is_numeric(), "number"),
        (dtype == pl.Boolean, "boolean"),
        (dtype == pl.Date, "date"),
        (dtype == pl.Datetime, "datetime"),
        (dtype in (pl.String, pl.Categorical) or isinstance(dtype, pl.Enum), "text"),
    ]
    return next((kind for fits, kind in kinds if fits), "any")


def _said(name: str, check: Any, kind: str) -> Iterator[tuple[str, Any]]:
    """Yield what a check of a column says, as keys of a contract's column or as `sql`."""
    yield from _said_of_order(name, check, kind)
    yield from _said_of_members(name, check, kind)
    yield from _said_of_text(check)


def _said_of_order(name: str, check: Any, kind: str) -> Iterator[tuple[str, Any]]:
    facts = check.statistics or {}
    quoted = _quoted(name)
    match check.name:
        case "greater_than_or_equal_to":
            yield "min", facts["min_value"]
        case "less_than_or_equal_to":
            yield "max", facts["max_value"]
        case "greater_than":
            low = facts["min_value"]
            yield ("min", low + 1) if kind == "integer" else ("sql", f"{quoted} > {_sql(low)}")
        case "less_than":
            high = facts["max_value"]
            yield ("max", high - 1) if kind == "integer" else ("sql", f"{quoted} < {_sql(high)}")
        case "in_range":
            yield "min", facts["min_value"]
            yield "max", facts["max_value"]
            open_ends = [
                f"{quoted} <> {_sql(facts[side])}"
                for side, flag in (("min_value", "include_min"), ("max_value", "include_max"))
                if not facts[flag]
            ]
            if open_ends:
                yield "sql", " AND ".join(open_ends)


def _said_of_members(name: str, check: Any, kind: str) -> Iterator[tuple[str, Any]]:
    facts = check.statistics or {}
    quoted = _quoted(name)
    match check.name:
        case "isin" if kind in ("text", "integer", "any"):
            yield "categories", tuple(facts["allowed_values"])
            yield "open", False
        case "notin":
            forbidden = ", ".join(_sql(value) for value in facts["forbidden_values"])
            yield "sql", f"{quoted} NOT IN ({forbidden})"
        case "equal_to":
            yield "sql", f"{quoted} = {_sql(facts['value'])}"
        case "not_equal_to":
            yield "sql", f"{quoted} <> {_sql(facts['value'])}"


def _said_of_text(check: Any) -> Iterator[tuple[str, Any]]:
    facts = check.statistics or {}
    match check.name:
        case "str_matches":
            pattern = str(facts["pattern"])
            own = re.fullmatch(r"\^\(\?:(.*)\)\$", pattern, re.DOTALL)
            yield "pattern", own[1] if own else f"(?:{pattern.removeprefix('^')}).*"
        case "str_contains":
            yield "pattern", f".*(?:{facts['pattern']}).*"
        case "str_startswith":
            yield "pattern", f"{re.escape(facts['string'])}.*"
        case "str_endswith":
            yield "pattern", f".*{re.escape(facts['string'])}"
        case "str_length":
            least, most = facts.get("min_value"), facts.get("max_value")
            if (exact := facts.get("exact_value")) is not None:
                least = most = exact
            yield "pattern", f"(?s:.{{{least or 0},{'' if most is None else most}}})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sql(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, datetime.datetime):
        return f"CAST('{value:%Y-%m-%d %H:%M:%S}' AS TIMESTAMP)"
    if isinstance(value, datetime.date):
        return f"DATE('{value.isoformat()}')"
    return written(value)
