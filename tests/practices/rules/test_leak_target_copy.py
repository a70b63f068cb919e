from __future__ import annotations

from typing import Any

from assay.practices.rules.leak_target_copy import check


def test_target_under_another_name_is_found(honest: Any, said: Any) -> None:
    alive = honest.leak("alive", copies_target=True, exactness=1.0, strength=1.0)
    assert said(check, honest.leaks(honest.leak(), alive)).columns == ["alive"]


def test_strong_honest_feature_is_silent(honest: Any, said: Any) -> None:
    strong = honest.leak(strength=0.99, exactness=0.985)
    assert said(check, honest.leaks(strong)).silent


def test_copy_that_was_left_out_is_silent(honest: Any, said: Any) -> None:
    alive = honest.leak("alive", copies_target=True)
    assert said(check, honest.leaks(alive), honest.columns("distance")).silent
