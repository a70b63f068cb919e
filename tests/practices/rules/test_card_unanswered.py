from __future__ import annotations

from typing import Any

from assay.practices.rules.card_unanswered import check


def test_open_question_is_named(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.card(unanswered=("intended_use",))).findings
    assert finding.key == "card.intended_use"


def test_answered_card_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.card()).silent
