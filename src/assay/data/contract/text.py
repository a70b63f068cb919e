"""Write a contract as commented TOML: each bound with what supports it."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from assay.data.contract import chance
from assay.data.contract.model import Column, Contract, Section, Seen

HEAD = """\
# What the data must satisfy. Assay inferred it; edit it freely, it is enforced from now on.
# A comment says what supports a bound, and how often a clean batch of 10,000 rows breaks it
# by chance. `assay validate` holds data against it, `assay contract diff A B` compares two.
"""
SEEN = "\n# What the bounds above rest on, to compute chances from. Not for editing.\n"


def to_toml(contract: Contract) -> str:
    """Return the contract as the text of `contract.toml`.

    Example:
        >>> from assay.data.contract.model import Column, Contract, Table
        >>> print(to_toml(Contract(
        ...     format=1, table=Table(target="y"), columns={"y": Column(type="integer", min=0)}
        ... )).partition("[columns")[2])
        .y]
        type = "integer"
        min = 0
        <BLANKLINE>
    """
    lines = [HEAD, f"format = {contract.format}", "", "[table]"]
    lines += _pairs(contract.table)
    for name, column in contract.columns.items():
        lines += ["", f"[columns.{key(name)}]"]
        lines += _column(column, contract.seen.get(name))
    for expression in contract.expressions:
        lines += ["", "[[expressions]]", *_pairs(expression)]
    if contract.seen:
        lines.append(SEEN + "[seen]")
        lines += [f"{key(name)} = {value(seen)}" for name, seen in contract.seen.items()]
    return "\n".join(lines) + "\n"


def _pairs(section: Section) -> list[str]:
    return [f"{name} = {value(given)}" for name, given in _given(section).items()]


def _given(section: Section) -> dict[str, Any]:
    """Return the fields that differ from their defaults, in the order of the model."""
    fields = type(section).model_fields
    return {
        name: getattr(section, name)
        for name, field in fields.items()
        if field.is_required() or getattr(section, name) != field.get_default()
    }


def _column(column: Column, seen: Seen | None) -> list[str]:
    lines = []
    for name, given in _given(column).items():
        comment = _comment(name, column, seen)
        lines.append(f"{name} = {value(given)}" + (f"  # {comment}" if comment else ""))
    return lines


def _comment(name: str, column: Column, seen: Seen | None) -> str:
    if seen is None:
        return ""
    present = seen.rows - seen.missing
    broken: float | None = None
    if name in ("min", "max"):
        tail, bound = (seen.low, column.min) if name == "min" else (seen.high, column.max)
        if tail is None or not isinstance(bound, int | float):
            return ""
        broken = chance.beyond(tail, bound, rows=present, batch=chance.BATCH, high=name == "max")
        support = f"{present:,} rows reach {tail.edge:g}"
    elif name == "categories":
        broken = chance.unseen(seen, batch=chance.BATCH)
        support = f"{present:,} rows"
    else:
        return ""
    if broken is None:
        return support
    return f"{support}; a clean batch of {chance.BATCH:,} breaks it in {percent(broken)} of cases"


def percent(share: float) -> str:
    """Return a share as a percentage that a person reads.

    Example:
        >>> percent(0.00314), percent(0.5), percent(1e-9)
        ('0.3 %', '50 %', 'under 0.1 %')
    """
    if share < 0.001:
        return "under 0.1 %"
    return f"{share:.1%}".replace("%", " %") if share < 0.1 else f"{share:.0%}".replace("%", " %")


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


def value(given: Any) -> str:  # noqa: PLR0911
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
