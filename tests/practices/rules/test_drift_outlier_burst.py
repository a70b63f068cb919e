from __future__ import annotations

from typing import Any

from assay.core.evidence.shift import Burst, OutlierBurst, ShiftEvidence
from assay.practices.rules.drift_outlier_burst import check


def shift(
    share: float,
    elsewhere: float,
    *,
    order: str | None = "",
    rows: int = 20,
    chance: float = 1e-9,
) -> Any:
    burst = Burst(
        column="meter",
        side="test",
        order=order,
        rows=rows,
        share=share,
        elsewhere=elsewhere,
        chance=chance,
        first=100,
        last=180,
        places=(100,),
    )
    one = OutlierBurst(
        burst=burst, beyond=90.0, below=False, usual=20.0, spread=30.0, farthest=400.0
    )
    return ShiftEvidence(train_rows=1_500, test_rows=500, columns=9, outliers=(one,))


def test_wild_values_on_one_side_are_found(said: Any) -> None:
    (finding,) = said(check, shift(0.04, 0.0)).findings
    assert finding.columns == ("meter",) and "above 90 in 4.0% of the test" in finding.message


def test_stretch_of_wild_values_is_found(said: Any) -> None:
    (finding,) = said(check, shift(0.9, 0.01, order=None)).findings
    assert "between rows 100 and 180" in finding.message


def test_heavy_tail_on_both_sides_is_silent(said: Any) -> None:
    assert said(check, shift(0.04, 0.02)).silent


def test_side_that_moved_as_a_whole_is_no_burst(said: Any) -> None:
    assert said(check, shift(0.9, 0.0)).silent


def test_a_season_with_some_extremes_is_silent(said: Any) -> None:
    assert said(check, shift(0.1, 0.01, order="day")).silent


def test_few_are_found_only_where_chance_would_hardly_bring_them(said: Any) -> None:
    assert said(check, shift(0.04, 0, rows=3)).findings
    assert said(check, shift(0.04, 0, rows=3, chance=1e-5)).silent
    assert said(check, shift(0.04, 0, rows=1)).silent


def test_without_test_rows_it_is_unknown(said: Any) -> None:
    assert said(check, ShiftEvidence(train_rows=1_500, test_rows=0, columns=9)).unknown


def test_each_value_more_may_be_ten_times_as_likely(said: Any) -> None:
    assert said(check, shift(0.04, 0, rows=3, chance=2e-6)).findings
    assert said(check, shift(0.04, 0, rows=2, chance=2e-6)).silent
