from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_nothing_learned import check


def test_prior_that_ships_is_found_and_stops_registration(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(shipped="prior", gain_low=0.0, gain_high=0.0)).findings
    assert check.blocks == "register"


def test_linear_baseline_that_ships_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(shipped="linear")).silent
