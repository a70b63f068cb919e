from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_one_hot_high_cardinality import check


def test_nine_hundred_inputs_of_one_column_are_found(honest: Any, said: Any) -> None:
    town = honest.encoded(column="town", outputs=901, cardinality=900)
    assert said(check, honest.fit(encoders=(town,))).columns == ["town"]


def test_rare_categories_merged_are_silent(honest: Any, said: Any) -> None:
    town = honest.encoded(column="town", outputs=20, cardinality=900)
    assert said(check, honest.fit(encoders=(town,))).silent


def test_many_outputs_of_another_encoder_are_silent(honest: Any, said: Any) -> None:
    text = honest.encoded(encoder="embedding", outputs=384, cardinality=0)
    assert said(check, honest.fit(encoders=(text,))).silent
