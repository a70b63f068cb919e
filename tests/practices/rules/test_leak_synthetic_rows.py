from __future__ import annotations

from typing import Any

from assay.core.evidence.together import BetweenRows, TogetherEvidence
from assay.practices.rules.leak_synthetic_rows import check


def together(**changed: Any) -> TogetherEvidence:
    fields: dict[str, Any] = {
        "task": "binary",
        "rows_train": 750,
        "rows_test": 250,
        "tested": True,
        "scaled": (),
        "filled": (),
        "encoded": (),
        "encodings_open": (),
        "selections": (),
        "selection_open": None,
        "repeats": (),
        "between": (),
        "columns_numeric": 10,
    }
    return TogetherEvidence(**fields | changed)


def rows(name: str, between: int, finer: tuple[str, ...] = ()) -> BetweenRows:
    return BetweenRows(
        name=name,
        rows=500,
        examined=240,
        between=between,
        columns=6,
        finer=finer,
        finer_share=0.2 if finer else 0.0,
        places=(3, 8),
    )


def test_class_that_lies_between_others_is_found(said: Any) -> None:
    (finding,) = said(check, together(between=(rows("yes", 60), rows("no", 0)))).findings
    assert "60 of 240 examined rows of 'yes'" in finding.message and finding.rows == (3, 8)


def test_few_rows_on_a_line_are_likely_steps_of_a_price(said: Any) -> None:
    (finding,) = said(check, together(between=(rows("yes", 8), rows("no", 0)))).findings
    assert finding.severity == "warning"


def test_lines_in_every_class_are_silent(said: Any) -> None:
    assert said(check, together(between=(rows("yes", 60), rows("no", 50)))).silent


def test_single_accident_is_silent(said: Any) -> None:
    assert said(check, together(between=(rows("yes", 2), rows("no", 0)))).silent


def test_long_fractions_in_one_class_are_found(said: Any) -> None:
    made = rows("yes", 0, ("age", "visits"))
    assert said(check, together(between=(made, rows("no", 0)))).columns == ["age", "visits"]
    assert said(check, together(between=(rows("yes", 0, ("age",)), rows("no", 0)))).silent


def test_sealed_outcomes_are_unknown(said: Any) -> None:
    assert said(check, together(tested=False)).unknown
