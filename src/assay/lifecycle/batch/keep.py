"""Which columns of the source stand beside the predictions."""

from __future__ import annotations

from collections.abc import Sequence

from assay.core.errors import InputError, did_you_mean
from assay.data.contract.model import Contract

ALL = "*"
"""Stands for every column."""


def kept(keep: Sequence[str] | None, names: Sequence[str], contract: Contract) -> tuple[str, ...]:
    """Return the columns to write, in the order of the source.

    Args:
        keep: What was asked for; `*` is every column. If None, what names a row by the contract:
            its id, keys and unique columns; every column if the source has none of these.
        names: Columns of the source.
        contract: The version's.

    Raises:
        InputError: If a column is not there.
    """
    if keep is None:
        table = contract.table
        unique = (name for name, column in contract.columns.items() if column.unique)
        naming = {table.id, *(name for key in table.keys for name in key), *unique}
        keep = [name for name in names if name in naming] or [ALL]
    if ALL in keep:
        return tuple(names)
    missing = [name for name in keep if name not in names]
    if missing:
        told = ", ".join(f"'{name}'{did_you_mean(name, names)}" for name in missing)
        raise InputError(
            f"the source has no column {told}",
            where=f"columns to keep; the source has {', '.join(names[:12])}",
            remedy="correct --keep, or write `--keep '*'` for all",
        )
    return tuple(name for name in names if name in keep)
