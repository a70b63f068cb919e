from __future__ import annotations

from typing import Any

from assay.core.evidence.units import MixedUnits, UnitsEvidence
from assay.practices.rules.schema_mixed_units import check


def _evidence(**changes: Any) -> UnitsEvidence:
    measured: dict[str, Any] = {
        "column": "weight",
        "sides": ("test",),
        "factor": 1000.0,
        "unit": "thousands and ones",
        "share": 0.2,
        "before": 0.2,
        "after": 0.02,
        "chance": 0.1,
        "rows": (3, 8),
        "how": "mixture",
        "beside": 0.0,
    }
    mixed = MixedUnits(**(measured | changes))
    return UnitsEvidence(columns=9, mixed=(mixed,))


def test_rows_in_another_unit_are_found_with_their_places(said: Any) -> None:
    (finding,) = said(check, _evidence()).findings
    assert finding.columns == ("weight",) and finding.rows == (3, 8)
    assert "about 20% of 'weight' in the test" in finding.message


def test_mixture_in_a_test_that_is_shifted_as_a_whole_is_unknown(said: Any) -> None:
    for beside in (0.5, None):
        answer = said(check, _evidence(beside=beside))
        assert not answer.findings and answer.unknown


def test_clusters_within_the_sides_need_no_company(said: Any) -> None:
    assert said(check, _evidence(how="clusters", beside=0.5)).findings


def test_a_few_rows_are_outliers(said: Any) -> None:
    assert said(check, _evidence(share=0.01)).silent


def test_what_is_not_sure_is_a_warning(said: Any) -> None:
    def severity(**changes: Any) -> Any:
        (finding,) = said(check, _evidence(**changes)).findings
        return finding.severity

    assert severity(how="level", by="clinic", before=0.95) is None
    assert severity(how="level", by="clinic", before=0.7) == "warning"
    assert severity(how="modes") is None
    assert severity(how="modes", factor=2.54) == "warning"
    assert severity(how="level", by="clinic", factor=2.54) == "warning"
    assert severity(how="mixture") == "warning"
    assert severity(how="beyond", share=0.04) == "warning"


def test_factor_of_no_known_conversion_is_a_warning(said: Any) -> None:
    (finding,) = said(check, _evidence(how="unknown", factor=0.006, share=0.3)).findings
    assert finding.severity == "warning"
