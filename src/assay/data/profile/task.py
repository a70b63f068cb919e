"""What kind of prediction a target column asks for."""

from __future__ import annotations

from typing import cast, get_args

import polars as pl

from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import Task
from assay.data.columns import named

MOST_CLASSES_OF_NUMBERS = 20
"""Whole numbers with more distinct values than this are amounts, not names of classes."""

MOST_CLASSES_OF_TEXT = 200
"""More names than this are no classes one could learn."""

_BLANK_OR_MARKER = ("", "?", "NA", "N/A", "NaN", "nan", "null", "NULL", "None")


def as_task(name: str | None) -> Task | None:
    """Return a task by its name, or None for None.

    Raises:
        InputError: If there is no such task.
    """
    for known in get_args(Task):
        if name == known:
            return cast(Task, known)
    if name is None:
        return None
    raise InputError(
        f"'{name}' is not a task{did_you_mean(name, get_args(Task))}",
        remedy=f"use one of {', '.join(get_args(Task))}",
    )


def infer_task(table: pl.Series | pl.DataFrame | pl.LazyFrame, target: str | None = None) -> Task:
    """Infer the task from the values of the target.

    Two values make it binary; text, and up to 20 whole numbers of which each stands in at least
    a few rows, make it multiclass; other numbers make it a regression.

    Args:
        table: The target itself, or a frame that holds it.
        target: Its name, where a frame is given.

    Raises:
        InputError: If there is no such column, it has fewer than two values, or it is neither
            numbers nor classes.

    Example:
        >>> infer_task(pl.Series("churn", ["yes", "no", "no"]))
        'binary'
        >>> infer_task(pl.DataFrame({"price": [1.5, 2.25, 9.0]}), "price")
        'regression'
    """
    series = _target(table, target)
    where = f"target column '{series.name}'"
    present = _present(series)
    classes = present.n_unique()
    if classes < 2:
        seen = f"only the value {present[0]!r}" if classes else "no value at all"
        raise InputError(
            f"the target has {seen}", where=where, remedy="give rows of at least two outcomes"
        )
    if classes == 2:
        return "binary"
    if present.dtype.is_numeric():
        whole = present.dtype.is_integer() or bool((present == present.round()).all())
        few = classes <= MOST_CLASSES_OF_NUMBERS and len(present) >= 5 * classes
        return "multiclass" if whole and few else "regression"
    if not isinstance(present.dtype, pl.String | pl.Categorical | pl.Enum):
        raise InputError(
            f"the target is of type {series.dtype}, neither numbers nor classes",
            where=where,
            remedy="give a number, a boolean or the name of a class",
        )
    if classes > MOST_CLASSES_OF_TEXT or classes > len(present) / 2 > 10:
        raise InputError(
            f"the target has {classes} distinct texts in {len(present)} rows, too many for classes",
            where=where,
            remedy="name another target, or group its values",
        )
    return "multiclass"


def _target(table: pl.Series | pl.DataFrame | pl.LazyFrame, target: str | None) -> pl.Series:
    if isinstance(table, pl.Series):
        return table
    names = table.collect_schema().names()
    if target is None or target not in names:
        raise InputError(
            f"there is no column '{target}'{did_you_mean(target or '', names)}",
            where=f"columns {', '.join(names[:20])}",
            remedy="name a column of the table as the target",
        )
    return table.lazy().select(named(target)).collect(engine="streaming").to_series()


def _present(series: pl.Series) -> pl.Series:
    """Values that are there; text that is all numbers as numbers."""
    if series.dtype.is_float():
        return series.fill_nan(None).drop_nulls()
    if series.dtype.is_decimal():
        return series.drop_nulls().cast(pl.Float64)
    if series.dtype != pl.String:
        return series.drop_nulls()
    text = series.drop_nulls().str.strip_chars()
    text = text.filter(~text.is_in(_BLANK_OR_MARKER))
    numbers = text.cast(pl.Float64, strict=False)
    return text if numbers.null_count() or not len(numbers) else numbers
