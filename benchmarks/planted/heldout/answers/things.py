"""Tables of sites, sensors, the sun, fields and firms."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.shipped import packed, shipped
from benchmarks.planted.source import mixed, read, told
from benchmarks.planted.table import Table

FLARES = "c-class-flares", "m-class-flares", "x-class-flares"


def phishing_sites() -> Table:
    return Table(
        name="phishing_sites",
        frame=told(mixed(shipped("river", "datasets/phishing.csv.gz"), seed=1), "is_phishing"),
        target="is_phishing",
        why="Nine answers about a site: half of the rows are like another one, as sites are.",
    )


def shuttle_sensors() -> Table:
    rows = mixed(shipped("river", "datasets/shuttle.csv.gz"), 6000, seed=2)
    return Table(
        name="shuttle_sensors",
        frame=told(rows, "anomaly"),
        target="anomaly",
        why="Sensors that truly tell a fault of a space shuttle; no row is there twice.",
        metric="average_precision",
    )


def _sun() -> pl.DataFrame:
    rows = mixed(packed("river", "datasets/solar-flare.csv.zip"), seed=3)
    return rows.drop("largest-spot-area")


def sunspots() -> Table:
    happened = pl.when(pl.sum_horizontal(*FLARES) > 0).then(pl.lit("yes")).otherwise(pl.lit("no"))
    return Table(
        name="sunspots",
        frame=_sun().with_columns(flare=happened).drop(*FLARES),
        target="flare",
        why="Whether a group of spots flared within a day; the numbers of flares are taken away.",
    )


def strong_flares() -> Table:
    happened = (
        pl.when(pl.sum_horizontal(*FLARES[1:]) > 0).then(pl.lit("yes")).otherwise(pl.lit("no"))
    )
    return Table(
        name="strong_flares",
        frame=_sun().with_columns(strong_flare=happened).drop(*FLARES),
        target="strong_flare",
        why="Few groups of spots flared strongly; the numbers of flares are taken away.",
        metric="average_precision",
    )


def spot_groups() -> Table:
    rows = _sun().filter(pl.col("spot-distribution") != "X")
    words = {"O": "open", "I": "intermediate", "C": "compact"}
    return Table(
        name="spot_groups",
        frame=rows.with_columns(pl.col("spot-distribution").replace_strict(words)),
        target="spot-distribution",
        why="Three ways in which spots lie; single spots, which the class says, are left out.",
    )


def maize_plots() -> Table:
    rows = mixed(read("DAAG", "stVincent"), seed=4)
    dose = pl.col("trt").cast(pl.String).str.zfill(3)
    return Table(
        name="maize_plots",
        frame=rows.select(
            "site",
            block=pl.format("{}-{}", "site", "block"),
            nitrogen=dose.str.slice(0, 1).cast(pl.Int64),
            phosphorus=dose.str.slice(1, 1).cast(pl.Int64),
            potassium=dose.str.slice(2, 1).cast(pl.Int64),
            harvwt="harvwt",
        ),
        target="harvwt",
        why="A field trial at nine sites; the code of the treatment became its three doses.",
    )


def tinted_glass() -> Table:
    return Table(
        name="tinted_glass",
        frame=mixed(read("DAAG", "tinting").drop("case", "agegp"), seed=5),
        target="csoa",
        why="26 people looked seven times through a window; the person is declared.",
        group="id",
    )


def patent_firms() -> Table:
    rows = read("Ecdat", "PatentsHGH")
    spent = {"logr5": "rd", "pat": "rd_1", "pat1": "rd_2", "pat2": "rd_3"}
    frame = rows.rename({"logr": "patents"} | spent).select(
        "cusip", "year", "scisect", "logk", *spent.values(), "patents",
        sector=pl.when(pl.col("ardsic") > 0).then("ardsic"),
    )  # fmt: skip
    return Table(
        name="patent_firms",
        frame=mixed(frame, seed=6),
        target="patents",
        why="346 firms in five years; names of columns, which stood one off, are put right; "
        "earlier patents and their sum are gone, the firm is declared.",
        group="cusip",
    )


def trained_firms() -> Table:
    rows = packed("linearmodels", "datasets/jobtraining/jobtraining.csv.bz2")
    kept = ["fcode", "year", "employ", "sales", "tothrs", "totrain", "union", "grant", "avgsal"]
    return Table(
        name="trained_firms",
        frame=mixed(rows.select(kept).drop_nulls("avgsal"), seed=7),
        target="avgsal",
        why="Salaries in 157 firms in three years; the firm is declared, logarithms are gone.",
        group="fcode",
    )


def takeover_bids() -> Table:
    rows = read("Ecdat", "Bids").drop("docno", "takeover", "numbids", "weeks")
    return Table(
        name="takeover_bids",
        frame=mixed(told(rows, "whtknght"), seed=8),
        target="whtknght",
        why="Whether a firm called a friendly bidder; what is known at the end is gone.",
    )


TABLES = (
    phishing_sites, shuttle_sensors, sunspots, strong_flares, spot_groups, maize_plots,
    tinted_glass, patent_firms, trained_firms, takeover_bids,
)  # fmt: skip
