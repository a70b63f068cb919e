"""Tables of pupils, workers, voters and families."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.second.source import in_words, of_some, read, table
from benchmarks.planted.table import Table


def characters() -> Table:
    frame = read("heplots", "TIPI").filter(pl.col("age") < 100).drop_nulls("voted")
    frame = frame.unique(maintain_order=True)
    return table("characters", frame, "voted", "an age of 5555 and people without answer dropped")


def unions() -> Table:
    frame = read("sampleSelection", "nlswork", "birth_yr", "collgrad", "nev_mar", "wks_work")
    frame = of_some(frame.drop_nulls("union"), "idcode", 1300).with_columns(in_words("union"))
    return table("unions", frame, "union", "years of each woman, by woman", group="idcode")


def lapsed() -> Table:
    frame = read("HLMdiag", "wages").select(
        "id", "lnw", "exper", "ged", "black", "hispanic", "hgc", "uerate"
    )
    return table("lapsed", frame, "lnw", "wages of each man, by man; centred ones out", group="id")


def incomes() -> Table:
    frame = read("mosaicData", "CPS85", "age").unique(maintain_order=True)
    return table("incomes", frame, "wage", "age dropped, which is schooling and experience and 6")


def trained() -> Table:
    later = ("job_seek", "depress2", "comply", "control", "job_dich", "job_disc")
    frame = read("mediation", "jobs", *later)
    return table("trained", frame, "work1", "what was asked after the training dropped")


def readers() -> Table:
    frame = read("mlmRev", "Exam", "student").unique(maintain_order=True)
    return table("readers", frame, "normexam", "pupils by school", group="school")


def sums() -> Table:
    frame = read("mlmRev", "Hsb82", "cses").unique(maintain_order=True)
    why = "pupils by school; a column that is the difference of two others dropped"
    return table("sums", frame, "mAch", why, group="school", rows=8000)


def growth() -> Table:
    frame = read("mlmRev", "egsingle")
    frame = of_some(frame, "childid", 1200).drop("childid", "year")
    return table("growth", frame, "math", "some years of each child, by school", group="schoolid")


def dutch() -> Table:
    frame = read("MASS", "nlschools").unique(maintain_order=True)
    return table("dutch", frame, "lang", "pupils by class; nine equal ones dropped", group="class")


def batteries() -> Table:
    frame = read("sem", "HS.data", "id", "agey", "agem", "paperrev", "flagssub")
    return table("batteries", frame, "school", "number and what one school alone was asked dropped")


def students() -> Table:
    frame = read("MASS", "survey").drop_nulls("Sex")
    return table("students", frame, "Sex", "gaps as published; spans that truly differ")


def quarrels() -> Table:
    frame = read("lme4", "VerbAgg", "resp", "btype", "situ", "mode")
    why = "24 answers of each person, by person; the three-way answer dropped"
    return table("quarrels", frame, "r2", why, group="id", rows=8000)


def lectures() -> Table:
    frame = of_some(read("lme4", "InstEval"), "s", 260)
    frame = frame.with_columns(good=pl.when(pl.col("y") >= 4).then(1).otherwise(0)).drop("y")
    return table("lectures", frame.with_columns(in_words("good")), "good", "by student", group="s")


def families() -> Table:
    frame = read("HistData", "GaltonFamilies", "midparentHeight", "childNum")
    why = "children by family; their number dropped, which is their order by height"
    return table("families", frame, "childHeight", why, group="family")


def informed() -> Table:
    frame = read("pscl", "politicalInformation").drop_nulls("y")
    return table("informed", frame, "y", "people by their interviewer", group="id")


def voters() -> Table:
    frame = read("pscl", "presidentialElections").with_columns(pl.col("south").cast(pl.Int64))
    return table("voters", frame, "demVote", "states by year", time="year")


def chemists() -> Table:
    frame = read("pscl", "bioChemists").with_columns(
        published=pl.when(pl.col("art") > 0).then(1).otherwise(0)
    )
    frame = frame.drop("art").with_columns(in_words("published"), pl.col("phd").round(2))
    why = "five columns of few levels, in which different people answer equally"
    return table("chemists", frame, "published", why)


def seats() -> Table:
    frame = read("pscl", "UKHouseOfCommons", "y1", "y2", "v2", "v3", "libinc", "constituency")
    return table("seats", frame.drop_nulls("county"), "v1", "other parties' votes dropped")


PEOPLE = (
    characters, unions, lapsed, incomes, trained, readers, sums, growth, dutch, batteries,
    students, quarrels, lectures, families, informed, voters, chemists, seats,
)  # fmt: skip
