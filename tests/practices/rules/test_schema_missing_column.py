from __future__ import annotations

from typing import Any

from assay.core.evidence.schema import AbsentColumn, SchemaEvidence
from assay.practices.rules.schema_missing_column import check


def test_renamed_column_is_named_with_its_new_name(said: Any) -> None:
    absent = AbsentColumn(column="tenure", absent="test", near="tenure_months")
    (finding,) = said(
        check, SchemaEvidence(train_rows=1_500, test_rows=500, columns=9, absent=(absent,))
    ).findings
    assert finding.columns == ("tenure",) and "'tenure_months': renamed?" in finding.message


def test_equal_columns_are_silent(said: Any) -> None:
    assert said(check, SchemaEvidence(train_rows=1_500, test_rows=500, columns=9)).silent
