from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_encoder_beyond_training_rows import check


def test_scaler_that_saw_the_test_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(encoder_rows=10_000)).findings


def test_encoder_of_training_rows_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit()).silent
    assert said(check, honest.fit(encoder_rows=6_000)).silent
