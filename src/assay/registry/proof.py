"""Rows with their scores, kept beside a scorer: who loads it elsewhere can prove it there again.

No row is a real one: the values of each column are drawn anew, so that a copy of the model gives
nobody away.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.protocols import Scorer
from assay.core.workspace import write_atomic

if TYPE_CHECKING:
    import polars as pl

    from assay.data.contract.model import Column
    from assay.registry.rows import RawRows

PROOF = "proof.json"

PROOF_ROWS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Records as a client would send them, and what the scorer said of them when it was made.

    Attributes:
        scores: One list a row: a probability or value, or one probability a class.
    """

    rows: tuple[dict[str, Any], ...]
    scores: tuple[tuple[float, ...], ...]


def keep(folder: Path, scorer: Scorer, raw: RawRows, rows: pl.DataFrame, *, seed: int) -> None:
    """Put the proof beside a saved scorer.

    Args:
        folder: Where the scorer and its raw rows were kept.
        scorer: What scores.
        raw: How it reads rows.
        rows: Rows that hold the contract, from which values are drawn.
        seed: Seed of the draw.
    """
    drawn = _drawn(rows[list(raw.columns)], seed)
    scores = scorer.scores(raw.read(drawn))
    proof = Proof(
        rows=tuple(_written(drawn, raw).to_dicts()),
        scores=tuple(tuple(each) for each in scores.reshape(drawn.height, -1).tolist()),
    )
    write_atomic(folder / PROOF, codec.encode(proof))


def load(folder: Path) -> Proof:
    """Read what `keep` wrote.

    Raises:
        InputError: If there is none, or it cannot be read.
    """
    try:
        return codec.decode((folder / PROOF).read_bytes(), Proof)
    except (FileNotFoundError, msgspec.DecodeError) as cause:
        raise InputError(
            f"there is no {PROOF} that can be read",
            where=str(folder),
            remedy="register the model again with `assay run`",
        ) from cause


def digest_of(folder: Path) -> str:
    """Return the SHA-256 of the proof; empty if none was kept."""
    path = folder / PROOF
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _drawn(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return rows of which each value comes from a row of its own."""
    random = np.random.default_rng(seed)
    count = min(PROOF_ROWS, rows.height)
    columns = [column.gather(random.choice(rows.height, count, replace=False)) for column in rows]
    return type(rows)(columns)


def _written(rows: pl.DataFrame, raw: RawRows) -> pl.DataFrame:
    """Return rows whose dates are written as the contract has them."""
    import polars as pl

    dated = [name for name in rows.columns if rows[name].dtype.is_temporal()]
    return rows.with_columns(
        pl.col(name).dt.strftime(_form(raw.contract.columns[name])) for name in dated
    )


def _form(column: Column) -> str:
    if column.format:
        return column.format
    return "%Y-%m-%d" if column.type == "date" else "%Y-%m-%dT%H:%M:%S%.f"
