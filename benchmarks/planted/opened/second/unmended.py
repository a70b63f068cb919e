"""Tables with one flaw left in that was published with them."""

from __future__ import annotations

from benchmarks.planted.opened.second.health import tested_children
from benchmarks.planted.opened.second.source import read, table
from benchmarks.planted.opened.second.world import caught, firms, matches, polls_taken, weather
from benchmarks.planted.table import Table


def clinic_cycles() -> Table:
    gone = ("fake_first_name", "fake_last_name", "test_id")
    return tested_children(
        "clinic_cycles", *gone, why="cycles of the test left in: 45 says negative"
    )


def rodents_named() -> Table:
    gone = ("record_id", "day", "genus", "taxa", "year")
    return caught("rodents_named", *gone, why="the second half of the name left in")


def oils_with_area() -> Table:
    why = "the area left in, each of which lies in one region"
    return table("oils_with_area", read("dslabs", "olive"), "region", why)


def football_scores() -> Table:
    return matches("football_scores", why="both teams' goals left in")


def towns_dense() -> Table:
    kept = ("name", "status", "csd_type", "census_div", "latitude", "longitude", "land_area_km2")
    frame = read("gt", "towny").select(*kept, "density_2021", "population_2021")
    frame = frame.unique("name", maintain_order=True)
    why = "people on each square kilometre left in, beside the square kilometres"
    return table("towns_dense", frame, "population_2021", why, id="name")


def seats_of_three() -> Table:
    frame = read("pscl", "UKHouseOfCommons", "y1", "y2", "libinc", "constituency").drop_nulls(
        "county"
    )
    return table("seats_of_three", frame, "v1", "the shares of the two other parties left in")


def polls_adjusted() -> Table:
    return polls_taken("polls_adjusted", "adjpoll_clinton", why="the adjusted share left in")


def runners_gun() -> Table:
    frame = read("mosaicData", "TenMileRace").unique(maintain_order=True)
    return table("runners_gun", frame, "net", "the time since the gun left in", rows=5000)


def innovators_cited() -> Table:
    gone = ("precites", "dprecites", "drandd", "subsample", "acompetition")
    return firms("innovators_cited", *gone, why="citations of the patents left in")


def rain_fallen() -> Table:
    return weather("rain_fallen", why="what fell left in: above nothing on wet days alone")


def companies_ranked() -> Table:
    frame = read("HSAUR", "Forbes2000", "name")
    return table("companies_ranked", frame, "marketvalue", "the place in the list left in")


def companies_in_order() -> Table:
    frame = read("HSAUR", "Forbes2000", "name", "rank")
    why = "the order of the list, which is by size, left as it is"
    return Table(name="companies_in_order", frame=frame, target="marketvalue", why=why)


def newborns_alive() -> Table:
    frame = read("mosaicData", "Gestation", "id", "date")
    return table("newborns_alive", frame, "wt", "three constants left in")


def batteries_revised() -> Table:
    frame = read("sem", "HS.data", "id", "agey", "agem")
    return table("batteries_revised", frame, "school", "two tests of one school alone left in")


UNMENDED = (
    clinic_cycles, rodents_named, oils_with_area, football_scores, towns_dense, seats_of_three,
    polls_adjusted, runners_gun, innovators_cited, rain_fallen, companies_ranked,
    companies_in_order, newborns_alive, batteries_revised,
)  # fmt: skip
