"""A number that could not be computed is never passed."""

from __future__ import annotations

import math
from typing import Any

import pytest

from assay.core.finding import Finding
from assay.practices import catalogue

NAN = math.nan


@pytest.mark.parametrize(
    ("rule", "evidence", "changes"),
    [
        ("fit-overfits", "fit", {"ensemble_train_score": NAN}),
        ("fit-worse-than-baseline", "fit", {"gain_low": NAN, "gain_high": NAN}),
        ("fit-unstable-seeds", "fit", {"seed_scores": (NAN, NAN, NAN)}),
        ("explain-unstable", "explanation", {"stability": NAN}),
    ],
)
def test_rule_without_a_number_is_unknown(
    honest: Any, said: Any, rule: str, evidence: str, changes: dict[str, Any]
) -> None:
    answer = said(catalogue.load()[rule], getattr(honest, evidence)(**changes))
    assert not answer.findings and answer.unknown


def test_calibration_without_a_number_is_unknown(honest: Any, said: Any) -> None:
    evaluation = honest.evaluation(calibration=honest.calibration(error=NAN))
    assert said(catalogue.load()["eval-miscalibrated"], evaluation).unknown


def test_test_without_a_number_is_unknown(honest: Any, said: Any) -> None:
    evaluation = honest.evaluation(scores=(honest.score(value=NAN, low=NAN, high=NAN),))
    rule = catalogue.load()["eval-below-validation"]
    assert said(rule, honest.fit(), evaluation).unknown


def test_contributions_that_do_not_add_up_to_a_number_are_found(honest: Any) -> None:
    (said,) = catalogue.load()["explain-not-additive"](honest.explanation(additivity_error=NAN))
    assert isinstance(said, Finding)
