"""Rows of one group are not independent, and the interval pays for it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import special

from assay.core.errors import InputError
from assay.evaluation.compare import compare
from assay.evaluation.evaluate import evaluate
from assay.evaluation.fairness import fairness
from assay.evaluation.groups import group_codes
from assay.evaluation.metric import Terms
from assay.evaluation.score import score
from assay.evaluation.slices import find


def patients(seed: int, count: int = 60, visits: int = 6) -> tuple[Any, Any, Any]:
    """Patients whose visits share outcome and prediction nearly."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(count), visits)
    ill = (rng.random(count) < 0.4).astype(float)
    link = rng.normal(1.5 * ill - 0.8, 1)[groups] + rng.normal(0, 0.2, len(groups))
    return ill[groups], special.expit(link), groups


def scored(labels: Any, scores: Any, groups: Any) -> Any:
    found, _ = score("binary", labels, scores, terms=Terms(), level=0.9, seed=0, groups=groups)
    return {each.metric: each for each in found}


def test_interval_by_group_covers_where_that_by_row_does_not() -> None:
    truth = scored(*patients(999, 60_000, 1)[:2], None)
    by_row: Counter[str] = Counter()
    by_group: Counter[str] = Counter()
    for seed in range(50):
        labels, scores, groups = patients(seed)
        for missed, drawn in ((by_row, None), (by_group, groups)):
            for name, each in scored(labels, scores, drawn).items():
                missed[name] += not each.low <= truth[name].value <= each.high
    assert max(by_group.values()) <= 12, by_group  # 5 expected; 13 happen once in a thousand
    assert min(by_row.values()) >= 12, by_row


def test_groups_of_one_row_are_rows() -> None:
    labels, scores, _ = patients(0)
    alone = scored(labels, scores, None)
    single = scored(labels, scores, np.arange(len(labels)))
    for name in ("roc_auc", "accuracy", "brier"):
        assert (single[name].low, single[name].high) == pytest.approx(
            (alone[name].low, alone[name].high), rel=1e-3
        )
    assert single["roc_auc"].method == "delong by group"


@pytest.mark.parametrize("metric", ["roc_auc", "log_loss", "average_precision"])
def test_comparison_by_group_is_wider(metric: str) -> None:
    labels, a, groups = patients(1)
    b = special.expit(special.logit(a) + np.random.default_rng(0).normal(0, 1, 60)[groups])
    row, group = (
        compare(a, b, labels, metric, level=0.9, against="linear", seed=0, groups=each)
        for each in (None, groups)
    )
    assert row.gain == group.gain
    assert group.high - group.low > 1.5 * (row.high - row.low)


def test_evaluation_draws_groups_and_says_how_many(binary: Any, opened: Any) -> None:
    def evaluated(groups: pl.Series) -> Any:
        return evaluate(
            binary.scorer,
            binary.test,
            opened,
            labels=binary.labels,
            primary="roc_auc",
            baselines={"prior": binary.prior},
            groups=groups,
        )

    found = evaluated(binary.test["row"] // 4)
    assert found.groups == 71
    assert found.score("log_loss").method.endswith("by group")
    with pytest.raises(InputError, match="every test row is of one group"):
        evaluated(binary.test["row"] * 0)
    with pytest.raises(InputError, match="3 groups for 284 test rows"):
        evaluated(binary.test["row"][:3])


def test_rows_without_a_group_stand_alone() -> None:
    assert group_codes(pl.Series([None, None], dtype=pl.Int64)).tolist() == [0, 1]
    assert group_codes(pl.Series([7, 3, 7])).tolist() == [1, 0, 1]


def test_two_groups_give_finite_and_wide_bounds() -> None:
    labels, scores, _ = patients(2, 5, 4)
    groups = np.arange(len(labels)) % 2
    for each in scored(labels, scores, groups).values():
        assert np.isfinite([each.low, each.high]).all()


def test_noise_between_days_makes_no_slices() -> None:
    by_row = by_group = 0
    for seed in range(25):
        rng = np.random.default_rng(seed)
        days = np.repeat(np.arange(60), 40)
        losses = rng.normal(size=60)[days] + rng.normal(size=2400)
        test = pl.DataFrame({"month": days // 15, "origin": rng.choice(list("EJL"), 2400)})
        by_row += bool(find(test, losses, level=0.95)[0])
        by_group += bool(find(test, losses, level=0.95, groups=days)[0])
    assert by_row >= 15
    assert by_group <= 4


def test_slice_that_holds_in_every_group_is_found() -> None:
    rng = np.random.default_rng(0)
    days = np.repeat(np.arange(60), 40)
    test = pl.DataFrame({"origin": rng.choice(list("EJL"), 2400)})
    losses = rng.normal(size=60)[days] + rng.normal(size=2400)
    losses[(test["origin"] == "J").to_numpy()] += 1
    found, _ = find(test, losses, level=0.95, groups=days)
    assert found[0].condition == "origin = 'J'"


def test_fairness_by_group_is_wider() -> None:
    labels, scores, groups = patients(3, 400)
    sex = pl.DataFrame({"sex": np.array(["F", "M"])[groups % 2]})
    row, group = (
        fairness(
            sex,
            "sex",
            task="binary",
            labels=labels,
            scores=scores,
            threshold=0.5,
            allowed=0.1,
            level=0.9,
            seed=0,
            belongs=each,
        )[0]
        for each in (None, groups)
    )
    assert row.difference == group.difference
    assert group.high - group.difference > 1.8 * (row.high - row.difference)
