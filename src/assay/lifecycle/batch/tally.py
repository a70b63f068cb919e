"""What a batch has seen of its rows: counted part by part, added up, and kept with each part."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from assay.core.evidence.data import CheckResult
from assay.data.contract import chance, tablewise
from assay.data.contract.model import Contract

SAMPLES = 5
"""Rows that are named for a check."""


@dataclass(slots=True)
class Broken:
    """A check that rows break.

    Attributes:
        noted: Whether it is only worth knowing.
        rows: How many rows.
        samples: Positions and values of the first of them.
    """

    check: str
    column: str | None
    expected: str
    noted: bool
    rows: int = 0
    samples: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Counts of some rows of the source.

    Attributes:
        start: Position of the first of them, from 0.
        rejected: Rows that got no prediction.
        put_right: Rows scored with a value moved to its bound, or taken as missing.
        stood_in: Rows that the baseline answered, since no number came out of the model.
        missing: Rows without a value, by column.
        newest: Largest value of the time column, ISO 8601, if the contract promises its age.
    """

    start: int = 0
    rows: int = 0
    rejected: int = 0
    put_right: int = 0
    stood_in: int = 0
    broken: list[Broken] = field(default_factory=list)
    missing: dict[str, int] = field(default_factory=dict)
    newest: str | None = None


def total(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies in the order of their rows.

    Example:
        >>> total([Tally(rows=2, missing={"a": 1}), Tally(start=2, rows=3, missing={"a": 2})])
        Tally(start=0, rows=5, rejected=0, put_right=0, stood_in=0, broken=[], missing={'a': 3}, newest=None)
    """  # noqa: E501
    whole: Tally | None = None
    found: dict[tuple[str, str | None, str], Broken] = {}
    for each in tallies:
        whole = whole or Tally(start=each.start)
        whole.rows += each.rows
        whole.rejected += each.rejected
        whole.put_right += each.put_right
        whole.stood_in += each.stood_in
        whole.newest = max(filter(None, (whole.newest, each.newest)), default=None)
        for name, count in each.missing.items():
            whole.missing[name] = whole.missing.get(name, 0) + count
        for one in each.broken:
            known = found.setdefault(
                (one.check, one.column, one.expected),
                Broken(one.check, one.column, one.expected, one.noted),
            )
            known.rows += one.rows
            known.samples = [*known.samples, *one.samples][:SAMPLES]
    whole = whole or Tally()
    whole.broken = list(found.values())
    return whole


def results(tally: Tally, contract: Contract) -> Iterator[CheckResult]:
    """Yield the checks of rows that were broken, and those of the table as a whole.

    Args:
        tally: Of all rows.
        contract: Of the columns that the model reads.
    """
    for one in tally.broken:
        seen = None if one.column is None else contract.seen.get(one.column)
        column = None if one.column is None else contract.columns[one.column]
        yield CheckResult(
            check=one.check,
            column=one.column,
            expected=one.expected,
            violations=0 if one.noted else one.rows,
            noted=one.rows if one.noted else 0,
            sample_rows=tuple(row for row, _ in one.samples),
            sample_values=tuple(value for _, value in one.samples),
            chance=None
            if seen is None or column is None
            else chance.of_check(one.check, column, seen, batch=tally.rows),
        )
    for name, missing in tally.missing.items():
        found = tablewise.missing_share(
            contract, name, contract.columns[name], missing=missing, rows=tally.rows
        )
        if found is not None:
            yield found
    moment = datetime.datetime.now(datetime.UTC)
    age = tablewise.freshness(contract, _moment(tally.newest), moment)
    if age is not None:
        yield age


def _moment(newest: str | None) -> Any:
    if newest is None:
        return None
    day = datetime.date.fromisoformat(newest) if len(newest) == len("2024-01-31") else None
    return day or datetime.datetime.fromisoformat(newest)
