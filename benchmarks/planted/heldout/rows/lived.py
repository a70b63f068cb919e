"""Tables of people, trade and games."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.heldout.rows.measured import ONE_ZERO, YES_NO, said
from benchmarks.planted.heldout.rows.reading import keel, numbered, tabbed
from benchmarks.planted.source import mixed, read, some_groups
from benchmarks.planted.table import Table


def cape_hearts() -> Table:
    names = (
        "pressure", "tobacco", "ldl", "adiposity", "family", "type_a", "obesity", "alcohol", "age",
        "heart_disease",
    )  # fmt: skip
    return Table(
        name="cape_hearts",
        frame=said(keel("saheart", names), "heart_disease", ONE_ZERO),
        target="heart_disease",
        why="Men of the Western Cape; rows are mixed.",
    )


def wild_mushrooms() -> Table:
    names = (
        "cap_shape", "cap_surface", "cap_colour", "bruises", "odour", "gill_attachment",
        "gill_spacing", "gill_size", "gill_colour", "stalk_shape", "stalk_root", "above_ring",
        "below_ring", "colour_above", "colour_below", "veil", "veil_colour", "rings", "ring_type",
        "spores", "population", "habitat", "edible",
    )  # fmt: skip
    rows = keel("mushroom", names).drop("veil", "veil_colour", "gill_attachment")
    once = rows.unique(subset=rows.columns[:-1], keep="none", maintain_order=True)[:2500]
    return Table(
        name="wild_mushrooms",
        frame=said(once, "edible", {"e": "yes", "p": "no"}),
        target="edible",
        why="2,500 mushrooms by their looks, each once; the smell tells honestly.",
    )


def board_endgames() -> Table:
    return Table(
        name="board_endgames",
        frame=keel("tic-tac-toe", (*numbered("square", 9), "x_wins")),
        target="x_wins",
        why="All endings of a game, each once.",
    )


def apart(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out sequences that are within 12 letters of an earlier one."""
    letters = np.array([list(text) for text in frame["sequence"]])
    coded = np.concatenate([letters == base for base in "ACGT"], axis=1).astype(np.float32)
    near = np.tril(coded @ coded.T >= letters.shape[1] - 12, -1).any(axis=1)
    return frame.filter(pl.Series(~near))


def gene_junctions() -> Table:
    rows = keel("splice", (*numbered("base", 60), "junction"))
    bases = pl.concat_str(numbered("base", 60)).alias("sequence")
    once = rows.select(bases, "junction").unique("sequence", keep="none", maintain_order=True)
    return Table(
        name="gene_junctions",
        frame=apart(once[:1500]).with_columns(gc=pl.col("sequence").str.count_matches("[GC]")),
        target="junction",
        why="Sequences of sixty bases, as one text; none within 12 letters of another.",
    )


def car_grades() -> Table:
    names = ("price", "upkeep", "doors", "seats", "boot", "safety", "very_good")
    return Table(
        name="car_grades",
        frame=said(keel("car-vgood", names, kind="imbalanced"), "very_good", YES_NO),
        target="very_good",
        why="Every combination of six properties once; 4 % are graded very good.",
        metric="average_precision",
    )


def car_imports() -> Table:
    rows = mixed(tabbed("tests/datasets/imports-85.tab").drop_nulls("price"))
    said_of_it = pl.concat_str(
        pl.col("make").str.to_titlecase(),
        "body_style",
        pl.lit("with"),
        pl.col("num_of_doors").fill_null("some"),
        pl.lit("doors,"),
        pl.col("fuel_type"),
        pl.lit("engine of"),
        pl.col("engine_size"),
        pl.lit("cubic inches,"),
        pl.col("curb_weight"),
        pl.lit("pounds"),
        separator=" ",
    )
    kept = rows.select(
        said_of_it.alias("advert"), "make", "normalized_losses", "wheel_base", "length", "width",
        "height", "bore", "stroke", "horsepower", "peak_rpm", "city_mpg", "price",
    )  # fmt: skip
    return Table(
        name="car_imports",
        frame=kept.unique("advert", maintain_order=True),
        target="price",
        why="Cars of 1985; one row for each model; the advert says what the table says.",
    )


def doctor_contacts() -> Table:
    rows = read("Ecdat", "DoctorContacts").drop("idp", "fmde", "lpi")
    changes = (pl.col("linc") != pl.col("linc").shift()).fill_null(value=True)
    household = changes.cum_sum().alias("household")
    return Table(
        name="doctor_contacts",
        frame=some_groups(rows.with_columns(household), "household", 500),
        target="mdu",
        why="Persons and years of 500 households, which are told by an equal income in a run.",
        group="household",
    )


def swahili_pupils() -> Table:
    return Table(
        name="swahili_pupils",
        frame=mixed(read("Stat2Data", "Swahili")),
        target="Attitude_Score",
        why="480 pupils of a few schools; the school is declared, rows are mixed.",
        group="School",
    )


def medical_groups() -> Table:
    rows = read("tidyr", "cms_patient_experience").drop_nulls("prf_rate")
    return Table(
        name="medical_groups",
        frame=rows.drop("org_nm", "measure_title"),
        target="prf_rate",
        why="Ratings of groups of doctors; the group is declared, its name left out.",
        group="org_pac_id",
    )


def teaching_assistants() -> Table:
    rows = keel("tae", ("native", "instructor", "course", "season", "size", "rating"))
    words = {1: "low", 2: "medium", 3: "high"}
    return Table(
        name="teaching_assistants",
        frame=said(rows, "rating", words),
        target="rating",
        why="Courses and who taught them; each once; the instructor is declared.",
        group="instructor",
    )


TABLES = (
    cape_hearts, wild_mushrooms, board_endgames, gene_junctions, car_grades, car_imports,
    doctor_contacts, swahili_pupils, medical_groups, teaching_assistants,
)  # fmt: skip
