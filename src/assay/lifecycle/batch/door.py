"""The contract at the door of a batch: whole columns, held and put right as a server does rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

import polars as pl

from assay.data.columns import exactly, named
from assay.data.contract.checks import RowCheck, missing_rows, row_checks
from assay.data.contract.conform import conform
from assay.data.contract.model import Contract
from assay.data.contract.parse import dtype_of, parse
from assay.data.contract.passes import Reading
from assay.lifecycle.batch.tally import SAMPLES, Broken, Tally
from assay.registry.rows import RawRows
from assay.serving.field import Action, Policy, bound_of

_MISSING = "\0missing "
_NEWEST = "\0newest"


@dataclass(slots=True)
class Admitted:
    """Rows ready to be scored, in the order in which they came.

    Attributes:
        rows: As the model reads them, own features included.
        reasons: What each row broke and what was done about it, null where nothing is wrong; None
            if that holds for all rows.
        rejected: Whether a row gets no prediction; None if every row gets one.
        tally: Counts of the rows.
    """

    rows: pl.DataFrame
    reasons: pl.Series | None
    rejected: pl.Series | None
    tally: Tally


class Door:
    """Holds rows against the contract that a version was registered with.

    A row is treated as `serving.door` treats it in a request, so that it gets the same answer.

    Args:
        raw: What the model reads: its columns of the contract, and own features.
        contract: The whole contract.
        schema: Columns of the source.
        policy: What is done with values that break the contract.

    Raises:
        InputError: If a required column is missing.
    """

    def __init__(self, raw: RawRows, contract: Contract, schema: pl.Schema, policy: Policy) -> None:
        conform(pl.LazyFrame(schema=schema), raw.contract)  # raises where a column is missing
        self._columns = raw.contract.columns
        self._features = raw.features
        self._policy = policy
        self._refusal: Action = "rejected" if policy == "reject" else "taken as missing"
        self._reading = Reading.of(self._columns, schema)
        self._names = tuple(self._reading.parsed)
        self._checks = list(self._column_checks(raw.contract))
        self._conditions = list(self._across(raw.contract))
        self._counts = list(self._counted())
        self._newest = _newest(contract, schema)

    def admit(self, frame: pl.DataFrame, start: int) -> Admitted:
        """Read rows, hold them against the contract, and do what the policy says.

        Args:
            frame: Rows as they came.
            start: Position of the first of them in the source.
        """
        read = frame.lazy().with_columns(self._reading.values()).collect()
        counts = read.select(self._counts).row(0, named=True) if self._counts else {}
        broken = [check for at, check in enumerate(self._checks) if counts[str(at)]]
        found = _Found()
        rows = self._put_right(read, broken, found) if broken else read
        rows = rows.select(exactly(self._names)) if self._names else rows.drop(rows.columns)
        self._hold_conditions(rows, found)
        tally = Tally(
            start=start,
            rows=frame.height,
            broken=found.broken(frame, start),
            missing={
                name.removeprefix(_MISSING): count
                for name, count in counts.items()
                if name.startswith(_MISSING)
            },
            newest=self._newest_of(frame),
        )
        rejected, right = found.rows("rejected"), found.rows("clipped", "taken as missing")
        tally.rejected = 0 if rejected is None else int(rejected.sum())
        if right is not None:
            tally.put_right = int((right if rejected is None else right & ~rejected).sum())
        if self._features is not None:
            rows = rows.with_columns(self._features.expressions)
        return Admitted(rows, found.reasons(), rejected if tally.rejected else None, tally)

    def _column_checks(self, contract: Contract) -> Iterator[RowCheck]:
        """Yield the checks of each column, those that come first first."""
        failed = self._reading.failed
        single = row_checks(
            contract.model_copy(update={"expressions": ()}),
            "serving",
            present=self._reading.present,
            failed=failed,
        )
        for name, checks in groupby(single, key=lambda check: check.column):
            assert name is not None
            column = self._columns[name]
            if name in failed:
                form = f" written {column.format}" if column.format else ""
                expected = f"reads as {column.type}{form}"
                yield RowCheck(check="type", column=name, expected=expected, broken=failed[name])
            yield from (check for check in checks if check.broken is not None)

    def _across(self, contract: Contract) -> Iterator[RowCheck]:
        for each in contract.expressions:
            condition = pl.sql_expr(each.sql)
            if set(condition.meta.root_names()) <= set(self._names):
                expected = f"{each.name}: {each.sql}"
                yield RowCheck(
                    check="expression", column=None, expected=expected, broken=~condition
                )

    def _counted(self) -> Iterator[pl.Expr]:
        for at, check in enumerate(self._checks):
            assert check.broken is not None
            counted = check.broken.sum() if check.counted is None else check.counted
            yield counted.alias(str(at))
        failed = self._reading.failed
        for name in self._names:
            if name in self._reading.present:
                yield missing_rows(name, failed.get(name)).alias(_MISSING + name)

    def _put_right(self, read: pl.DataFrame, broken: list[RowCheck], found: _Found) -> pl.DataFrame:
        """Return the rows with what the policy makes of bad values, after noting these.

        A value breaks the first of its column's checks alone: what stands for it is not asked
        again.
        """
        flags: list[pl.Expr] = []
        values: list[pl.Expr] = []
        for name, checks in groupby(broken, key=lambda check: check.column):
            assert name is not None
            value, earlier = named(name), pl.lit(False)
            for check in checks:
                assert check.broken is not None
                here = check.broken.fill_null(False)
                flag, earlier = here & ~earlier, earlier | here
                action = self._action(check)
                found.expect(check, action)
                flags.append(flag.alias(str(len(flags))))
                if action != "noted":
                    value = pl.when(flag).then(self._instead(check, action)).otherwise(value)
            values.append(value.alias(name))
        found.flags += read.select(flags).get_columns()
        return read.with_columns(values)

    def _action(self, check: RowCheck) -> Action:
        if not check.violates:
            return "noted"
        return "clipped" if check.check in ("min", "max") and self._clips else self._refusal

    @property
    def _clips(self) -> bool:
        return self._policy == "clip"

    def _instead(self, check: RowCheck, action: Action) -> pl.Expr:
        assert check.column is not None
        column = self._columns[check.column]
        bound = bound_of(column, check.check) if action == "clipped" else None
        dtype = None if column.type == "any" else dtype_of(column)
        return pl.lit(bound, dtype=dtype)

    def _hold_conditions(self, rows: pl.DataFrame, found: _Found) -> None:
        """Note the rows that break a condition across columns, as values stand by now."""
        action: Action = "rejected" if self._policy == "reject" else "noted"
        for check in self._conditions:
            assert check.broken is not None
            flag = rows.select(check.broken.fill_null(False)).to_series()
            if flag.any():
                found.expect(check, action)
                found.flags.append(flag)

    def _newest_of(self, frame: pl.DataFrame) -> str | None:
        if self._newest is None:
            return None
        moment = frame.select(self._newest).item()
        return None if moment is None else str(moment.isoformat())


@dataclass(slots=True)
class _Found:
    """Checks that rows break: which rows, and what was done about them."""

    checks: list[RowCheck] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    flags: list[pl.Series] = field(default_factory=list)

    def expect(self, check: RowCheck, action: Action) -> None:
        """Name the check whose flags come next."""
        self.checks.append(check)
        self.actions.append(action)

    def rows(self, *actions: Action) -> pl.Series | None:
        """Return which rows met one of the actions; None if none did."""
        whole = None
        for flag, action in zip(self.flags, self.actions, strict=True):
            if action in actions:
                whole = flag if whole is None else whole | flag
        return whole

    def reasons(self) -> pl.Series | None:
        """Return what is said of each row; null where there is nothing to say."""
        if not self.flags:
            return None
        flags = pl.DataFrame([flag.alias(str(at)) for at, flag in enumerate(self.flags)])
        told = [
            pl.when(pl.col(str(at))).then(pl.lit(f"{check.reason} ({action})"))
            for at, (check, action) in enumerate(zip(self.checks, self.actions, strict=True))
        ]
        text = pl.concat_str(told, separator="; ", ignore_nulls=True)
        return flags.select(pl.when(pl.any_horizontal(pl.all())).then(text)).to_series()

    def broken(self, frame: pl.DataFrame, start: int) -> list[Broken]:
        """Return the checks with the number of rows and the first of them."""
        found = []
        for check, action, flag in zip(self.checks, self.actions, self.flags, strict=True):
            places = flag.arg_true()
            values = frame[check.column] if check.column is not None else None
            found.append(
                Broken(
                    check=check.check,
                    column=check.column,
                    expected=check.expected,
                    noted=action == "noted" and check.column is not None,
                    rows=len(places),
                    samples=[
                        (start + place, "" if values is None else str(values[place]))
                        for place in places.head(SAMPLES)
                    ],
                )
            )
        return found


def _newest(contract: Contract, schema: pl.Schema) -> pl.Expr | None:
    """Return the largest value of the time column, if the contract promises its age."""
    time = contract.table.time
    if contract.table.fresh_within_days is None or time is None or time not in schema:
        return None
    return parse(time, contract.columns[time], schema[time]).value.max()
