from __future__ import annotations

from typing import Any

from assay.core.evidence.together import EncodedColumn, TogetherEvidence
from assay.practices.rules.leak_target_encoding_over_all_rows import check


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


def encoded(**changed: Any) -> EncodedColumn:
    fields: dict[str, Any] = {
        "name": "city_mean",
        "of": "yes",
        "formula": "mean",
        "source": "city",
        "levels": 30,
        "rows": 990,
        "fits": 1.0,
        "fits_train": 0.0,
    }
    return EncodedColumn(**fields | changed)


def test_mean_over_both_sides_is_found_and_left_out(said: Any) -> None:
    answer = said(check, together(encoded=(encoded(),)))
    assert answer.columns == ["city_mean"] and check.acts == "leave-out"


def test_mean_of_training_is_silent(said: Any) -> None:
    assert said(check, together(encoded=(encoded(fits_train=1.0),))).silent


def test_partial_agreement_is_silent(said: Any) -> None:
    assert said(check, together(encoded=(encoded(fits=0.5),))).silent


def test_sealed_outcomes_are_unknown(said: Any) -> None:
    answer = said(check, together(tested=False, encodings_open=("city_mean",)))
    assert not answer.findings and "city_mean" in answer.unknown[0]
