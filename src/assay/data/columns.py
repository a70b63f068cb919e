"""Say which columns are meant by exactly their names, also where Polars reads a name as a pattern.

To Polars, `*` means every column and a name such as `^a$` is a regular expression. A column that
comes from a user's table is therefore never named by `pl.col(name)` or a bare string, but by one
of these, or by `frame[name]`, which is exact. A name of the form `^...$` is refused where a table
comes in: also the methods of a `pl.Series` of that name read it as a pattern, and find nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
import polars.selectors as cs

from assay.core.errors import InputError


def named(name: str) -> pl.Expr:
    """Return the column of exactly this name.

    Example:
        >>> frame = pl.DataFrame({"a": [1], "^a$": [2], "*": [3]})
        >>> frame.select(named("*"), named("^a$") - named("*").alias("less")).row(0, named=True)
        {'*': 3, '^a$': -1}
    """
    if _is_pattern(name):
        return cs.by_name(name).as_expr()
    return pl.col(name)


def exactly(names: Iterable[str]) -> list[pl.Expr]:
    """Return the columns of exactly these names, in their order, to select, sort or group by.

    Example:
        >>> pl.DataFrame({"a": [1], "^a$": [2]}).lazy().select(exactly(["^a$"])).collect().row(0)
        (2,)
    """
    return [named(name) for name in names]


def demand_supported(names: Iterable[str], *, where: str) -> None:
    """Refuse a table with columns whose names Polars takes for regular expressions.

    Args:
        names: Columns of the table.
        where: What the message calls the table.

    Raises:
        InputError: If a name starts with `^` and ends with `$`.

    Example:
        >>> demand_supported(["price", "*", "^GSPC"], where="prices.csv")
    """
    patterns = [name for name in names if _is_regular_expression(name)]
    if patterns:
        raise InputError(
            f"column '{patterns[0]}' has the form of a regular expression"
            + (f", and so have {len(patterns) - 1} more" if len(patterns) > 1 else ""),
            where=where,
            remedy="rename it in the source so that it does not start with ^ and end with $",
        )


def _is_pattern(name: str) -> bool:
    return name == "*" or _is_regular_expression(name)


def _is_regular_expression(name: str) -> bool:
    return name.startswith("^") and name.endswith("$")
