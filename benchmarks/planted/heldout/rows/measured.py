"""Tables of measurements: voices, pictures, cells, glass, mails."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.heldout.rows.reading import keel, numbered, tabbed
from benchmarks.planted.source import read
from benchmarks.planted.table import Table

YES_NO = {"positive": "yes", "negative": "no"}
ONE_ZERO = {1: "yes", 0: "no"}


def said(frame: pl.DataFrame, target: str, words: dict[str, str] | dict[int, str]) -> pl.DataFrame:
    """Say the outcome in words."""
    codes = pl.col(target).replace_strict(words, return_dtype=pl.String)
    return frame.with_columns(codes.alias(target))


def voice_sounds() -> Table:
    rows = keel("phoneme", (*numbered("harmonic", 5), "sound"))
    rows = rows.unique(numbered("harmonic", 5), keep="none", maintain_order=True)
    return Table(
        name="voice_sounds",
        frame=said(rows, "sound", {0: "nasal", 1: "oral"}),
        target="sound",
        why="Five amplitudes of a vowel; rows that stood twice are left out.",
    )


def outdoor_patches() -> Table:
    names = (
        "column", "row", "pixels", "lines_5", "lines_2", "vedge_mean", "vedge_sd", "hedge_mean",
        "hedge_sd", "intensity", "raw_red", "raw_blue", "raw_green", "excess_red", "excess_blue",
        "excess_green", "value", "saturation", "hue", "surface",
    )  # fmt: skip
    surface = {
        1: "brick", 2: "sky", 3: "foliage", 4: "cement", 5: "window", 6: "path", 7: "grass",
    }  # fmt: skip
    return Table(
        name="outdoor_patches",
        frame=said(keel("segment", names), "surface", surface).drop("pixels", "value"),
        target="surface",
        why="Patches of pictures; each once; the constant and the repeated column are taken away.",
    )


def cloth_textures() -> Table:
    rows = keel("texture", (*numbered("moment", 40), "texture"))
    kept = rows.select(*numbered("moment", 40)[::3], "texture").unique(maintain_order=True)
    return Table(
        name="cloth_textures",
        frame=kept.with_columns(texture="t" + pl.col("texture").cast(pl.String))[:3000],
        target="texture",
        why="Eleven textures by a third of their moments, each row once.",
    )


def membrane_proteins() -> Table:
    names = ("mcg", "gvh", "lip", "chg", "aac", "alm1", "alm2", "membrane")
    rows = keel("ecoli3", names, kind="imbalanced").drop("lip", "chg")
    return Table(
        name="membrane_proteins",
        frame=said(rows.unique(maintain_order=True), "membrane", YES_NO),
        target="membrane",
        why="Proteins of a bacterium; two columns of almost one value are taken away.",
        metric="average_precision",
    )


def glass_shards() -> Table:
    names = ("refraction", "na", "mg", "al", "si", "k", "ca", "ba", "fe", "headlamp")
    return Table(
        name="glass_shards",
        frame=said(keel("glass6", names, kind="imbalanced"), "headlamp", YES_NO),
        target="headlamp",
        why="Shards of glass, each once.",
        metric="average_precision",
    )


def received_mails() -> Table:
    rows = keel("spambase", (*numbered("word", 54), "run_mean", "run_longest", "run_sum", "spam"))
    kept = rows.select(*numbered("word", 54)[::3], "run_mean", "run_longest", "run_sum", "spam")
    return Table(
        name="received_mails",
        frame=said(
            kept.unique(kept.columns[:-1], keep="none", maintain_order=True), "spam", ONE_ZERO
        ),
        target="spam",
        why="Mails by a third of the counted words, each once.",
    )


def yeast_genes() -> Table:
    rows = tabbed("datasets/brown-selected.tab").drop("gene").unique(maintain_order=True)
    return Table(
        name="yeast_genes",
        frame=rows.sample(fraction=1, shuffle=True, seed=7).rename({"function": "family"}),
        target="family",
        why="Activity of genes in 79 samples; the gene's name is taken away, rows are mixed.",
    )


def ozone_trees() -> Table:
    return Table(
        name="ozone_trees",
        frame=read("MASS", "Sitka").rename({"Time": "day"}),
        target="size",
        why="79 trees, each measured on five days; the tree is declared.",
        group="tree",
    )


TABLES = (
    voice_sounds, outdoor_patches, cloth_textures, membrane_proteins, glass_shards, received_mails,
    yeast_genes, ozone_trees,
)  # fmt: skip
