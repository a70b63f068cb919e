from __future__ import annotations

from typing import Any

from assay.core.evidence.schema import Respelling, SchemaEvidence
from assay.practices.rules.schema_category_respelled import check


def _evidence(share: float) -> SchemaEvidence:
    respelling = Respelling(
        column="city",
        level="New York",
        other="new york",
        how="case",
        side="test",
        rows=int(500 * share),
        share=share,
        between=True,
    )
    return SchemaEvidence(train_rows=1_500, test_rows=500, columns=9, respelled=(respelling,))


def test_both_spellings_are_named(said: Any) -> None:
    (finding,) = said(check, _evidence(0.2)).findings
    assert finding.columns == ("city",)
    assert "'new york' for 'New York' (case, 100 rows of the test)" in finding.message


def test_a_single_slip_is_silent(said: Any) -> None:
    assert said(check, _evidence(0.001)).silent
