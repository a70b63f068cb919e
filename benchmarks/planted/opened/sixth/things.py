"""Tables of things: plants, meals, houses, firms, choices, shows."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import read, thinned
from benchmarks.planted.table import Table


def crackers() -> Table:
    return Table(
        name="crackers",
        frame=read("Ecdat", "Cracker"),
        target="choice",
        why="Brands bought; the household is declared as group.",
        group="id",
    )


def commuters() -> Table:
    return Table(
        name="commuters",
        frame=read("Ecdat", "Mode"),
        target="choice",
        why="Ways to work by cost and time of each.",
    )


def food_shares() -> Table:
    rows = read("wooldridge", "expendshares")
    facts = ["totexpend", "income", "age", "kids", "sclothes", "salcohol", "sfood"]
    return Table(
        name="food_shares",
        frame=rows.select(facts),
        target="sfood",
        why="Shares of what a household spends; those that add up to the rest are taken away.",
    )


def pensions() -> Table:
    rows = read("wooldridge", "k401k").drop("totpart", "ltotemp")
    return Table(
        name="pensions",
        frame=rows,
        target="prate",
        why="One row a plan; what the rate is computed from is taken away.",
    )


def lake_trips() -> Table:
    return Table(
        name="lake_trips",
        frame=read("AER", "RecreationDemand"),
        target="ski",
        why="Boat owners; nothing taken away.",
    )


def speeds() -> Table:
    rows = read("boot", "amis").drop("pair")
    return Table(
        name="speeds",
        frame=thinned(rows, 4000).with_columns(
            pl.col("period", "warning").cast(pl.String),
        ),
        target="speed",
        why="Speeds of cars by two columns: duplicates by nature.",
    )


def soybeans() -> Table:
    return Table(
        name="soybeans",
        frame=read("nlme", "Soybean").drop("Year"),
        target="weight",
        why="Plots over a summer, the plot declared as group.",
        group="Plot",
    )


def spruces() -> Table:
    rows = read("geepack", "spruce").drop("wave")
    return Table(
        name="spruces",
        frame=rows,
        target="logsize",
        why="79 trees measured 13 times, the tree declared as group.",
        group="id",
    )


def french_fries() -> Table:
    rows = read("reshape2", "french_fries").drop_nulls("potato")
    return Table(
        name="french_fries",
        frame=rows.drop("rep"),
        target="potato",
        why="Tastes of twelve people over ten weeks, the person declared as group.",
        group="subject",
    )


def exercise() -> Table:
    return Table(
        name="exercise",
        frame=read("carData", "Blackmore"),
        target="group",
        why="Exercise of patients and others over the years, the person declared.",
        group="subject",
    )


def cakes() -> Table:
    return Table(
        name="cakes",
        frame=read("lme4", "cake").drop("temp"),
        target="angle",
        why="Angles at which cakes break, the baking declared as group.",
        group="replicate",
    )


def meats() -> Table:
    rows = read("modeldata", "meats")
    kept = [name for name in rows.columns if name.startswith("x_")][::5]
    return Table(
        name="meats",
        frame=rows.select(*kept, "fat").unique(maintain_order=True),
        target="fat",
        why="Twenty of 100 channels of a spectrum: strong honest measurements, all alike.",
    )


def houses() -> Table:
    rows = read("Stat2Data", "RailsTrails")
    facts = ["Acre", "Price2011", "Bedrooms", "BikeScore", "Distance", "GarageSpaces", "NumRooms"]
    return Table(
        name="houses",
        frame=rows.select(*facts, "SquareFeet", "StreetName", "Price2014"),
        target="Price2014",
        why="104 houses; an estimate of three years before is an honest strong measurement.",
    )


def bakes() -> Table:
    rows = read("bakeoff", "challenges").drop_nulls(["result", "signature"])
    kept = rows.filter(pl.col("result").is_in(["IN", "OUT", "STAR BAKER"]))
    return Table(
        name="bakes",
        frame=kept.with_columns(
            who=pl.col("baker") + " " + pl.col("series").cast(pl.String),
        ).drop("baker", "series"),
        target="result",
        why="What a baker baked, in words; who baked it is declared as group.",
        group="who",
    )


def queens() -> Table:
    rows = read("dragracer", "rpdr_contep").drop_nulls("outcome")
    kept = rows.filter(pl.col("outcome").is_in(["SAFE", "BTM", "HIGH", "WIN", "LOW"]))
    return Table(
        name="queens",
        frame=kept.select("season", "contestant", "episode", "missc", "outcome"),
        target="outcome",
        why="What became of a contestant in an episode; who it is is declared as group.",
        group="contestant",
    )


def courses() -> Table:
    rows = read("openintro", "ucla_f18")
    facts = ["subject", "course", "course_numeric", "laboratory"]
    said = pl.when(pl.col("seminar")).then(pl.lit("seminar")).otherwise(pl.lit("other"))
    return Table(
        name="courses",
        frame=rows.with_columns(kind=said).select(*facts, "kind").unique(maintain_order=True),
        target="kind",
        why="Titles of courses, a tenth of them seminars; courses listed twice are kept once.",
    )


def baseball_teams() -> Table:
    rows = read("openintro", "mlb_teams").filter(pl.col("year") >= 1961)
    facts = ["year", "team_name", "league_id", "ball_park", "hits", "homeruns", "walks", "errors"]
    return Table(
        name="baseball_teams",
        frame=rows.select(*facts, "stolen_bases", "hits_allowed", "home_attendance", "wins"),
        target="wins",
        why="Seasons of teams, the year declared; losses, ranks and honours are taken away.",
        time="year",
    )


def basketball() -> Table:
    rows = read("Stat2Data", "Hoops")
    facts = ["Opp", "Home", "OppAtt", "GrAtt", "Gr3Att", "GrFT", "OppFT", "GrRB", "GrAss", "OppTO"]
    won = pl.when(pl.col("WinLoss") == 1).then(pl.lit("won")).otherwise(pl.lit("lost"))
    return Table(
        name="basketball",
        frame=rows.with_columns(result=won).select(*facts, "result"),
        target="result",
        why="147 games of one team; points of both teams are taken away.",
    )


TABLES = (
    crackers, commuters, food_shares, pensions, lake_trips, speeds, soybeans, spruces,
    french_fries, exercise, cakes, meats, houses, bakes, queens, courses,
    baseball_teams, basketball,
)  # fmt: skip
