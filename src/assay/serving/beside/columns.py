"""A table at the door: columns are held against the contract, and rows only where one breaks it.

What a row that breaks it gets is what a record of JSON with these values would get: the door
itself looks at it. All others are read column by column, which gives the same matrices.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from assay.core.errors import InputError
from assay.data.columns import exactly, named
from assay.data.contract.checks import row_checks
from assay.data.contract.parse import dtype_of
from assay.data.contract.passes import Reading
from assay.serving.door import Admitted, Door
from assay.serving.field import Reason


class Columns:
    """Rows of a request that came as a table.

    Args:
        frame: The table as it came, but for `plain`.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return self.frame.height

    def some(self, places: Sequence[int]) -> Columns:
        """Return the rows at these places."""
        return Columns(self.frame[list(places)])

    def admitted(self, door: Door) -> Admitted:
        """Return the rows as a model reads them, and what was wrong with them."""
        columns = {name: door.contract.columns[name] for name in door.columns}
        reading = Reading.of(columns, self.frame.schema)
        parsed = self.frame.select(reading.values()) if columns else self.frame
        if len(reading.present) < len(columns) or door.strangers(self.frame.columns):
            broken = list(range(len(self)))
        else:
            broken = _broken(parsed, door, reading)
        reasons: list[Reason] = []
        try:
            return self._read(door, parsed.select(exactly(columns)), broken, reasons)
        except InputError:  # a column of any type, of one that no model reads: each value is told
            return self._read(door, parsed.select(exactly(columns)), list(range(len(self))), [])

    def _read(
        self, door: Door, parsed: pl.DataFrame, broken: list[int], reasons: list[Reason]
    ) -> Admitted:
        if broken:
            parsed = _put_right(
                parsed, broken, self._looked_at(door, parsed, broken, reasons), door
            )
        numeric, strings = door.matrices(parsed, reasons)
        return Admitted(numeric, strings, reasons)

    def _looked_at(
        self, door: Door, parsed: pl.DataFrame, broken: list[int], reasons: list[Reason]
    ) -> list[dict[str, Any]]:
        came, read = self.frame[broken].to_dicts(), parsed[broken].to_dicts()
        return [
            door.look_at(_record(raw, values), row, reasons)
            for row, raw, values in zip(broken, came, read, strict=True)
        ]


def _broken(parsed: pl.DataFrame, door: Door, reading: Reading) -> list[int]:
    """Return the rows in which a value does not parse or breaks a promise."""
    checks = row_checks(door.contract, "serving", present=reading.present, failed=reading.failed)
    flags = [
        *reading.failed.values(),
        *(each.broken for each in checks if each.column is not None and each.broken is not None),
    ]
    if not flags:
        return []
    found = parsed.select(pl.any_horizontal(flag.fill_null(False) for flag in flags).arg_true())
    return found.to_series().to_list()


def _record(raw: dict[str, Any], parsed: dict[str, Any]) -> dict[str, Any]:
    """Return a row as a client would send it; what JSON does not have, as far as it was read."""
    return {
        name: value if isinstance(value, IN_JSON) or parsed.get(name) is None else parsed[name]
        for name, value in raw.items()
    }


IN_JSON = (str, int, float, bool, list, dict, type(None))


def _put_right(
    parsed: pl.DataFrame, broken: list[int], rows: list[dict[str, Any]], door: Door
) -> pl.DataFrame:
    """Return the table with the rows that were looked at in the place of those that came."""
    whole = len(broken) == parsed.height
    return pl.DataFrame(
        [
            _column([row[name] for row in rows], broken, parsed[name], door, whole=whole)
            for name in parsed.columns
        ]
    )


def _column(
    values: list[Any], broken: list[int], came: pl.Series, door: Door, *, whole: bool
) -> pl.Series:
    wanted = dtype_of(door.contract.columns[came.name], came.dtype)
    put = pl.Series(came.name, values, None if wanted == pl.Null() else wanted, strict=False)
    if whole:
        return put
    return came.scatter(broken, put.cast(came.dtype))


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table whose numbers and words have the types that JSON has.

    A float of 32 bits or a decimal is the float of 64 bits that a client would write as JSON.
    """
    return frame.with_columns(
        *(named(name).cast(pl.Float64) for name, dtype in frame.schema.items() if _narrow(dtype)),
        *(
            named(name).cast(pl.String)
            for name, dtype in frame.schema.items()
            if dtype in (pl.Categorical, pl.Enum)
        ),
    )


def _narrow(dtype: pl.DataType) -> bool:
    return (dtype.is_float() and dtype != pl.Float64()) or dtype.is_decimal()
