"""Tables of the held-out set about things: letters, houses, animals, matches and weather."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.third.source import few_groups, made, read, yes_no
from benchmarks.planted.table import Table

RODENTS = ("DM", "PP", "DO", "PB", "RM")
"""The five species that were trapped most often."""


def email() -> Table:
    """Whether a letter is unwanted (binary, 9 %)."""
    rare = ("from", "viagra", "time", "urgent_subj", "inherit")
    frame = read("openintro", "email", *rare).unique(maintain_order=True)
    frame = frame.with_columns(spam=yes_no(pl.col("spam") == 1))
    why = "no time and no near-constant words; letters that are equal kept once"
    return made("email", frame, "spam", why, metric="average_precision")


def olives() -> Table:
    """Region that an oil comes from, by its acids (three classes)."""
    frame = read("dslabs", "olive", "area")
    return made("olives", frame, "region", "no area, which lies in one region; acids tell much")


def crabs() -> Table:
    """Species of a crab by five lengths (binary, 200 rows)."""
    frame = read("MASS", "crabs", "index")
    return made("crabs", frame, "sp", "no running number; the lengths tell the species honestly")


def rodents() -> Table:
    """Species of a trapped rodent (five classes)."""
    frame = read("ratdat", "complete", "record_id", "genus", "species", "taxa", "year")
    frame = frame.filter(pl.col("species_id").is_in(RODENTS)).drop_nulls().unique(
        maintain_order=True
    )  # fmt: skip
    why = "no names of the species, number or year; one visit's equal animals kept once"
    return made("rodents", frame, "species_id", why)


def football() -> Table:
    """Who wins a match, ten seasons (three classes, by date)."""
    frame = read("vcd", "Bundesliga").filter(pl.col("Year").is_between(1995, 2004))
    return made("football", with_winner(frame).drop("HomeGoals", "AwayGoals"), "winner",
                "no goals, which are the outcome", time="day")  # fmt: skip


def with_winner(frame: pl.DataFrame) -> pl.DataFrame:
    """Return matches with a day and a winner; two of them have no day and drop out."""
    home, away = pl.col("HomeGoals"), pl.col("AwayGoals")
    winner = pl.when(home > away).then(pl.lit("home")).when(home < away).then(pl.lit("away"))
    day = pl.col("Date").cast(pl.String).str.slice(0, 10).str.to_date("%Y-%m-%d")
    frame = frame.with_columns(winner=winner.otherwise(pl.lit("drawn")), day=day)
    return frame.drop("Date", "Year").drop_nulls()


def houses() -> Table:
    """Price of a house (number, heavy tail)."""
    frame = read("mosaicData", "SaratogaHouses").unique(maintain_order=True)
    return made("houses", frame, "price", "equal houses kept once")


def runners() -> Table:
    """Seconds that somebody takes for ten miles (number)."""
    frame = read("mosaicData", "TenMileRace", "time").drop_nulls().unique(maintain_order=True)
    frame = frame.unique(["state", "net", "age", "sex"], maintain_order=True)
    return made("runners", frame, "net", "no time by the gun, which is the outcome and a wait")


def companies() -> Table:
    """Market value of a company (number, very heavy tails, with a name)."""
    frame = read("HSAUR", "Forbes2000", "rank").drop_nulls()
    return made("companies", frame, "marketvalue", "no rank, which the value has a part in")


def films() -> Table:
    """Rating of a film (number, with a title)."""
    frame = read("ggplot2movies", "movies", *(f"r{n}" for n in range(1, 11)), "mpaa", "Short")
    frame = frame.filter((pl.col("budget") > 1000) & (pl.col("length") < 600))
    frame = frame.unique("title", keep="none", maintain_order=True)
    why = "no shares of each mark, which add up to the rating; a title once; budgets that are known"
    return made("films", frame.with_columns(pl.col("budget").cast(pl.Int64)), "rating", why)


def pigs() -> Table:
    """Weight of a pig week by week (number)."""
    frame = read("geepack", "dietox", "Feed")
    return made("pigs", frame, "Weight", "no feed, missing in the first week; pigs whole",
                group="Pig")  # fmt: skip


def countries() -> Table:
    """Life expectancy by country and year (number)."""
    frame = read("dslabs", "gapminder").filter(pl.col("year").is_between(1990, 2011))
    frame = few_groups(frame.drop_nulls(), "country", 150)
    return made("countries", frame, "life_expectancy", "rows with gaps dropped; countries whole",
                group="country")  # fmt: skip


def rain() -> Table:
    """Rain of three days by eleven forecasts (number, by date)."""
    frame = read("crch", "RainIbk", rows="day").with_columns(
        pl.col("day").cast(pl.String).str.slice(0, 10).str.to_date()
    )
    frame = frame.unique([one for one in frame.columns if one != "day"], maintain_order=True)
    return made("rain", frame, "rain", "days without any rain or forecast kept once", time="day")


def temperature() -> Table:
    """Highest temperature of a day by yesterday's weather in five cities (number, by date)."""
    before = ("high_temp", "low_temp", "avg_humidity", "avg_hg", "avg_wind", "avg_dewpt")
    frame = read("mosaicData", "Weather").with_columns(pl.col("date").cast(pl.String).str.to_date())
    frame = frame.sort("city", "date").select(
        "city",
        "date",
        *(pl.col(name).shift(1).over("city").alias(f"{name}_before") for name in before),
        "high_temp",
    )
    why = "yesterday's weather alone, of today only the city and the date"
    return made("temperature", frame.drop_nulls(), "high_temp", why, time="date")


def prisons() -> Table:
    """People in prison by state, sex and status, by quarter (number)."""
    frame = (
        read("fpp2", "prisonLF")
        .with_columns(pl.col("t").cast(pl.String).str.slice(0, 10).str.to_date())
        .rename({"count": "prisoners"})
    )
    return made("prisons", frame, "prisoners", "a row a quarter and kind of prisoner", time="t")


def bills() -> Table:
    """Tip that a table leaves (number, 243 rows)."""
    frame = read("reshape2", "tips").unique(maintain_order=True)
    return made("bills", frame, "tip", "equal bills kept once")


THINGS = (
    email, olives, crabs, rodents, football, houses, runners, companies, films, pigs, countries,
    rain, temperature, prisons, bills,
)  # fmt: skip
