"""Write a contract as commented TOML: each bound with what supports it."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from typing import Any

from assay.core.toml import Section
from assay.data.contract import chance
from assay.data.contract.model import Column, Contract, Seen, Table

HEAD = """\
# What the data must satisfy. Assay inferred it; edit it freely, it is enforced from now on.
# A comment says what supports a bound, and how often a clean batch of 10,000 rows breaks it by
# chance. `assay validate` holds data against it, `assay contract diff A B` compares two.
"""
SEEN = """
# What the bounds above rest on, to compute chances from. Not for editing; a column that you remove
# above may stay here.
[seen]"""
WIDE = 100
"""Characters from which a comment stands above its line."""


def to_toml(contract: Contract) -> str:
    """Return the contract as the text of `contract.toml`.

    Example:
        >>> from assay.data.contract.model import Column, Contract, Table
        >>> print(to_toml(Contract(
        ...     format=1, table=Table(target="y"), columns={"y": Column(type="integer", min=0)}
        ... )).partition("[columns")[2])
        .y]
        type = "integer"
        nullable = false
        min = 0
        <BLANKLINE>
    """
    rows = max((seen.rows for seen in contract.seen.values()), default=None)
    lines = [HEAD, f"format = {contract.format}", "", "[table]", *_table(contract.table, rows)]
    for name, column in contract.columns.items():
        lines += ["", f"[columns.{key(name)}]", *_column(column, contract.seen.get(name))]
    for expression in contract.expressions:
        lines += ["", "[[expressions]]"]
        lines += [f"{name} = {value(given)}" for name, given in _given(expression).items()]
    if contract.seen:
        lines.append(SEEN)
        lines += [f"{key(name)} = {value(seen)}" for name, seen in contract.seen.items()]
    return "\n".join(lines) + "\n"


def _given(section: Section, *, always: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the fields that differ from their defaults, in the order of the model."""
    return {
        name: getattr(section, name)
        for name, field in type(section).model_fields.items()
        if field.is_required()
        or name in always
        or getattr(section, name) != field.get_default(call_default_factory=True)
    }


def _line(name: str, given: Any, comment: str) -> list[str]:
    line = f"{name} = {value(given)}"
    if comment and len(line) + len(comment) + 4 > WIDE:
        return [f"# {comment}:", line]
    return [f"{line}  # {comment}" if comment else line]


def _table(table: Table, rows: int | None) -> list[str]:
    lines = []
    for name, given in _given(table).items():
        comment = ""
        if name == "min_rows" and rows is not None:
            comment = f"{rows:,} rows seen; a single table does not say how many the next one has"
        lines += _line(name, given, comment)
    if table.time is not None and table.fresh_within_days is None:
        lines.append("# fresh_within_days = 7  # to be told when the newest row is older")
    return lines


def _column(column: Column, seen: Seen | None) -> list[str]:
    lines = []
    for name, given in _given(column, always=("nullable",)).items():
        comment = _comment(name, column, seen) if seen is not None else ""
        lines += _line(name, given, comment)
    return lines


def _comment(name: str, column: Column, seen: Seen) -> str:
    comments: dict[str, Callable[[Column, Seen], str]] = {
        "nullable": _nullable_comment,
        "most_missing": _share_comment,
        "min": lambda column, seen: _bound_comment("min", column, seen),
        "max": lambda column, seen: _bound_comment("max", column, seen),
        "categories": _category_comment,
        "unique": lambda _, seen: f"so in all {seen.present:,} rows",
        "pattern": lambda _, seen: f"so in all {seen.present:,} rows",
        "format": lambda _, seen: (
            f"{seen.other_format} fits all rows too; decide" if seen.other_format else ""
        ),
        "missing": lambda column, seen: (
            f"{seen.unread:,} of {seen.rows:,} rows hold a text that is no {column.type}"
            if seen.unread
            else ""
        ),
    }
    return comments[name](column, seen) if name in comments and seen.rows else ""


def _nullable_comment(column: Column, seen: Seen) -> str:
    if column.nullable:
        return f"{seen.missing:,} of {seen.rows:,} rows lack a value"
    if seen.missing:
        return ""
    most = percent(min(1.0, 3 / seen.rows), digits=2)
    return f"none of {seen.rows:,} rows lacks a value; at most {most} do, with 95 % confidence"


def _share_comment(column: Column, seen: Seen) -> str:
    if column.most_missing is None:
        return ""
    broken = chance.more_missing(seen, column.most_missing, batch=chance.BATCH)
    return f"{percent(seen.missing / seen.rows, digits=2)} seen; {_breaks(broken)}"


def _category_comment(column: Column, seen: Seen) -> str:
    if not seen.rarest:
        return ""
    broken = chance.unseen(seen, batch=chance.BATCH)
    if not column.open:
        return f"{seen.present:,} rows; {_breaks(broken)}"
    return (
        f"{seen.present:,} rows, {seen.once:,} categories only once; {_batch()} holds another one "
        f"in {percent(broken)} of cases, so the list is open"
    )


def _bound_comment(side: str, column: Column, seen: Seen) -> str:
    bound = column.min if side == "min" else column.max
    tail = seen.low if side == "min" else seen.high
    if isinstance(bound, datetime.date):
        return "years beyond what was seen, against absurd dates; no chance stated"
    if tail is None or bound is None:
        return ""
    support = f"{seen.present:,} rows reach {tail.edge:g}"
    if abs(seen.drift) >= chance.DRIFTS:
        way = "rise" if seen.drift > 0 else "fall"
        return f"{support}; values {way} along the rows, so no chance can be stated"
    if tail.natural and bound == 0:
        return f"{support} and crowd there; zero is taken as a limit"
    broken = chance.of_check(side, column, seen, batch=chance.BATCH)
    return support if broken is None else f"{support}; {_breaks(broken)}"


def _batch() -> str:
    return f"a clean batch of {chance.BATCH:,}"


def _breaks(broken: float) -> str:
    return f"{_batch()} breaks it in {percent(broken)} of cases"


def percent(share: float, *, digits: int = 1) -> str:
    """Return a share as a percentage that a person reads.

    Example:
        >>> percent(0.00314), percent(0.5), percent(1e-9), percent(0.00314, digits=2)
        ('0.3 %', '50 %', 'under 0.1 %', '0.31 %')
    """
    least = 10.0 ** -(digits + 2)
    if share < least:
        return f"under {least * 100:.{digits}f} %"
    return f"{share * 100:.{digits if share < 0.1 else 0}f} %"


def key(name: str) -> str:
    """Return a name as a TOML key, quoted where it must be.

    Example:
        >>> key("tenure"), key("hours per week")
        ('tenure', '"hours per week"')
    """
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else text(name)


def text(given: str) -> str:
    """Return a text as a TOML string."""
    return json.dumps(given, ensure_ascii=False).replace("\x7f", "\\u007f")


def value(given: Any) -> str:
    """Return a value as TOML.

    Example:
        >>> value(("a", 1)), value(datetime.date(2024, 1, 31)), value(float("inf"))
        ('["a", 1]', '2024-01-31', 'inf')
    """
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, str):
        return text(given)
    if isinstance(given, datetime.date):
        return given.isoformat()
    if isinstance(given, tuple | list):
        return "[" + ", ".join(value(item) for item in given) + "]"
    if isinstance(given, Section):
        inner = ", ".join(
            f"{name} = {value(item)}" for name, item in _given(given).items() if item is not None
        )
        return "{ " + inner + " }"
    return repr(given)
