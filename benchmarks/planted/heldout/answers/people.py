"""Tables of people: what they pay, how they feel, what they earn."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.heldout.answers.reader import packed
from benchmarks.planted.source import mixed, read, told, worded
from benchmarks.planted.table import Table

NOT_KNOWN = "drugexp", "ldrugexp", "hi_empunion"
HEALTH = "vegood", "good", "fair", "poor"
DERIVED = "age2", "linc", "vgh", "fph", "blhisp", "female"
INDUSTRIES = tuple(f"ind{number}" for number in range(1, 10))


def _aged(*, women: bool) -> pl.DataFrame:
    rows = packed("linearmodels", "datasets/meps/meps.csv.bz2")
    return rows.filter(pl.col("female") == int(women)).drop(*DERIVED)


def medicines() -> Table:
    rows = mixed(_aged(women=True), seed=1)[:3000]
    return Table(
        name="medicines",
        frame=rows.drop("ldrugexp"),
        target="drugexp",
        why="Spending on drugs of women over 65; no couples, as all are women; squares are gone.",
    )


def own_health() -> Table:
    rows = mixed(_aged(women=True), seed=1)[3000:]
    said = pl.when(pl.sum_horizontal(*HEALTH) == 0).then(pl.lit("excellent"))
    for level in HEALTH:
        said = said.when(pl.col(level) == 1).then(pl.lit(level))
    return Table(
        name="own_health",
        frame=rows.with_columns(health=said.otherwise(None)).drop(*HEALTH, *NOT_KNOWN),
        target="health",
        why="Other women of the same survey: five words for their own health, flags taken away.",
    )


def employer_cover() -> Table:
    rows = mixed(_aged(women=False), seed=2).drop("drugexp", "ldrugexp", "private")
    return Table(
        name="employer_cover",
        frame=told(rows.rename({"hi_empunion": "cover"}), "cover"),
        target="cover",
        why="Men over 65, insured by employer or union or not; private insurance, which holds it, "
        "is gone.",
    )


def benefits() -> Table:
    rows = mixed(packed("linearmodels", "datasets/fringe/fringe.csv.bz2"), seed=3)
    facts = ["exper", "age", "depends", "married", "tenure", "educ", "nrtheast", "nrthcen"]
    facts += ["south", "male", "white", "union", "office", "annhrs", *INDUSTRIES]
    return Table(
        name="benefits",
        frame=rows.select(*facts, "hrearn"),
        target="hrearn",
        why="Wages of 616 workers; the year's earnings and what is paid in benefits are gone.",
    )


def german_visits() -> Table:
    rows = read("COUNT", "rwm").gather_every(8)
    return Table(
        name="german_visits",
        frame=mixed(rows, seed=4)
        .with_columns(visited=pl.when(pl.col("docvis") > 0).then(pl.lit("yes")).otherwise(pl.lit("no")))
        .drop("docvis"),
        target="visited",
        why="People come up to seven times in a row without a number: every eighth row is kept.",
    )


def choice_trial() -> Table:
    rows = mixed(read("mediation", "CEDdata"), seed=5)
    return Table(
        name="choice_trial",
        frame=told(rows, *rows.columns),
        target="Y2",
        why="2,000 people and seven yes or no answers: 64 different rows, all of them people.",
    )


def contestants() -> Table:
    rows = read("dragracer", "rpdr_contestants").unique("contestant", keep="first")
    return Table(
        name="contestants",
        frame=mixed(rows.sort("contestant").drop("dob"), seed=6),
        target="age",
        why="Age by season and home town; who came back is there once, the date of birth is gone.",
    )


def card_traders() -> Table:
    rows = mixed(read("AER", "SportsCards"), seed=7)
    return Table(
        name="card_traders",
        frame=rows,
        target="trade",
        why="148 people in a trial, who traded what they were given or not; nothing taken away.",
    )


def park_visits() -> Table:
    rows = mixed(read("COUNT", "loomis").drop_nulls("anvisits"), seed=8)
    return Table(
        name="park_visits",
        frame=worded(
            rows.select("anvisits", "gender", "income", "travel"),
            {"gender": {1: "male", 2: "female"}, "travel": {1: "near", 2: "middle", 3: "far"}},
        ),
        target="anvisits",
        why="Visits of a park in a year; flags that repeat income and travel are taken away.",
    )


def child_doctor() -> Table:
    rows = mixed(read("Ecdat", "Doctor"), seed=9)
    return Table(
        name="child_doctor",
        frame=rows,
        target="doctor",
        why="Visits of 485 families to a doctor; nothing taken away.",
    )


TABLES = (
    medicines, own_health, employer_cover, benefits, german_visits, choice_trial, contestants,
    card_traders, park_visits, child_doctor,
)  # fmt: skip
