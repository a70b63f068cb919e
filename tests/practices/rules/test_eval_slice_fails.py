from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_slice_fails import check


def bad(honest: Any, **changes: Any) -> Any:
    fields = {"worse": True, "p_value": 1e-6, "effect": 0.5, "predicted": 0.3, "observed": 0.3}
    return honest.slice(**{**fields, **changes})


def test_slice_worse_than_its_own_prior_is_found(honest: Any, said: Any) -> None:
    part = bad(honest, loss=0.9, loss_rest=0.45)
    (finding,) = said(check, honest.evaluation(slices=(part,))).findings
    assert finding.columns == ("origin",) and "log-loss 0.9" in finding.message


def test_slice_predicted_too_low_is_found(honest: Any, said: Any) -> None:
    part = bad(honest, loss=0.6, predicted=0.15, observed=0.4)
    (finding,) = said(check, honest.evaluation(slices=(part,))).findings
    assert "15.0% predicted, 40.0% observed" in finding.message


def test_uncertain_outcomes_with_a_higher_loss_are_silent(honest: Any, said: Any) -> None:
    monthly = bad(
        honest, rows=780, loss=0.5856, loss_rest=0.1986, predicted=0.4254, observed=0.4295
    )
    assert said(check, honest.evaluation(slices=(monthly,))).silent


def test_gap_that_chance_shows_among_many_slices_is_silent(honest: Any, said: Any) -> None:
    part = bad(honest, rows=60, loss=0.6, predicted=0.3, observed=0.42)
    assert said(check, honest.evaluation(slices=(part,), slices_examined=900)).silent


def test_handful_of_rows_is_another_rule(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation(slices=(bad(honest, loss=9.0, rows=9),))).silent


def test_many_classes_are_held_against_a_guess(honest: Any, said: Any) -> None:
    classes = ("a", "b", "c")
    for loss, found in ((1.3, True), (0.9, False)):
        part = bad(honest, loss=loss, predicted=None, observed=None)
        evaluation = honest.evaluation(slices=(part,), task="multiclass", classes=classes)
        assert bool(said(check, evaluation).findings) == found


def test_prices_predicted_too_high_throughout_are_found(honest: Any, said: Any) -> None:
    part = bad(honest, loss=400.0, loss_rest=100.0, predicted=115.0, observed=100.0)
    evaluation = honest.evaluation(slices=(part,), task="regression")
    assert "115 predicted on average" in said(check, evaluation).findings[0].message


def test_wider_errors_of_dear_houses_are_silent(honest: Any, said: Any) -> None:
    part = bad(honest, loss=400.0, loss_rest=100.0, predicted=101.0, observed=100.0)
    assert said(check, honest.evaluation(slices=(part,), task="regression")).silent


def test_value_without_means_is_unknown(honest: Any, said: Any) -> None:
    part = bad(honest, loss=400.0, predicted=None, observed=None)
    answer = said(check, honest.evaluation(slices=(part,), task="regression"))
    assert not answer.findings and answer.unknown


def test_part_of_a_failing_slice_is_not_named_again(honest: Any, said: Any) -> None:
    december = bad(honest, condition="month = 12", columns=("month",), loss=0.9)
    within = bad(honest, condition="month = 12 and origin = 'EWR'", loss=0.9)
    other = bad(honest, condition="month = 11 and origin = 'EWR'", loss=0.9)
    answer = said(check, honest.evaluation(slices=(december, within, other)))
    assert [finding.message.split(" (")[0] for finding in answer.findings] == [
        "month = 12",
        "month = 11 and origin = 'EWR'",
    ]


def test_both_failures_of_a_slice_stand_in_one_finding(honest: Any, said: Any) -> None:
    part = bad(honest, loss=0.9, predicted=0.15, observed=0.4)
    (finding,) = said(check, honest.evaluation(slices=(part,))).findings
    assert "log-loss 0.9" in finding.message and "15.0% predicted" in finding.message


def test_test_too_small_to_part_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.evaluation(slices=(), slices_examined=0, rows=40))
    assert not answer.findings and "40 test rows" in answer.unknown[0]


def test_part_of_which_little_is_known_where_much_is_elsewhere_is_found(
    honest: Any, said: Any
) -> None:
    numbers = {"predicted": 26.7, "observed": 26.1, "loss": 13.4, "loss_rest": 4.4}
    stale = bad(honest, spread=17.1, spread_rest=28.0, **numbers)
    (finding,) = said(check, honest.evaluation(slices=(stale,), task="regression")).findings
    assert "78% of how its outcomes vary is unknown, and 16% elsewhere" in finding.message
    dear = bad(honest, spread=85.0, spread_rest=28.0, **numbers)
    assert said(check, honest.evaluation(slices=(dear,), task="regression")).silent


def test_a_part_where_predictions_are_sure_in_vain_is_found(honest: Any, said: Any) -> None:
    told = {"loss": 0.70, "loss_rest": 0.60, "observed": 0.42, "predicted": 0.43, "rows": 310}
    told |= {"promised_rest": 0.6, "promised_error": 0.015}
    sure, unsure = (bad(honest, promised=promised, **told) for promised in (0.6, 0.68))
    (finding,) = said(check, honest.evaluation(slices=(sure,))).findings
    assert "promise 0.6" in finding.message
    assert said(check, honest.evaluation(slices=(unsure,))).silent, "and it says so"
    everywhere = bad(honest, promised=0.6, **told | {"promised_rest": 0.5})
    assert said(check, honest.evaluation(slices=(everywhere,))).silent, "as sure elsewhere"


def test_decisions_that_are_wrong_oftener_than_the_most_frequent_one_are_found(
    honest: Any, said: Any
) -> None:
    for loss, found in ((0.7, True), (0.42, False)):
        part = bad(
            honest, loss=loss, loss_rest=0.1, bare=0.4, predicted=None, observed=None, rows=200
        )
        evaluation = honest.evaluation(slices=(part,), calibration=None)
        assert bool(said(check, evaluation).findings) == found


def test_a_part_of_which_nothing_is_known_is_found_though_elsewhere_half_is_not(
    honest: Any, said: Any
) -> None:
    told = {"predicted": -3.4, "observed": -3.4, "spread": 179.0, "spread_rest": 164.0}
    for loss, found in ((182.0, True), (165.0, False)):
        part = bad(honest, loss=loss, loss_rest=80.0, rows=500, **told)
        assert (
            bool(said(check, honest.evaluation(slices=(part,), task="regression")).findings)
            == found
        )
