"""Choose an encoder for each column from its profile, for trees and for linear models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from assay.core.errors import InputError, ProjectError, did_you_mean
from assay.core.evidence.data import ColumnProfile, ProfileEvidence, Task
from assay.core.project import EncoderName

Purpose = Literal["tree", "linear"]
Read = Literal["number", "string", "date"]

FEW_FOR_TREES = 8
"""Up to so many categories a tree gets a column each; above, the target's mean."""

FEW_FOR_LINEAR = 50
"""Up to so many categories a linear model gets a column each; above, the target's mean."""

FEW_LEVELS, ROWS_A_LEVEL = 24, 50
"""A whole number of so few levels, with so many rows each, is one-hot for a linear model, which
could not follow the hours of a day otherwise."""

SKEWED = 2.0
"""Skewness from which an amount enters a linear model as its logarithm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """How one column enters the models.

    Attributes:
        read: What the raw value is read as; a number that a linear model takes as categories is
            read as both.
        cardinality: Distinct categories in the profile, 0 for numbers and dates.
        zone: Time zone that a date's parts are read in.
        reason: Why these encoders.
    """

    column: str
    read: Read
    tree: EncoderName
    linear: EncoderName
    cardinality: int = 0
    zone: str | None = None
    reason: str = ""

    @property
    def read_as_string(self) -> bool:
        """Whether a model takes it as categories."""
        return self.read == "string" or self.linear in ("one-hot", "target", "ordinal", "boolean")

    def encoder(self, purpose: Purpose) -> EncoderName:
        """Return the encoder for one kind of model."""
        return self.tree if purpose == "tree" else self.linear


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodingPlan:
    """How every column enters the models."""

    task: Task
    columns: tuple[ColumnPlan, ...]


def propose(
    profile: ProfileEvidence, *, columns: Sequence[str], overrides: Mapping[str, str]
) -> EncodingPlan:
    """Choose encoders from a profile.

    Args:
        profile: The table as seen once; needs a task.
        columns: Columns the model may read. Text, identifiers, constants and unsupported types
            are passed over, unless an encoder is declared for them.
        overrides: Encoders declared in `assay.toml`, by column.

    Raises:
        ProjectError: If an override names an unknown column or encoder, or one that cannot read
            the column's type.
    """
    _refuse_unknown(overrides, columns)
    if profile.task is None:
        raise InputError("the profile has no target", remedy="profile the table with its target")
    planned = [
        plan
        for name in columns
        if name != profile.target
        and (plan := _plan(profile.column(name), overrides.get(name))) is not None
    ]
    return EncodingPlan(task=profile.task, columns=tuple(planned))


def _plan(column: ColumnProfile, override: str | None) -> ColumnPlan | None:
    if override is not None:
        return _declared(column, override)
    if column.kind == "numeric" or (column.kind == "boolean" and not _is_string(column)):
        return _number(column)
    if column.kind in ("boolean", "categorical"):
        return _categories(column)
    if column.kind == "datetime":
        return _date(column)
    return None


def _number(column: ColumnProfile) -> ColumnPlan:
    amounts = len(column.quantiles) == 9 and column.quantiles[0] >= 0
    skewed = amounts and column.skewness is not None and column.skewness > SKEWED
    linear: EncoderName = "numeric"
    reason = ""
    if _has_levels(column):
        linear, reason = "one-hot", f"{column.distinct} levels"
    elif skewed:
        linear, reason = "log", f"skewness {column.skewness:.1f}"
    return ColumnPlan(
        column=column.name, read="number", tree="numeric", linear=linear, reason=reason
    )


def _has_levels(column: ColumnProfile) -> bool:
    return (
        column.dtype.startswith(("Int", "UInt"))
        and 2 < column.distinct <= FEW_LEVELS
        and column.rows - column.missing >= ROWS_A_LEVEL * column.distinct
    )


def _categories(column: ColumnProfile) -> ColumnPlan:
    if column.distinct <= 2:
        return _strings(column, "boolean", "boolean", "two values")
    few, some = column.distinct <= FEW_FOR_TREES, column.distinct <= FEW_FOR_LINEAR
    return _strings(
        column,
        "one-hot" if few else "target",
        "one-hot" if some else "target",
        f"{column.distinct} categories",
    )


def _date(column: ColumnProfile, reason: str = "") -> ColumnPlan:
    return ColumnPlan(
        column=column.name,
        read="date",
        tree="date",
        linear="date",
        zone=_zone(column),
        reason=reason,
    )


def _strings(
    column: ColumnProfile, tree: EncoderName, linear: EncoderName, reason: str
) -> ColumnPlan:
    return ColumnPlan(
        column=column.name,
        read="string",
        tree=tree,
        linear=linear,
        cardinality=column.distinct,
        reason=reason,
    )


def _declared(column: ColumnProfile, override: str) -> ColumnPlan:
    name: EncoderName = override  # type: ignore[assignment]  # checked by `_refuse_unknown`
    reason = "declared in assay.toml"
    temporal = column.dtype.startswith(("Date", "Datetime"))
    if name in ("numeric", "log") and (_is_string(column) or temporal):
        raise _cannot(column, override, "numbers")
    if (name == "date") != temporal:
        raise _cannot(column, override, "dates and times" if name == "date" else "other types")
    if name == "date":
        return _date(column, reason)
    if name in ("numeric", "log"):
        return ColumnPlan(
            column=column.name, read="number", tree="numeric", linear=name, reason=reason
        )
    return _strings(column, name, name, reason)


def _is_string(column: ColumnProfile) -> bool:
    return column.dtype.startswith(("String", "Categorical", "Enum"))


def _zone(column: ColumnProfile) -> str | None:
    """Return the time zone that Polars writes into a type's text."""
    _, found, rest = column.dtype.partition("time_zone='")
    return rest.partition("'")[0] if found else None


def _refuse_unknown(overrides: Mapping[str, str], columns: Sequence[str]) -> None:
    mistakes = [
        f"features.encode.{name}: there is no such column to encode{did_you_mean(name, columns)}"
        for name in overrides
        if name not in columns
    ]
    encoders = get_args(EncoderName)
    mistakes += [
        f"features.encode.{name}: unknown encoder '{value}'{did_you_mean(value, encoders)}"
        for name, value in overrides.items()
        if value not in encoders
    ]
    if mistakes:
        raise ProjectError(
            "; ".join(mistakes),
            where="assay.toml, [features.encode]",
            remedy=f"name a column that is not left out, and one of {', '.join(encoders)}",
        )


def _cannot(column: ColumnProfile, encoder: str, reads: str) -> ProjectError:
    return ProjectError(
        f"encoder '{encoder}' reads {reads}, but column '{column.name}' is {column.dtype}",
        where=f"assay.toml, [features.encode] {column.name}",
        remedy="name another encoder, or remove the line to take the proposal",
    )
