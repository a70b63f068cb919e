from __future__ import annotations

from typing import Any

from assay.core.evidence.bundle import Bundle
from assay.core.evidence.given import SeedScores
from assay.practices.rules.fit_unstable_seeds import check


def test_scores_that_hang_on_the_seed_are_found(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(seed_scores=(0.40, 0.45, 0.50))).findings


def test_steady_scores_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit()).silent


def test_one_seed_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.fit(seed_scores=(0.45,)))
    assert not answer.findings and "seeds tried: 1" in answer.unknown[0]


def test_a_given_model_that_hangs_on_its_seed_is_found(given: Any, said: Any) -> None:
    luck = SeedScores(scores=(0.60, 0.81, 0.72, 0.75))
    assert "from 0.6 to 0.81" in said(check, given(seeds=luck)).findings[0].message


def test_what_the_test_itself_varies_by_is_silent(given: Any, said: Any) -> None:
    assert said(check, given()).silent
    small = SeedScores(scores=(0.60, 0.64, 0.62))
    assert said(check, given(seeds=small, test=0.62, test_error=0.03)).silent


def test_a_given_model_that_was_not_fitted_again_is_unknown(given: Any, said: Any) -> None:
    fixed = SeedScores(scores=(), reason="the model cannot be fitted again")
    assert said(check, given(seeds=fixed)).unknown == ["the model cannot be fitted again"]


def test_neither_evidence_is_not_applicable() -> None:
    assert check.missing(Bundle()) == ("FitEvidence", "GivenModelEvidence")


def test_seeds_that_disagree_about_rows_are_found_though_their_scores_agree(
    given: Any, said: Any
) -> None:
    steady = {"test": 0.62, "test_error": 0.03}
    apart = SeedScores(scores=(0.60, 0.64, 0.62), agreement=0.7)
    assert "correlation of 0.70" in said(check, given(seeds=apart, **steady)).findings[0].message
    alike = SeedScores(scores=(0.60, 0.64, 0.62), agreement=0.99)
    assert said(check, given(seeds=alike, **steady)).silent


def test_seeds_that_each_say_one_class_are_found_where_it_is_another(given: Any, said: Any) -> None:
    chance = {"test": 0.5, "test_error": 0.0, "prior": 0.5}
    apart = SeedScores(scores=(0.5, 0.5, 0.5), apart=1.3)
    assert "1.3 times" in said(check, given(seeds=apart, **chance)).findings[0].message
    same = SeedScores(scores=(0.5, 0.5, 0.5), apart=0.0)
    assert said(check, given(seeds=same, **chance)).silent
