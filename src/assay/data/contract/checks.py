"""The checks that a contract makes of rows, as Polars expressions over parsed columns."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from assay.data.contract import chance
from assay.data.contract.model import Bound, Column, Contract, Environment, Seen
from assay.data.contract.parse import named
from assay.data.contract.text import value as written


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck:
    """One condition on each row.

    Attributes:
        check: Its name in the evidence.
        broken: True for a row that breaks it, over parsed columns; never null.
        sets_aside: Whether a row that breaks it is quarantined.
        violates: False for what is only worth noting (a category not seen before in an open
            column, a missing target).
        share: Probability that a clean row breaks it, by batch size; see `chance_of`.
    """

    check: str
    column: str | None
    expected: str
    broken: pl.Expr
    sets_aside: bool = True
    violates: bool = True
    seen: Seen | None = None
    bound: Bound | None = None

    def chance_of(self, batch: int) -> float | None:
        """Return the probability that a clean batch of this size breaks the check."""
        if self.seen is None or batch == 0:
            return None
        present = self.seen.rows - self.seen.missing
        if self.check in ("min", "max"):
            high = self.check == "max"
            tail = self.seen.high if high else self.seen.low
            if tail is None or not isinstance(self.bound, int | float):
                return None
            return chance.beyond(tail, self.bound, rows=present, batch=batch, high=high)
        if self.check == "category":
            return chance.unseen(self.seen, batch=batch)
        return None


def columns_of(contract: Contract, environment: Environment) -> dict[str, Column]:
    """Return the columns that the environment has: no target when serving, only key and target
    for labels.
    """
    table = contract.table
    if environment == "serving":
        return {name: column for name, column in contract.columns.items() if name != table.target}
    if environment == "labels":
        keys = {name for key in table.keys for name in key} | {table.id} - {None}
        wanted = {*keys, table.target}
        return {name: column for name, column in contract.columns.items() if name in wanted}
    return dict(contract.columns)


def row_checks(contract: Contract, environment: Environment) -> list[RowCheck]:
    """Return the checks on single rows, column by column, then across columns."""
    columns = columns_of(contract, environment)
    checks = [
        check
        for name, column in columns.items()
        for check in _column_checks(
            name, column, contract.seen.get(name), is_target=name == contract.table.target
        )
    ]
    for expression in contract.expressions:
        condition = pl.sql_expr(expression.sql)
        if set(condition.meta.root_names()) <= set(columns):
            checks.append(
                RowCheck(
                    check="expression",
                    column=None,
                    expected=f"{expression.name}: {expression.sql}",
                    broken=~condition.cast(pl.Boolean).fill_null(True),
                )
            )
    return checks


def _column_checks(
    name: str, column: Column, seen: Seen | None, *, is_target: bool
) -> list[RowCheck]:
    value = named(name)
    checks = []

    def add(check: str, expected: str, broken: pl.Expr, **more: object) -> None:
        checks.append(
            RowCheck(
                check=check,
                column=name,
                expected=expected,
                broken=broken.fill_null(False),
                seen=seen,
                bound=column.min if check == "min" else column.max,
                sets_aside=bool(more.get("sets_aside", True)),
                violates=bool(more.get("violates", True)),
            )
        )

    if is_target:
        add(
            "null",
            "a target; rows without one are kept apart, not set aside",
            value.is_null(),
            sets_aside=False,
            violates=not column.nullable,
        )
    elif not column.nullable:
        add("null", "no row without a value", value.is_null())
    if column.min is not None:
        add("min", f"at least {written(column.min)}", value < column.min)
    if column.max is not None:
        add("max", f"at most {written(column.max)}", value > column.max)
    if column.categories:
        known = ", ".join(str(category) for category in column.categories[:8])
        known += f" and {len(column.categories) - 8} more" if len(column.categories) > 8 else ""
        expected = f"one of {known}" if not column.open else f"known so far: {known} (open)"
        add(
            "category",
            expected,
            ~value.is_in(list(column.categories)),
            sets_aside=not column.open,
            violates=not column.open,
        )
    if column.pattern is not None:
        add("format", f"text like {column.pattern}", ~value.str.contains(f"^(?:{column.pattern})$"))
    return checks
