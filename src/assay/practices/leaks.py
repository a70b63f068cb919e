"""What the leak rules share: which columns they judge, and which are the target itself."""

from __future__ import annotations

from typing import Final

from assay.core.evidence.data import ColumnLeak, ColumnsEvidence, LeakEvidence

LEAST_SAID: Final = 0.995
"""Share of rows that hold the class's name, or the rounded number; with more slips it is noised."""

ON_ONE_CURVE: Final = 0.99
"""Share of rows of a number, or of a band of numbers, that the target decides."""


def copied(column: ColumnLeak) -> bool:
    """Return whether a column is the target, by its values or by what it says."""
    return column.copies_target or column.says_target >= LEAST_SAID


def considered(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> tuple[ColumnLeak, ...]:
    """Return the columns that the model reads, or may read while that is not yet decided.

    Once columns have been left out, a leak in them harms nobody, and the card tells of them.
    """
    if columns is None:
        return leaks.columns
    used = set(columns.used)
    return tuple(column for column in leaks.columns if column.name in used)
