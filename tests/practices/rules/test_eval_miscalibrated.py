from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_miscalibrated import check


def test_thirty_percent_that_means_fifty_is_found(honest: Any, said: Any) -> None:
    off = honest.calibration(error=0.15, slope=0.5)
    assert "slope 0.50" in said(check, honest.evaluation(calibration=off)).findings[0].message


def test_gap_that_chance_shows_is_silent(honest: Any, said: Any) -> None:
    small = honest.calibration(error=0.08, error_expected=0.1)
    assert said(check, honest.evaluation(calibration=small)).silent


def test_significant_but_tiny_gap_is_silent(honest: Any, said: Any) -> None:
    tiny = honest.calibration(error=0.01, error_expected=0.002)
    assert said(check, honest.evaluation(calibration=tiny)).silent


def test_calibration_that_was_not_measured_is_unknown(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation(calibration=None)).unknown


def test_gap_of_a_regression_is_held_against_its_deviation(honest: Any, said: Any) -> None:
    for error, found in ((0.06, False), (0.2, True)):
        off = honest.calibration(error=error)
        evaluation = honest.evaluation(task="regression", calibration=off)
        assert bool(said(check, evaluation).findings) == found
