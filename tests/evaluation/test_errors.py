"""The worst rows are the worst, and clusters say what they have in common."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import polars as pl
import pytest

from assay.evaluation.errors import clusters, worst_rows
from assay.evaluation.loss import row_loss
from assay.evaluation.tree import describe_leaves


def test_worst_rows_are_those_with_the_largest_loss(binary: Any) -> None:
    scores = binary.scorer.scores(binary.test)
    losses = row_loss("binary", binary.labels, scores)
    found = worst_rows(binary.test, binary.scorer, binary.labels, scores, losses)
    assert [each.loss for each in found] == pytest.approx(sorted(losses)[:-21:-1])
    worst = found[0]
    assert worst.loss == losses[worst.row] == losses.max()
    assert worst.actual == binary.scorer.classes[int(binary.labels[worst.row])]
    assert worst.predicted.split(" ")[0] != worst.actual
    assert dict(worst.values)["row"] == str(worst.row)
    assert dict(worst.values)["site"] in {"north", "south"}


def test_worst_rows_of_regression_and_multiclass_say_what_was_predicted(
    regression: Any, multiclass: Any
) -> None:
    for problem in (regression, multiclass):
        scores = problem.scorer.scores(problem.test)
        losses = row_loss(problem.scorer.task, problem.labels, scores)
        worst = worst_rows(problem.test, problem.scorer, problem.labels, scores, losses)[0]
        if problem is regression:
            assert float(worst.predicted) == pytest.approx(scores[worst.row], rel=1e-4)
            assert float(worst.actual) == problem.labels[worst.row]
        else:
            assert worst.actual in problem.scorer.classes
            assert worst.predicted.endswith(f"({scores[worst.row].max():.3g})")


def test_missing_values_are_said(binary: Any) -> None:
    test = pl.DataFrame({"x": [None], "row": [0]}, schema={"x": pl.Float64, "row": pl.Int64})
    found = worst_rows(test, binary.scorer, np.ones(1), np.full(1, 0.4), np.ones(1))
    assert dict(found[0].values)["x"] == "(missing)"
    assert found[0].predicted == "malignant (0.6)"


def rows(seed: int, count: int = 3000) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "hour": rng.integers(0, 24, count),
            "wind": rng.normal(10, 3, count),
            "carrier": rng.choice(list("ABCDEF"), count),
            "day": pl.Series(rng.integers(15700, 16065, count)).cast(pl.Date),
        }
    )


def test_cluster_describes_what_was_planted() -> None:
    test = rows(0)
    bad = ((test["hour"] >= 18) & test["carrier"].is_in(["B", "D"])).to_numpy()
    losses = np.random.default_rng(1).exponential(1, 3000) * np.where(bad, 6, 1)
    found = clusters(test, losses)
    assert set(found[0].columns) == {"hour", "carrier"}
    assert "hour >= 18" in found[0].condition
    assert "carrier in {" in found[0].condition
    assert "'B'" in found[0].condition
    assert "'D'" in found[0].condition
    assert found[0].rows == bad.sum()
    assert found[0].share_of_loss == pytest.approx(losses[bad].sum() / losses.sum(), abs=0.05)


def test_noise_has_few_clusters() -> None:
    found = [
        clusters(rows(seed), np.random.default_rng(seed).exponential(1, 3000)) for seed in range(10)
    ]
    assert sum(map(len, found)) <= 1


def test_missing_and_dates_are_said_in_words() -> None:
    test = rows(2).with_columns(
        wind=pl.when(pl.col("hour") % 5 == 0).then(None).otherwise(pl.col("wind"))
    )
    noise = np.random.default_rng(0).random(3000)
    found = clusters(test.drop("hour"), noise + 5 * test["wind"].is_null().to_numpy())
    assert found[0].condition == "wind is missing"
    late = (test["day"] >= datetime.date(2013, 10, 1)).to_numpy()
    found = clusters(test, noise + 5 * late)
    assert found[0].condition == "day >= 2013-10-01"


@pytest.mark.parametrize("seed", range(3))
def test_every_leaf_is_described_by_what_holds_of_its_rows(seed: int) -> None:
    test = rows(seed).with_columns(
        wind=pl.when(pl.col("wind") > 14).then(None).otherwise(pl.col("wind"))
    )
    hour, wind = test["hour"].to_numpy(), test["wind"].to_numpy()
    losses = np.sin(hour) + np.nan_to_num(wind) + np.random.default_rng(seed).random(3000)
    leaf, described = describe_leaves(
        test.select("hour", "wind"), losses, fit=np.arange(3000) % 2 == 0, smallest=30
    )
    checked = 0
    for place, (condition, _) in described.items():
        if "missing" in condition or "present" in condition:
            continue
        for h, w in zip(hour[leaf == place], wind[leaf == place], strict=True):
            # Bounds are said to four digits.
            eased = eval(condition, {"hour": h, "wind": w})
            checked += 1
            assert eased or abs(w - round(w, 2)) < 0.01
    assert checked > 100


def test_few_or_equal_losses_have_no_clusters() -> None:
    assert clusters(rows(0, 60), np.arange(60.0)) == ()
    assert clusters(rows(0, 500), np.ones(500)) == ()
    assert clusters(pl.DataFrame({"same": [1] * 500}), np.arange(500.0)) == ()
