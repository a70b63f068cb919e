"""Read training and test rows that somebody else parted."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import Task
from assay.data import source
from assay.data.columns import named
from assay.data.door import to_polars
from assay.data.profile import infer_task

TRAINED = ("train", "training", "validation", "valid", "dev")
TESTED = ("test", "testing", "holdout", "held-out")


def read(train: object, test: object, split: str | None) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return training and test rows, unread.

    Args:
        train: A table, or the URL of a source.
        test: The same; None where `split` is given.
        split: Column of `train` that says to which side a row belongs.

    Raises:
        InputError: If there is no test, there are two ways to tell it, or `split` names no sides.
    """
    if split is None:
        if test is None:
            raise InputError(
                "there is no test to hold training against",
                remedy="give a test table, or name the column that says which side a row is on",
            )
        return _table(train), _table(test)
    if test is not None:
        raise InputError(
            "both a test table and a split column are given",
            remedy="give one of them",
        )
    return _parted(_table(train), split)


def flat(table: pl.LazyFrame, *, but: str) -> pl.LazyFrame:
    """Write lists and structures as JSON, bytes as digits and durations as seconds.

    So every column can be compared with one of another type.

    Args:
        table: Rows.
        but: The target, which must be a value.

    Example:
        >>> flat(pl.LazyFrame({"x": [[1, 2]], "y": [0]}), but="y").collect().row(0)
        ('{"x":[1,2]}', 0)
    """
    schema = table.collect_schema()
    nested = [name for name, dtype in schema.items() if dtype.is_nested() and name != but]
    spans = [name for name, dtype in schema.items() if dtype == pl.Duration and name != but]
    raw = [name for name, dtype in schema.items() if dtype == pl.Binary and name != but]
    return table.with_columns(
        *(
            pl.when(named(name).is_not_null()).then(pl.struct(named(name)).struct.json_encode())
            for name in nested
        ),
        *(named(name).bin.encode("hex") for name in raw),
        *(named(name).dt.total_microseconds() / 1e6 for name in spans),
    )


def _table(table: object) -> pl.LazyFrame:
    if isinstance(table, str | Path):
        text = str(table)
        return source.scan(text, header=not source.headerless(text, Path()))
    if isinstance(table, pl.LazyFrame):
        return table
    return to_polars(table).lazy()


def _parted(table: pl.LazyFrame, split: str) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    names = table.collect_schema().names()
    if split not in names:
        raise InputError(
            f"there is no column '{split}' for the split{did_you_mean(split, names)}",
            where="training rows",
            remedy="name the column that says which side a row is on",
        )
    side = pl.col(split).cast(pl.String).str.strip_chars().str.to_lowercase()
    said = table.select(side.unique()).collect().to_series().to_list()
    if unclear := [value for value in said if value not in (*TRAINED, *TESTED)]:
        raise InputError(
            f"'{split}' holds {', '.join(map(repr, unclear[:5]))}, which names no side",
            where=f"column '{split}'",
            remedy="let it hold 'train' and 'test'",
        )
    left, right = (table.filter(side.is_in(which)).drop(split) for which in (TRAINED, TESTED))
    return left, right


def task_of(train: pl.LazyFrame, target: str, *, test: pl.LazyFrame | None = None) -> Task:
    """Return what kind of prediction a target asks for, by the outcomes of both sides.

    A class that stands on one side only is a class.

    Raises:
        InputError: If there is no such column, or it cannot be a target.
    """
    names = train.collect_schema().names()
    if target not in names:
        raise InputError(
            f"there is no column '{target}' for the target{did_you_mean(target, names)}",
            where="training rows",
            remedy="name a column of the training rows",
        )
    sides = [train] if test is None else [train, test]
    types = [side.collect_schema().get(target) for side in sides]
    numeric = all(dtype is not None and dtype.is_numeric() for dtype in types)
    if len(set(types)) > 1 and not numeric:
        return infer_task(train, target)
    return infer_task(pl.concat([s.select(target) for s in sides], how="vertical_relaxed"), target)
