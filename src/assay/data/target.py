"""Turn the target column into class names and numbers, the same way everywhere."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import Task

AFFIRMATIVE = frozenset({"1", "true", "yes", "y", "t", "positive"})
"""Names that mean the positive class when the project does not say which it is."""

MOST_CLASSES = 1_000
"""A classification target with more names than this is a mistake about the task."""


def names(target: pl.Series) -> pl.Series:
    """Return the target's values as class names: `1`, `1.0` and `"1"` are one class.

    NaN and blank text become null, as a missing outcome is.

    Example:
        >>> names(pl.Series([1.0, 0.0, None])).to_list()
        ['1', '0', None]
    """
    if target.dtype.is_float():
        value = pl.col("value")
        whole = (value == value.round()) & (value.abs() < 2**53)
        named = (
            pl.when(whole)
            .then(value.cast(pl.Int64, strict=False).cast(pl.String))
            .when(value.is_finite())
            .then(value.cast(pl.Float64).cast(pl.String))
        )
        return target.to_frame("value").select(named).to_series().alias(target.name)
    if target.dtype == pl.String:
        stripped = target.str.strip_chars()
        return stripped.set(stripped == "", None)
    return target.cast(pl.String)


def classes_of(target: pl.Series, *, task: Task, positive: str | None) -> tuple[str, ...]:
    """Return the names of the classes.

    Args:
        target: The target of the development rows, any type.
        task: What is predicted.
        positive: For binary tasks, the class that counts as positive. If None: the one whose
            name says so (`yes`, `true`, `1`), else the rarer one.

    Returns:
        `(negative, positive)` for binary, sorted names for multiclass, `()` for regression.

    Raises:
        InputError: If the classes do not fit the task, or `positive` is not one of them.

    Example:
        >>> classes_of(pl.Series(["no", "yes", "no"]), task="binary", positive=None)
        ('no', 'yes')
    """
    if task == "regression":
        return ()
    present = names(target).drop_nulls().alias("class")
    counts = present.value_counts(sort=True, name="rows")
    found = dict(zip(counts.to_series(0), counts.to_series(1), strict=True))
    _demand_classes(found, target.name, task)
    if task == "multiclass":
        return tuple(sorted(found))
    chosen = _positive(found, target.name, positive)
    (other,) = set(found) - {chosen}
    return other, chosen


def encode(
    target: pl.Series, *, task: Task, classes: tuple[str, ...], positive: str | None
) -> NDArray[np.float64]:
    """Return the target as numbers.

    Args:
        target: Known outcomes; a missing one is NaN in the result.
        task: What is predicted.
        classes: What `classes_of` gave; ignored for regression.
        positive: The positive class, for binary tasks; None means the second of `classes`.

    Returns:
        0 or 1 (binary), the index into `classes` (multiclass), or the value (regression),
        shape (n,).

    Raises:
        InputError: If a value is not one of `classes`, or not a number in a regression.

    Example:
        >>> encode(pl.Series(["a", "b"]), task="binary", classes=("b", "a"), positive=None)
        array([1., 0.])
    """
    if task == "regression":
        return _numbers(target)
    named = names(target)
    if task == "binary" and positive is not None:
        chosen = _named(positive, classes, target.name)
        classes = (*(name for name in classes if name != chosen), chosen)
    unknown = named.drop_nulls().unique().sort().to_list()
    unknown = [name for name in unknown if name not in classes]
    if unknown:
        raise InputError(
            f"target '{target.name}' holds {_listed(unknown)}, not among the classes "
            f"{_listed(list(classes))}",
            where=f"column '{target.name}'",
            remedy="correct the values, or fit again on data that holds every class",
        )
    index = dict(zip(classes, range(len(classes)), strict=True))
    codes = named.replace_strict(index, default=None, return_dtype=pl.Float64)
    return codes.fill_null(float("nan")).to_numpy().copy()


def known(target: pl.Series) -> pl.Series:
    """Return where the outcome is known: not null, NaN, infinite or blank."""
    if target.dtype.is_float():
        return target.is_not_null() & target.is_finite().fill_null(False)
    if target.dtype == pl.String:
        return (target.str.strip_chars() != "").fill_null(False)
    return target.is_not_null()


def _numbers(target: pl.Series) -> NDArray[np.float64]:
    if target.dtype.is_temporal() or target.dtype.is_nested():
        raise InputError(
            f"target '{target.name}' is {target.dtype}, not a number",
            where=f"column '{target.name}'",
            remedy="turn it into a number (a duration in days, say) before it comes to Assay",
        )
    stripped = target.str.strip_chars() if target.dtype == pl.String else target
    numbers = stripped.cast(pl.Float64, strict=False)
    lost = stripped.filter(numbers.is_null() & known(target))
    if lost.len():
        raise InputError(
            f"target '{target.name}' holds {_listed(lost.unique().sort().to_list())} in "
            f"{lost.len()} rows, where a number is expected",
            where=f"column '{target.name}'",
            remedy="set data.task to 'binary' or 'multiclass', or correct the rows",
        )
    return numbers.fill_null(float("nan")).to_numpy().copy()


def _demand_classes(found: dict[str, int], column: str, task: Task) -> None:
    where = f"column '{column}'"
    if not found:
        raise InputError(
            f"target '{column}' has no known value",
            where=where,
            remedy="name another column in data.target, or bring rows whose outcome is known",
        )
    if len(found) == 1:
        (only,) = found
        raise InputError(
            f"target '{column}' has one class only: '{only}' in all {found[only]} rows",
            where=where,
            remedy="bring rows of the other class; there is nothing to tell apart",
        )
    if task == "binary" and len(found) > 2:
        raise InputError(
            f"target '{column}' has {len(found)} classes ({_listed(list(found))}), but the task "
            "is binary",
            where=where,
            remedy="set data.task to 'multiclass', or join classes",
        )
    if len(found) > MOST_CLASSES:
        raise InputError(
            f"target '{column}' has {len(found)} classes; at most {MOST_CLASSES} can be told apart",
            where=where,
            remedy="set data.task to 'regression' if it is a number, or name another target",
        )


def _positive(found: dict[str, int], column: str, positive: str | None) -> str:
    if positive is not None:
        return _named(positive, tuple(found), column)
    affirmative = [name for name in found if name.lower() in AFFIRMATIVE]
    if len(affirmative) == 1:
        return affirmative[0]
    return min(found, key=lambda name: (found[name], [-ord(letter) for letter in name]))


def _named(positive: str, classes: tuple[str, ...], column: str) -> str:
    wanted = names(pl.Series([positive]))[0]
    if wanted in classes:
        return str(wanted)
    alike = [name for name in classes if _canonical(name) == _canonical(positive)]
    if len(alike) == 1:
        return alike[0]
    raise InputError(
        f"the positive class '{positive}' is not a value of '{column}'"
        f"{did_you_mean(positive, classes)}",
        where="key data.positive",
        remedy=f"set data.positive to one of {_listed(list(classes))}",
    )


def _canonical(name: str) -> str:
    try:
        return str(float(name))
    except ValueError:
        return name.strip().lower()


def _listed(values: list[str]) -> str:
    shown = ", ".join(f"'{value}'" for value in values[:5])
    return f"{shown} and {len(values) - 5} more" if len(values) > 5 else shown
