from __future__ import annotations

from typing import Any

from assay.core.evidence.labels import LabelNoiseEvidence, Slips, Sureness
from assay.practices.rules.label_noise import check


def seen(rows: int, wrong: int, sure: int, sure_wrong: int, name: str = "") -> Sureness:
    return Sureness(name=name, rows=rows, wrong=wrong, sure=sure, sure_wrong=sure_wrong)


def noise(
    overall: Sureness | None = None,
    *classes: Sureness,
    slips: Slips | None = None,
    others: float = 0.4,
    unpredicted: str | None = None,
) -> LabelNoiseEvidence:
    return LabelNoiseEvidence(
        target="sick",
        unpredicted=unpredicted,
        rows=1_000,
        seen=1.0,
        others=others,
        overall=overall,
        by_class=classes,
        confident=110,
        slips=slips,
        places=(7, 11),
    )


def test_sure_rows_that_are_labelled_otherwise_are_found(said: Any) -> None:
    (finding,) = said(check, noise(seen(1_000, 130, 250, 25))).findings
    assert "25 (10.0%) are labelled otherwise; of all 1,000 it is 13.0%" in finding.message
    assert finding.rows == (7, 11)


def test_hard_problem_whose_sure_rows_are_right_is_silent(said: Any) -> None:
    assert said(check, noise(seen(1_000, 250, 250, 10))).silent


def test_few_wrong_labels_among_few_sure_rows_are_silent(said: Any) -> None:
    assert said(check, noise(seen(200, 9, 100, 2))).silent


def test_classes_that_cannot_be_told_apart_are_unknown(said: Any) -> None:
    answer = said(check, noise(seen(1_000, 350, 250, 60)))
    assert (
        not answer.findings and "tells the classes of 'sick' apart too badly" in answer.unknown[0]
    )


def test_one_class_whose_labels_are_wrong_is_found(said: Any) -> None:
    well, ill = seen(600, 5, 300, 0, "well"), seen(400, 70, 200, 30, "ill")
    (finding,) = said(check, noise(seen(1_000, 75, 250, 2), well, ill)).findings
    assert "surest of to be 'ill', 30 (15.0%)" in finding.message


def test_class_that_is_hard_to_tell_is_silent(said: Any) -> None:
    rare = seen(120, 55, 60, 18, "ill")
    assert said(check, noise(seen(1_000, 60, 250, 1), rare)).silent


def test_too_few_rows_are_unknown(said: Any) -> None:
    answer = said(check, noise(seen(30, 10, 15, 5)))
    assert not answer.findings and "too few" in answer.unknown[0]


def test_target_without_a_prediction_is_unknown(said: Any) -> None:
    answer = said(check, noise(unpredicted="no column can be predicted from"))
    assert answer.unknown == ["no column can be predicted from"]


def test_values_off_by_ten_are_found(said: Any) -> None:
    (finding,) = said(check, noise(slips=Slips(rows=12, beside=1, spread=1.2))).findings
    assert "12 of 1,000 values of 'sick' are about 10, 100 or 1,000 times" in finding.message


def test_values_off_by_any_factor_are_silent(said: Any) -> None:
    assert said(check, noise(slips=Slips(rows=12, beside=9, spread=1.5))).silent


def test_values_that_scatter_widely_are_unknown(said: Any) -> None:
    answer = said(check, noise(slips=Slips(rows=60, beside=5, spread=3.0)))
    assert not answer.findings and "off by a factor of up to 3.0" in answer.unknown[0]


def test_labels_that_are_wrong_in_one_direction_are_found(said: Any) -> None:
    overall, other = seen(322, 53, 100, 0), seen(160, 10, 80, 0, "no")
    assert said(check, noise(overall, other, seen(162, 43, 81, 19, "yes"))).findings
    assert said(check, noise(overall, other, seen(162, 43, 81, 10, "yes"))).silent, "a hard class"


def test_one_direction_is_found_though_wrong_labels_draw_their_like(said: Any) -> None:
    wrong, drawn = seen(102, 20, 51, 14, "Adelie"), seen(59, 8, 29, 0, "Chinstrap")
    assert said(check, noise(seen(251, 28, 100, 2), wrong, drawn, others=0.6)).findings
    hard = seen(59, 8, 29, 2, "Chinstrap")
    assert said(check, noise(seen(251, 28, 100, 2), wrong, hard, others=0.6)).silent
