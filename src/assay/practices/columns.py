"""Which columns of a profile a rule about features judges."""

from __future__ import annotations

from assay.core.evidence.data import ColumnProfile, ColumnsEvidence, ProfileEvidence


def model_columns(
    profile: ProfileEvidence, columns: ColumnsEvidence | None
) -> tuple[ColumnProfile, ...]:
    """Return the columns that the model reads, or may read while that is not yet decided."""
    if columns is None:
        return tuple(column for column in profile.columns if column.name != profile.target)
    used = set(columns.used)
    return tuple(column for column in profile.columns if column.name in used)
