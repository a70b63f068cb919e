from __future__ import annotations

from typing import Any

from assay.core.evidence.given import ClassFound
from assay.practices.rules.eval_minority_hidden import check


def classes(*, rows: int, found: int) -> tuple[ClassFound, ...]:
    many = 20 * rows
    return (
        ClassFound(name="good", rows=many, found=many, share=20 / 21),
        ClassFound(name="bad", rows=rows, found=found, share=1 / 21),
    )


def test_a_class_that_the_score_hides_is_found(given: Any, said: Any) -> None:
    hidden = given(declared="accuracy", declared_score=0.95, classes=classes(rows=100, found=1))
    assert "of 100 test rows of 'bad' the model finds 1" in said(check, hidden).findings[0].message


def test_a_class_that_is_found_is_silent(given: Any, said: Any) -> None:
    sound = given(declared="accuracy", declared_score=0.97, classes=classes(rows=100, found=60))
    assert said(check, sound).silent


def test_a_metric_that_weighs_the_class_in_is_silent(given: Any, said: Any) -> None:
    for declared in (None, "balanced_accuracy", "log_loss"):
        judged = given(declared=declared, declared_score=0.95, classes=classes(rows=100, found=0))
        assert said(check, judged).silent


def test_a_handful_of_rows_is_unknown(given: Any, said: Any) -> None:
    few = given(declared="accuracy", declared_score=0.95, classes=classes(rows=9, found=0))
    assert "too few" in said(check, few).unknown[0]


def test_a_low_score_hides_classes_too_where_one_is_said_of_every_row(
    given: Any, said: Any
) -> None:
    def three(more: int, same: int) -> tuple[ClassFound, ...]:
        return (
            ClassFound(name="more", rows=320, found=more, share=0.66),
            ClassFound(name="same", rows=119, found=same, share=0.25),
            ClassFound(name="less", rows=44, found=0, share=0.09),
        )

    judged = {"task": "multiclass", "declared": "accuracy"}
    constant = given(declared_score=0.66, classes=three(320, 0), **judged)
    assert len(said(check, constant).findings) == 2
    assert said(check, given(declared_score=0.62, classes=three(280, 20), **judged)).silent
