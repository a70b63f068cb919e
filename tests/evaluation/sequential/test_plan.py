"""A plan says beforehand how many requests and days an effect needs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.evidence.experiment import Plan
from assay.evaluation.sequential.plan import fraction, plan

PLANNED: Any = {"kind": "proportion", "baseline": 0.1, "effect": 0.01, "requests_a_day": 5_000}


def test_single_look_is_the_textbook_s_sample_size() -> None:
    """(1.959964 + 0.841621)^2 (0.10 * 0.90 + 0.11 * 0.89) / 0.01^2 = 14,748.3 in each arm."""
    found = plan(**PLANNED, looks=1)
    assert (found.champion_requests, found.challenger_requests) == (14_749, 14_749)
    assert (found.requests, found.days) == (29_498, 6)
    assert found.inflation == pytest.approx(1.0)


def test_mean_needs_what_the_textbook_says() -> None:
    """2 (1.959964 + 1.281552)^2 (10 / 2)^2 = 525.4 in each arm."""
    found = plan(
        "mean", baseline=50, deviation=10, effect=2, requests_a_day=100, power=0.9, looks=1
    )
    assert (found.challenger_requests, found.days) == (526, 11)


def test_canary_of_a_tenth_needs_more_in_all() -> None:
    half, tenth = plan(**PLANNED), plan(**PLANNED, share=0.1)
    assert tenth.requests > 2.5 * half.requests
    assert tenth.challenger_requests == pytest.approx(tenth.requests / 10, abs=1)
    assert 1.02 < half.inflation < 1.03


def test_decrease_is_an_improvement_where_lower_is_better() -> None:
    up, down = plan(**PLANNED), plan(**PLANNED, higher_is_better=False)
    assert down.requests < up.requests  # 0.09 varies less than 0.11


@settings(deadline=None, max_examples=30)
@given(st.floats(0.05, 0.95), st.floats(0.5, 0.95), st.floats(0.02, 0.5))
def test_plan_is_complete_at_its_own_end(share: float, power: float, deviation: float) -> None:
    found = plan(
        "mean",
        baseline=0,
        deviation=deviation,
        effect=0.01,
        requests_a_day=10,
        share=share,
        power=power,
        looks=2,
    )
    end = {"champion": found.champion_requests, "challenger": found.challenger_requests}
    assert fraction(found, **end) == pytest.approx(1.0)
    assert fraction(found, champion=0, challenger=5) == 0.0
    assert found.days * found.requests_a_day >= found.requests


def test_plan_comes_back_from_json() -> None:
    found = plan(**PLANNED, futility=True)
    assert codec.decode(codec.encode(found), Plan) == found


@pytest.mark.parametrize(
    "terms",
    [
        {"effect": 0},
        {"effect": 0.95},
        {"share": 1},
        {"requests_a_day": 0},
        {"kind": "mean"},
        {"looks": 0},
        {"power": 0.01},
    ],
)
def test_impossible_plans_are_refused(terms: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        plan(**{**PLANNED, **terms})
