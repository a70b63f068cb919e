"""Tables of houses, firms, films, games, weather, animals and things."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.second.source import of_some, read, table
from benchmarks.planted.table import Table


def houses() -> Table:
    frame = read("mosaicData", "SaratogaHouses", "waterfront").unique(maintain_order=True)
    return table("houses", frame, "price", "seven equal rows and a rare flag dropped")


def runners() -> Table:
    frame = read("mosaicData", "TenMileRace", "time").unique(maintain_order=True)
    why = "the time of the gun dropped; runners of one state, age, sex and time once"
    return table("runners", frame, "net", why, rows=5000)


def companies() -> Table:
    frame = read("HSAUR", "Forbes2000", "rank")
    return table("companies", frame, "marketvalue", "the rank dropped, shuffled", id="name")


def towns() -> Table:
    gone = ("website", "density_2021", "population_2021", "density_2016")
    frame = read("gt", "towny", *gone).drop_nulls().unique("name", maintain_order=True)
    frame = frame.rename({"pop_change_2016_2021_pct": "growth"})
    return table("towns", frame, "growth", "what the last count itself says dropped", id="name")


def innovators() -> Table:
    gone = ("cites", "precites", "dprecites", "drandd", "subsample", "acompetition")
    return firms("innovators", *gone, why="by firm; citations dropped, which no firm has without")


def firms(name: str, *gone: str, why: str) -> Table:
    owners = ("top1", "quasiindexed", "nonquasiindexed", "transient", "dedicated", "competition4")
    frame = read("sandwich", "InstInnovation", *owners, *gone)
    frame = frame.with_columns(
        patented=pl.when(pl.col("patents") > 0).then(pl.lit("yes")).otherwise(pl.lit("no"))
    )
    return table(name, frame.drop("patents"), "patented", why, group="company")


def britain() -> Table:
    return table("britain", read("plm", "EmplUK"), "emp", "years of firms, by firm", group="firm")


def spain() -> Table:
    frame = of_some(read("plm", "Snmesp"), "firm", 500)
    return table("spain", frame, "n", "years of firms, by firm; logarithms", group="firm")


def films() -> Table:
    frame = read("ggplot2movies", "movies", *(f"r{number}" for number in range(1, 11)))
    frame = frame.filter(pl.col("votes") >= 100, pl.col("length") < 300)
    frame = frame.unique("title", maintain_order=True)
    return table(
        "films", frame, "rating", "shares of the votes dropped, one film a title", rows=5000
    )


def raters() -> Table:
    frame = read("dslabs", "movielens", "timestamp", "movieId").drop_nulls("title")
    liked = pl.when(pl.col("rating") >= 4).then(pl.lit("yes")).otherwise(pl.lit("no"))
    frame = of_some(frame.with_columns(liked=liked).drop("rating"), "userId", 60)
    return table("raters", frame, "liked", "ratings by user", group="userId")


def tweets() -> Table:
    frame = read("dslabs", "trump_tweets", "id_str", "is_retweet", "in_reply_to_user_id_str")
    month = pl.col("created_at").str.slice(0, 7)
    frame = frame.filter(month >= pl.lit("2015-07"), month <= pl.lit("2016-10"))
    names = {"Twitter for Android": "Android", "Twitter for iPhone": "iPhone"}
    frame = frame.filter(pl.col("source").is_in(list(names)))
    frame = frame.with_columns(
        pl.col("source").replace_strict(names),
        hour=pl.col("created_at").str.slice(11, 2).cast(pl.Int64),
    )
    why = "two phones in 16 months, each text once; number and date dropped"
    frame = frame.drop("created_at").unique("text", maintain_order=True)
    return table("tweets", frame, "source", why, rows=4000)


def batters() -> Table:
    frame = read("plyr", "baseball").filter(pl.col("year") >= 1985, pl.col("ab") > 20)
    frame = frame.drop("cs", "stint")
    return table("batters", frame, "sb", "seasons of players, by player", group="id", rows=5000)


def football() -> Table:
    return matches("football", "HomeGoals", "AwayGoals", why="by date; the goals dropped")


def matches(name: str, *gone: str, why: str) -> Table:
    frame = read("vcd", "Bundesliga").filter(pl.col("Year") >= 1990).drop_nulls("Date")
    ahead = pl.col("HomeGoals") - pl.col("AwayGoals")
    result = pl.when(ahead > 0).then(pl.lit("home")).when(ahead < 0).then(pl.lit("away"))
    frame = frame.with_columns(
        result=result.otherwise(pl.lit("draw")),
        Date=pl.col("Date").str.slice(0, 10).str.to_date(),
    )
    return table(name, frame.drop("Year", *gone), "result", why, time="Date")


def deliveries() -> Table:
    frame = read("mosaicData", "BirthsSSA", "day_of_week", "day_of_year").with_columns(
        pl.col("date").str.to_date()
    )
    why = "births of each day in the United States, in their order"
    return Table(name="deliveries", frame=frame, target="births", time="date", why=why)


def rain() -> Table:
    return weather("rain", "precip", why="days of five cities by date; what fell dropped")


def weather(name: str, *gone: str, why: str) -> Table:
    frame = read("mosaicData", "Weather", "year", "day", "low_wind")
    fell = pl.col("events").fill_null("").str.contains("Rain|Snow|Thunderstorm")
    frame = frame.with_columns(
        pl.col("date").str.to_date(),
        pl.col("precip").replace("T", "0").cast(pl.Float64, strict=False),
        wet=pl.when(fell).then(pl.lit("yes")).otherwise(pl.lit("no")),
    )
    return table(name, frame.drop("events", *gone), "wet", why, time="date")


def exhausts() -> Table:
    frame = read("robustbase", "NOxEmissions")
    why = "hours in their order, by day; days are what is parted"
    return Table(name="exhausts", frame=frame, target="LNOx", time="julday", why=why)


def polls() -> Table:
    return polls_taken("polls", "adjpoll_trump", "adjpoll_clinton", why="by the poll's last day")


def polls_taken(name: str, *gone: str, why: str) -> Table:
    others = [f"{kind}poll_{who}" for kind in ("raw", "adj") for who in ("johnson", "mcmullin")]
    frame = read("dslabs", "polls_us_election_2016", *others, "rawpoll_clinton", "startdate")
    frame = frame.with_columns(pl.col("enddate").str.to_date()).drop(gone)
    return table(name, frame.unique(maintain_order=True), "rawpoll_trump", why, time="enddate")


def rodents() -> Table:
    gone = ("record_id", "day", "genus", "species", "taxa", "year")
    return caught(
        "rodents",
        *gone,
        why="the five commonest; other names, date and animals that look equal dropped",
    )


def caught(name: str, *gone: str, why: str) -> Table:
    frame = read("ratdat", "complete", *gone).drop_nulls(["sex", "hindfoot_length", "weight"])
    common = ("DM", "PP", "DO", "PB", "RM")
    frame = frame.filter(pl.col("species_id").is_in(common)).unique(maintain_order=True)
    return table(name, frame, "species_id", why)


def oils() -> Table:
    why = "acids that truly separate the regions; the area dropped, which lies in one region"
    return table("oils", read("dslabs", "olive", "area"), "region", why)


def glass() -> Table:
    frame = read("MASS", "fgl").unique(maintain_order=True)
    return table("glass", frame, "type", "one equal splinter dropped; six kinds, one of nine rows")


def boston() -> Table:
    return table("boston", read("MASS", "Boston"), "medv", "tracts; values end at 50 as published")


def meals() -> Table:
    frame = read("reshape2", "tips").unique(maintain_order=True)
    return table("meals", frame, "tip", "bills of one waiter; an equal one dropped")


def pigs() -> Table:
    frame = read("geepack", "dietox", "Litter").drop_nulls("Feed")
    return table("pigs", frame, "Weight", "weeks of each pig, by pig", group="Pig")


def cows() -> Table:
    return table("cows", read("nlme", "Milk"), "protein", "weeks of each cow, by cow", group="Cow")


def ticks() -> Table:
    frame = read("lme4", "grouseticks", "INDEX", "cHEIGHT", "BROOD")
    return table("ticks", frame, "TICKS", "chicks by place; three left out", group="LOCATION")


WORLD = (
    houses, runners, companies, towns, innovators, britain, spain, films, raters, tweets, batters,
    football, deliveries, rain, exhausts, polls, rodents, oils, glass, boston, meals, pigs, cows,
    ticks,
)  # fmt: skip
