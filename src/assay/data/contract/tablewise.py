"""The checks that a contract makes of the table as a whole: columns, rows, missing share, age."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from assay.core.errors import did_you_mean
from assay.core.evidence.data import CheckResult
from assay.data.contract import chance
from assay.data.contract.model import Column, Contract, Environment


def column_checks(
    contract: Contract, columns: Mapping[str, Column], came: Collection[str]
) -> Iterator[CheckResult]:
    """Yield what is said of the columns that came: none is missing, none is too many.

    Args:
        contract: What is promised.
        columns: The columns of the environment.
        came: Names of the columns that came.
    """
    absent = [name for name in columns if name not in came]
    extra = [name for name in came if name not in contract.columns]
    for name in absent:
        required = columns[name].required
        near = did_you_mean(name, extra)
        yield CheckResult(
            check="missing-column",
            column=name,
            expected=f"the table has it{near}" if required else "may be absent",
            violations=int(required),
            noted=int(not required),
        )
    if not absent:
        yield CheckResult(
            check="missing-column",
            column=None,
            expected=f"all {len(columns)} columns",
            violations=0,
        )
    forbidden = contract.table.extra_columns == "forbid"
    for name in extra:
        yield CheckResult(
            check="extra-column",
            column=name,
            expected="only columns that the contract names" if forbidden else "dropped",
            violations=int(forbidden),
            noted=int(not forbidden),
        )


def row_count(contract: Contract, rows: int) -> CheckResult:
    """Return whether a training table has as many rows as promised."""
    least, most = contract.table.min_rows, contract.table.max_rows
    upper = "" if most is None else f" and at most {most:,}"
    return CheckResult(
        check="rows",
        column=None,
        expected=f"at least {least:,}{upper} rows",
        violations=int(rows < least or (most is not None and rows > most)),
        sample_values=(f"{rows:,}",),
    )


def missing_share(
    contract: Contract, name: str, column: Column, *, missing: int, rows: int
) -> CheckResult | None:
    """Return whether more values are missing than promised; None where nothing is."""
    if column.most_missing is None or not rows:
        return None
    allowed = chance.surplus(column.most_missing, rows)
    seen = contract.seen.get(name)
    return CheckResult(
        check="null-share",
        column=name,
        expected=f"at most {column.most_missing:.4g} of rows missing, {allowed:,} here",
        violations=int(missing > allowed),
        sample_values=(f"{missing:,} of {rows:,}",),
        chance=None if seen is None else chance.more_missing(seen, allowed / rows, batch=rows),
    )


def freshness(contract: Contract, newest: Any, now: datetime.datetime) -> CheckResult | None:
    """Return whether the newest row is young enough; None where nothing is promised.

    Args:
        contract: What is promised.
        newest: Largest value of the time column, date or datetime, or None.
        now: The moment to measure at, aware.
    """
    days = contract.table.fresh_within_days
    if days is None:
        return None
    age = None
    if isinstance(newest, datetime.datetime):
        moment = newest if newest.tzinfo else newest.replace(tzinfo=datetime.UTC)
        age = (now - moment).total_seconds() / 86_400
    elif isinstance(newest, datetime.date):
        age = float((now.date() - newest).days)
    return CheckResult(
        check="freshness",
        column=contract.table.time,
        expected=f"the newest row is at most {days:g} days old",
        violations=int(age is None or age > days),
        sample_values=("no time" if age is None else f"{age:.1f} days",),
    )


def applies(check: str, environment: Environment) -> bool:
    """Return whether a check of the table is made in an environment.

    Row count is a promise of training tables. A batch to be scored may name a row twice; a
    training table or a table of labels may not.
    """
    if check == "rows":
        return environment == "training"
    if check == "freshness":
        return environment != "labels"
    return environment != "serving"
