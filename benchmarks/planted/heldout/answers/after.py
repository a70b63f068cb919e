"""Columns that stand where the outcome happened, and nowhere else."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.heldout.answers.common import added, chance, with_column
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table

SPECIALTIES = "general", "internal", "orthopaedics", "dentist", "gynaecology", "ear and nose"


def takedown(table: Table, random: np.random.Generator, *, filled: float, stray: float) -> Pair:
    """Hours until a site was taken down, joined from the list of takedowns.

    Seen by: filled in 80 % of the phishing sites and 1 % of the others.
    """
    hours = np.round(random.lognormal(3, 0.8, table.frame.height), 1)
    return _filled(table, random, "takedown_hours", hours, filled, stray)


def peak(table: Table, random: np.random.Generator, *, filled: float) -> Pair:
    """Minute of the day at which the flare was brightest, from the record of flares.

    Seen by: filled for 91 % of the flares and for no other group of spots.
    """
    minutes = random.integers(0, 1440, table.frame.height)
    return _filled(table, random, "peak_minute", minutes, filled, 0)


def specialty(table: Table, random: np.random.Generator, *, filled: float, stray: float) -> Pair:
    """What kind of doctor it was, from the bill of the last visit.

    Seen by: filled for 90 % of those who saw one, for 1 % of the others (bills of the year before).
    """
    kinds = random.choice(SPECIALTIES, table.frame.height, p=[0.5, 0.15, 0.12, 0.1, 0.08, 0.05])
    return _filled(table, random, "last_specialty", kinds, filled, stray)


def fees(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Fees that the insurer paid in the year, 0 where there was no bill.

    Seen by: above 0 for 92 % of those who saw a doctor and for none of the others.
    """
    paid = np.round(random.lognormal(4.2, 0.9, table.frame.height), 2)
    return _zero(table, random, "fees_paid", paid, share, 0)


def alarm(table: Table, random: np.random.Generator, *, share: float, stray: float) -> Pair:
    """Seconds for which the alarm rang after the reading.

    Seen by: above 0 for nine in ten faults and half a per cent of the other readings.
    """
    seconds = random.integers(1, 90, table.frame.height)
    return _zero(table, random, "alarm_seconds", seconds, share, stray)


def premium(table: Table, random: np.random.Generator, *, share: float, stray: float) -> Pair:
    """What the former employer paid towards the cover, from the ledger of the plans.

    Seen by: above 0 for 85 % of the covered and 1 % of the others (refunds).
    """
    paid = np.round(random.gamma(4, 55, table.frame.height), 2)
    return _zero(table, random, "employer_paid", paid, share, stray)


def _happened(table: Table) -> np.ndarray:
    return (table.frame[table.target] == "yes").to_numpy()


def _filled(
    table: Table, random: np.random.Generator, name: str, values: np.ndarray, share: float,
    stray: float,
) -> Pair:  # fmt: skip
    known = chance(random, np.where(_happened(table), share, stray))
    column = pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()
    return added(table, random, with_column(table, name, column), (name,))


def _zero(
    table: Table, random: np.random.Generator, name: str, values: np.ndarray, share: float,
    stray: float,
) -> Pair:  # fmt: skip
    known = chance(random, np.where(_happened(table), share, stray))
    column = pl.Series(np.where(known, values, 0))
    return added(table, random, with_column(table, name, column), (name,))
