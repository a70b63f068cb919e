"""Models that are given: functions of `development/given/`, each with a table to fit it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table

GIVEN = Path(__file__).parents[1] / "given"


def given(
    table: Table,
    random: np.random.Generator,
    *,
    file: str,
    function: str,
    metric: str | None = None,
    kind: str | None = None,
) -> Pair:
    """Hand a model over with a table, as `FILE.py:function`."""
    pair = parted(table, random, kind=kind)
    return replace(
        pair, model=f"{GIVEN / file}:{function}", metric=metric or pair.metric, columns=()
    )


def slice_that_fails(
    table: Table, random: np.random.Generator, *, column: str, value: str, function: str
) -> Pair:
    """A model that errs for one value of one column, where it says the opposite."""
    pair = given(table, random, file="models.py", function=function)
    if value not in table.frame[column].unique().to_list():
        raise ValueError(f"{table.name} has no {column} = {value}")
    return replace(pair, columns=(column,))
