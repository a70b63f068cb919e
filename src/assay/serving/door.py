"""The contract at the door: records of a request become the two matrices that a model reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assay.core.errors import did_you_mean
from assay.data.contract.model import Contract
from assay.features.inputs import InputSpec
from assay.features.single import LARGEST, PARTS, text
from assay.registry.compiled.records import Numbers, Texts
from assay.registry.rows import RawRows
from assay.serving.field import ABSENT, Field, Policy, Reason, field

if TYPE_CHECKING:
    import polars as pl

    from assay.serving.frames import Frames

Matrices = tuple[NDArray[np.float32], NDArray[np.object_]]
"""Numbers, shape (n, p), and strings, shape (n, q)."""


@dataclass(slots=True)
class Admitted:
    """Rows of one request, ready to be scored.

    Attributes:
        numbers: Those of each row, p of them.
        texts: Those of each row, q of them.
        reasons: What broke the contract or is worth knowing, row by row.
    """

    numbers: Numbers
    texts: Texts
    reasons: list[Reason]

    @property
    def numeric(self) -> NDArray[np.float32]:
        """The numbers as a matrix, shape (n, p)."""
        return np.asarray(self.numbers, dtype=np.float32)

    @property
    def strings(self) -> NDArray[np.object_]:
        """The texts as a matrix, shape (n, q)."""
        return np.asarray(self.texts, dtype=object)

    @property
    def rejected(self) -> bool:
        """Whether a reason forbids an answer."""
        return any(reason.action == "rejected" for reason in self.reasons)


class Door:
    """Holds records against the contract that a version was registered with.

    Args:
        raw: Contract and own features of the version.
        spec: How its model reads rows.
        policy: What is done with values that break the contract.
    """

    def __init__(self, raw: RawRows, spec: InputSpec, policy: Policy) -> None:
        self.policy = policy
        self.contract = raw.contract
        self.spec = spec
        self.columns = raw.columns
        self._fields = [_field(name, raw.contract, spec, policy) for name in raw.columns]
        self._quick = [
            (one.name, one.kind, one.low, one.high, one.known, one.number, one.text, one)
            for one in self._fields
        ]
        self._known = frozenset(raw.columns)
        self._forbids = raw.contract.table.extra_columns == "forbid"
        self._frames = _frames(raw, spec)
        self._numbers = [np.nan] * (len(spec.numeric) + len(PARTS) * len(spec.dates))
        self._strings = [""] * len(spec.strings)

    def admit(self, records: Sequence[Mapping[str, Any]]) -> Admitted:
        """Return the rows as the model reads them, and what was wrong with them."""
        reasons: list[Reason] = []
        if self._frames is not None:
            parsed = [self.look_at(each, row, reasons) for row, each in enumerate(records)]
            return Admitted(*self._frames.read(parsed, self.policy, reasons), reasons)
        numbers = [self._numbers.copy() for _ in records]
        texts = [self._strings.copy() for _ in records]
        for row, record in enumerate(records):
            self._row(record, row, numbers[row], texts[row], reasons, keep=False)
            if self._forbids and self.strangers(record):
                reasons.extend(self._strangers(record, row))
        return Admitted(numbers, texts, reasons)

    def look_at(self, record: Mapping[str, Any], row: int, reasons: list[Reason]) -> dict[str, Any]:
        """Return the admitted values of one row by column, after noting what is wrong with it."""
        numbers, texts = self._numbers.copy(), self._strings.copy()
        values = self._row(record, row, numbers, texts, reasons, keep=True)
        if self.strangers(record):
            reasons.extend(self._strangers(record, row))
        return values

    def matrices(self, frame: pl.DataFrame, reasons: list[Reason]) -> Matrices:
        """Return admitted values as the model reads them, after noting what rows break together.

        Raises:
            InputError: If a column has a type that cannot be read.
        """
        if self._frames is not None:
            return self._frames.read_frame(frame, self.policy, reasons)
        return self.spec.matrices(frame)

    def strangers(self, names: Iterable[str]) -> bool:
        """Whether there is a column that the contract forbids."""
        return self._forbids and not self._known.issuperset(names)

    def _row(
        self,
        record: Mapping[str, Any],
        row: int,
        numbers: list[float],
        texts: list[str],
        reasons: list[Reason],
        *,
        keep: bool,
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, expected, low, high, known, number, place, one in self._quick:
            value = record.get(name, ABSENT)
            kind = type(value)
            if kind is int and expected is float and -LARGEST <= value <= LARGEST:
                value, kind = float(value), float
            if kind is not expected or not (
                value in known if kind is str else low <= value <= high
            ):
                value = one.admit(value, row, reasons)
                one.place(value, numbers, texts)
            elif kind is str:
                if place is not None:
                    texts[place] = value
            else:
                if number is not None:
                    numbers[number] = value
                if place is not None:
                    texts[place] = text(value)
            if keep:
                values[name] = value
        return values

    def _strangers(self, record: Mapping[str, Any], row: int) -> list[Reason]:
        return [
            Reason(
                column=name,
                check="extra",
                expected=f"no column but the contract's{did_you_mean(name, self.columns)}",
                seen=None,
                action="rejected" if self.policy == "reject" else "noted",
                row=row,
            )
            for name in record
            if name not in self._known
        ]


def _frames(raw: RawRows, spec: InputSpec) -> Frames | None:
    if raw.features is None and not raw.contract.expressions:
        return None
    from assay.serving.frames import Frames

    return Frames(raw, spec)


def _field(name: str, contract: Contract, spec: InputSpec, policy: Policy) -> Field:
    dates = [date.name for date in spec.dates]
    place = dates.index(name) if name in dates else None
    return field(
        name,
        contract.columns[name],
        policy=policy,
        number=spec.numeric.index(name) if name in spec.numeric else None,
        text=spec.string_positions.get(name),
        date=spec.dates[place] if place is not None else None,
        part=len(spec.numeric) + len(PARTS) * place if place is not None else 0,
    )
