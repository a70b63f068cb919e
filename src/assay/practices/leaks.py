"""What the leak rules share: which columns they judge."""

from __future__ import annotations

from assay.core.evidence.data import ColumnLeak, ColumnsEvidence, LeakEvidence


def considered(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> tuple[ColumnLeak, ...]:
    """Return the columns that the model reads, or may read while that is not yet decided.

    Once columns have been left out, a leak in them harms nobody, and the card tells of them.
    """
    if columns is None:
        return leaks.columns
    used = set(columns.used)
    return tuple(column for column in leaks.columns if column.name in used)
