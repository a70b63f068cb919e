"""A run says why a baseline ships where the table of candidates shows a better score."""

from __future__ import annotations

from dataclasses import replace

from tests.example_run import fit

from assay.cli.run import why_baseline
from assay.core.evidence.bundle import Bundle


def test_baseline_over_a_better_score_is_explained() -> None:
    said = why_baseline(
        Bundle(
            [replace(fit(), shipped="linear", ensemble_score=0.671, gain_low=0.1, gain_high=0.3)]
        )
    )
    assert said is not None
    assert "linear ships although 'lightgbm tuned' scores 0.742 against 0.671" in said
    assert "gain over prior is 0.1 to 0.3" in said


def test_prior_is_explained_without_a_gain_that_it_has_not() -> None:
    said = why_baseline(Bundle([replace(fit(), shipped="prior", ensemble_score=0.5)]))
    assert said is not None
    assert "gain over prior" not in said


def test_nothing_is_said_where_nothing_looks_better() -> None:
    assert why_baseline(Bundle([])) is None
    assert why_baseline(Bundle([fit()])) is None
    assert why_baseline(Bundle([replace(fit(), shipped="linear", ensemble_score=0.9)])) is None


def test_direction_of_the_metric_is_heeded() -> None:
    lower = replace(fit(), higher_is_better=False, shipped="linear", ensemble_score=0.671)
    assert "'prior' scores 0.5" in (why_baseline(Bundle([lower])) or "")


def test_candidate_that_was_cut_short_is_no_rival() -> None:
    cut = replace(
        fit(),
        shipped="linear",
        ensemble_score=0.671,
        candidates=tuple(
            replace(each, complete=each.family in ("prior", "linear")) for each in fit().candidates
        ),
    )
    assert why_baseline(Bundle([cut])) is None
