"""Three verdicts, each only where the test can bear it."""

from __future__ import annotations

from typing import Any

import fairlearn.metrics as fl
import numpy as np
import polars as pl
import pytest

from assay.core.errors import InputError
from assay.evaluation.fairness import fairness


def judge(groups: Any, labels: Any, scores: Any, *, task: Any = "binary", **change: Any) -> Any:
    options = {"threshold": 0.5, "allowed": 0.1, "level": 0.95, "seed": 0} | change
    column = groups if isinstance(groups, pl.Series) else pl.Series("sex", groups)
    found = fairness(
        column.to_frame(), column.name, task=task, labels=labels, scores=scores, **options
    )
    return {each.criterion: each for each in found}


def people(rows: int, gap: float, seed: int = 0, groups: str = "FM") -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    group = rng.choice(list(groups), rows)
    labels = (rng.random(rows) < 0.5).astype(float)
    chance = 0.4 + gap * (group == groups[0])
    return group, labels, np.where(rng.random(rows) < chance, 0.9, 0.1)


def test_no_gap_passes_a_large_gap_fails_and_few_rows_cannot_tell() -> None:
    assert judge(*people(8000, 0.0))["demographic parity"].verdict == "pass"
    assert judge(*people(8000, 0.3))["demographic parity"].verdict == "fail"
    small = judge(*people(150, 0.05))["demographic parity"]
    assert small.verdict == "cannot tell"
    assert small.rows_needed is not None
    assert small.rows_needed > 0


def test_differences_equal_fairlearns() -> None:
    group, labels, scores = people(900, 0.12, groups="FMX")
    decided = (scores >= 0.5).astype(int)
    found = judge(group, labels, scores)
    arguments = {"y_true": labels, "y_pred": decided, "sensitive_features": group}
    assert found["demographic parity"].difference == pytest.approx(
        fl.demographic_parity_difference(**arguments)
    )
    assert found["equalized odds"].difference == pytest.approx(
        fl.equalized_odds_difference(**arguments)
    )
    assert found["equal opportunity"].difference == pytest.approx(
        fl.equal_opportunity_difference(**arguments)
    )
    frame = fl.MetricFrame(
        metrics={"t": fl.true_positive_rate, "f": fl.false_positive_rate}, **arguments
    )
    for each in found["equalized odds"].groups:
        assert each.true_positive_rate == pytest.approx(frame.by_group.loc[each.name, "t"])
        assert each.false_positive_rate == pytest.approx(frame.by_group.loc[each.name, "f"])


def test_interval_covers_the_true_gap() -> None:
    missed = 0
    for seed in range(40):
        found = judge(*people(300, 0.1, seed), level=0.9)["demographic parity"]
        missed += not found.low <= 0.1 <= found.high
    assert missed <= 9  # 4 expected; 10 and more happen five times in a thousand


def test_many_small_groups_without_a_gap_do_not_fail() -> None:
    for seed in range(6):
        found = judge(*people(400, 0.0, seed, groups="ABCDEFGHIJKLMNOP"))
        assert all(each.verdict == "cannot tell" for each in found.values())


def test_rows_needed_decide() -> None:
    few = judge(*people(400, 0.05))["demographic parity"]
    assert few.rows_needed is not None
    gap = few.difference
    many = judge(*people(2 * (400 + few.rows_needed), gap, seed=5))["demographic parity"]
    assert many.verdict == "pass"


def test_gap_as_large_as_allowed_asks_for_no_rows() -> None:
    group, labels, scores = people(400, 0.05)
    gap = judge(group, labels, scores)["demographic parity"].difference
    found = judge(group, labels, scores, allowed=gap + 1e-4)["demographic parity"]
    assert (found.verdict, found.rows_needed) == ("cannot tell", None)


def test_group_without_positives_is_unknown_not_fair() -> None:
    group = np.repeat(["F", "M", "X"], [2000, 2000, 6])
    labels = np.r_[np.tile([0.0, 1.0], 2000), np.zeros(6)]
    scores = np.where(np.arange(4006) % 3 == 0, 0.9, 0.1)
    found = judge(group, labels, scores)["equal opportunity"]
    assert found.verdict == "cannot tell"
    assert found.groups[2].true_positive_rate is None


def test_numbers_are_taken_by_quartile_and_missing_is_a_group() -> None:
    _, labels, scores = people(1000, 0)
    ages = pl.Series("age", [None, *np.random.default_rng(0).integers(18, 90, 999).tolist()])
    found = judge(ages, labels, scores)["demographic parity"]
    names = [each.name for each in found.groups]
    assert len(names) == 5
    assert names[0].startswith("age < 3")
    assert names[4] == "(missing)"
    assert found.groups[4].rows == 1


def test_rare_categories_stand_together() -> None:
    _, labels, scores = people(1000, 0)
    country = [f"country {k}" for k in np.minimum(np.arange(1000) % 60, 45)]
    found = judge(country, labels, scores)["demographic parity"]
    assert len(found.groups) == 21
    assert found.groups[-1].name == "(other)"
    assert sum(each.rows for each in found.groups) == 1000


def test_single_group_cannot_tell() -> None:
    _, labels, scores = people(50, 0)
    found = judge(["F"] * 50, labels, scores)
    assert {each.verdict for each in found.values()} == {"cannot tell"}
    assert found["equalized odds"].rows_needed is None


def test_regression_compares_losses() -> None:
    rng = np.random.default_rng(0)
    group = rng.choice(["F", "M"], 20_000)
    labels = rng.normal(size=20_000) * np.where(group == "F", 1.5, 1)
    values = np.zeros(20_000)
    found = judge(group, labels, values, task="regression", threshold=None)
    assert list(found) == ["group loss"]
    gap = found["group loss"]
    losses = {name: np.mean(labels[group == name] ** 2) for name in "FM"}
    expected = (losses["F"] - losses["M"]) / np.mean(labels**2)
    assert gap.difference == pytest.approx(expected)
    assert gap.verdict == "fail"
    fair = judge(group, rng.normal(size=20_000), values, task="regression", threshold=None)
    assert fair["group loss"].verdict == "pass"


def test_single_row_of_a_group_is_not_taken_as_certain() -> None:
    labels = np.r_[np.random.default_rng(0).normal(size=3000), 1.0]
    group = ["F"] * 1500 + ["M"] * 1500 + ["X"]
    found = judge(group, labels, np.zeros(3001), task="regression", threshold=None)
    assert found["group loss"].verdict == "cannot tell"


def test_multiclass_takes_the_class_with_the_largest_gap() -> None:
    rng = np.random.default_rng(0)
    group = rng.choice(["F", "M"], 6000)
    labels = rng.integers(0, 3, 6000).astype(float)
    decided = np.where((group == "F") & (rng.random(6000) < 0.4), 2, labels).astype(int)
    found = judge(group, labels, np.eye(3)[decided], task="multiclass", threshold=None)
    assert found["equal opportunity"].verdict == "fail"
    assert found["equal opportunity"].difference == pytest.approx(0.4, abs=0.05)
    assert found["demographic parity"].groups[0].selection_rate is None


def test_unknown_column_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'sex'"):
        fairness(
            pl.DataFrame({"sex": ["F"]}),
            "sexx",
            task="binary",
            labels=np.ones(1),
            scores=np.ones(1),
            threshold=0.5,
            allowed=0.1,
            level=0.95,
            seed=0,
        )
