"""Explanations add up, name what matters, and say when refits disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.stats import spearmanr

from assay.core.errors import InputError
from assay.core.evidence.data import Task
from assay.evaluation.explain import explain


@dataclass(frozen=True)
class Linear:
    """A linear model, whose Shapley contributions are known: `w (x - mean)`."""

    weights: Any
    columns: tuple[str, ...] = ("a", "b", "c")
    task: Task = "binary"
    classes: tuple[str, ...] = ("no", "yes")
    threshold: float | None = 0.5
    lost: float = 0.0

    def margins(self, rows: pl.DataFrame) -> Any:
        return rows.select(self.columns).to_numpy() @ self.weights + 1.0

    def scores(self, rows: pl.DataFrame) -> Any:
        return 1 / (1 + np.exp(-self.margins(rows)[:, 0]))

    def contributions(self, rows: pl.DataFrame) -> Any:
        parts = rows.select(self.columns).to_numpy()[:, :, None] * self.weights[None]
        return parts, np.full(self.weights.shape[1], 1.0 + self.lost)


@pytest.fixture
def rows() -> pl.DataFrame:
    return pl.DataFrame(np.random.default_rng(0).normal(size=(300, 3)), schema=["a", "b", "c"])


def linear(*weights: float) -> Linear:
    return Linear(np.array(weights)[:, None])


def test_importance_is_the_mean_absolute_contribution(rows: pl.DataFrame) -> None:
    found = explain(linear(0.5, -2, 1), rows, fold_models=(), worst_rows=())
    assert [each.column for each in found.importances] == ["b", "c", "a"]
    assert found.importances[0].value == pytest.approx(
        2 * rows.select(pl.col("b").abs().mean()).item()
    )
    assert [each.rank_low for each in found.importances] == [1, 2, 3]
    assert (found.method, found.rows, found.stability) == ("shap", 300, None)
    assert found.additivity_error < 1e-12


def test_contributions_that_do_not_add_up_are_measured(rows: pl.DataFrame) -> None:
    model = replace(linear(1, 2, 3), lost=0.25)
    found = explain(model, rows, fold_models=(), worst_rows=())
    assert found.additivity_error == pytest.approx(0.25)


def test_worst_rows_come_first_and_add_up(rows: pl.DataFrame) -> None:
    worst = list(range(40, 60))
    found = explain(linear(0.5, -2, 1), rows, fold_models=(), worst_rows=worst)
    assert [each.row for each in found.local[:10]] == worst[:10]
    assert 10 < len(found.local) <= 15
    for each in found.local:
        assert each.base + sum(part for _, part in each.contributions) == pytest.approx(each.margin)
        sizes = [abs(part) for _, part in each.contributions]
        assert sizes == sorted(sizes, reverse=True)
    margins = linear(0.5, -2, 1).margins(rows)[:, 0]
    assert found.local[0].margin == pytest.approx(margins[40])


def test_refits_that_disagree_are_unstable(rows: pl.DataFrame) -> None:
    same = explain(
        linear(1, 2, 3), rows, fold_models=[linear(1.1, 2, 3), linear(1, 2.1, 3)], worst_rows=()
    )
    assert same.stability == pytest.approx(1)
    assert {(each.rank_low, each.rank_high) for each in same.importances} == {
        (1, 1),
        (2, 2),
        (3, 3),
    }
    other = explain(
        linear(1, 2, 3), rows, fold_models=[linear(1, 2, 3), linear(3, 2, 1)], worst_rows=()
    )
    assert other.stability == pytest.approx(-1)
    first = other.importances[0]
    assert (first.column, first.rank_low, first.rank_high) == ("c", 1, 3)
    assert first.deviation > 1


def test_stability_is_the_mean_spearman_correlation(rows: pl.DataFrame) -> None:
    weights = [(1, 2, 3), (2, 1, 3), (3, 1, 2)]
    found = explain(
        linear(1, 2, 3), rows, fold_models=[linear(*each) for each in weights], worst_rows=()
    )
    scale = rows.to_numpy()
    sizes = [np.abs(scale * np.array(each)).mean(axis=0) for each in weights]
    expected = np.mean([spearmanr(sizes[i], sizes[j])[0] for i, j in ((0, 1), (0, 2), (1, 2))])
    assert found.stability == pytest.approx(expected)


def test_refit_with_other_columns_is_matched_by_name(rows: pl.DataFrame) -> None:
    part = Linear(np.array([[2.0], [3.0]]), columns=("c", "b"))
    found = explain(linear(1, 3, 2), rows, fold_models=[part, part], worst_rows=())
    assert found.stability == pytest.approx(1)
    assert found.importances[0].column == "b"


def test_only_so_many_rows_are_drawn_and_typical_rows_count_in_all(rows: pl.DataFrame) -> None:
    found = explain(linear(1, 2, 3), rows, fold_models=(), worst_rows=(), max_rows=50)
    assert found.rows == 50
    margins = linear(1, 2, 3).margins(rows)[:, 0]
    assert [each.margin for each in found.local] == pytest.approx(
        [margins[each.row] for each in found.local]
    )
    assert found == explain(linear(1, 2, 3), rows, fold_models=(), worst_rows=(), max_rows=50)


def test_multiclass_explains_the_class_decided_for(rows: pl.DataFrame) -> None:
    weights = np.random.default_rng(0).normal(size=(3, 4))
    model = replace(linear(1, 2, 3), weights=weights, task="multiclass", classes=tuple("wxyz"))
    found = explain(model, rows, fold_models=[model, model], worst_rows=[7])
    assert found.local[0].margin == pytest.approx(model.margins(rows)[7].max())
    assert found.additivity_error < 1e-12


def test_row_that_is_not_there_is_refused(rows: pl.DataFrame) -> None:
    with pytest.raises(InputError, match="row 300 is not among the 300 rows"):
        explain(linear(1, 2, 3), rows, fold_models=(), worst_rows=[300])
    with pytest.raises(InputError, match="no rows to explain"):
        explain(linear(1, 2, 3), rows[:0], fold_models=(), worst_rows=())
