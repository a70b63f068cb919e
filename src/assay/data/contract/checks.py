"""The checks that a contract makes of single rows, as Polars expressions over parsed columns."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import polars as pl

from assay.data.columns import named
from assay.data.contract.model import Bound, Category, Column, Contract, Environment, limit_of
from assay.data.contract.text import value as written


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck:
    """One condition on each row.

    Attributes:
        check: Its name in the evidence.
        column: The column; None for a condition across columns.
        expected: What is promised, in words.
        broken: True for a row that breaks it, else false or null; None if no row can.
        counted: Rows that break it, where that is cheaper than the sum of `broken`.
        sets_aside: Whether a row that breaks it is quarantined.
        violates: False for what is only worth noting: a category not seen before in an open
            column, a row without a target.
    """

    check: str
    column: str | None
    expected: str
    broken: pl.Expr | None
    counted: pl.Expr | None = None
    sets_aside: bool = True
    violates: bool = True

    @property
    def reason(self) -> str:
        """Why a row was set aside."""
        return f"{self.column}: {self.expected}" if self.column is not None else self.expected


def columns_of(contract: Contract, environment: Environment) -> dict[str, Column]:
    """Return the columns of an environment.

    Serving has no target; labels have only the target and what names a row.
    """
    table = contract.table
    if environment == "serving":
        return {name: column for name, column in contract.columns.items() if name != table.target}
    if environment == "labels":
        wanted = {table.target, table.id, *(name for key in table.keys for name in key)}
        return {name: column for name, column in contract.columns.items() if name in wanted}
    return dict(contract.columns)


def row_checks(
    contract: Contract,
    environment: Environment,
    *,
    present: AbstractSet[str],
    failed: Mapping[str, pl.Expr],
) -> Iterator[RowCheck]:
    """Yield the checks on single rows, column by column, then across columns.

    Args:
        contract: What is promised.
        environment: Decides the columns.
        present: Columns that the table has; nothing is checked on others.
        failed: Flags of values that are there and do not parse; these are not missing.
    """
    for name, column in columns_of(contract, environment).items():
        if name in present:
            is_target = name == contract.table.target
            yield _null(name, column, failed.get(name), is_target=is_target)
            yield from _values(name, column)
    for expression in contract.expressions:
        condition = pl.sql_expr(expression.sql)
        if set(condition.meta.root_names()) <= present:
            yield RowCheck(
                check="expression",
                column=None,
                expected=f"{expression.name}: {expression.sql}",
                broken=~condition,
            )


def missing_rows(name: str, failed: pl.Expr | None) -> pl.Expr:
    """Return how many rows have no value; what does not parse is there."""
    nulls = named(name).null_count()
    return nulls if failed is None else nulls - failed.sum()


def _null(name: str, column: Column, failed: pl.Expr | None, *, is_target: bool) -> RowCheck:
    missing = named(name).is_null()
    if failed is not None:
        missing = missing & ~failed.fill_null(False)
    counted = missing_rows(name, failed)
    if is_target:
        return RowCheck(
            check="null",
            column=name,
            expected="a target; rows without one are kept apart, not set aside",
            broken=missing,
            counted=counted,
            sets_aside=False,
            violates=not column.nullable,
        )
    if column.nullable:
        return RowCheck(check="null", column=name, expected="may be missing", broken=None)
    return RowCheck(
        check="null", column=name, expected="never missing", broken=missing, counted=counted
    )


def _values(name: str, column: Column) -> Iterator[RowCheck]:
    value = named(name)
    for side, bound in (("min", column.min), ("max", column.max)):
        if bound is not None:
            limit = _limit(bound, column, high=side == "max")
            yield RowCheck(
                check=side,
                column=name,
                expected=f"at {'least' if side == 'min' else 'most'} {written(bound)}",
                broken=value < limit if side == "min" else value > limit,
            )
    if column.categories:
        shown = ", ".join(str(category) for category in column.categories[:SHOWN])
        more = len(column.categories) - SHOWN
        shown += f" and {more} more" if more > 0 else ""
        yield RowCheck(
            check="category",
            column=name,
            expected=f"known so far: {shown}" if column.open else f"one of {shown}",
            broken=_outside(value, column.categories),
            sets_aside=not column.open,
            violates=not column.open,
        )
    if column.pattern is not None:
        yield RowCheck(
            check="format",
            column=name,
            expected=f"looks like {column.pattern}",
            broken=~value.str.contains(f"^(?:{column.pattern})$"),
        )


def _outside(value: pl.Expr, categories: tuple[Category, ...]) -> pl.Expr:
    """Return where a value is none of the categories; comparing beats hashing where few are."""
    if len(categories) > COMPARED:
        return ~value.is_in(list(categories))
    return pl.all_horizontal(value != category for category in categories)


COMPARED = 12
"""Categories up to which values are compared with each."""
SHOWN = 8
"""Categories named in a message."""


def _limit(bound: Bound, column: Column, *, high: bool) -> pl.Expr:
    """Return the bound in the column's type."""
    limit = limit_of(bound, column, high=high)
    if isinstance(limit, datetime.datetime):
        return pl.lit(limit.replace(tzinfo=None)).dt.replace_time_zone(column.timezone)
    return pl.lit(limit)
