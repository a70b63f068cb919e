"""Tables of signals: echoes, voices, letters."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.ninth.files import bands, keel, once
from benchmarks.planted.source import worded
from benchmarks.planted.table import Table

SEEN = {"negative": "no", "positive": "yes"}


def gamma_rays() -> Table:
    names = "length width size conc conc1 asym m3_long m3_trans alpha distance kind"
    rows = once(keel("balanced/raw/magic", names))[:5000]
    return Table(
        name="gamma_rays",
        frame=worded(rows, {"kind": {"g": "gamma", "h": "hadron"}}),
        target="kind",
        why="Flashes seen by a telescope; the 115 that stood there twice are gone.",
    )


def silhouettes() -> Table:
    names = (
        "compactness circularity distance_circularity radius_ratio axis_ratio length_ratio"
        " scatter_ratio elongatedness rectangularity length_rectangularity variance_major"
        " variance_minor gyration_radius skewness_major skewness_minor kurtosis_minor"
        " kurtosis_major hollows_ratio vehicle"
    )
    return Table(
        name="silhouettes",
        frame=keel("balanced/raw/vehicle", names),
        target="vehicle",
        why="Measures of the outlines of four vehicles; nothing taken away.",
    )


def vowels() -> Table:
    names = "part speaker sex " + bands("formant", 10, "vowel")
    rows = keel("balanced/raw/vowel", names).drop("part")
    said = ["heed", "hid", "head", "had", "hard", "hud", "hod", "hoard", "hood", "whod", "heard"]
    return Table(
        name="vowels",
        frame=worded(rows, {"vowel": dict(enumerate(said))}),
        target="vowel",
        why="Eleven vowels said six times by 15 people, who are declared as groups.",
        group="speaker",
    )


def page_blocks() -> Table:
    names = (
        "height length area eccentricity black_share black_share_smooth transition black"
        " black_smooth transitions other"
    )
    rows = once(keel("imbalanced/raw/page-blocks0", names))
    return Table(
        name="page_blocks",
        frame=worded(rows, {"other": SEEN}),
        target="other",
        why="Blocks of scanned pages, a tenth of them no text; the 69 found twice are gone.",
    )


def sonar() -> Table:
    rows = keel("balanced/raw/sonar", bands("band", 60, "echo"))
    return Table(
        name="sonar",
        frame=worded(rows, {"echo": {"R": "rock", "M": "mine"}}),
        target="echo",
        why="208 echoes in 60 bands; nothing taken away.",
    )


def radar() -> Table:
    rows = once(keel("balanced/raw/ionosphere", bands("pulse", 33, "answer")))
    return Table(
        name="radar",
        frame=worded(rows.drop("pulse_01"), {"answer": {"g": "good", "b": "bad"}}),
        target="answer",
        why="350 answers of the ionosphere to a radar; one that stood there twice is gone.",
    )


def letters() -> Table:
    names = (
        "x_box y_box width height pixels x_bar y_bar x2_bar y2_bar xy_bar x2y_bar xy2_bar"
        " x_edge x_edge_y y_edge y_edge_x letter"
    )
    return Table(
        name="letters",
        frame=once(keel("balanced/raw/letter", names))[:4000],
        target="letter",
        why="16 small integers of a printed letter, 26 classes; duplicates are gone.",
    )


def displays() -> Table:
    rows = keel("balanced/raw/led7digit", bands("segment", 7, "digit"))
    return Table(
        name="displays",
        frame=rows.with_columns(pl.col("digit").cast(pl.String)),
        target="digit",
        why="Seven lamps, each out of order by chance: 354 of 500 rows have their equal.",
    )


TABLES = (
    gamma_rays, silhouettes, vowels, page_blocks, sonar, radar, letters, displays,
)  # fmt: skip
