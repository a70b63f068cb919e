"""Tables of patients."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fifth.source import YES, read, said, shuffled, single
from benchmarks.planted.table import Table


def breastfed() -> Table:
    frame = read("KMsurv", "bfeed").filter(pl.col("delta") == 1).drop("delta", "ybirth")
    return Table(
        name="breastfed",
        frame=shuffled(frame),
        target="duration",
        why="weeks of breast feeding from what was known at birth; completed weeks only, so no "
        "mark of censoring; year of birth taken away; equal rows are different mothers",
    )


def newborns() -> Table:
    frame = single(read("MASS", "birthwt").drop("low"))
    return Table(
        name="newborns",
        frame=shuffled(frame),
        target="bwt",
        why="`low` is the weight cut at 2.5 kg and is away; rows filed by it are shuffled",
    )


def infections() -> Table:
    frame = (
        read("MASS", "bacteria")
        .drop("ap", "hilo", "rownames")
        .with_columns(pl.col("trt").str.replace("drug+", "drug and visits", literal=True))
    )
    return Table(
        name="infections",
        frame=frame,
        target="y",
        group="ID",
        why="visits of 50 children; arm and compliance repeat `trt` and are away",
    )


def lungs() -> Table:
    frame = read("survival", "veteran").filter(pl.col("status") == 1).drop("status")
    return Table(
        name="lungs",
        frame=shuffled(frame),
        target="time",
        why="days lived of those who died, from what was known at the start of the trial",
    )


def livers() -> Table:
    frame = read("texmex", "liver").drop("ALP.M", "AST.M", "TBL.M")
    return Table(
        name="livers",
        frame=shuffled(single(frame)),
        target="ALT.M",
        why="the enzyme after treatment from blood before it; what was measured together with "
        "the outcome is away",
    )


def quinidine() -> Table:
    frame = read("nlme", "Quinidine").with_columns(
        last_dose=pl.col("dose").forward_fill().over("Subject")
    )
    frame = frame.filter(pl.col("conc").is_not_null() & pl.col("last_dose").is_not_null())
    return Table(
        name="quinidine",
        frame=frame.drop("dose", "interval", "rownames"),
        target="conc",
        group="Subject",
        why="level of a drug in blood from the dose before and the patient; patients stay whole",
    )


def pulses() -> Table:
    return Table(
        name="pulses",
        frame=shuffled(read("Stat2Data", "Pulse")),
        target="Active",
        why="pulse after stairs from pulse at rest; an honest strong measurement",
    )


def quitters() -> Table:
    frame = read("asaur", "pharmacoSmoking").drop("id", "ttr", "ageGroup2", "ageGroup4")
    return Table(
        name="quitters",
        frame=shuffled(frame.with_columns(said("relapse", YES))),
        target="relapse",
        why="125 smokers; days to relapse is the outcome again and is away, with bands of age",
    )


def tumours() -> Table:
    frame = read("rpart", "stagec").drop("pgtime").drop_nulls(["eet", "gleason"])
    return Table(
        name="tumours",
        frame=shuffled(frame.with_columns(said("pgstat", YES))),
        target="pgstat",
        why="progress of 146 cancers from the biopsy; the time of progress is away",
    )


def kidneys() -> Table:
    frame = read("KMsurv", "kidtran").drop("obs", "time").with_columns(said("delta", YES))
    return Table(
        name="kidneys",
        frame=shuffled(frame),
        target="delta",
        why="deaths after transplants from age, sex and race; follow-up time is away; equal rows "
        "are different patients",
    )


def nerve_blocks() -> Table:
    kept = ["group", "gender", "bmi", "age", "fentanyl", "midazolam", "onset_sensory"]
    return Table(
        name="nerve blocks",
        frame=shuffled(read("medicaldata", "supraclavicular").select(kept)),
        target="onset_sensory",
        why="minutes until a block works in 103 patients; what follows it is away; hardly "
        "predictable",
    )


def marrow() -> Table:
    frame = read("KMsurv", "bmt").select("group", *[f"z{n}" for n in range(1, 11)], "d3")
    return Table(
        name="marrow",
        frame=shuffled(frame.with_columns(said("d3", YES))),
        target="d3",
        why="relapse or death of 137 patients from what was known at transplant; times and marks "
        "of later events are away",
    )


TABLES = (
    breastfed, newborns, infections, lungs, livers, quinidine, pulses, quitters, tumours, kidneys,
    nerve_blocks, marrow,
)  # fmt: skip
