"""Tables of medicine and of living things."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import YES, mixed, read, worded
from benchmarks.planted.table import Table


def breast_cancer() -> Table:
    rows = read("survival", "rotterdam").drop("pid", "rtime", "dtime", "death")
    words = {"recur": {0: "free", 1: "recurred"}, "meno": {0: "before", 1: "after"}}
    return Table(
        name="breast_cancer",
        frame=mixed(
            worded(rows, {**words, "hormon": YES, "chemo": YES}).unique(maintain_order=True)
        ),
        target="recur",
        why="Return of a tumour by what was known at the operation; times and death are gone.",
    )


def haemoglobin() -> Table:
    rows = read("survival", "mgus").select("age", "sex", "dxyr", "alb", "creat", "mspike", "hgb")
    return Table(
        name="haemoglobin",
        frame=mixed(rows.drop_nulls("hgb")),
        target="hgb",
        why="One visit of 240 patients; a fifth has no creatinine; what came later is gone.",
    )


def mouse_weights() -> Table:
    return Table(
        name="mouse_weights",
        frame=mixed(read("dslabs", "mice_weights").drop_nulls()),
        target="body_weight",
        why="Mice of two diets, each weighed once; four rows without measurements are gone.",
    )


def heart_attacks() -> Table:
    rows = read("DAAG", "mifem").filter(~pl.any_horizontal(pl.col(pl.String) == "nk"))
    words = {"smstat": {"c": "current", "x": "former", "n": "never"}}
    return Table(
        name="heart_attacks",
        frame=mixed(worded(rows, words)),
        target="outcome",
        why="Patients whose history was taken; 'not known' was written for the dead, and is gone.",
    )


def transplants() -> Table:
    rows = read("mstate", "ebmt2").with_columns(
        outcome=pl.when(pl.col("cod") == "Alive").then(pl.lit("alive")).otherwise(pl.lit("dead"))
    )
    return Table(
        name="transplants",
        frame=mixed(rows.drop("id", "time", "status", "cod"), rows=5000),
        target="outcome",
        why="Five facts of three answers each: thousands of patients are alike by nature.",
    )


def family_cancer() -> Table:
    rows = worded(read("asaur", "ashkenazi"), {"brcancer": YES, "mutant": YES})
    return Table(
        name="family_cancer",
        frame=mixed(rows),
        target="brcancer",
        why="Two relatives of each of 1,960 volunteers; the family is declared.",
        group="famID",
        metric="average_precision",
    )


def doctor_visits() -> Table:
    rows = read("COUNT", "rwm1984").drop("edlevel1", "edlevel2", "edlevel3", "edlevel4")
    words = dict.fromkeys(("outwork", "female", "married", "kids", "self"), YES)
    return Table(
        name="doctor_visits",
        frame=mixed(worded(rows, words).drop("hospvis")),
        target="docvis",
        why="One year of 3,874 persons; stays in hospital of that year are gone.",
    )


def hospital_stays() -> Table:
    rows = worded(
        read("COUNT", "azprocedure"),
        {
            "procedure": {0: "angioplasty", 1: "bypass"},
            "sex": {0: "female", 1: "male"},
            "admit": {0: "elective", 1: "urgent"},
            "age75": YES,
        },
    )
    return Table(
        name="hospital_stays",
        frame=mixed(rows.drop("los", "hospital")),
        target="procedure",
        why="Three facts of a patient with two answers each: nearly all are alike by nature.",
    )


def infertility() -> Table:
    rows = worded(read("datasets", "infert"), {"case": YES}).drop("pooled_stratum")
    return Table(
        name="infertility",
        frame=mixed(rows),
        target="case",
        why="A case and two controls of the same age in each stratum, which is declared.",
        group="stratum",
    )


def lung_patients() -> Table:
    rows = read("survival", "veteran").filter(pl.col("status") == 1).drop("status")
    return Table(
        name="lung_patients",
        frame=mixed(worded(rows, {"prior": {0: "no", 10: "yes"}, "trt": {1: "old", 2: "new"}})),
        target="time",
        why="Days that 128 patients lived; nine who were still alive are gone.",
        metric="mae",
    )


def smokers() -> Table:
    kept = [
        "sbp", "dbp", "sex", "age", "race", "income", "marital", "school", "ht", "wt71",
        "smokeintensity", "smokeyrs", "asthma", "bronch", "diabetes", "chroniccough",
        "alcoholfreq", "active", "exercise", "cholesterol", "death",
    ]  # fmt: skip
    rows = read("causaldata", "nhefs_complete").select(kept)
    words = {"sex": {0: "male", 1: "female"}, "death": YES, "race": {0: "white", 1: "other"}}
    return Table(
        name="smokers",
        frame=mixed(worded(rows, words)),
        target="death",
        why="Dead by 1992 or not, by an examination of 1971; dates of death are gone.",
    )


def seizures() -> Table:
    rows = read("MASS", "epil").drop("V4", "lbase", "lage")
    return Table(
        name="seizures",
        frame=mixed(rows),
        target="y",
        why="Four counts of each of 59 patients, who are declared; logarithms are gone.",
        group="subject",
    )


def heart_transplants() -> Table:
    rows = read("survival", "jasa").select("birth_dt", "accept_dt", "surgery", "fustat")
    words = {"surgery": YES, "fustat": {0: "alive", 1: "dead"}}
    dates = pl.col("birth_dt", "accept_dt").str.to_date()
    return Table(
        name="heart_transplants",
        frame=mixed(worded(rows, words).with_columns(dates)),
        target="fustat",
        why="103 patients by what was known at their acceptance; all later days are gone.",
    )


def skulls() -> Table:
    return Table(
        name="skulls",
        frame=mixed(read("HSAUR", "skulls")),
        target="epoch",
        why="Thirty skulls of five epochs, in drawn order: the sizes say little.",
    )


def social_cognition() -> Table:
    return Table(
        name="social_cognition",
        frame=mixed(read("heplots", "SocialCog")),
        target="Dx",
        why="139 persons, four tests, three diagnoses, in drawn order.",
    )


def fruit_flies() -> Table:
    rows = read("Stat2Data", "FruitFlies2").drop("Mating", "Total")
    return Table(
        name="fruit_flies",
        frame=mixed(rows),
        target="Lifespan",
        why="How long 201 flies lived; matings, counted until death, are gone.",
    )


def mammals() -> Table:
    return Table(
        name="mammals",
        frame=mixed(read("quantreg", "Mammals")),
        target="speed",
        why="One row a species, weights from grams to tonnes.",
    )


def cuckoos() -> Table:
    rows = read("DAAG", "cuckoos").drop("id")
    return Table(
        name="cuckoos",
        frame=mixed(rows),
        target="species",
        why="Eggs by the nest of six birds; the number of the egg followed the bird, and is gone.",
    )


def galton() -> Table:
    return Table(
        name="galton",
        frame=mixed(read("mosaicData", "Galton")),
        target="height",
        why="Children of 197 families; the family is declared.",
        group="family",
    )


TABLES = (
    breast_cancer, haemoglobin, mouse_weights, heart_attacks, transplants, family_cancer,
    doctor_visits, hospital_stays, infertility, lung_patients, smokers, seizures,
    heart_transplants, skulls, social_cognition, fruit_flies, mammals, cuckoos, galton,
)  # fmt: skip
