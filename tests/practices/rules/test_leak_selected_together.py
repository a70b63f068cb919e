from __future__ import annotations

from typing import Any

from assay.core.evidence.together import SelectionEdge, TogetherEvidence
from assay.practices.rules.leak_selected_together import check


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


def edge(**changed: Any) -> SelectionEdge:
    fields: dict[str, Any] = {
        "named": "",
        "columns": 40,
        "independent": 35.0,
        "edge": 2.4,
        "missing": 60.0,
        "missing_train": 2.0,
    }
    return SelectionEdge(**fields | changed)


def test_edge_that_training_lacks_is_found(said: Any) -> None:
    (finding,) = said(check, together(selections=(edge(),))).findings
    assert "below 2.40 standard errors" in finding.message


def test_edge_that_training_set_is_silent(said: Any) -> None:
    assert said(check, together(selections=(edge(missing_train=50.0),))).silent


def test_associations_that_thin_out_are_silent(said: Any) -> None:
    assert said(check, together(selections=(edge(missing=2.0),))).silent
    assert said(check, together(selections=(edge(edge=0.1),))).silent


def test_few_columns_are_unknown(said: Any) -> None:
    answer = said(check, together(selection_open="there are 5 columns of numbers only"))
    assert not answer.findings and "5 columns" in answer.unknown[0]


def test_columns_are_named(said: Any) -> None:
    told = edge(names=("probe_17", "probe_80"))
    assert said(check, together(selections=(told,))).columns == ["probe_17", "probe_80"]
