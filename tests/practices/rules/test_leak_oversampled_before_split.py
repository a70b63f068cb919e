from __future__ import annotations

from dataclasses import replace
from typing import Any

from assay.core.evidence.together import ClassRepeats, TogetherEvidence
from assay.practices.rules.leak_oversampled_before_split import check


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


def repeats(name: str, rows: int, distinct: int, twins: int) -> ClassRepeats:
    return ClassRepeats(
        name=name, rows=rows, distinct=distinct, rows_test=rows // 4, twins_test=twins
    )


def test_rare_class_repeated_across_the_split_is_found(said: Any) -> None:
    both = (repeats("no", 800, 798, 0), repeats("yes", 800, 200, 190))
    (finding,) = said(check, together(repeats=both)).findings
    assert "800 rows of 'yes' are 200 different ones" in finding.message


def test_rare_class_that_few_values_tell_apart_is_a_warning(said: Any) -> None:
    rare = replace(repeats("yes", 650, 540, 35), crowded=0.9)
    (finding,) = said(check, together(repeats=(repeats("no", 1800, 1740, 10), rare))).findings
    assert finding.severity == "warning"


def test_rows_repeated_in_training_alone_are_silent(said: Any) -> None:
    both = (repeats("no", 800, 798, 0), repeats("yes", 800, 200, 2))
    assert said(check, together(repeats=both)).silent


def test_rows_equal_in_every_class_are_silent(said: Any) -> None:
    both = (repeats("no", 800, 400, 100), repeats("yes", 500, 230, 60))
    assert said(check, together(repeats=both)).silent


def test_more_repeats_among_equal_rows_are_unknown(said: Any) -> None:
    both = (repeats("no", 800, 600, 50), repeats("yes", 500, 230, 60))
    answer = said(check, together(repeats=both))
    assert not answer.findings and "by chance" in answer.unknown[0]


def test_classes_equal_to_the_row_decide_among_equal_rows(said: Any) -> None:
    both = (repeats("no", 800, 600, 50), repeats("yes", 800, 300, 120))
    assert len(said(check, together(repeats=both)).findings) == 1


def test_sealed_outcomes_are_unknown(said: Any) -> None:
    assert said(check, together(tested=False)).unknown
