from __future__ import annotations

from typing import Any

from assay.practices.rules.leak_one_column_dominates import check


def test_length_of_the_call_is_a_warning(honest: Any, said: Any) -> None:
    call = honest.leak("duration", strength=0.64, strength_of_rest=0.3)
    assert said(check, honest.leaks(call)).columns == ["duration"]
    assert check.severity == "warning" and check.acts is None


def test_strongest_of_several_is_silent(honest: Any, said: Any) -> None:
    pair = [
        honest.leak("contract", strength=0.46, strength_of_rest=0.48),
        honest.leak("quality", strength=0.63, strength_of_rest=0.5),
    ]
    assert said(check, honest.leaks(*pair)).silent


def test_small_sample_is_silent(honest: Any, said: Any) -> None:
    call = honest.leak("duration", strength=0.64, strength_of_rest=0.3)
    assert said(check, honest.leaks(call, rows=90)).silent


def test_size_of_a_house_is_silent(honest: Any, said: Any) -> None:
    size = honest.leak("sqft", strength=0.6, strength_of_rest=0.33)
    later = honest.leak("tax_after_sale", strength=0.9, strength_of_rest=0.33)
    answer = said(check, honest.leaks(size, later, task="regression"))
    assert answer.columns == ["tax_after_sale"]


def test_measurement_beside_columns_that_tell_nothing_is_silent(honest: Any, said: Any) -> None:
    depth = honest.leak("bill_depth_mm", strength=0.66, strength_of_rest=0.0)
    assert said(check, honest.leaks(depth)).silent
