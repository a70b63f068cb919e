"""Turn raw rows into the two matrices that a model reads: float32 numbers and strings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError, did_you_mean
from assay.features import single
from assay.features.single import PARTS, DateColumn

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Inputs:
    """Rows as the encoders and the compiled graph see them.

    Attributes:
        numeric: Shape (n, p), float32, missing is NaN, never infinite.
        strings: One series a string column, without nulls, missing is "".
    """

    spec: InputSpec
    numeric: NDArray[np.float32]
    strings: tuple[pl.Series, ...]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.numeric)

    def numbers(self, names: Sequence[str]) -> NDArray[np.float32]:
        """Return these columns of the number matrix, shape (n, len(names))."""
        return self.numeric[:, [self.spec.number_positions[name] for name in names]]

    def text(self, name: str) -> pl.Series:
        """Return one string column."""
        return self.strings[self.spec.string_positions[name]]

    def lookup(self, name: str, table: Mapping[str, float], default: float) -> NDArray[np.float32]:
        """Map a string column through a table, shape (n, 1)."""
        return self._mapped(name, table, default, np.float32)

    def index(self, name: str, table: Mapping[str, int], default: int) -> NDArray[np.int64]:
        """Map a string column to places, shape (n, 1)."""
        return self._mapped(name, table, default, np.int64)

    def _mapped(
        self, name: str, table: Mapping[str, float], default: float, kind: type[np.generic]
    ) -> NDArray[Any]:
        import polars as pl

        dtype = pl.Float32() if kind is np.float32 else pl.Int64()
        keys = pl.Series(list(table), dtype=pl.String)
        places = pl.Series(list(table.values()), dtype=dtype)
        found = self.text(name).replace_strict(keys, places, default=default, return_dtype=dtype)
        return found.to_numpy().reshape(-1, 1)

    def string_matrix(self) -> NDArray[np.object_]:
        """Return the strings as the compiled graph takes them, shape (n, q)."""
        matrix = np.empty((self.rows, len(self.strings)), dtype=object)
        for position, series in enumerate(self.strings):
            matrix[:, position] = series.to_numpy()
        return matrix


@dataclass(frozen=True)
class InputSpec:
    """Which raw columns are read, and as what; declarative, so it can be kept as JSON.

    Attributes:
        numeric: Numbers and booleans, each a float32 column in this order.
        strings: Categories, each a string column in this order.
        dates: Dates and times, each `len(PARTS)` float32 columns after the numbers.

    Example:
        >>> spec = InputSpec(numeric=("age",), strings=("city",))
        >>> spec.row({"age": 30, "city": None})
        (array([[30.]], dtype=float32), array([['']], dtype=object))
        >>> import polars as pl
        >>> numbers, strings = spec.matrices(pl.DataFrame({"age": [30, None], "city": ["A", None]}))
        >>> numbers.tolist(), strings.tolist()
        ([[30.0], [nan]], [['A'], ['']])
    """

    numeric: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()
    dates: tuple[DateColumn, ...] = ()

    def __post_init__(self) -> None:
        if len(self.number_positions) != len(self.numeric) + len(PARTS) * len(self.dates):
            raise InputError(
                "a column has the name that a part of a date gets",
                where=", ".join(date.name for date in self.dates),
                remedy="rename the column that holds square brackets",
            )

    @cached_property
    def number_positions(self) -> dict[str, int]:
        """Place of each column of the number matrix, by name; parts by `part_name`."""
        parts = [part_name(date.name, part) for date in self.dates for part in PARTS]
        return {name: position for position, name in enumerate((*self.numeric, *parts))}

    @cached_property
    def string_positions(self) -> dict[str, int]:
        """Place of each column of the string matrix, by name."""
        return {name: position for position, name in enumerate(self.strings)}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The raw columns that are read, each once."""
        names = (*self.numeric, *self.strings, *(date.name for date in self.dates))
        return tuple(dict.fromkeys(names))

    def matrices(self, frame: pl.DataFrame) -> tuple[NDArray[np.float32], NDArray[np.object_]]:
        """Return the number matrix, shape (n, p), and the string matrix, shape (n, q).

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        inputs = self.read(frame)
        return inputs.numeric, inputs.string_matrix()

    def read(self, frame: pl.DataFrame) -> Inputs:
        """Return the rows as encoders read them.

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        from assay.features import values  # a server reads single rows and never loads Polars

        self._refuse_missing(frame.columns)
        numbers = [values.numbers(frame[name]) for name in self.numeric]
        for date in self.dates:
            numbers.extend(values.parts(frame[date.name], date.zone))
        numeric = np.empty((frame.height, len(numbers)), dtype=np.float32)
        for position, column in enumerate(numbers):
            numeric[:, position] = column
        return Inputs(self, numeric, tuple(values.strings(frame[name]) for name in self.strings))

    def row(self, record: Mapping[str, object]) -> tuple[NDArray[np.float32], NDArray[np.object_]]:
        """Return the two matrices of one row, bit for bit as `matrices` would, without a frame.

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        try:
            numbers = [single.number(record[name], name) for name in self.numeric]
            for date in self.dates:
                numbers.extend(single.parts_of(record[date.name], date))
            strings = [single.string(record[name], name) for name in self.strings]
        except KeyError:
            self._refuse_missing(list(record))
            raise
        matrix = np.empty((1, len(strings)), dtype=object)
        matrix[0] = strings
        return np.array([numbers], dtype=np.float64).astype(np.float32), matrix

    def _refuse_missing(self, present: Sequence[str]) -> None:
        missing = [name for name in self.columns if name not in present]
        if missing:
            named = ", ".join(f"'{name}'{did_you_mean(name, present)}" for name in missing)
            raise InputError(
                f"the rows lack {'columns' if len(missing) > 1 else 'the column'} {named}",
                remedy="give every column the model reads; a missing value is null",
            )


def part_name(column: str, part: str) -> str:
    """Return the name of a part of a date column in the number matrix.

    Example:
        >>> part_name("opened", "month")
        'opened[month]'
    """
    return f"{column}[{part}]"
