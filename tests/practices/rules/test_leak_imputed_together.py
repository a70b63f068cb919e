from __future__ import annotations

from typing import Any

from assay.core.evidence.together import FilledColumn, TogetherEvidence
from assay.practices.rules.leak_imputed_together import check


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


def test_mean_of_both_sides_is_found(said: Any) -> None:
    age = FilledColumn(
        name="age", kind="mean", value=29.7, rows=177, rows_test=40, pooled=29.7, train=29.4
    )
    (finding,) = said(check, together(filled=(age,))).findings
    assert finding.columns == ("age",) and "177 rows" in finding.message


def test_nothing_filled_is_silent(said: Any) -> None:
    assert said(check, together()).silent


def test_mean_within_levels_names_the_category(said: Any) -> None:
    age = FilledColumn(
        name="age", kind="mean", value=29.7, rows=77, rows_test=20, pooled=29.7, train=29.4,
        within="class",
    )  # fmt: skip
    (finding,) = said(check, together(filled=(age,))).findings
    assert "within one level of 'class'" in finding.message
