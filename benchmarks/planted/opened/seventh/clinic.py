"""Tables of patients, trials and bodies."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import mixed, read, told, worded
from benchmarks.planted.table import Table


def breast_cancer() -> Table:
    rows = read("survival", "gbsg").drop("pid", "rfstime")
    return Table(
        name="breast_cancer",
        frame=mixed(told(rows, "status", "hormon", "meno")),
        target="status",
        why="686 women; the number and the time until the event are taken away.",
    )


def colon_trial() -> Table:
    rows = read("survival", "colon").filter(pl.col("etype") == 1)
    rows = rows.drop("id", "study", "time", "etype", "node4")
    words = {"extent": {1: "submucosa", 2: "muscle", 3: "serosa", 4: "contiguous"}}
    return Table(
        name="colon_trial",
        frame=mixed(worded(told(rows, "status", "obstruct", "adhere", "surg"), words)),
        target="status",
        why="One row of two for each patient; the time of recurrence is taken away.",
    )


def gammopathy() -> Table:
    rows = read("survival", "mgus2").drop("id", "ptime", "pstat", "futime")
    return Table(
        name="gammopathy",
        frame=mixed(told(rows, "death")),
        target="death",
        why="1,384 patients at diagnosis; what is known only later is taken away.",
    )


def fatty_liver() -> Table:
    rows = read("survival", "nafld1").drop("id", "case_id", "futime", "bmi")
    known = rows.drop_nulls(["weight", "height"])
    return Table(
        name="fatty_liver",
        frame=mixed(told(known, "status", "male"), 6000),
        target="status",
        why="Died or not, 8 % did; only those who were weighed, without matched number and time.",
        metric="average_precision",
    )


def liver_visits() -> Table:
    rows = read("survival", "pbcseq").drop("futime", "status", "chol")
    rows = rows.drop_nulls(["ascites", "hepato", "spiders", "alk_phos", "platelet"])
    return Table(
        name="liver_visits",
        frame=told(rows, "trt", "ascites", "hepato", "spiders"),
        target="albumin",
        why="Whole visits of 312 patients, who are declared as group.",
        group="id",
    )


def mouse_cancers() -> Table:
    return Table(
        name="mouse_cancers",
        frame=mixed(read("survival", "hoel").drop("id")),
        target="outcome",
        why="What 181 mice died of, by the day and the cage; the number is taken away.",
    )


def marrow_transplants() -> Table:
    rows = read("mstate", "ebmt4").select("year", "agecl", "proph", "match", "srv_s")
    return Table(
        name="marrow_transplants",
        frame=mixed(told(rows, "srv_s")),
        target="srv_s",
        why="Four facts in words, 2,279 patients: most rows look like those of others.",
    )


def shelters() -> Table:
    kept = ["age", "cesd", "drugrisk", "sex", "g1b", "i1", "i2", "indtot", "mcs", "pcs", "pss_fr",
            "racegrp", "sexrisk", "substance", "treat", "hospitalizations", "homeless"]  # fmt: skip
    return Table(
        name="shelters",
        frame=mixed(read("mosaicData", "HELPmiss").select(kept)),
        target="homeless",
        why="Answers at the first interview; copies and what was asked later are taken away.",
    )


def medical_costs() -> Table:
    rows = read("Ecdat", "MedExp").unique(maintain_order=True)
    home = pl.struct("linc", "lpi", "fmde", "lc", "lfam").rank("dense").cast(pl.Int64)
    return Table(
        name="medical_costs",
        frame=mixed(rows.with_columns(family=home), 4000),
        target="health",
        why="Four answers on health; those of equal income and plan are declared as families.",
        group="family",
    )


def heart_stays() -> Table:
    words = {"procedure": {0: "angioplasty", 1: "bypass"}, "type": {0: "elective", 1: "urgent"}}
    rows = read("COUNT", "azcabgptca").drop("died")
    return Table(
        name="heart_stays",
        frame=mixed(worded(rows, words)),
        target="los",
        why="Days in hospital by four facts: half of the rows look like others.",
    )


def lung_veterans() -> Table:
    words = {
        "cell": {1: "squamous", 2: "small", 3: "adeno", 4: "large"},
        "treat": {1: "standard", 2: "test"},
    }
    return Table(
        name="lung_veterans",
        frame=mixed(worded(read("MASS", "VA").drop("status"), words)),
        target="stime",
        why="137 men, days of survival; whether it was censored is taken away.",
    )


def smokers() -> Table:
    return Table(
        name="smokers",
        frame=mixed(read("Stat2Data", "Whickham2").drop("Alive", "AgeGroup")),
        target="Outcome",
        why="Age and smoking, alive 20 years later or not; its copy is taken away.",
    )


def wheezing() -> Table:
    return Table(
        name="wheezing",
        frame=told(read("geepack", "ohio"), "resp", "smoke"),
        target="resp",
        why="Four visits of each of 537 children, who are declared as group.",
        group="id",
    )


def hepatitis() -> Table:
    rows = read("HLMdiag", "ahd").drop_nulls("sbvalue")
    return Table(
        name="hepatitis",
        frame=rows,
        target="sbvalue",
        why="Up to five weeks of 66 patients, who are declared as group.",
        group="subject",
    )


def five_factors() -> Table:
    return Table(
        name="five_factors",
        frame=mixed(read("heplots", "Iwasaki_Big_Five").drop("ID")),
        target="Group",
        why="Five scores of a questionnaire; the number, which follows the group, is taken away.",
    )


def couples() -> Table:
    rows = read("openintro", "husbands_wives").drop_nulls("age_wife")
    return Table(
        name="couples",
        frame=mixed(
            rows.select("age_husband", "ht_husband", "ht_wife", "age_wife").unique(
                maintain_order=True
            )
        ),
        target="age_wife",
        why="His age tells hers within a few years: honest and strong.",
    )


TABLES = (
    breast_cancer, colon_trial, gammopathy, fatty_liver, liver_visits, mouse_cancers,
    marrow_transplants, shelters, medical_costs, heart_stays, lung_veterans, smokers,
    wheezing, hepatitis, five_factors, couples,
)  # fmt: skip
