from __future__ import annotations

from typing import Any

from assay.core.evidence.split import Part
from assay.practices.rules.split_class_absent import check

Shares = tuple[tuple[str, float], ...]


def parts(train: Shares, test: Shares) -> tuple[Part, ...]:
    return (
        Part(name="train", rows=3_000, shares=train),
        Part(name="test", rows=1_000, shares=test),
    )


def test_class_that_training_lacks_is_found(honest: Any, said: Any) -> None:
    odd = parts((("a", 1.0),), (("a", 0.5), ("b", 0.5)))
    (finding,) = said(check, honest.split(parts=odd)).findings
    assert "class 'b' (500 rows) is missing in the train part" in finding.message


def test_class_too_rare_for_every_part_is_unknown(honest: Any, said: Any) -> None:
    rare = parts((("a", 0.5), ("b", 0.499), ("c", 0.001)), (("a", 0.5), ("b", 0.5)))
    answer = said(check, honest.split(parts=rare))
    assert not answer.findings and "0.8 rows were to be expected" in answer.unknown[0]


def test_rare_class_that_only_the_test_has_is_a_warning_and_a_single_row_is_none(
    honest: Any, said: Any
) -> None:
    def answer(rows: int) -> Any:
        test = (("a", 1 - rows / 1_000), ("b", rows / 1_000))
        return said(check, honest.split(parts=parts((("a", 0.5), ("c", 0.5)), (*test, ("c", 0.1)))))

    (finding,) = answer(2).findings
    assert finding.severity == "warning" and "no model can predict it" in finding.message
    assert not answer(1).findings and answer(1).unknown


def test_classes_everywhere_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split()).silent


def test_regression_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(parts=parts((), ()))).silent


def test_sealed_outcomes_of_the_test_are_not_absent_classes(honest: Any, said: Any) -> None:
    assert said(check, honest.split(parts=parts((("a", 0.5), ("b", 0.5)), ()))).silent


def test_class_that_a_draw_would_hardly_leave_out_is_a_warning(honest: Any, said: Any) -> None:
    def parted(kind: str) -> Any:
        train = Part(name="train", rows=800, shares=(("a", 0.5), ("b", 0.474), ("c", 0.02625)))
        test = Part(name="test", rows=230, shares=(("a", 0.5), ("b", 0.5)))
        return said(check, honest.split(parts=(train, test), kind=kind))

    (finding,) = parted("random").findings
    assert finding.severity == "warning" and "with chance 0.00" in finding.message
    assert not parted("group").findings and parted("group").unknown
