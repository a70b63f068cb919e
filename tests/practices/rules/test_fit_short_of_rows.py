from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_short_of_rows import check


def test_verdict_variance_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(learning_curve=honest.curve(verdict="variance"))).findings


def test_other_verdicts_are_silent(honest: Any, said: Any) -> None:
    for verdict in ("balanced", "bias"):
        assert said(check, honest.fit(learning_curve=honest.curve(verdict=verdict))).silent


def test_curve_that_cannot_tell_is_unknown(honest: Any, said: Any) -> None:
    for curve in (None, honest.curve(verdict="unknown", reason="intervals overlap")):
        answer = said(check, honest.fit(learning_curve=curve))
        assert not answer.findings and answer.unknown
