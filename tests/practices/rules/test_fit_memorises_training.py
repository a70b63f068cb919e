from __future__ import annotations

import dataclasses
import math
from typing import Any

from assay.core.evidence.given import Explained, HeldBack, LogLosses
from assay.practices.rules.fit_memorises_training import check


def test_a_model_that_knows_its_rows_by_heart_is_found(given: Any, said: Any) -> None:
    answer = said(check, given(train=1.0, test=0.65, reference=0.83, gain=(-0.22, -0.18, -0.14)))
    assert "0.65 on the test" in answer.findings[0].message


def test_a_large_gap_alone_is_silent(given: Any, said: Any) -> None:
    assert said(check, given(train=1.0, test=0.82, gain=(-0.02, -0.01, 0.0))).silent


def test_a_model_that_learnt_too_little_is_silent(given: Any, said: Any) -> None:
    assert said(check, given(train=0.67, test=0.65, gain=(-0.22, -0.18, -0.14))).silent


def test_a_small_loss_is_silent(given: Any, said: Any) -> None:
    assert said(check, given(train=1.0, test=0.81, gain=(-0.03, -0.02, -0.01))).silent


def test_a_score_that_is_no_number_is_unknown(given: Any, said: Any) -> None:
    assert said(check, given(train=math.nan)).unknown


def test_a_model_that_meets_every_number_is_found_though_none_is_better(
    given: Any, said: Any
) -> None:
    scores = {"metric": "r2", "task": "regression", "prior": 0.0, "reference": 0.1}
    scores |= {"gain": (-0.1, 0.0, 0.1)}

    def model(train: float, test: float, most: float = 1.0) -> Any:
        told = Explained(train=train, test=test, most=most)
        return given(train=train, test=test, explained=told, **scores)

    assert said(check, model(1.0, 0.1)).findings
    assert said(check, model(0.92, 0.1)).silent, "as a forest does"
    assert said(check, model(1.0, 0.8)).silent, "there is little noise"
    assert said(check, model(0.92, 0.1, most=0.92)).silent, "as a table of means is"
    scores |= {"reference": 0.3, "gain": (-0.3, -0.2, -0.1)}
    assert said(check, model(0.92, 0.1, most=0.92)).findings, "and another knows more"


def test_a_model_that_knows_little_of_its_own_rows_is_found_if_held_back_it_knows_more(
    given: Any, said: Any
) -> None:
    scores = {"train": 0.75, "test": 0.65, "reference": 0.83, "gain": (-0.22, -0.18, -0.14)}
    assert said(check, given(held_back=held(0.1, 0.06), **scores)).findings
    assert said(check, given(held_back=held(0.1, -0.01), **scores)).silent
    assert said(check, given(held_back=held(0.1, 0.06), **scores | {"train": 0.66})).silent


def test_a_metric_of_which_nothing_is_left_on_the_test_is_found(given: Any, said: Any) -> None:
    told = {"declared": "balanced_accuracy", "declared_train": 0.96, "declared_prior": 0.5}
    model = given(train=0.98, test=0.64, reference=0.64, gain=(-0.1, 0.0, 0.1))
    lost = dataclasses.replace(model, declared_score=0.52, **told)
    assert said(check, lost).findings
    kept = dataclasses.replace(model, declared_score=0.62, **told)
    assert said(check, kept).silent


def test_a_model_that_is_sure_of_noise_is_found_though_no_other_knows_more(
    given: Any, said: Any
) -> None:
    model = given(train=1.0, test=0.41, reference=0.4, gain=(-0.1, 0.0, 0.1))
    losses = {"train": 0.0, "prior": 0.69, "reference": 0.8, "least_behind_reference": 0.0}
    sure = LogLosses(test=1.1, least_behind_prior=0.05, **losses)
    assert said(check, dataclasses.replace(model, losses=sure)).findings
    as_forests = LogLosses(test=0.72, least_behind_prior=-0.02, **losses)
    assert said(check, dataclasses.replace(model, losses=as_forests)).silent


def test_twice_the_errors_are_found_where_much_is_known(given: Any, said: Any) -> None:
    assert said(
        check, given(train=1.0, test=0.95, reference=0.99, gain=(-0.07, -0.04, -0.01))
    ).findings


def held(gain: float, least: float) -> HeldBack:
    settings = {"min_samples_leaf": "5"}
    return HeldBack(settings=settings, test=0.65 + gain, gain=gain, least_gain=least)


def test_a_model_that_would_not_do_better_held_back_is_of_another_kind(
    given: Any, said: Any
) -> None:
    free = {"train": 1.0, "test": 0.65, "reference": 0.83, "gain": (-0.22, -0.18, -0.14)}
    (finding,) = said(check, given(held_back=held(0.1, 0.06), **free)).findings
    assert "with min_samples_leaf=5 it has 0.75 itself" in finding.message
    for gain, least in ((0.05, -0.01), (-0.02, -0.05), (0.02, 0.01)):  # the last matters little
        assert said(check, given(held_back=held(gain, least), **free)).silent


def test_a_forest_of_a_hard_question_is_silent_if_no_forest_knows_more(
    given: Any, said: Any
) -> None:
    hard = {"train": 1.0, "test": 0.6, "reference": 0.62, "gain": (-0.05, -0.02, 0.01)}
    hard |= {"test_error": 0.03}
    assert said(check, given(**hard)).findings, "where nobody knows how to hold it back"
    assert said(check, given(held_back=held(0.01, -0.01), **hard)).silent
    assert said(check, given(held_back=held(0.05, 0.02), **hard)).findings
