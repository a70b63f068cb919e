"""The target means the same class in every form it is written."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from assay.core.errors import InputError
from assay.core.evidence.data import Task
from assay.data.target import classes_of, encode, known, names


@pytest.mark.parametrize(
    "target",
    [
        pl.Series([1, 0, 1]),
        pl.Series([1.0, 0.0, 1.0]),
        pl.Series(["1", " 0", "1"]),
        pl.Series([1, 0, 1], dtype=pl.Int8),
        pl.Series(["1", "0", "1"], dtype=pl.Categorical),
    ],
)
def test_class_has_one_name_in_every_type(target: pl.Series) -> None:
    assert names(target).to_list() == ["1", "0", "1"]
    assert encode(target, task="binary", classes=("0", "1"), positive=None).tolist() == [1, 0, 1]


def test_class_name_does_not_depend_on_other_rows() -> None:
    assert names(pl.Series([0.5, 1.0])).to_list() == ["0.5", "1"]
    assert names(pl.Series([1.0])).to_list() == ["1"]


@pytest.mark.parametrize(
    ("values", "positive", "classes"),
    [
        (["no", "yes", "yes"], None, ("no", "yes")),
        ([True, True, False], None, ("false", "true")),
        ([0, 1, 1, 1], None, ("0", "1")),
        (["good", "good", "bad"], None, ("good", "bad")),
        (["good", "good", "bad"], "good", ("bad", "good")),
        ([True, False], "True", ("false", "true")),
        ([1.0, 2.0, 2.0], "2.0", ("1", "2")),
    ],
)
def test_positive_class_is_the_declared_the_affirmative_or_the_rarer(
    values: list[object], positive: str | None, classes: tuple[str, str]
) -> None:
    target = pl.Series("y", values)
    assert classes_of(target, task="binary", positive=positive) == classes
    coded = encode(target, task="binary", classes=classes, positive=positive)
    assert coded.tolist() == (names(target) == classes[1]).cast(pl.Float64).to_list()


def test_multiclass_is_coded_by_sorted_names() -> None:
    target = pl.Series("y", ["b", "c", "a", None])
    classes = classes_of(target, task="multiclass", positive=None)
    assert classes == ("a", "b", "c")
    coded = encode(target, task="multiclass", classes=classes, positive=None)
    assert np.array_equal(coded, [1, 2, 0, np.nan], equal_nan=True)


def test_missing_outcomes_are_not_known() -> None:
    assert known(pl.Series([1.0, float("nan"), None, float("inf")])).to_list() == [
        True,
        False,
        False,
        False,
    ]
    assert known(pl.Series(["a", " ", None])).to_list() == [True, False, False]


@pytest.mark.parametrize(
    ("values", "task", "positive", "said"),
    [
        (["a", "a"], "binary", None, "one class only"),
        ([None, None], "binary", None, "no known value"),
        (["a", "b", "c"], "binary", None, "3 classes"),
        (["a", "b"], "binary", "bb", "did you mean 'b'"),
    ],
)
def test_target_that_does_not_fit_its_task_is_refused(
    values: list[str | None], task: Task, positive: str | None, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        classes_of(pl.Series("y", values), task=task, positive=positive)
    assert said in caught.value.what and caught.value.remedy


def test_values_that_cannot_be_coded_are_named() -> None:
    with pytest.raises(InputError, match="'many' in 1 rows"):
        encode(pl.Series("y", ["1", "many"]), task="regression", classes=(), positive=None)
    with pytest.raises(InputError, match="holds 'c', not among"):
        encode(pl.Series("y", ["a", "c"]), task="binary", classes=("a", "b"), positive=None)


def test_text_of_numbers_is_a_regression_target() -> None:
    coded = encode(
        pl.Series("y", [" 1.5", None, "2"]), task="regression", classes=(), positive=None
    )
    assert np.array_equal(coded, [1.5, np.nan, 2.0], equal_nan=True)
