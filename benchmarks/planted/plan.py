"""A list of faults to plant, and how it becomes cases, the same at every call."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.planted.case import FAULTS, Case
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table


@dataclass(frozen=True, slots=True)
class Planting:
    """One fault in one table.

    Attributes:
        fault: A key of `FAULTS`; None for a clean control.
        plant: `(table, generator, **options) -> Pair`.
    """

    fault: str | None
    table: str
    plant: Callable[..., Pair]
    options: Mapping[str, Any]

    @property
    def name(self) -> str:
        said = [f"{key}={_plain(value)}" for key, value in self.options.items()]
        what = self.fault or f"clean ({self.plant.__name__})"
        return f"{self.table}: {what}" + (f" [{', '.join(said)}]" if said else "")


def planting(fault: str | None, table: str, plant: Callable[..., Pair], **options: Any) -> Planting:
    """Name a fault, the table, who plants it, and how strongly."""
    if fault is not None and fault not in FAULTS:
        raise KeyError(f"there is no fault '{fault}'")
    return Planting(fault, table, plant, options)


def cases(
    plan: Sequence[Planting], load: Callable[[str], Table], *, seed: int, only: str = ""
) -> Iterator[Case]:
    """Plant each in turn; the draw of a case depends on its own name and the seed alone.

    Args:
        only: Text that the name has to hold.
    """
    for one in plan:
        if only.lower() in one.name.lower():
            yield _case(one, load(one.table), seed)


def _case(one: Planting, table: Table, seed: int) -> Case:
    random = np.random.default_rng([seed, zlib.crc32(one.name.encode())])
    pair = one.plant(table, random, **one.options)
    return Case(
        name=one.name,
        fault=one.fault,
        train=pair.train,
        test=pair.test,
        target=table.target,
        columns=pair.columns,
        time=pair.time,
        group=pair.group,
        id=pair.id,
        metric=pair.metric,
        model=pair.model,
    )


def _plain(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, tuple) else str(value)
