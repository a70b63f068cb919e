"""Hold the units of the two sides against each other, and those of the rows of a column."""

from __future__ import annotations

from dataclasses import replace

from assay.core.evidence.units import MixedUnits, UnitsEvidence
from assay.data.sides.schema_written import Pair, each, pairs
from assay.data.sides.table import Sides
from assay.data.sides.units_changed import unit_changes
from assay.data.sides.units_company import shifted_beside
from assay.data.sides.units_mixed import mixed_units
from assay.data.sides.units_mixed_rows import mixed_rows
from assay.data.sides.units_told import told


def measure(sides: Sides) -> UnitsEvidence:
    """Measure which columns are in two units.

    The target takes part where the outcomes of the test may be seen.
    """
    columns = _in_company(pairs(sides))
    return UnitsEvidence(
        columns=len(columns),
        changed=tuple(told(one, columns) for one in each(unit_changes, columns)),
        mixed=_mixed(sides, columns),
    )


def _mixed(sides: Sides, columns: list[Pair]) -> tuple[MixedUnits, ...]:
    found = each(mixed_units, columns)
    named = {one.column for one in found}
    return found + tuple(one for one in mixed_rows(sides, columns) if one.column not in named)


def _in_company(columns: list[Pair]) -> list[Pair]:
    beside = shifted_beside(columns)
    return [replace(pair, beside=beside[pair.name]) for pair in columns]
