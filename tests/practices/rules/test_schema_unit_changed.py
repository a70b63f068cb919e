from __future__ import annotations

from typing import Any

from assay.core.evidence.units import UnitChange, UnitsEvidence
from assay.practices.rules.schema_unit_changed import check


def _evidence(**changes: Any) -> UnitsEvidence:
    measured: dict[str, Any] = {
        "column": "weight",
        "factor": 2.20462262,
        "offset": 0.0,
        "unit": "kilograms and pounds",
        "before": 0.9,
        "after": 0.05,
        "chance": 0.1,
        "off_grid": None,
        "beside": 0.0,
    }
    change = UnitChange(**(measured | changes))
    return UnitsEvidence(columns=9, changed=(change,))


def test_conversion_that_explains_the_test_is_found(said: Any) -> None:
    (finding,) = said(check, _evidence()).findings
    assert finding.columns == ("weight",) and "0.90 apart" in finding.message


def test_small_factor_that_leaves_more_than_chance_is_a_shift(said: Any) -> None:
    assert said(check, _evidence(after=0.15)).silent


def test_conversion_of_a_test_that_is_shifted_as_a_whole_is_unknown(said: Any) -> None:
    answer = said(check, _evidence(beside=0.6))
    assert not answer.findings and "60% of the other columns" in answer.unknown[0]


def test_digits_that_only_the_conversion_makes_plain_are_proof_in_a_shifted_test(
    said: Any,
) -> None:
    assert said(check, _evidence(beside=0.6, after=0.15, off_grid=0.9)).findings


def test_same_unit_is_silent(said: Any) -> None:
    assert said(check, UnitsEvidence(columns=9)).silent


def test_sides_far_apart_that_a_small_factor_leaves_nearly_alike_are_likely(said: Any) -> None:
    (finding,) = said(check, _evidence(after=0.105)).findings
    assert finding.severity == "warning"
    assert said(check, _evidence(after=0.105, before=0.45)).silent


def test_logarithms_are_said_as_such(said: Any) -> None:
    (finding,) = said(check, _evidence(scale="log10", factor=1.0)).findings
    assert "'weight' of the test is log10 of training's" in finding.message
    (finding,) = said(check, _evidence(scale="log", factor=1.0, inverse=True)).findings
    assert "what training holds the log of" in finding.message


def test_unit_that_other_columns_tell_is_found_in_a_test_that_shifted(said: Any) -> None:
    celsius = {"factor": 1 / 1.8, "offset": -17.78, "after": 0.2, "beside": 0.75}
    (finding,) = said(check, _evidence(**celsius, expected_before=7, expected_after=1.2)).findings
    assert "1.2 times after the conversion" in finding.message and finding.severity is None
    assert not said(check, _evidence(**celsius, expected_before=7, expected_after=4)).findings
