"""Tables of people: what they pay, how they feel, what they earn."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.shipped import packed
from benchmarks.planted.source import mixed, read, told
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
    words = [pl.when(pl.col(level) == 1).then(pl.lit(level)) for level in HEALTH]
    said = pl.coalesce(*words, pl.lit("excellent"))
    return Table(
        name="own_health",
        frame=rows.with_columns(health=said).drop(*HEALTH, *NOT_KNOWN),
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
        .with_columns(
            visited=pl.when(pl.col("docvis") > 0).then(pl.lit("yes")).otherwise(pl.lit("no"))
        )
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


TABLES = (
    medicines, own_health, employer_cover, benefits, german_visits, choice_trial, contestants,
)  # fmt: skip
