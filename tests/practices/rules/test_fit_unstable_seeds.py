from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_unstable_seeds import check


def test_scores_that_hang_on_the_seed_are_found(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(seed_scores=(0.40, 0.45, 0.50))).findings


def test_steady_scores_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit()).silent


def test_one_seed_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.fit(seed_scores=(0.45,)))
    assert not answer.findings and "seeds tried: 1" in answer.unknown[0]
