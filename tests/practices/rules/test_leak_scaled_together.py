from __future__ import annotations

from typing import Any

from assay.core.evidence.together import ScaledColumn, TogetherEvidence
from assay.practices.rules.leak_scaled_together import check


def together(**changed: Any) -> TogetherEvidence:
    fields: dict[str, Any] = {
        "task": "binary",
        "rows_train": 750,
        "rows_test": 250,
        "tested": True,
        "scaled": (),
        "filled": (),
        "encoded": (),
        "encodings_open": (),
        "selections": (),
        "selection_open": None,
        "repeats": (),
        "between": (),
        "columns_numeric": 10,
    }
    return TogetherEvidence(**fields | changed)


def column(name: str, kind: Any = "standardised", *, exact: bool = False) -> ScaledColumn:
    ends = {"range": ((0.0, 1.0), (0.0, 0.9))}.get(kind, ((0.0, 1.0), (0.013, 0.99)))
    pooled, train = ends
    return ScaledColumn(name=name, kind=kind, pooled=pooled, train=train, exact_on_train=exact)


def test_columns_exact_over_both_sides_are_found_in_one_finding(said: Any) -> None:
    answer = said(check, together(scaled=(column("a"), column("b"))))
    assert answer.columns == ["a", "b"] and len(answer.findings) == 1
    assert "training alone 0.013" in answer.findings[0].message


def test_scale_that_training_set_is_silent(said: Any) -> None:
    assert said(check, together(scaled=(column("a", exact=True),))).silent


def test_single_share_that_ends_on_0_and_1_is_silent(said: Any) -> None:
    assert said(check, together(scaled=(column("share", "range"),))).silent


def test_one_column_of_several_that_only_the_test_fills_is_found(said: Any) -> None:
    scaled = (column("a", "range"), column("b", "range", exact=True))
    assert said(check, together(scaled=scaled)).columns == ["a"]


def test_natural_zero_beside_columns_divided_by_their_largest_is_silent(said: Any) -> None:
    zero = ScaledColumn(
        name="a", kind="range", pooled=(0.0, 1.0), train=(0.001, 1.0), exact_on_train=False
    )
    assert said(check, together(scaled=(zero, column("b", "largest", exact=True)))).silent
