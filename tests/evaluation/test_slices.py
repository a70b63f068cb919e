"""A planted bad slice is found; in noise there is nothing to find."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from assay.evaluation.slices import find
from assay.evaluation.welch import benjamini_hochberg


def table(seed: int, rows: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "origin": rng.choice(["EWR", "JFK", "LGA"], rows),
            "hour": rng.integers(0, 24, rows),
            "distance": rng.gamma(2, 500, rows),
            "carrier": rng.choice(list("ABCDEFGH"), rows),
            "flag": rng.random(rows) < 0.3,
        }
    )


def test_planted_pair_is_found_first() -> None:
    test = table(0, 6000)
    losses = np.random.default_rng(1).exponential(1, 6000)
    bad = ((test["origin"] == "JFK") & (test["carrier"] == "C")).to_numpy()
    losses[bad] *= 4
    found, examined = find(test, losses, level=0.95)
    assert found[0].condition == "origin = 'JFK' and carrier = 'C'"
    assert found[0].columns == ("origin", "carrier")
    assert found[0].worse
    assert found[0].rows == bad.sum()
    assert found[0].loss == pytest.approx(losses[bad].mean())
    assert found[0].loss_rest == pytest.approx(losses[~bad].mean())
    assert found[0].effect > 1
    assert examined > 200


def test_planted_column_hides_its_pairs() -> None:
    test = table(2, 6000)
    losses = np.random.default_rng(1).exponential(1, 6000)
    losses[(test["origin"] == "LGA").to_numpy()] *= 2
    found, _ = find(test, losses, level=0.95)
    assert [each.condition for each in found if each.worse] == ["origin = 'LGA'"]


def test_missing_values_are_a_slice() -> None:
    test = table(3, 3000).with_columns(
        distance=pl.when(pl.col("distance") > 1500).then(None).otherwise(pl.col("distance"))
    )
    losses = np.random.default_rng(1).exponential(1, 3000)
    losses[test["distance"].is_null().to_numpy()] += 1
    found, _ = find(test, losses, level=0.95)
    assert found[0].condition == "distance is missing"


@pytest.mark.parametrize("draw", ["even", "skewed", "rare"])
def test_noise_has_no_slices(draw: str) -> None:
    families = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        losses = {
            "even": rng.normal(5, 1, 1500),
            "skewed": rng.exponential(1, 1500) ** 2,
            "rare": -np.log(np.where(rng.random(1500) < 0.04, 0.04, 0.96)),
        }[draw]
        found, examined = find(table(seed + 100, 1500), losses, level=0.95)
        assert examined > 100
        families += bool(found)
    assert families <= 6  # 2 expected at most; 7 and more happen five times in a thousand


def test_same_rows_by_another_name_are_said_once() -> None:
    test = table(4, 3000).with_columns(airport=pl.col("origin").str.to_lowercase())
    losses = np.random.default_rng(1).exponential(1, 3000)
    losses[(test["origin"] == "JFK").to_numpy()] *= 3
    found, _ = find(test, losses, level=0.95)
    assert sum("jfk" in each.condition.lower() for each in found) == 1


def test_p_values_are_welchs_and_adjusted_by_benjamini_hochberg() -> None:
    test = pl.DataFrame({"part": np.repeat(["a", "b", "c"], [2000, 3000, 4000])})
    losses = np.random.default_rng(0).normal(0, 1, 9000) + np.repeat(
        [0.12, 0, 0], [2000, 3000, 4000]
    )
    parts = [losses[(test["part"] == part).to_numpy()] for part in "abc"]
    rest = [losses[(test["part"] != part).to_numpy()] for part in "abc"]
    p = [stats.ttest_ind(a, b, equal_var=False).pvalue for a, b in zip(parts, rest, strict=True)]
    found, examined = find(test, losses, level=0.95)
    assert examined == 3
    adjusted = stats.false_discovery_control(p)
    by_name = {each.condition: each.p_value for each in found}
    assert by_name["part = 'a'"] == pytest.approx(adjusted[0], rel=0.2)
    assert benjamini_hochberg(np.array(p)) == pytest.approx(adjusted)


def test_small_slices_are_not_looked_at() -> None:
    test = pl.DataFrame({"part": ["a"] * 20 + ["b"] * 380})
    losses = np.r_[np.full(20, 50.0), np.random.default_rng(0).normal(size=380)]
    assert find(test, losses, level=0.95) == ((), 0)


@pytest.mark.parametrize("losses", [np.zeros(500), np.arange(10.0), np.array([])])
def test_equal_losses_or_few_rows_have_no_slices(losses: Any) -> None:
    assert find(table(0, len(losses)), losses, level=0.95) == ((), 0)


def test_slice_says_what_was_predicted_and_what_happened() -> None:
    test = pl.DataFrame({"shop": np.repeat(["a", "b"], 300)})
    labels, scores = np.repeat([0.0, 1.0], 300), np.full(600, 0.2)
    found, _ = find(
        test,
        np.square(labels - scores) + np.linspace(0, 0.01, 600),
        level=0.95,
        labels=labels,
        scores=scores,
        metric=lambda part: float(part.sum()),
    )
    assert found[0].observed == 1.0
    assert found[0].predicted == pytest.approx(0.2)
    assert found[0].score == 300


def test_order_of_rows_changes_no_slice() -> None:
    test = table(5, 2000)
    losses = np.random.default_rng(1).exponential(1, 2000)
    losses[(test["hour"] < 6).to_numpy()] *= 2
    order = np.random.default_rng(2).permutation(2000)
    found, examined = find(test, losses, level=0.95)
    again, same = find(test[order], losses[order], level=0.95)
    assert examined == same
    assert [each.condition for each in found] == [each.condition for each in again]
    assert [each.loss for each in found] == pytest.approx([each.loss for each in again])
