"""Tables of animals, plants, goods and texts."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import emptied, mixed, read, thinned, told, worded
from benchmarks.planted.table import Table


def rodents() -> Table:
    rows = read("ratdat", "complete_old").drop_nulls(["weight", "species_id", "sex"])
    caught = pl.date("year", "month", "day")
    kept = ["caught", "plot_id", "species_id", "sex", "hindfoot_length", "plot_type", "weight"]
    return Table(
        name="rodents",
        frame=thinned(rows.with_columns(caught=caught).select(kept), 4000),
        target="weight",
        why="Animals caught over 13 years; the day is declared, names of the species are one.",
        time="caught",
    )


def cars() -> Table:
    kept = ["Country", "Disp", "HP", "Length", "Tank", "Turning", "Type", "Weight", "Wheel_base",
            "Width", "Price"]  # fmt: skip
    return Table(
        name="cars",
        frame=mixed(read("rpart", "car90").select(kept).drop_nulls("Price")),
        target="Price",
        why="105 cars of a year; copies of measures and columns with codes are taken away.",
    )


def penguins() -> Table:
    rows = read("palmerpenguins", "penguins_raw")
    names = {
        "Culmen_Length_(mm)": "culmen_length",
        "Culmen_Depth_(mm)": "culmen_depth",
        "Flipper_Length_(mm)": "flipper_length",
        "Body_Mass_(g)": "body_mass",
        "Delta_15_N_(o/oo)": "delta_15_n",
        "Delta_13_C_(o/oo)": "delta_13_c",
    }
    kind = pl.col("Species").str.split(" ").list.first()
    rows = rows.rename(names).with_columns(Species=kind)
    bird = pl.concat_str(["Species", "Individual_ID"], separator=" ").rank("dense")
    kept = [*names.values(), "Sex", "Clutch_Completion", "Species"]
    return Table(
        name="penguins",
        frame=mixed(rows.select(bird.cast(pl.Int64).alias("bird"), *kept)),
        target="Species",
        why="Measured birds, honest and strong; the bird is declared, the island is gone.",
        group="bird",
    )


def caterpillars() -> Table:
    kept = ["Instar", "ActiveFeeding", "Fgp", "Mgp", "Mass", "Intake", "WetFrass", "DryFrass"]
    stages = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    return Table(
        name="caterpillars",
        frame=mixed(worded(read("Stat2Data", "Caterpillars").select(kept), {"Instar": stages})),
        target="Instar",
        why="Weights tell the stage honestly; logarithms are taken away.",
    )


def corn() -> Table:
    rows = emptied(read("DAAG", "antigua"), ears=(-9999,)).drop("id", "plot")
    return Table(
        name="corn",
        frame=mixed(rows.drop_nulls("harvwt").with_columns(pl.format("t{}", "trt").alias("trt"))),
        target="harvwt",
        why="Harvest of plots by site, block and treatment; a code is emptied.",
    )


def bakes() -> Table:
    rows = read("bakeoff", "bakes_raw").drop_nulls()
    top = pl.when(pl.col("technical") <= 3).then(pl.lit("top three")).otherwise(pl.lit("rest"))
    baker = pl.format("{} of series {}", "baker", "series")
    rows = rows.with_columns(result=top, baker=baker).drop("technical", "series")
    return Table(
        name="bakes",
        frame=rows,
        target="result",
        why="What bakers baked, in words; the baker is declared, the rank is taken away.",
        group="baker",
    )


def dishes() -> Table:
    rows = bakes().frame.drop("baker", "episode")
    return Table(
        name="dishes",
        frame=mixed(rows),
        target="result",
        why="What was baked, without the baker and the week: two texts, each once.",
    )


def backpacks() -> Table:
    return Table(
        name="backpacks",
        frame=mixed(told(read("Stat2Data", "Backpack").drop("Ratio"), "BackProblems")),
        target="BackProblems",
        why="100 students and their bags; a ratio of columns is taken away.",
    )


def faces() -> Table:
    return Table(
        name="faces",
        frame=mixed(told(read("Stat2Data", "FaithfulFaces"), "Cheater")),
        target="Cheater",
        why="170 faces as others saw them.",
    )


def fruit_flies() -> Table:
    rows = read("Stat2Data", "FruitFlies").drop("ID", "Partners", "Type")
    return Table(
        name="fruit_flies",
        frame=mixed(rows),
        target="Longevity",
        why="125 flies; codes of the treatment are taken away.",
    )


TABLES = (
    rodents, cars, penguins, caterpillars, corn, bakes, dishes,
    backpacks, faces, fruit_flies,
)  # fmt: skip
