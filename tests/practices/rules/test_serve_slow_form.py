from __future__ import annotations

from typing import Any

from assay.practices.rules.serve_slow_form import check


def test_uncompiled_estimator_is_found(honest: Any, said: Any) -> None:
    slow = honest.certificate(form="estimator", seconds_per_row=0.0097)
    assert "9.7 ms" in said(check, slow).findings[0].message


def test_compiled_graph_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.certificate()).silent
