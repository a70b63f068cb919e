"""Do rows have neighbours that differ in one column? Then equal ones may be equal by chance."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.data.rowhash import Hashes

Flags = NDArray[np.bool_]


def has_neighbours(
    hashes: list[Hashes], whole: Hashes, asked: NDArray[np.int64], size: NDArray[np.int64]
) -> Flags:
    """Return which rows have more others that differ in one column than equal ones.

    Where they have, rows are equal by chance: the table has few values to tell them apart.

    Args:
        hashes: Of each column, shape (n,).
        whole: Their sum, shape (n,).
        asked: Places of the rows that are asked about, shape (k,).
        size: How many rows equal each, itself among them, shape (n,).

    Returns:
        Shape (k,).
    """
    others = np.zeros(len(asked), np.int64)
    for one in hashes:
        without = pl.Series("rest", whole - one)
        wanted = without.gather(asked)
        near = without.filter(without.is_in(wanted.unique().implode())).value_counts(name="rows")
        found = wanted.to_frame().join(near, on="rest", how="left", maintain_order="left")
        others += found["rows"].to_numpy() - size[asked]
    return np.asarray(others > size[asked])
