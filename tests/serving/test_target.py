"""What a client may write for a value of the target."""

from __future__ import annotations

import math
from typing import Any

import pytest

from assay.features.inputs import InputSpec
from assay.registry.compiled.description import Description
from assay.serving.target import expected, label_of


def described(task: Any, *classes: str) -> Description:
    return Description(
        format=1, task=task, classes=classes, threshold=0.5, columns=("a",), spec=InputSpec(),
        model_hash="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("classes", "outcome", "place"),
    [
        (("No", "Yes"), "Yes", 1),
        (("No", "Yes"), "yes", None),
        (("No", "Yes"), True, None),
        (("No", "Yes"), 17, None),
        (("false", "true"), True, 1),
        (("false", "true"), 1, None),
        (("0", "1"), 1, 1),
        (("0", "1"), "1", 1),
        (("0", "1"), True, None),
    ],
)
def test_an_outcome_is_a_class_by_its_text(
    classes: tuple[str, ...], outcome: Any, place: int | None
) -> None:
    found = label_of(outcome, described("binary", *classes))
    assert math.isnan(found) if place is None else found == place


@pytest.mark.parametrize(
    ("outcome", "number"),
    [(3, 3.0), (2.5, 2.5), ("2.5", 2.5), (True, None), ("nan", None), ("inf", None), ("x", None),
     (10**400, None)],
)  # fmt: skip
def test_an_outcome_of_a_regression_is_a_finite_number(outcome: Any, number: float | None) -> None:
    found = label_of(outcome, described("regression"))
    assert math.isnan(found) if number is None else found == number


def test_what_is_expected_is_told_short() -> None:
    assert expected(described("binary", "No", "Yes")) == "one of No, Yes"
    assert expected(described("regression")) == "a finite number"
    assert "and 2 more" in expected(described("multiclass", *"abcdefgh"))
