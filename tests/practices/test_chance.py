from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.practices.chance import distinguishing_bits, wilson


@given(st.integers(1, 10_000), st.floats(0, 1), st.floats(0.5, 0.999))
def test_interval_holds_the_share_it_is_of(rows: int, share: float, level: float) -> None:
    low, high = wilson(share * rows, rows, level=level)
    assert 0 <= low <= share + 1e-9 and share - 1e-9 <= high <= 1


def test_interval_is_the_one_of_scipy() -> None:
    from scipy.stats import binomtest

    expected = binomtest(7, 30).proportion_ci(0.9, method="wilson")
    assert wilson(7, 30, level=0.9) == pytest.approx((expected.low, expected.high))


def test_interval_of_nothing_is_everything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_fair_coin_holds_one_bit_and_a_constant_none(honest: Any) -> None:
    coin = honest.column(
        distinct=2, dtype="String", kind="categorical", top=(("a", 5_000), ("b", 5_000))
    )
    same = honest.column(distinct=1, top=(("a", 10_000),))
    empty = honest.column(missing=10_000, distinct=0)
    bits = distinguishing_bits(honest.profile(coin, same, empty))
    target = -math.log2(0.7**2 + 0.3**2)
    assert bits - target == pytest.approx(1.0)


def test_column_of_zeros_holds_few_bits_however_many_values(honest: Any) -> None:
    from assay.core.evidence.data import Histogram

    counts = (9_900, 50, 50)
    zeros = honest.column(histogram=Histogram(edges=(0, 1, 2, 3), counts=counts), distinct=3)
    assert distinguishing_bits(honest.profile(zeros)) < 1.2
