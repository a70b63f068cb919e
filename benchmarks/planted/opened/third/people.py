"""Tables of the held-out set about people: credit, health, schooling and opinion."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.third.source import few_groups, made, read, yes_no
from benchmarks.planted.table import Table


def cards() -> Table:
    """Whether an application for a credit card was accepted (binary)."""
    frame = read("AER", "CreditCard", "expenditure", "share").filter(pl.col("age") >= 18)
    why = "no spending, which only holders of a card have; seven impossible ages dropped"
    return made("cards", frame, "card", why)


def britons_smoking() -> Table:
    """Whether somebody smokes (binary)."""
    frame = read("openintro", "smoking", "amt_weekends", "amt_weekdays", "type")
    why = "no amounts and types, which smokers alone have; equal answers kept once"
    return made("britons_smoking", frame.unique(maintain_order=True), "smoke", why)


def transplants() -> Table:
    """Whether somebody relapsed or died after a transplant (binary; four columns of few levels)."""
    frame = read("mstate", "ebmt3", "id", "prtime", "prstat", "rfstime")
    frame = frame.with_columns(rfsstat=yes_no(pl.col("rfsstat") == 1))
    return made("transplants", frame, "rfsstat", "no times; patients in equal cells are many")


def family_planning() -> Table:
    """Whether a woman uses contraception, by district (binary)."""
    frame = read("mlmRev", "Contraception", "woman")
    why = "a woman a row; her number drops out, districts are split whole"
    return made("family_planning", frame, "use", why, group="district")


def vaccinated() -> Table:
    """Whether a child had all its vaccines, by community (binary)."""
    frame = read("mlmRev", "guImmun", "kid", "mom")
    why = "numbers of child and mother dropped; communities are split whole"
    return made("vaccinated", frame, "immun", why, group="comm")


def pima() -> Table:
    """Whether a woman has diabetes (binary, with gaps)."""
    gaps = read("MASS", "Pima.tr2")
    frame = pl.concat([gaps, read("MASS", "Pima.te")], how="vertical_relaxed")
    frame = frame.unique(maintain_order=True)
    frame = pl.concat([frame.filter(pl.col("skin").is_null()).head(60),
                       frame.filter(pl.col("skin").is_not_null())])  # fmt: skip
    return made("pima", frame, "type", "each woman once; part of those without skin fold kept")


def tumours() -> Table:
    """Whether a tumour is malignant (binary, nine marks of 1 to 10)."""
    frame = read("MASS", "biopsy").unique("ID", keep="first", maintain_order=True).drop("ID")
    return made("tumours", frame, "class", "first sample of each patient; honest strong marks")


def tumours_apart() -> Table:
    """The same tumours, those with equal marks once (binary)."""
    frame = tumours().frame.unique(tumours().frame.columns[:-1], maintain_order=True)
    return made("tumours_apart", frame, "class", "equal marks kept once")


def headaches() -> Table:
    """Whether there was a headache that day, several days a patient (binary)."""
    frame = read("carData", "KosteckiDillon").unique(maintain_order=True)
    return made("headaches", frame, "headache", "one equal row dropped; patients whole", group="id")


def tested_for_covid() -> Table:
    """Result of a first test in a hospital, by day (binary, 6 % positive)."""
    frame = read("medicaldata", "covid_testing", "fake_first_name", "fake_last_name", "ct_result",
                 "test_id", "payor_group", "patient_class", "age")  # fmt: skip
    frame = frame.filter((pl.col("pan_day") >= 40) & (pl.col("result") != "invalid"))
    frame = frame.filter(pl.col("col_rec_tat").is_between(0.01, 72))
    frame = frame.sort("pan_day", maintain_order=True)
    frame = frame.unique("subject_id", keep="first", maintain_order=True).drop("subject_id")
    frame = frame.unique(maintain_order=True)
    why = "first test of each; no cycle count, no ages, which drift as they were made unlike"
    return made("tested_for_covid", frame, "result", why, time="pan_day")


def after_endoscopy() -> Table:
    """Whether pancreatitis followed an endoscopy (binary, 13 %)."""
    constant = ("pneudil", "brush", "pbmal", "asa325", "asa81", "bleed", "id", "amp")
    frame = read("medicaldata", "indo_rct", *constant)
    why = "no bleeding, which came after, no number, no near-constant columns"
    return made("after_endoscopy", frame, "outcome", why, metric="average_precision")


def in_treatment() -> Table:
    """Whether somebody returned to drugs after treatment (binary)."""
    later = ("ID", "LEN.T", "TIME", "Y", "ND1", "ND2", "LNDT", "FRAC", "IV3")
    frame = read("quantreg", "uis", *later)
    frame = frame.with_columns(CENSOR=yes_no(pl.col("CENSOR") == 1))
    return made("in_treatment", frame, "CENSOR", "no times to relapse, no columns derived twice")


def abortion() -> Table:
    """What somebody thinks of abortion (binary; few levels)."""
    frame = read("carData", "CES11", "id", "population", "weight")
    return made("abortion", frame, "abortion", "equal answers are of different people")


def poverty() -> Table:
    """Whether government does enough for the poor (three classes; few levels and an age)."""
    return made("poverty", read("carData", "WVS"), "poverty", "equal answers, different people")


def insults() -> Table:
    """How somebody would answer an insult (three classes, 24 answers a person)."""
    frame = read("lme4", "VerbAgg", "r2", "item")
    frame = few_groups(frame, "id", 150)
    why = "no answer in two classes, no wording that repeats three columns; people whole"
    return made("insults", frame, "resp", why, group="id")


def hands() -> Table:
    """Sex of a student by hands, height and habits (binary, 236 rows)."""
    frame = read("MASS", "survey", "M.I").drop_nulls("Sex")
    frame = frame.with_columns(pl.col("Exer").fill_null("None"))
    return made("hands", frame, "Sex", "no unit of height, which is missing where height is")


def sore_throats() -> Table:
    """Whether a throat hurt after surgery (binary, 233 rows)."""
    later = [f"{when}_{what}" for when in ("pacu90min", "postOp4hour", "pod1am")
             for what in ("cough", "throatPain")]  # fmt: skip
    frame = read("medicaldata", "licorice_gargle", *later, "pacu30min_swallowPain",
                 "pacu30min_cough", "extubation_cough", "preOp_pain")  # fmt: skip
    frame = frame.drop_nulls("pacu30min_throatPain").with_columns(
        pacu30min_throatPain=yes_no(pl.col("pacu30min_throatPain") > 0)
    )
    why = "only what was known before the surgery"
    return made("sore_throats", frame, "pacu30min_throatPain", why)


def newborns() -> Table:
    """Weight of a newborn in ounces (number, with gaps)."""
    frame = read("mosaicData", "Gestation", "id", "plurality", "outcome", "date", "sex", "time",
                 "number").rename({"wt.1": "mother_wt"})  # fmt: skip
    return made("newborns", frame, "wt", "no number, date, constants, or smoking told again")


def pupils() -> Table:
    """Mark at sixteen, pupils of 65 schools (number)."""
    frame = read("mlmRev", "Exam", "student")
    return made("pupils", frame, "normexam", "schools are split whole", group="school")


def mathematics() -> Table:
    """Score in mathematics, pupils of 160 schools (number)."""
    frame = few_groups(read("nlme", "MathAchieve"), "School", 110)
    return made("mathematics", frame, "MathAch", "schools are split whole", group="School")


def children() -> Table:
    """Score in mathematics year by year, several years a child (number)."""
    frame = few_groups(read("mlmRev", "egsingle", "schoolid", "grade"), "childid", 900)
    why = "children are split whole; no grade, which follows the year"
    return made("children", frame, "math", why, group="childid")


def dropouts() -> Table:
    """Wage of somebody who left school, year by year (number)."""
    frame = read("HLMdiag", "wages", "hgc.9", "ue.7", "ue.centert1", "ue.mean", "ue.person.cen")
    frame = few_groups(frame, "id", 650)
    why = "no column that is another one less a constant; people whole"
    return made("dropouts", frame, "lnw", why, group="id")


def insured() -> Table:
    """Visits to a doctor in a year, several years a person (number)."""
    columns = ["coins", "site", "year", "zper", "income", "xage", "female", "educdec", "mdvis",
               "mhi", "disea", "physlm", "child", "num"]  # fmt: skip
    frame = few_groups(read("sampleSelection", "RandHIE").select(columns), "zper", 1200)
    why = "no costs and counts of the same year; people whole"
    return made("insured", frame.drop_nulls(), "mdvis", why, group="zper")


def paid() -> Table:
    """Hourly wage of a Canadian (number)."""
    frame = read("carData", "SLID").drop_nulls().unique(maintain_order=True)
    return made("paid", frame, "wages", "those who work; equal answers kept once")


PEOPLE = (
    cards, britons_smoking, transplants, family_planning, vaccinated, pima, tumours, tumours_apart,
    headaches, tested_for_covid, after_endoscopy, in_treatment, abortion, poverty, insults, hands,
    sore_throats, newborns, pupils, mathematics, children, dropouts, insured, paid,
)  # fmt: skip
