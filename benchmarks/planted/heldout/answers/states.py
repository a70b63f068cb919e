"""Tables of states, countries and seats."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.shipped import packed
from benchmarks.planted.source import mixed, read
from benchmarks.planted.table import Table

SOUTH = (40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 54)
"""States of the old South, as the roll calls number them."""


def state_output() -> Table:
    rows = packed("linearmodels", "datasets/munnell/munnell.csv.bz2").drop("ST_ABB", "P_CAP")
    return Table(
        name="state_output",
        frame=mixed(rows, seed=1),
        target="GSP",
        why="48 states in 17 years, the state is declared; the sum of public capital is gone.",
        group="STATE",
    )


def road_deaths() -> Table:
    rows = read("AER", "Fatalities")
    kept = ["state", "year", "spirits", "unemp", "income", "emppop", "beertax", "baptist"]
    kept += ["mormon", "drinkage", "dry", "youngdrivers", "miles", "breath", "jail", "service"]
    kept += ["fatal", "pop"]
    rows = rows.select(*kept, rate=(pl.col("fatal") / pl.col("pop") * 10_000).round(3))
    return Table(
        name="road_deaths",
        frame=mixed(rows, seed=2).drop("fatal", "pop"),
        target="rate",
        why="Deaths by 10,000 people; the state is declared, the numbers of dead are gone.",
        group="state",
    )


def counted_deaths() -> pl.DataFrame:
    """Return the dead and the people of each state and year of `road_deaths`."""
    return read("AER", "Fatalities").select("state", "year", "fatal", "pop")


def castle_states() -> Table:
    rows = read("causaldata", "castle")
    kept = ["sid", "year", "unemployrt", "poverty", "blackm_15_24", "whitem_15_24"]
    kept += ["blackm_25_44", "whitem_25_44", "l_police", "l_income", "l_lagprisoner"]
    kept += ["l_exp_subsidy", "l_exp_pubwelfare", "burglary"]
    return Table(
        name="castle_states",
        frame=mixed(rows.select(kept), seed=3),
        target="burglary",
        why="Burglaries in 50 states and 11 years; the state is declared, other crimes are gone.",
        group="sid",
    )


def state_poverty() -> Table:
    rows = read("causaldata", "texas").drop("statefip", "bmprison", "wmprison")
    return Table(
        name="state_poverty",
        frame=mixed(rows, seed=4),
        target="poverty",
        why="Poverty in 51 states and 16 years; the state is declared, prisons are gone.",
        group="state",
    )


def roll_calls() -> Table:
    rows = read("causaldata", "close_elections_lmb").sort("id")
    rows = rows.unique(["state", "district", "year"], keep="first", maintain_order=True)
    seat = pl.format("{}-{}", "state", "district")
    region = pl.when(pl.col("state").is_in(SOUTH)).then(pl.lit("south")).otherwise(pl.lit("other"))
    frame = rows.with_columns(seat=seat, region=region).drop_nulls().drop("id", "state", "district")
    return Table(
        name="roll_calls",
        frame=mixed(frame, 4000, seed=5),
        target="score",
        why="How liberal a seat voted in the year after its election; a row for each election.",
        time="year",
    )


def growth() -> Table:
    rows = read("AER", "GrowthDJ").drop_nulls("gdpgrowth").drop("gdp85")
    return Table(
        name="growth",
        frame=mixed(rows, seed=6),
        target="gdpgrowth",
        why="117 countries; what they earned at the end, which says the growth, is taken away.",
    )


def infant_deaths() -> Table:
    return Table(
        name="infant_deaths",
        frame=mixed(read("carData", "Leinhardt").drop_nulls("infant"), seed=8),
        target="infant",
        why="101 countries; nothing taken away.",
    )


def referendum() -> Table:
    rows = read("dslabs", "brexit_polls").drop("remain", "leave", "enddate", "undecided")
    rows = rows.filter(pl.len().over("pollster") > 2)
    return Table(
        name="referendum",
        frame=rows.with_columns(pl.col("startdate").str.to_date()).sort("startdate"),
        target="spread",
        why="Polls in the order in which they began; the two shares, which say it, "
        "are gone, and so are the undecided, whose share fell, and pollsters of one or two polls.",
        time="startdate",
    )


TABLES = (
    state_output, road_deaths, castle_states, state_poverty, roll_calls, growth, infant_deaths,
    referendum,
)  # fmt: skip
