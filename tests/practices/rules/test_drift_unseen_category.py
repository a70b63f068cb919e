from __future__ import annotations

from typing import Any

from assay.core.evidence.shift import ShiftEvidence, UnseenLevels
from assay.practices.rules.drift_unseen_category import check


def shift(share: float, chance: float) -> ShiftEvidence:
    unseen = UnseenLevels(
        column="product",
        levels=4,
        examples=("x", "y", "z"),
        rows=round(500 * share),
        share=share,
        expected=0.001,
        chance=chance,
        places=(7,),
    )
    return ShiftEvidence(train_rows=1_500, test_rows=500, columns=9, unseen=(unseen,))


def test_level_that_training_lacks_is_found(said: Any) -> None:
    (finding,) = said(check, shift(0.1, 1e-12)).findings
    assert finding.columns == ("product",) and "'x', 'y', 'z' and 1 more" in finding.message


def test_rare_levels_of_a_long_tail_are_silent(said: Any) -> None:
    assert said(check, shift(0.1, 0.3)).silent


def test_one_row_in_a_thousand_is_silent(said: Any) -> None:
    assert said(check, shift(0.001, 1e-12)).silent


def test_without_test_rows_it_is_unknown(said: Any) -> None:
    assert said(check, ShiftEvidence(train_rows=1_500, test_rows=0, columns=9)).unknown
