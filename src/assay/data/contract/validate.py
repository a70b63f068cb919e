"""Hold a table against its contract: one streaming pass counts, a second one finds the bad rows."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

from assay.core.errors import InputError
from assay.core.evidence.data import CheckResult, ValidationEvidence
from assay.core.toml import dotted
from assay.data.contract import chance, tablewise
from assay.data.contract.checks import RowCheck, columns_of, row_checks
from assay.data.contract.contradictions import contradictions
from assay.data.contract.model import Contract, Environment
from assay.data.contract.passes import Counted, Found, Reading, count, find

KEPT = 100_000
"""Bad rows that are kept where there are more of them than the policy allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """A table that was held against its contract.

    Attributes:
        frame: The rows that hold it, lazy, with the contract's columns and types, in order.
        quarantine: The rows that do not, as they came, with `assay_reason` and `assay_row`
            (position from 0); all of them, or the first 100,000 where there are more bad rows
            than `most_quarantined` allows.
        evidence: What was checked and found.
    """

    frame: pl.LazyFrame
    quarantine: pl.DataFrame
    evidence: ValidationEvidence


def validate(
    frame: pl.LazyFrame,
    contract: Contract,
    *,
    environment: Environment = "training",
    policy: Literal["quarantine", "stop"] = "quarantine",
    most_quarantined: float = 0.05,
    now: datetime.datetime | None = None,
) -> Validated:
    """Parse a table as its contract says, and check every promise.

    A row is bad if a value does not parse, is missing where it may not, lies out of bounds, is not
    in a closed list of categories, does not look as it must, or comes a second time under a key,
    or if the row breaks an expression. Rows without a target are unlabelled, not bad. Row count,
    age, share of missing values and columns are promises of the table as a whole.

    Args:
        frame: The table as it came.
        contract: What it must satisfy.
        environment: `training` checks everything; `serving` has no target and checks neither
            row count nor keys; `labels` has only the target and what names a row.
        policy: `quarantine` sets bad rows aside and goes on; `stop` stops at any violation.
        most_quarantined: Share of bad rows above which even `quarantine` stops, in [0, 1].
        now: The moment that age is measured at, aware; the present if absent.

    Returns:
        What was found. It does not raise for bad data: `evidence.stopped` says that the policy
        forbids going on (also where a required column is missing), and the caller acts on it.

    Raises:
        InputError: If the contract contradicts itself.

    Example:
        >>> from assay.data.contract.model import Column, Contract, Table
        >>> contract = Contract(
        ...     format=1,
        ...     table=Table(target="left"),
        ...     columns={"age": Column(type="integer", min=0), "left": Column(type="boolean")},
        ... )
        >>> rows = pl.LazyFrame({"age": ["34", "-1", "?"], "left": ["yes", "no", "no"]})
        >>> validated = validate(rows, contract, most_quarantined=0.7)
        >>> validated.frame.collect().rows(), validated.evidence.stopped
        ([(34, True)], False)
        >>> validated.quarantine["assay_reason"].to_list()
        ['age: at least 0', 'age: reads as integer']
    """
    _sound(contract)
    schema = frame.collect_schema()
    columns = columns_of(contract, environment)
    reading = Reading.of(columns, schema)
    checks = [
        *_type_checks(reading),
        *row_checks(contract, environment, present=reading.present, failed=reading.failed),
    ]
    keys = _keys(contract, environment, reading)
    counted = count(frame, reading, checks, keys, time=contract.table.time)
    rows = counted.rows
    found = find(
        frame,
        reading,
        [check for check, broken in zip(checks, counted.broken, strict=True) if broken],
        [key for key, later in zip(keys, counted.later, strict=True) if len(later)],
        [later for later in counted.later if len(later)],
        most=max(KEPT, math.ceil(most_quarantined * rows)),
    )
    results = (
        *tablewise.column_checks(contract, columns, schema.names()),
        *_row_results(contract, checks, counted, found),
        *_key_results(keys, counted, found),
        *_table_results(contract, environment, counted, now),
    )
    incomplete = any(result.check == "missing-column" and result.violations for result in results)
    stopped = (
        incomplete
        or (policy == "stop" and any(result.violations for result in results))
        or (rows > 0 and found.bad / rows > most_quarantined)
    )
    return Validated(
        frame=found.good,
        quarantine=found.rows,
        evidence=ValidationEvidence(
            contract_hash=contract.hash,
            environment=environment,
            policy=policy,
            rows=rows,
            checks=results,
            quarantined=found.bad,
            stopped=stopped,
            most_quarantined=most_quarantined,
        ),
    )


def _sound(contract: Contract) -> None:
    found = [
        f"{dotted(key)}: {what}; {remedy}"
        for key, what, remedy in contradictions(contract.model_dump(exclude_none=True))
    ]
    if found:
        raise InputError(
            "the contract contradicts itself",
            where="\n        ".join(found),
            remedy="correct the keys above",
        )


def _type_checks(reading: Reading) -> Iterator[RowCheck]:
    for name, column in reading.columns.items():
        if name in reading.present:
            form = f" written {column.format}" if column.format else ""
            yield RowCheck(
                check="type",
                column=name,
                expected=f"reads as {column.type}{form}",
                broken=reading.failed.get(name),
            )


def _keys(contract: Contract, environment: Environment, reading: Reading) -> list[tuple[str, ...]]:
    if not tablewise.applies("key", environment):
        return []
    single = [(name,) for name, column in contract.columns.items() if column.unique]
    return [
        key
        for key in dict.fromkeys([*single, *contract.table.keys])
        if reading.present.issuperset(key)
    ]


def _row_results(
    contract: Contract, checks: list[RowCheck], counted: Counted, found: Found
) -> Iterator[CheckResult]:
    for check, broken in zip(checks, counted.broken, strict=True):
        seen = None if check.column is None else contract.seen.get(check.column)
        sample = found.samples.get(check.reason, ())
        yield CheckResult(
            check=check.check,
            column=check.column,
            expected=check.expected,
            violations=broken if check.violates else 0,
            noted=0 if check.violates else broken,
            sample_rows=tuple(row for row, _ in sample),
            sample_values=tuple(value for _, value in sample),
            chance=chance.of_check(
                check.check, contract.columns[check.column], seen, batch=counted.rows
            )
            if seen is not None and check.column is not None
            else None,
        )


def _key_results(
    keys: list[tuple[str, ...]], counted: Counted, found: Found
) -> Iterator[CheckResult]:
    for key, later in zip(keys, counted.later, strict=True):
        sample = found.samples.get(key, ())
        yield CheckResult(
            check="unique" if len(key) == 1 else "key",
            column=key[0] if len(key) == 1 else None,
            expected=f"{' + '.join(key)} never twice",
            violations=len(later),
            sample_rows=tuple(row for row, _ in sample),
            sample_values=tuple(value for _, value in sample),
        )


def _table_results(
    contract: Contract, environment: Environment, counted: Counted, now: datetime.datetime | None
) -> Iterator[CheckResult]:
    if tablewise.applies("rows", environment):
        yield tablewise.row_count(contract, counted.rows)
    for name, missing in counted.missing.items():
        column = contract.columns[name]
        result = tablewise.missing_share(contract, name, column, missing=missing, rows=counted.rows)
        if result is not None:
            yield result
    if tablewise.applies("freshness", environment):
        moment = now or datetime.datetime.now(datetime.UTC)
        if (result := tablewise.freshness(contract, counted.newest, moment)) is not None:
            yield result
