from __future__ import annotations

from typing import Any

from assay.core.evidence.shift import Burst, ShiftEvidence
from assay.practices.rules.drift_missing_burst import check


def shift(
    share: float, elsewhere: float, *, order: str | None = "", chance: float = 1e-9
) -> ShiftEvidence:
    burst = Burst(
        column="income",
        side="test",
        order=order,
        rows=40,
        share=share,
        elsewhere=elsewhere,
        chance=chance,
        first=100,
        last=180,
        places=(100,),
    )
    return ShiftEvidence(train_rows=1_500, test_rows=500, columns=9, missing=(burst,))


def test_values_missing_on_one_side_are_found(said: Any) -> None:
    (finding,) = said(check, shift(0.3, 0.01)).findings
    assert "missing in 30.0% of the test" in finding.message and finding.columns == ("income",)


def test_values_missing_alike_are_silent(said: Any) -> None:
    assert said(check, shift(0.31, 0.30)).silent and said(check, shift(0.3, 0.2, chance=0.1)).silent


def test_parts_by_time_may_differ_more(honest: Any, said: Any) -> None:
    assert said(check, shift(0.08, 0.0), honest.split(kind="time")).silent


def test_stretch_of_rows_is_found_where_it_stands_out(said: Any) -> None:
    (finding,) = said(check, shift(0.8, 0.02, order=None)).findings
    assert "between rows 100 and 180" in finding.message
    assert said(check, shift(0.8, 0.3, order=None)).silent
    assert "in the order of 'day'" in said(check, shift(0.8, 0, order="day")).findings[0].message


def test_without_test_rows_it_is_unknown(said: Any) -> None:
    assert said(check, ShiftEvidence(train_rows=1_500, test_rows=0, columns=9)).unknown
