"""Tables of the set about bodies, illness and care."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fourth.source import made, read, said
from benchmarks.planted.table import Table


def colon() -> Table:
    """Whether a cancer of the colon came back (binary, with gaps)."""
    frame = read("survival", "colon", "study", "time", "node4", "id")
    frame = frame.filter(pl.col("etype") == 1).drop("etype")
    frame = frame.with_columns(status=said(pl.col("status") == 1, "back", "free"))
    why = "one row a patient; no time to the event, and no column that follows from the nodes"
    return made("colon", frame, "status", why, metric="roc_auc")


def mothers_to_be() -> Table:
    """Weight of a newborn in grams, from what was known early in the pregnancy (number)."""
    known = ["Clinic", "Group", "Age", "Hisp", "Education", "Public.Asstce", "BMI", "Use.Tob",
             "Prev.preg", "N.prev.preg", "N.qualifying.teeth", "BL.GE", "BL..BOP", "BL.PD.avg",
             "BL..PD.4", "BL.CAL.avg", "BL..CAL.2", "BL.Calc.I", "BL.Pl.I",
             "Birthweight"]  # fmt: skip
    frame = read("medicaldata", "opt").select(known).drop_nulls("Birthweight")
    words = pl.col(pl.String).str.strip_chars()
    frame = frame.with_columns(pl.when(words != "").then(words))
    why = "baseline alone; blanks of the form are gaps; nobody twice"
    return made("mothers_to_be", frame, "Birthweight", why)


def wheezers() -> Table:
    """Whether a patient breathes well, four visits each (binary, grouped)."""
    frame = read("geepack", "respiratory")
    frame = frame.with_columns(
        patient=pl.col("center") * 100 + pl.col("id"),
        outcome=said(pl.col("outcome") == 1, "good", "poor"),
    ).drop("id")
    why = "patients whole; their number is unique over the centres"
    return made("wheezers", frame, "outcome", why, group="patient")


def joints() -> Table:
    """How a patient rates her arthritis, three times each (five classes, grouped)."""
    frame = read("multgee", "arthritis").drop_nulls().with_columns(
        pl.col("y").cast(pl.Int64).replace_strict(
            {1: "very good", 2: "good", 3: "fair", 4: "poor", 5: "very poor"}
        )
    )  # fmt: skip
    return made("joints", frame, "y", "patients whole", group="id")


def knocks() -> Table:
    """Whether a knock on the head did harm (binary, 8 %; ten signs, so equal rows are many)."""
    frame = read("DAAG", "headInjury")
    harm = "clinically.important.brain.injury"
    frame = frame.with_columns(said(pl.col(harm) == 1).alias("injury")).drop(harm)
    why = "equal rows are different people with the same signs"
    return made("knocks", frame, "injury", why, metric="average_precision")


def athletes() -> Table:
    """Share of fat of an athlete (number, 202 rows)."""
    frame = read("DAAG", "ais", "lbm", "bmi")
    return made("athletes", frame, "pcBfat", "no lean mass, which is weight less the fat")


def bodies() -> Table:
    """Weight of somebody by girths and heights (number, told well and honestly)."""
    frame = read("openintro", "bdims")
    return made("bodies", frame, "wgt", "girths tell the weight well, as they should")


def sexes() -> Table:
    """Sex of somebody by girths and widths (binary, told well and honestly)."""
    frame = read("openintro", "bdims").with_columns(
        sex=said(pl.col("sex") == 1, "male", "female")
    )  # fmt: skip
    return made("sexes", frame, "sex", "shoulders and arms tell the sex well, as they do")


def burned() -> Table:
    """Whether a burn was infected (binary, 154 rows)."""
    later = ("Obs", "T1", "D1", "T2", "D2", "T3")
    frame = read("KMsurv", "burn", *later).rename({"Z4": "surface", "Z11": "kind"})
    frame = frame.with_columns(D3=said(pl.col("D3") == 1, "infected", "clean"))
    return made("burned", frame, "D3", "no times, and nothing that was done later")


def mice() -> Table:
    """What a mouse was fed (binary, 780 rows)."""
    frame = read("dslabs", "mice_weights")
    return made("mice", frame, "diet", "fat and weight follow from the diet; some gaps")


def sugars() -> Table:
    """Kind of diabetes by five tests (three classes, 145 rows)."""
    frame = read("heplots", "Diabetes")
    return made("sugars", frame, "group", "the tests tell the kind well, as they were made to")


def proteins() -> Table:
    """Whether somebody is impaired by Alzheimer's disease (binary, 130 columns)."""
    frame = read("modeldata", "ad_data")
    return made("proteins", frame, "Class", "proteins of one sample of blood, as they come")


def strokes() -> Table:
    """Whether somebody had a stroke, by scans of an artery (binary, 126 rows, wide)."""
    frame = read("modeldata", "ischemic_stroke")
    return made("strokes", frame, "stroke", "measures of one scan, as they come")


def tuberculosis() -> Table:
    """Whether a patient was better after half a year (binary, 107 rows)."""
    later = ("radiologic_6m", "rad_num", "strep_resistance")
    known = ("patient_id", "dose_strep_g", "dose_PAS_g")
    frame = read("medicaldata", "strep_tb", *later, *known)
    frame = frame.with_columns(improved=said(pl.col("improved")))
    return made("tuberculosis", frame, "improved", "only what was known at the start")


def carolinians() -> Table:
    """Weight of a newborn of North Carolina in pounds (number, with gaps)."""
    frame = read("openintro", "ncbirths", "lowbirthweight", "premie", "mature")
    return made("carolinians", frame, "weight", "no class that follows from a number")


def lowborn() -> Table:
    """Whether a newborn is too light (binary, 11 %, with gaps)."""
    frame = read("openintro", "ncbirths", "weight", "premie", "mature").drop_nulls("weeks")
    why = "no weight, which the outcome follows from"
    return made("lowborn", frame, "lowbirthweight", why, metric="average_precision")


HEALTH = (
    colon, mothers_to_be, wheezers, joints, knocks, athletes, bodies, sexes, burned, mice,
    sugars, proteins, strokes, tuberculosis, carolinians, lowborn,
)  # fmt: skip
