from __future__ import annotations

from typing import Any

from assay.core.evidence.labels import LabelsEvidence, TargetShift
from assay.core.evidence.split import Part
from assay.practices.rules.label_shift import check


def parts(train: float, test: float, rows: tuple[int, int] = (3_000, 1_000)) -> tuple[Part, ...]:
    return tuple(
        Part(name=name, rows=count, shares=(("no", 1 - share), ("yes", share)))  # type: ignore[arg-type]
        for name, count, share in zip(("train", "test"), rows, (train, test), strict=True)
    )


def numeric(distance: float, p_value: float) -> LabelsEvidence:
    shift = TargetShift(
        distance=distance,
        p_value=p_value,
        median_train=100.0,
        median_test=130.0,
        rows_train=3_000,
        rows_test=1_000,
    )
    return LabelsEvidence(target="price", tested=True, conflicts=None, shift=shift)


def unclassed() -> tuple[Part, ...]:
    return Part(name="train", rows=3_000), Part(name="test", rows=1_000)


def test_other_base_rate_of_the_test_is_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.split(parts=parts(0.2, 0.4))).findings
    assert "20.0% of 3,000 training rows and 40.0% of 1,000 test rows" in finding.message


def test_honest_draw_of_a_small_table_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(parts=parts(0.3, 0.4, (90, 30)))).silent


def test_difference_too_small_to_matter_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(parts=parts(0.5, 0.515, (300_000, 100_000)))).silent


def test_numeric_outcomes_that_moved_are_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.split(parts=unclassed()), numeric(0.3, 1e-12)).findings
    assert (
        finding.columns == ("price",) and "100 in training and 130 in the test" in finding.message
    )


def test_numeric_outcomes_that_differ_by_chance_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(parts=unclassed()), numeric(0.2, 1e-3)).silent
    assert said(check, honest.split(parts=unclassed()), numeric(0.05, 1e-9)).silent


def test_sealed_numeric_outcomes_are_unknown(honest: Any, said: Any) -> None:
    sealed = LabelsEvidence(target="price", tested=False, conflicts=None, shift=None)
    answer = said(check, honest.split(parts=unclassed()), sealed)
    assert answer.unknown == ["the test's values of 'price' may not be seen"]
