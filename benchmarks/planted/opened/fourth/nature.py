"""Tables of the set about plants, animals, earth, air and matter."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fourth.source import made, read, said
from benchmarks.planted.table import Table


def leaves() -> Table:
    """Species of a tree by the outline of a leaf (32 classes)."""
    marks = ("apex", "base", "shape", "denate_edge", "lobed_edge", "smooth_edge", "toothed_edge",
             "undulate_edge", "outlying_polar", "outlying_contour", "stringy_polar",
             "stringy_contour", "striated_polar", "striated_contour")  # fmt: skip
    frame = read("modeldata", "leaf_id_flavia", *marks)
    return made("leaves", frame, "species", "no marks that were noted down by species")


def mixes() -> Table:
    """Strength of concrete, several ages of a mixture (number, grouped)."""
    frame = read("modeldata", "concrete").unique(maintain_order=True)
    parts = [name for name in frame.columns if name not in ("age", "compressive_strength")]
    mixture = pl.struct(parts).rank("dense").cast(pl.Int64) + 1000
    frame = frame.with_columns(mixture.alias("mixture"))
    why = "mixtures whole, which a rank of the parts numbers"
    return made("mixes", frame, "compressive_strength", why, group="mixture")


def fuels() -> Table:
    """Heat of a fuel by its elements (number, told well and honestly, with a name)."""
    frame = read("modeldata", "biomass", "dataset")
    frame = frame.with_columns(pl.col("sample").str.strip_chars())
    return made("fuels", frame, "HHV", "carbon tells the heat, as chemistry has it")


def oslo() -> Table:
    """Rock under a plant, by the metals in it, several plants a site (four classes, grouped)."""
    frame = read("heplots", "Oslo", "XC", "YC")
    return made("oslo", frame, "litho", "sites whole; no coordinates, which are the site",
                group="site")  # fmt: skip


def quakes() -> Table:
    """Stations that felt an earthquake (number)."""
    return made("quakes", read("datasets", "quakes"), "stations", "the strength tells it honestly")


def gunnels() -> Table:
    """Whether there is a fish under a stone (binary, 3 %)."""
    frame = read("Stat2Data", "Gunnels").with_columns(
        Gunnel=said(pl.col("Gunnel") == 1, "there", "absent")
    )
    frame = frame.unique(maintain_order=True)
    return made("gunnels", frame, "Gunnel", "equal rows kept once", metric="average_precision")


def scat() -> Table:
    """Which animal left it (three classes, 110 rows, with gaps)."""
    frame = read("modeldata", "scat", "flat", "scrape", "Year")
    return made("scat", frame, "Species", "no near-constant marks")


def spruces() -> Table:
    """Size of a tree over two years, thirteen times a tree (number, grouped)."""
    frame = read("nlme", "Spruce")
    return made("spruces", frame, "logSize", "trees whole", group="Tree")


def nitrogen() -> Table:
    """Nitrogen oxides in the air of one town, from twelve others, by day (number, with gaps)."""
    frame = read("robustbase", "ambientNOxCH").drop_nulls("zg")
    frame = frame.with_columns(pl.col("date").str.to_date("%Y-%m-%d"))
    frame = frame.filter(pl.col("date").is_between(pl.date(2004, 3, 1), pl.date(2004, 9, 30)))
    why = "without the winter, which is another season; air of towns nearby tells it honestly"
    return made("nitrogen", frame, "zg", why, time="date")


def seatbelts() -> Table:
    """Drivers killed or badly hurt in a month (number, by month)."""
    frame = read("datasets", "Seatbelts", "DriversKilled", "kms", "PetrolPrice")
    first = pl.date(1969, 1, 1)
    months = first.dt.offset_by(pl.format("{}mo", pl.int_range(pl.len())))
    frame = frame.with_columns(month=months).filter(pl.col("law") == 0).drop("law")
    why = "before the law; no drivers killed, who are part of the outcome, no price and distance"
    return made("seatbelts", frame, "drivers", why, time="month")


def strikes() -> Table:
    """Whether a bird changed the course of a flight (binary, 10 %, by date, many categories)."""
    frame = bird_strikes().drop("remarks", "effect").filter(pl.col("date").dt.year() < 1995)
    why = "no remarks and no kind of effect, which tell; five years, as later forms have more gaps"
    return made("strikes", frame, "effected", why, time="date", metric="average_precision",
                most=8_000)  # fmt: skip


def strikes_unordered() -> Table:
    """The same without the date (binary, 10 %, many categories)."""
    frame = bird_strikes().drop("remarks", "effect", "date").unique(maintain_order=True)
    why = "no remarks and no kind of effect, which tell; no date, so that rows have no order"
    return made("strikes_unordered", frame, "effected", why, metric="average_precision")


def bird_strikes() -> pl.DataFrame:
    """Return the reports of birds with a date and an outcome, remarks and all."""
    frame = read("openintro", "birds", "opid").unique(maintain_order=True)
    date = pl.col("date").str.split(" ").list.first().str.to_date("%m/%d/%Y")
    return frame.with_columns(date, effected=said(pl.col("effect").is_not_null()))


NATURE = (
    leaves, mixes, fuels, oslo, quakes, gunnels, scat, spruces, nitrogen, seatbelts, strikes,
    strikes_unordered,
)  # fmt: skip
