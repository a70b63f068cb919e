"""The guard of a share of requests: exact for rare errors, small canaries and drifting rates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.core.errors import InputError
from assay.evaluation.sequential import msprt, peeking, sums, worse

RATES = st.floats(0.001, 0.999)


def fired(champion: float, challenger: float, **terms: Any) -> float:
    settled: Any = {"requests": 10_000, "peeks": 100, "experiments": 400, "share": 0.1}
    settled |= {name: terms.pop(name) for name in settled if name in terms}
    a, b = peeking.proportions(
        np.random.default_rng(3), champion=champion, challenger=challenger, **settled
    )
    p = worse.p_value(a, b, share=settled["share"], **terms)
    return float((msprt.running_minimum(p)[:, -1] <= 0.05).mean())


@settings(deadline=None)
@given(RATES, st.floats(0.05, 0.95), st.sampled_from([0.0, 0.02, 0.3]), RATES)
def test_no_request_is_expected_to_raise_the_evidence_of_one_that_is_not_worse(
    usual: float, share: float, tolerance: float, rate: float
) -> None:
    """Exactly, for each pair of the grid, at the border and below it."""
    gains = np.exp(worse._log_gains(share, tolerance, usual))
    for challenger in (min(rate + tolerance, 1.0), rate / 2):
        chances = np.array([rate, challenger, 1 - rate, 1 - challenger])
        chances *= np.array([1 - share, share, 1 - share, share])
        assert (gains @ chances <= 1 + 1e-9).all()


@pytest.mark.parametrize("rate", [0.001, 0.02, 0.5])
@pytest.mark.parametrize("share", [0.1, 0.5])
def test_false_alarms_of_a_hundred_peeks_stay_below_alpha(rate: float, share: float) -> None:
    assert fired(rate, rate, share=share) <= 0.05


def test_rate_that_changes_for_both_is_no_alarm() -> None:
    """An outage of all: fixed tests of rates assume that there is none."""
    draw = np.random.default_rng(4)
    sent = draw.binomial(100, 0.1, (500, 100))
    rate = np.where(np.arange(100) // 10 % 3 == 1, 0.3, 0.01)
    counts = (100 - sent, sent)
    a, b = (sums.of_hits(draw.binomial(n, rate).cumsum(1), n.cumsum(1)) for n in counts)
    p = msprt.running_minimum(worse.p_value(a, b, share=0.1))
    assert (p[:, -1] <= 0.05).mean() <= 0.05


def test_worse_canary_is_found_and_better_one_never_accused() -> None:
    assert fired(0.01, 0.03) > 0.9
    assert fired(0.03, 0.01) < 0.001


def test_usual_rate_moves_power_and_not_validity() -> None:
    for usual in (0.0001, 0.3):
        assert fired(0.01, 0.01, usual=usual) <= 0.05
        assert fired(0.01, 0.03, usual=usual) > 0.7


def test_tolerance_is_kept_and_passed_beyond() -> None:
    assert fired(0.01, 0.02, tolerance=0.01, share=0.5, experiments=200) <= 0.05
    assert fired(0.01, 0.04, tolerance=0.01, share=0.5, experiments=200) > 0.9


def test_canary_that_grows_adds_up_its_parts() -> None:
    """A tenth, then a half: at no difference the sum of evidence alarms no more than alpha."""
    draw, logs = np.random.default_rng(5), np.zeros((1_000, 1))
    p_values = []
    for share in (0.1, 0.5):
        a, b = peeking.proportions(
            draw,
            champion=0.05,
            challenger=0.05,
            requests=5_000,
            peeks=50,
            experiments=1_000,
            share=share,
        )
        evidence = logs + worse.log_evidence(a, b, share=share)
        p_values.append(msprt.from_evidence(evidence).min(axis=1))
        logs = evidence[:, -1:]
    assert (np.min(p_values, axis=0) <= 0.05).mean() <= 0.05


def test_canary_that_only_fails_is_found_within_a_dozen_requests() -> None:
    p = worse.p_value(sums.of_hits(0, 100), sums.of_hits(11, 11), share=0.1)
    assert float(p) < 0.001


@given(st.integers(0, 500), st.integers(0, 60), st.floats(0, 1))
def test_p_value_never_rises(champion: int, challenger: int, before: float) -> None:
    arms = sums.of_hits(champion, 500), sums.of_hits(challenger, 60)
    assert 0 <= float(worse.p_value(*arms, share=0.1, before=before)) <= before


@pytest.mark.parametrize("terms", [{"share": 0}, {"share": 0.1, "tolerance": -0.1}])
def test_wrong_arguments_are_refused(terms: Any) -> None:
    with pytest.raises(InputError):
        worse.p_value(sums.of_hits(1, 10), sums.of_hits(1, 10), **terms)
