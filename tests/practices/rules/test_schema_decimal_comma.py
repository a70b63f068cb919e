from __future__ import annotations

from typing import Any

from assay.core.evidence.schema import DecimalCommas, SchemaEvidence
from assay.practices.rules.schema_decimal_comma import check


def _evidence(share: float) -> SchemaEvidence:
    commas = DecimalCommas(column="price", train=0.0, test=share, examples=("1,5", "1.5"))
    return SchemaEvidence(train_rows=1_500, test_rows=500, columns=9, commas=(commas,))


def test_share_of_commas_is_told_by_side(said: Any) -> None:
    (finding,) = said(check, _evidence(0.4)).findings
    assert finding.columns == ("price",) and "40% in the test" in finding.message


def test_a_single_slip_is_silent(said: Any) -> None:
    assert said(check, _evidence(0.001)).silent
