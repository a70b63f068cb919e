from __future__ import annotations

import dataclasses
from typing import Any

from assay.core.evidence.given import HeldBack, LogLosses
from assay.practices.rules.fit_falls_short import check


def test_a_model_that_learnt_too_little_is_found(given: Any, said: Any) -> None:
    answer = said(check, given(train=0.67, test=0.65, gain=(-0.22, -0.18, -0.14)))
    assert "a quick model of the same columns has 0.83" in answer.findings[0].message


def test_an_error_that_is_better_when_low_is_read_so(given: Any, said: Any) -> None:
    lower = {"metric": "rmse", "higher_is_better": False, "prior": 10.0, "reference": 4.0}
    found = given(train=7.0, test=7.5, gain=(-4.0, -3.5, -3.0), **lower)
    assert said(check, found).findings
    assert said(check, given(train=3.9, test=4.1, gain=(-0.3, -0.1, 0.1), **lower)).silent


def test_a_difference_that_chance_may_have_made_is_silent(given: Any, said: Any) -> None:
    assert said(check, given(train=0.7, test=0.7, gain=(-0.3, -0.13, 0.04))).silent


def test_a_model_that_knows_its_rows_by_heart_is_silent(given: Any, said: Any) -> None:
    assert said(check, given(train=1.0, test=0.65, gain=(-0.22, -0.18, -0.14))).silent


def test_a_vote_next_to_the_bare_share_is_found_though_its_order_is_right(
    given: Any, honest: Any, said: Any
) -> None:
    losses = LogLosses(
        train=0.61, test=0.61, prior=0.69, reference=0.17,
        least_behind_prior=-0.1, least_behind_reference=0.33,
    )  # fmt: skip
    model = dataclasses.replace(given(train=0.96, test=0.96, reference=0.97), losses=losses)
    calibration = honest.evaluation().calibration
    timid = dataclasses.replace(calibration, slope=6.0, slope_low=4.0, slope_high=8.0)
    assert said(check, model, honest.evaluation(calibration=timid)).findings
    shifted = dataclasses.replace(calibration, slope=1.0, slope_low=0.8, slope_high=1.2)
    assert said(check, model, honest.evaluation(calibration=shifted)).silent


def test_a_model_that_learnt_noise_of_equal_rows_is_another_rule(given: Any, said: Any) -> None:
    scores = {"train": 0.75, "test": 0.65, "gain": (-0.22, -0.18, -0.14)}
    held = HeldBack(settings={"n_neighbors": "50"}, test=0.75, gain=0.1, least_gain=0.06)
    assert said(check, given(held_back=held, **scores)).silent
    worse = dataclasses.replace(held, gain=-0.1, least_gain=-0.2)
    assert said(check, given(held_back=worse, **scores)).findings
