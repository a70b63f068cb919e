from __future__ import annotations

import dataclasses
from typing import Any

from assay.core.evidence.answers import AnswersEvidence, OrderLeak
from assay.practices.rules.leak_row_order import check

ORDER = OrderLeak(
    column=None, side="train", rows=6_000, strength=0.97, changes=0.02, follows_time=0.0
)


def _answers(**changes: Any) -> AnswersEvidence:
    order = dataclasses.replace(ORDER, **changes)
    return AnswersEvidence(target="y", task="binary", rows=6_000, orders=(order,))


def test_order_of_the_target_is_found(said: Any) -> None:
    assert len(said(check, _answers()).findings) == 1


def test_order_in_parts_is_found(said: Any) -> None:
    assert len(said(check, _answers(strength=0.6)).findings) == 1


def test_drift_with_time_is_silent(said: Any) -> None:
    assert said(check, _answers(follows_time=0.99)).silent


def test_slow_drift_is_silent(said: Any) -> None:
    assert said(check, _answers(strength=0.35, changes=0.95)).silent


def test_small_table_is_unknown(said: Any) -> None:
    answer = said(check, _answers(rows=60))
    assert not answer.findings and "60 rows only" in answer.unknown[0]
