from __future__ import annotations

from typing import Any

from assay.core.evidence.split import Part
from assay.practices.rules.label_class_too_rare import check


def parts(train: int, *shares: tuple[str, float], test: int = 2_000) -> tuple[Part, ...]:
    return (
        Part(name="train", rows=train, shares=shares),
        Part(name="validation", rows=test, shares=shares),
        Part(name="test", rows=test, shares=shares),
    )


def test_class_of_five_rows_is_found(honest: Any, said: Any) -> None:
    rare = parts(1_000, ("3", 0.005), ("5", 0.995))
    (finding,) = said(check, honest.split(parts=rare)).findings
    assert "class '3' has 5 of 1,000 training rows" in finding.message


def test_class_of_ten_rows_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(parts=parts(1_000, ("3", 0.01), ("5", 0.99)))).silent


def test_regression_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(parts=parts(1_000))).silent
