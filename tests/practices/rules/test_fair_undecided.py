from __future__ import annotations

from typing import Any

from assay.practices.rules.fair_undecided import check


def test_rows_that_would_decide_it_are_named(honest: Any, said: Any) -> None:
    open_ = honest.fairness(low=0.0, high=0.5, verdict="cannot tell", rows_needed=1_900)
    (finding,) = said(check, honest.evaluation(fairness=(open_,))).findings
    assert "about 1,900 more test rows" in finding.message


def test_decided_gaps_are_silent(honest: Any, said: Any) -> None:
    for verdict in ("pass", "fail"):
        decided = honest.fairness(verdict=verdict)
        assert said(check, honest.evaluation(fairness=(decided,))).silent
