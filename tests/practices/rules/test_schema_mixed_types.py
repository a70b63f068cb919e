from __future__ import annotations

from typing import Any

from assay.core.evidence.schema import MixedTypes, SchemaEvidence
from assay.practices.rules.schema_mixed_types import check


def _evidence(share: float, *, other_numeric: bool) -> SchemaEvidence:
    mixed = MixedTypes(
        column="weight",
        side="test",
        share=share,
        numbers=80,
        kinds=("unit",),
        examples=("12 kg",),
        other_numeric=other_numeric,
    )
    return SchemaEvidence(train_rows=1_500, test_rows=500, columns=9, mixed_types=(mixed,))


def test_strays_are_shown(said: Any) -> None:
    (finding,) = said(check, _evidence(0.05, other_numeric=False)).findings
    assert finding.columns == ("weight",) and "5.0%" in finding.message
    assert "'12 kg'" in finding.message


def test_one_stray_suffices_where_the_other_side_holds_numbers_only(said: Any) -> None:
    assert said(check, _evidence(0.0005, other_numeric=True)).findings


def test_one_stray_among_thousands_is_silent(said: Any) -> None:
    assert said(check, _evidence(0.0005, other_numeric=False)).silent
