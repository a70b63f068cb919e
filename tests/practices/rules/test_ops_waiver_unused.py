from __future__ import annotations

from typing import Any

from assay.core.evidence.audit import WaiversEvidence
from assay.practices.rules.ops_waiver_unused import check


def test_unused_waiver_is_named(honest: Any, said: Any) -> None:
    waivers = WaiversEvidence(unused=("fair-gap (agreed by the board)",))
    assert "fair-gap" in said(check, waivers).findings[0].message


def test_waiver_in_force_is_silent(honest: Any, said: Any) -> None:
    assert said(check, WaiversEvidence(in_force=("fair-gap (agreed by the board)",))).silent
