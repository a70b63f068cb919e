"""LIME names the columns that move a prediction."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import polars as pl
import pytest

from assay.core.errors import InputError, MissingExtra
from assay.core.evidence.data import Task
from assay.evaluation.adapters.lime import explain_lime


class ByHand:
    """Reads one number and one category, and nothing of the third column."""

    task: Task = "binary"
    classes: tuple[str, ...] = ("no", "yes")
    threshold = 0.5
    columns = ("age", "noise", "plan", "vip")

    def scores(self, rows: pl.DataFrame) -> Any:
        link = (rows["age"].fill_null(40) - 40) / 10 + (rows["plan"] == "gold").cast(pl.Float64) * 2
        return 1 / (1 + np.exp(-(link - 1).to_numpy()))


@pytest.fixture
def rows() -> pl.DataFrame:
    rng = np.random.default_rng(0)
    return pl.DataFrame(
        {
            "age": rng.integers(18, 80, 400),
            "noise": rng.normal(size=400),
            "plan": rng.choice(["gold", "base", "none"], 400),
            "vip": rng.random(400) < 0.5,
        }
    ).with_columns(age=pl.when(pl.int_range(400) % 50 == 7).then(None).otherwise("age"))


def test_columns_that_count_come_first(rows: pl.DataFrame) -> None:
    row = int(np.argmax((rows["age"].fill_null(0) > 70) & (rows["plan"] == "gold")))
    found = explain_lime(ByHand(), rows, row)
    parts = dict(found.contributions)
    assert {name for name, _ in found.contributions[:2]} == {"age", "plan"}
    assert parts["age"] > 0.1
    assert parts["plan"] > 0.1
    assert abs(parts["noise"]) < 0.05
    assert found.base + sum(parts.values()) == pytest.approx(found.margin)
    assert found == explain_lime(ByHand(), rows, row)


def test_regression_and_multiclass_are_explained(rows: pl.DataFrame) -> None:
    class Value(ByHand):
        task = "regression"
        classes = ()

        def scores(self, rows: pl.DataFrame) -> Any:
            return rows["age"].fill_null(40).to_numpy() * 10.0

    class Three(ByHand):
        task = "multiclass"
        classes = ("a", "b", "c")

        def scores(self, rows: pl.DataFrame) -> Any:
            first = super().scores(rows) / 2
            return np.column_stack([first, 0.5 - first, np.full(len(first), 0.5)])

    oldest = int(rows["age"].fill_null(0).arg_max() or 0)
    value = explain_lime(Value(), rows, oldest)
    assert value.contributions[0][0] == "age"
    assert value.contributions[0][1] > 100
    assert value.margin == pytest.approx(10 * rows["age"][oldest], rel=0.1)
    assert len(explain_lime(Three(), rows, 3).contributions) == 4


def test_absent_package_names_the_extra(
    rows: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "lime.lime_tabular", None)
    with pytest.raises(MissingExtra, match="lime") as caught:
        explain_lime(ByHand(), rows, 0)
    assert "assay-ml[lime]" in caught.value.remedy


def test_row_that_is_not_there_is_refused(rows: pl.DataFrame) -> None:
    with pytest.raises(InputError, match="row 400 is not among the 400 rows"):
        explain_lime(ByHand(), rows, 400)
