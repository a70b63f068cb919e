"""Read rows as the contract says, keeping every one: what does not parse counts as missing."""

from __future__ import annotations

import polars as pl

from assay.core.errors import InputError, did_you_mean
from assay.data.contract.checks import columns_of
from assay.data.contract.model import Contract, Environment
from assay.data.contract.parse import parse


def conform(
    frame: pl.LazyFrame, contract: Contract, *, environment: Environment = "serving"
) -> pl.LazyFrame:
    """Return the contract's columns with their types, one row for each row given.

    Args:
        frame: Rows as they came.
        contract: What they should be.
        environment: `serving` drops the target.

    Raises:
        InputError: If a required column is missing.
    """
    schema = frame.collect_schema()
    columns = columns_of(contract, environment)
    missing = [name for name, column in columns.items() if column.required and name not in schema]
    if missing:
        raise InputError(
            f"{len(missing)} of the contract's columns are missing: {', '.join(missing)}"
            f"{did_you_mean(missing[0], schema.names())}",
            where=f"the table has {', '.join(schema.names()[:12])}",
            remedy="give the columns, or set `required = false` in contract.toml",
        )
    read = [
        parse(name, column, schema[name]).value.alias(name)
        for name, column in columns.items()
        if name in schema
    ]
    return frame.select(read) if read else frame.drop(schema.names())  # keeps the number of rows
