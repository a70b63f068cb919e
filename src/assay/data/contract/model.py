"""The typed, validated `contract.toml`: what every row and every batch must satisfy."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, PlainValidator

from assay.core import toml
from assay.core.evidence.codec import digest
from assay.core.toml import Section

FORMAT = 1
"""Version of the file's form; a newer one is refused with a remedy."""

Environment = Literal["training", "serving", "labels"]
ColumnType = Literal["integer", "number", "boolean", "text", "date", "datetime", "any"]
Share = Annotated[float, Field(ge=0, le=1)]


def _bound(value: Any) -> int | float | datetime.date | datetime.datetime:
    if isinstance(value, bool) or not isinstance(value, int | float | datetime.date):
        raise ValueError(f"{value!r} is neither a number nor a date; write 5, 0.5 or 2024-01-31")
    return value


def _plain(bound: Any) -> int | float | str:
    return bound.isoformat() if isinstance(bound, datetime.date) else bound


Bound = Annotated[
    int | float | datetime.date | datetime.datetime,
    PlainValidator(_bound),
    PlainSerializer(_plain, when_used="json"),
]


def _category(value: Any) -> str | int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"{value!r} is neither a text nor a whole number")
    return value


Category = Annotated[str | int, PlainValidator(_category)]


class Tail(Section):
    """How values thin out towards one end, so that the chance of going past a bound is known.

    The share of rows beyond `threshold + x` (or below `threshold - x`) is
    `share * (1 + shape * x / scale) ** (-1 / shape)`, a generalised Pareto tail; `scale` 0 means
    that none was fitted; then `ties` and `before` decide.
    """

    edge: float = Field(description="Most extreme value seen.")
    ties: int = Field(default=1, ge=1, description="Rows that hold it.")
    before: int = Field(
        default=1, ge=0, description="Rows that hold the value before it; 0 if there is none."
    )
    natural: bool = Field(
        default=False, description="Whether values crowd at zero, so that zero limits them."
    )
    threshold: float = Field(default=0.0, description="Where the fitted tail begins.")
    share: Share = Field(default=0.0, description="Share of rows in the tail.")
    scale: float = Field(default=0.0, ge=0, description="Scale of the tail.")
    shape: float = Field(default=0.0, description="Shape: negative ends, positive is heavy.")


class Seen(Section):
    """What the bounds of a column rest on; written by `assay init`, not edited."""

    rows: int = Field(ge=0, description="Rows that support the bounds.")
    missing: int = Field(default=0, ge=0, description="Rows without a value.")
    low: Tail | None = Field(default=None, description="Tail towards the minimum.")
    high: Tail | None = Field(default=None, description="Tail towards the maximum.")
    once: int = Field(default=0, ge=0, description="Categories that one row holds.")
    rarest: int = Field(default=0, ge=0, description="Rows of the rarest category.")
    drift: float = Field(
        default=0.0, ge=-1, le=1, description="Rank correlation of the value with the row's place."
    )
    unread: int = Field(
        default=0, ge=0, description="Rows whose value does not read as the type, taken as missing."
    )
    other_format: str | None = Field(
        default=None, description="Another date format that fits every row."
    )

    @property
    def present(self) -> int:
        """Rows with a value."""
        return self.rows - self.missing


class Column(Section):
    """What the values of one column must satisfy."""

    type: ColumnType = Field(description="What a value is once it is parsed.")
    nullable: bool = Field(default=False, description="Whether a row may have no value.")
    most_missing: Share | None = Field(
        default=None, description="Largest share of rows without a value."
    )
    required: bool = Field(default=True, description="Whether the table must have the column.")
    min: Bound | None = Field(default=None, description="Smallest value allowed.")
    max: Bound | None = Field(default=None, description="Largest value allowed.")
    categories: tuple[Category, ...] = Field(
        default=(), description="The values allowed (or known, where `open`)."
    )
    open: bool = Field(
        default=False, description="Whether other categories are allowed; they are counted."
    )
    unique: bool = Field(default=False, description="Whether no value may come twice.")
    pattern: str | None = Field(
        default=None, description="Regular expression that the whole text must match."
    )
    format: str | None = Field(
        default=None, description="How a date is written, e.g. `%d-%m-%Y`; ISO 8601 if absent."
    )
    timezone: Literal["UTC"] | None = Field(
        default=None, description="`UTC` where a datetime is an instant; absent for local time."
    )
    missing: tuple[str, ...] = Field(
        default=(), description="Values that mean missing, besides blanks and NaN."
    )
    strip: bool = Field(default=False, description="Whether to cut blanks around a text.")
    decimal: Literal[".", ","] = Field(
        default=".", description="Decimal mark of numbers written as text."
    )
    thousands: Literal["", ",", ".", " ", "'", "_"] = Field(
        default="", description="Mark between thousands in numbers written as text."
    )
    true: tuple[str, ...] = Field(
        default=("true", "t", "yes", "y", "1"), description="Words for true, in lower case."
    )
    false: tuple[str, ...] = Field(
        default=("false", "f", "no", "n", "0"), description="Words for false, in lower case."
    )


class Expression(Section):
    """A condition across columns that every row must satisfy."""

    name: Annotated[str, Field(min_length=1)] = Field(description="What is promised, in words.")
    sql: Annotated[str, Field(min_length=1)] = Field(
        description="SQL condition over columns; a row where it is unknown (null) holds it."
    )


class Table(Section):
    """What the table as a whole must satisfy."""

    target: str = Field(description="Column to predict; absent when serving.")
    time: str | None = Field(default=None, description="Column that says when a row happened.")
    group: str | None = Field(default=None, description="Column that names whom a row belongs to.")
    id: str | None = Field(default=None, description="Column that names the row.")
    keys: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = Field(
        default=(), description="Columns that together never come twice, each key a list."
    )
    min_rows: Annotated[int, Field(ge=0)] = Field(
        default=1, description="Fewest rows of a training table."
    )
    max_rows: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Most rows of a training table."
    )
    fresh_within_days: Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="Age of the newest row (by `time`) at validation, at most."
    )
    extra_columns: Literal["drop", "forbid"] = Field(
        default="drop", description="Columns that the contract does not name."
    )


class Contract(Section):
    """The content of `contract.toml`."""

    format: Literal[1] = Field(description="Version of this file's form.")
    table: Table
    columns: dict[str, Column] = Field(min_length=1, description="The columns, by name.")
    expressions: tuple[Expression, ...] = Field(
        default=(), description="Conditions across columns."
    )
    seen: dict[str, Seen] = Field(
        default_factory=dict, description="What the bounds rest on, by column."
    )

    @property
    def hash(self) -> str:
        """SHA-256 of what is promised; comments, order of keys and `seen` do not change it."""
        return digest(self.model_dump(mode="json", exclude={"seen"}))


def limit_of(bound: Bound, column: Column, *, high: bool) -> Bound:
    """Return a bound in the column's type; a day as upper bound of moments is a whole day.

    Example:
        >>> limit_of(datetime.date(2024, 1, 31), Column(type="datetime"), high=True).isoformat()
        '2024-01-31T23:59:59.999999'
    """
    if column.type != "datetime" or not isinstance(bound, datetime.date):
        return bound
    if not isinstance(bound, datetime.datetime):
        bound = datetime.datetime.combine(bound, datetime.time.max if high else datetime.time.min)
    if bound.tzinfo is not None:
        bound = bound.astimezone(datetime.UTC)
    return bound.replace(tzinfo=datetime.UTC if column.timezone else None)


def load(path: Path) -> Contract:
    """Read a contract.

    Raises:
        InputError: If there is no such file.
        ProjectError: With every mistake in it, each with line, key and remedy.
    """
    from assay.data.contract.contradictions import contradictions  # a server does not need it

    file = toml.read(path)
    if isinstance(seen := file.data.get("format"), int) and seen > FORMAT:
        newer = f"{seen} is newer than this Assay reads ({FORMAT})"
        raise toml.mistaken(file, [file.mistake(("format",), newer, "upgrade assay-ml")])
    also = [file.mistake(*contradiction) for contradiction in contradictions(file.data)]
    return toml.parse(file, Contract, also=also)


def proven(content: bytes) -> Contract:
    """Read a contract that was found sound before, and whose hash says that it is the same still.

    Raises:
        pydantic.ValidationError: If it is no contract after all.
    """
    return Contract.model_validate(tomllib.loads(content.decode()))
