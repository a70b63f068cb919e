"""Hold a table against its contract: one streaming pass counts, a second finds the bad rows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from assay.core.evidence.data import CheckResult, ValidationEvidence
from assay.data.contract import checks as rows_of
from assay.data.contract.checks import RowCheck
from assay.data.contract.model import Contract, Environment
from assay.data.contract.parse import Parsed, dtype_of, named, parse

ROW = "assay_row"
REASON = "assay_reason"
SAMPLES = 5
"""Rows shown for a violated check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """A table that was held against its contract.

    Attributes:
        frame: The rows that hold it, lazy, with the contract's columns and types.
        quarantine: The rows that do not, as they came, with `assay_reason` and `assay_row`.
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

    Args:
        frame: The table as it came.
        contract: What it must satisfy.
        environment: `training` checks everything; `serving` has no target and checks neither
            row count nor uniqueness; `labels` has key and target only.
        policy: `quarantine` sets bad rows aside and goes on; `stop` stops at any violation.
        most_quarantined: Share of bad rows above which even `quarantine` stops, in [0, 1].
        now: The moment that freshness is measured at; the present if absent.

    Returns:
        Validated. It does not raise for bad rows: `evidence.stopped` says that the policy forbids
        going on, and the caller acts on it.
    """
    schema = frame.collect_schema()
    columns = rows_of.columns_of(contract, environment)
    parsed = {
        name: parse(name, column, schema[name])
        if name in schema
        else Parsed(pl.lit(None, dtype=dtype_of(column)), None)
        for name, column in columns.items()
    }
    absent = [name for name in columns if name not in schema]
    missing = [name for name in absent if columns[name].required]
    row_checks = [
        *_type_checks(contract, environment, parsed),
        *(
            check
            for check in rows_of.row_checks(contract, environment)
            if check.column not in absent
        ),
    ]
    keys = _keys(contract, environment, present=set(columns) - set(absent))
    counts = _count(frame, parsed, row_checks, keys, contract)
    rows = counts["rows"]
    broken = [check for at, check in enumerate(row_checks) if counts[f"check.{at}"]]
    doubled = [key for at, key in enumerate(keys) if counts[f"key.{at}"]]
    bad, samples = _bad_rows(frame, parsed, broken, doubled)
    results = [_missing_column(name) for name in missing]
    results += _extra_columns(contract, columns, schema, environment)
    for at, check in enumerate(row_checks):
        count = counts[f"check.{at}"]
        results.append(_result(check, count, rows, samples.get(_name(check), ((), ()))))
    for at, key in enumerate(keys):
        results.append(
            CheckResult(
                check="unique" if len(key) == 1 else "key",
                column=key[0] if len(key) == 1 else None,
                expected=f"{' + '.join(key)} never twice",
                violations=counts[f"key.{at}"],
                sample_rows=samples.get("+".join(key), ((), ()))[0],
                sample_values=samples.get("+".join(key), ((), ()))[1],
            )
        )
    results += _table_checks(contract, environment, counts, now)
    bad_share = bad.height / rows if rows else 0.0
    violated = any(result.violations for result in results)
    stopped = (
        bool(missing)
        or (policy == "stop" and violated)
        or (policy == "quarantine" and bad_share > most_quarantined)
    )
    good = frame.with_row_index(ROW) if bad.height else frame
    if bad.height:
        good = good.filter(~pl.col(ROW).is_in(bad[ROW].implode()))
    good = good.select(how.value.alias(name) for name, how in parsed.items())
    return Validated(
        frame=good,
        quarantine=bad,
        evidence=ValidationEvidence(
            contract_hash=contract.hash,
            environment=environment,
            policy=policy,
            rows=rows,
            checks=tuple(results),
            quarantined=bad.height,
            stopped=stopped,
        ),
    )


def _name(check: RowCheck) -> str:
    return f"{check.check}: {check.column or ''} {check.expected}"


def _type_checks(
    contract: Contract, environment: Environment, parsed: dict[str, Parsed]
) -> list[RowCheck]:
    return [
        RowCheck(
            check="type",
            column=name,
            expected=_kind(contract, name),
            broken=pl.col(f"failed {at}") if parsed[name].failed is not None else pl.lit(False),
        )
        for at, name in enumerate(parsed)
    ]


def _kind(contract: Contract, name: str) -> str:
    column = contract.columns[name]
    return f"{column.type} written as {column.format}" if column.format else column.type


def _read(frame: pl.LazyFrame, parsed: dict[str, Parsed]) -> pl.LazyFrame:
    return frame.select(
        *(how.value.alias(name) for name, how in parsed.items()),
        *(
            how.failed.alias(f"failed {at}")
            for at, how in enumerate(parsed.values())
            if how.failed is not None
        ),
    )


def _keys(
    contract: Contract, environment: Environment, *, present: set[str]
) -> list[tuple[str, ...]]:
    if environment == "serving":
        return []
    single = [(name,) for name, column in contract.columns.items() if column.unique]
    keys = dict.fromkeys([*single, *contract.table.keys])
    return [key for key in keys if set(key) <= present]


def _count(
    frame: pl.LazyFrame,
    parsed: dict[str, Parsed],
    checks: list[RowCheck],
    keys: list[tuple[str, ...]],
    contract: Contract,
) -> dict[str, Any]:
    wanted = [pl.len().alias("rows")]
    wanted += [check.broken.sum().alias(f"check.{at}") for at, check in enumerate(checks)]
    for at, key in enumerate(keys):
        whole = pl.struct(named(name) for name in key).filter(
            pl.all_horizontal(named(name).is_not_null() for name in key)
        )
        wanted.append((whole.len() - whole.hash().n_unique()).alias(f"key.{at}"))
    wanted += [named(name).null_count().alias(f"null.{name}") for name in parsed]
    if (time := contract.table.time) in parsed and time is not None:
        wanted.append(named(time).max().alias("newest"))
    return _read(frame, parsed).select(wanted).collect(engine="streaming").row(0, named=True)


def _bad_rows(
    frame: pl.LazyFrame,
    parsed: dict[str, Parsed],
    broken: list[RowCheck],
    doubled: list[tuple[str, ...]],
) -> tuple[pl.DataFrame, dict[str, tuple[tuple[int, ...], tuple[str, ...]]]]:
    empty = (
        frame.collect_schema()
        .to_frame()
        .with_columns(
            pl.lit(None, dtype=pl.String).alias(REASON), pl.lit(None, dtype=pl.UInt32).alias(ROW)
        )
    )
    if not broken and not doubled:
        return empty, {}
    read = _read(frame, parsed).with_row_index(ROW)
    flags = {_name(check): check.broken for check in broken}
    for key in doubled:
        later = (
            read.select(ROW, *(named(name) for name in key))
            .drop_nulls(list(key))
            .filter(pl.col(ROW) != pl.col(ROW).min().over(list(key)))
            .select(ROW)
            .collect()[ROW]
        )
        flags["+".join(key)] = pl.col(ROW).is_in(later.implode())
    found = (
        read.select(pl.col(ROW), *(flag.alias(f"flag {name}") for name, flag in flags.items()))
        .filter(pl.any_horizontal(f"flag {name}" for name in flags))
        .collect(engine="streaming")
    )
    raw = (
        frame.with_row_index(ROW)
        .filter(pl.col(ROW).is_in(found[ROW].implode()))
        .collect(engine="streaming")
    )
    samples = {}
    for check in broken:
        place = found[f"flag {_name(check)}"]
        first = raw.filter(place).head(SAMPLES)
        values = first[check.column] if check.column else first[ROW]
        samples[_name(check)] = (tuple(first[ROW]), tuple(str(item) for item in values))
    for key in doubled:
        first = raw.filter(found[f"flag {'+'.join(key)}"]).head(SAMPLES)
        values = first.select(list(key)).rows()
        samples["+".join(key)] = (
            tuple(first[ROW]),
            tuple(" + ".join(str(item) for item in row) for row in values),
        )
    aside = {_name(check): _name(check) for check in broken if check.sets_aside}
    aside |= {"+".join(key): f"unique: {' + '.join(key)}" for key in doubled}
    reasons = [
        pl.when(found[f"flag {name}"]).then(pl.lit(reason)) for name, reason in aside.items()
    ]
    if not reasons:
        return empty, samples
    bad = raw.with_columns(
        pl.concat_str(*reasons, separator="; ", ignore_nulls=True).alias(REASON)
    ).filter(pl.col(REASON) != "")
    return bad.select(*frame.collect_schema(), REASON, ROW), samples


def _result(
    check: RowCheck, count: int, rows: int, sample: tuple[tuple[int, ...], tuple[str, ...]]
) -> CheckResult:
    return CheckResult(
        check=check.check,
        column=check.column,
        expected=check.expected,
        violations=count if check.violates else 0,
        noted=0 if check.violates else count,
        sample_rows=sample[0],
        sample_values=sample[1],
        chance=check.chance_of(rows),
    )


def _missing_column(name: str) -> CheckResult:
    return CheckResult(
        check="missing-column", column=name, expected="the table has the column", violations=1
    )


def _extra_columns(
    contract: Contract, columns: dict[str, Any], schema: pl.Schema, environment: Environment
) -> list[CheckResult]:
    forbidden = contract.table.extra_columns == "forbid"
    return [
        CheckResult(
            check="extra-column",
            column=name,
            expected="the contract names every column" if forbidden else "dropped",
            violations=int(forbidden),
            noted=int(not forbidden),
        )
        for name in schema
        if name not in contract.columns
    ]


def _table_checks(
    contract: Contract,
    environment: Environment,
    counts: dict[str, Any],
    now: datetime.datetime | None,
) -> list[CheckResult]:
    table = contract.table
    rows = counts["rows"]
    results = []
    if environment == "training":
        most = "" if table.max_rows is None else f" and at most {table.max_rows:,}"
        within = table.min_rows <= rows <= (table.max_rows if table.max_rows is not None else rows)
        results.append(
            CheckResult(
                check="rows",
                column=None,
                expected=f"at least {table.min_rows:,}{most} rows",
                violations=int(not within),
                sample_values=(f"{rows:,}",),
            )
        )
    for name, column in contract.columns.items():
        if column.most_missing is not None and f"null.{name}" in counts and rows:
            share = counts[f"null.{name}"] / rows
            results.append(
                CheckResult(
                    check="null-share",
                    column=name,
                    expected=f"at most {column.most_missing:.2%} of rows without a value",
                    violations=int(share > column.most_missing),
                    sample_values=(f"{share:.2%}",),
                )
            )
    if table.fresh_within_days is not None and "newest" in counts and environment != "labels":
        moment = now or datetime.datetime.now(datetime.UTC)
        results.append(_freshness(table.time, table.fresh_within_days, counts["newest"], moment))
    return results


def _freshness(column: str | None, days: float, newest: Any, now: datetime.datetime) -> CheckResult:
    age = None
    if isinstance(newest, datetime.datetime):
        aware = newest if newest.tzinfo else newest.replace(tzinfo=datetime.UTC)
        age = (now - aware).total_seconds() / 86_400
    elif isinstance(newest, datetime.date):
        age = float((now.date() - newest).days)
    return CheckResult(
        check="freshness",
        column=column,
        expected=f"the newest row is at most {days:g} days old",
        violations=int(age is None or age > days),
        sample_values=("no time" if age is None else f"{age:.1f} days",),
    )
