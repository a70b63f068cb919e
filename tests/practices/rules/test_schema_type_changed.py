from __future__ import annotations

from typing import Any

from assay.core.evidence.schema import SchemaEvidence, TypeChange
from assay.practices.rules.schema_type_changed import check


def test_both_kinds_are_shown_with_values(said: Any) -> None:
    change = TypeChange(column="zip", train="number", test="text", examples=(("8003",), ("A1",)))
    (finding,) = said(
        check, SchemaEvidence(train_rows=1_500, test_rows=500, columns=9, types=(change,))
    ).findings
    assert finding.columns == ("zip",)
    assert "number in training ('8003') and text in the test ('A1')" in finding.message


def test_equal_types_are_silent(said: Any) -> None:
    assert said(check, SchemaEvidence(train_rows=1_500, test_rows=500, columns=9)).silent
