from __future__ import annotations

from typing import Any

from assay.core.evidence.schema import SchemaEvidence, TimeZones, Undecided
from assay.practices.rules.schema_mixed_time_zones import check


def test_offsets_are_named(said: Any) -> None:
    zones = TimeZones(
        column="seen",
        kind="offsets",
        train=(("+00:00", 1.0),),
        test=(("+00:00", 0.9), ("+02:00", 0.1)),
    )
    (finding,) = said(
        check, SchemaEvidence(train_rows=1_500, test_rows=500, columns=9, zones=(zones,))
    ).findings
    assert finding.columns == ("seen",) and "+02:00 10% in the test" in finding.message


def test_shifted_hours_are_told(said: Any) -> None:
    zones = TimeZones(column="seen", kind="shifted", hours=-2, before=0.3, after=0.02)
    (finding,) = said(
        check, SchemaEvidence(train_rows=1_500, test_rows=500, columns=9, zones=(zones,))
    ).findings
    assert "-2 hours" in finding.message


def test_times_without_a_rhythm_are_unknown(said: Any) -> None:
    left = Undecided(rule="schema-mixed-time-zones", column="seen", reason="hours are even")
    answer = said(
        check, SchemaEvidence(train_rows=1_500, test_rows=500, columns=9, undecided=(left,))
    )
    assert not answer.findings and "hours are even" in answer.unknown[0]
