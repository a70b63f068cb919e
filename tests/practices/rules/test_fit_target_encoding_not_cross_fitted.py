from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_target_encoding_not_cross_fitted import check


def test_category_encoded_by_its_own_target_is_found(honest: Any, said: Any) -> None:
    town = honest.encoded(column="town", encoder="target", cardinality=900)
    assert said(check, honest.fit(encoders=(town,))).columns == ["town"]


def test_cross_fitted_encoding_is_silent(honest: Any, said: Any) -> None:
    town = honest.encoded(column="town", encoder="target", cardinality=900, cross_fitted=True)
    assert said(check, honest.fit(encoders=(town, honest.encoded()))).silent
