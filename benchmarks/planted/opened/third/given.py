"""Tables whose fault was in the file from the start: what the others took away is left in."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from benchmarks.planted.opened.third.people import insults
from benchmarks.planted.opened.third.source import few_groups, made, read, yes_no
from benchmarks.planted.opened.third.things import RODENTS, with_winner
from benchmarks.planted.table import Table


def cards_with_spending() -> Table:
    """Money spent with the card, which only those have who got it."""
    frame = read("AER", "CreditCard", "share").filter(pl.col("age") >= 18)
    return made("cards_with_spending", frame, "card", "spending is left in")


def smokers_with_type() -> Table:
    """What somebody smokes, filled for smokers alone."""
    frame = read("openintro", "smoking", "amt_weekends", "amt_weekdays").unique(maintain_order=True)
    return made("smokers_with_type", frame, "smoke", "the type of cigarette is left in")


def covid_with_cycles() -> Table:
    """Cycles of the machine, by which the laboratory calls a test positive."""
    frame = read("medicaldata", "covid_testing", "fake_first_name", "fake_last_name", "test_id",
                 "payor_group", "patient_class", "pan_day")  # fmt: skip
    frame = frame.filter((pl.col("result") != "invalid") & pl.col("ct_result").is_not_null())
    frame = frame.filter((pl.col("age") < 100) & pl.col("col_rec_tat").is_between(0.01, 72))
    frame = frame.unique("subject_id", keep="first", maintain_order=True).drop("subject_id")
    frame = frame.unique(maintain_order=True)
    return made("covid_with_cycles", frame, "result", "the cycle count is left in")


def insults_in_two_classes() -> Table:
    """The answer told again in two classes."""
    frame = few_groups(read("lme4", "VerbAgg", "item"), "id", 150)
    return replace(insults(), name="insults_in_two_classes", frame=frame.sample(
        fraction=1.0, shuffle=True, seed=3))  # fmt: skip


def rodents_with_species() -> Table:
    """The second half of the scientific name next to the code of the species."""
    frame = read("ratdat", "complete", "record_id", "genus", "taxa", "year")
    frame = frame.filter(pl.col("species_id").is_in(RODENTS)).drop_nulls()
    frame = frame.unique(maintain_order=True)
    return made("rodents_with_species", frame, "species_id", "the name of the species is left in")


def olives_with_area() -> Table:
    """The area, which lies in one region."""
    return made("olives_with_area", read("dslabs", "olive"), "region", "the area is left in")


def football_with_goals() -> Table:
    """The goals of both sides, which tell the winner together."""
    frame = read("vcd", "Bundesliga").filter(pl.col("Year").is_between(1995, 2004))
    return made("football_with_goals", with_winner(frame), "winner", "goals left in", time="day")


def runners_with_gun() -> Table:
    """The time since the gun, which is the outcome and a wait of minutes."""
    frame = read("mosaicData", "TenMileRace").drop_nulls().unique(maintain_order=True)
    return made("runners_with_gun", frame, "net", "the time by the gun is left in")


def crabs_in_order() -> Table:
    """The file as it was: one species after the other."""
    frame = read("MASS", "crabs", "index")
    return Table(name="crabs_in_order", frame=frame, target="sp", why="the order is left in")


def newborns_with_constants() -> Table:
    """Columns that were the same for every child of the study."""
    frame = read("mosaicData", "Gestation", "id", "date", "time", "number")
    frame = frame.rename({"wt.1": "mother_wt"})
    return made("newborns_with_constants", frame, "wt", "constants are left in")


def email_with_viagra() -> Table:
    """A word that one letter in 4,000 holds, and a sender that nearly all have."""
    frame = read("openintro", "email", "time").unique(maintain_order=True)
    frame = frame.with_columns(spam=yes_no(pl.col("spam") == 1))
    return made("email_with_viagra", frame, "spam", "near-constant columns are left in")


def pima_with_zeros() -> Table:
    """Skin folds written as 0 where nobody measured, as the first file of these women had it."""
    frame = pl.concat([read("MASS", "Pima.tr2"), read("MASS", "Pima.te")], how="vertical_relaxed")
    frame = frame.unique(maintain_order=True).with_columns(pl.col("skin").fill_null(0))
    return made("pima_with_zeros", frame, "type", "gaps are written as 0")


GIVEN = (
    cards_with_spending, smokers_with_type, covid_with_cycles, insults_in_two_classes,
    rodents_with_species, olives_with_area, football_with_goals, runners_with_gun, crabs_in_order,
    newborns_with_constants, email_with_viagra, pima_with_zeros,
)  # fmt: skip
