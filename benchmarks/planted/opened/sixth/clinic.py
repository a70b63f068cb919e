"""Tables of patients, hospitals and trials."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import emptied, read, thinned, worded
from benchmarks.planted.table import Table

YES = {0: "no", 1: "yes"}


def colon() -> Table:
    deaths = read("survival", "colon").filter(pl.col("etype") == 2)
    rows = deaths.drop("study", "etype", "time", "node4")
    return Table(
        name="colon",
        frame=worded(rows, {"status": {0: "alive", 1: "dead"}}),
        target="status",
        why="One row a patient; time of follow-up and a recoding of the nodes are taken away.",
        id="id",
        metric="roc_auc",
    )


def rotterdam() -> Table:
    rows = read("survival", "rotterdam").drop("rtime", "dtime", "death")
    return Table(
        name="rotterdam",
        frame=worded(rows, {"recur": YES}),
        target="recur",
        why="One row a patient; death and both times of follow-up are taken away.",
        id="pid",
        metric="roc_auc",
    )


def gbsg() -> Table:
    rows = read("survival", "gbsg").drop("rfstime", "pid")
    return Table(
        name="gbsg",
        frame=worded(rows, {"status": YES, "hormon": YES}),
        target="status",
        why="One row a patient; the time of follow-up is taken away.",
    )


def mgus() -> Table:
    rows = read("survival", "mgus2").drop("ptime", "futime", "death")
    return Table(
        name="mgus",
        frame=worded(rows, {"pstat": {0: "stable", 1: "progressed"}}),
        target="pstat",
        why="One row a patient, 8 % progress; times of follow-up and death are taken away.",
        id="id",
        metric="average_precision",
    )


def fatty_liver() -> Table:
    rows = read("survival", "nafld1").drop("case_id", "futime", "bmi")
    return Table(
        name="fatty_liver",
        frame=thinned(worded(rows, {"status": YES}), 6000),
        target="status",
        why="One row a patient, 8 % die; follow-up and the matched case are taken away.",
        id="id",
        metric="roc_auc",
    )


def leukaemia() -> Table:
    rows = read("survival", "myeloid").select("trt", "sex", "flt3", "death")
    return Table(
        name="leukaemia",
        frame=worded(rows, {"death": {0: "alive", 1: "dead"}}),
        target="death",
        why="Three categories a patient: many patients are alike, and none is twice there.",
    )


def medicare() -> Table:
    rows = read("COUNT", "medpar").drop("type1", "type2", "type3")
    return Table(
        name="medicare",
        frame=worded(rows, {"died": YES, "type": {1: "elective", 2: "urgent", 3: "emergency"}}),
        target="died",
        why="One row a stay, with its hospital declared as group; doubles of `type` are gone.",
        group="provnum",
    )


def heart_procedures() -> Table:
    rows = read("COUNT", "azpro").drop("hospital")
    return Table(
        name="heart_procedures",
        frame=worded(rows, {"procedure": {0: "ptca", 1: "cabg"}, "admit": YES}),
        target="los",
        why="Days in hospital by four binary columns: natural duplicates by the hundred.",
    )


def hiv_results() -> Table:
    rows = read("causaldata", "thornton_hiv").drop_nulls(["got", "villnum"])
    return Table(
        name="hiv_results",
        frame=worded(emptied(rows, hiv2004=(-1,)), {"got": YES}),
        target="got",
        why="Whether a person came for the result; the village is declared as group.",
        group="villnum",
    )


def liver_tumour() -> Table:
    rows = read("asaur", "hepatoCellular").drop("Number", "OS", "Death", "RFS")
    return Table(
        name="liver_tumour",
        frame=worded(rows, {"Recurrence": YES}),
        target="Recurrence",
        why="227 patients, half of the stains not taken; other outcomes are taken away.",
    )


def steroid_toxicity() -> Table:
    return Table(
        name="steroid_toxicity",
        frame=read("modeldata", "steroidogenic_toxicity"),
        target="class",
        why="162 compounds, a dozen assays each; nothing taken away.",
    )


def speech() -> Table:
    rows = read("modeldata", "pd_speech")
    kept = [name for name in rows.columns if name != "class"][::6]
    return Table(
        name="speech",
        frame=rows.select(*kept, "class"),
        target="class",
        why="One averaged recording a person; every sixth of 751 measurements, as they are alike.",
    )


def liver_injury() -> Table:
    rows = read("modeldata", "hepatic_injury_qsar")
    kept = [name for name in rows.columns if name != "class" and _varies(rows[name])][:140]
    return Table(
        name="liver_injury",
        frame=rows.select("class", *kept),
        target="class",
        why="281 compounds and three grades of injury; assays with hardly a second value are gone.",
    )


def _varies(column: pl.Series) -> bool:
    return int(column.value_counts()["count"].to_numpy().max()) < 0.9 * column.len()


def chain() -> Table:
    rows = read("mi", "CHAIN").drop_nulls("healthy")
    return Table(
        name="chain",
        frame=rows,
        target="healthy",
        why="Physical health of people with HIV, a third without a viral load.",
    )


def coma() -> Table:
    return Table(
        name="coma",
        frame=read("carData", "Wong").drop("viq"),
        target="piq",
        why="IQ after a coma; the patient is declared as group, the other IQ is taken away.",
        group="id",
    )


def skin_tumour() -> Table:
    rows = read("MASS", "Melanoma").drop("time", "status")
    return Table(
        name="skin_tumour",
        frame=worded(rows, {"ulcer": YES, "sex": {0: "female", 1: "male"}}),
        target="ulcer",
        why="205 patients; what came after the operation is taken away.",
    )


def prostate() -> Table:
    rows = thinned(read("asaur", "prostateSurvival").drop("survTime"), 4000)
    outcome = {0: "alive", 1: "dead of it", 2: "dead of another cause"}
    return Table(
        name="prostate",
        frame=worded(rows, {"status": outcome}),
        target="status",
        why="Three categories a patient, three outcomes, one of them of 6 %: duplicates by nature.",
    )


def health_survey() -> Table:
    rows = thinned(read("stevedata", "mm_nhis").drop("perweight"), 5000)
    return Table(
        name="health_survey",
        frame=worded(rows, {"hi": {0: "none", 1: "insured"}}),
        target="hi",
        why="Answers of adults; the weight of the survey is taken away.",
        metric="roc_auc",
    )


TABLES = (
    colon, rotterdam, gbsg, mgus, fatty_liver, leukaemia, medicare, heart_procedures, hiv_results,
    liver_tumour, steroid_toxicity, speech, liver_injury, chain, coma, skin_tumour, prostate,
    health_survey,
)  # fmt: skip
