from __future__ import annotations

import dataclasses
from typing import Any

from assay.core.evidence.data import PairLeak
from assay.practices.rules.leak_target_in_pair import check

PAIR = PairLeak(
    columns=("before", "after"), operation="a - b", exactness=0.99, alone=0.6, others=0.4
)


def _pair(**changes: Any) -> tuple[PairLeak, ...]:
    return (dataclasses.replace(PAIR, **changes),)


def test_difference_that_gives_the_target_is_found(honest: Any, said: Any) -> None:
    answer = said(check, honest.leaks(pairs=_pair()))
    assert answer.columns == ["before", "after"]
    assert "'before' - 'after' gives the target" in answer.findings[0].message


def test_easy_task_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.leaks(pairs=_pair(others=0.98, alone=0.9, without=0.95))).silent


def test_pair_of_which_neither_tells_anything_is_found_in_an_easy_task(
    honest: Any, said: Any
) -> None:
    hidden = _pair(others=0.99, alone=0.55)
    (finding,) = said(check, honest.leaks(pairs=hidden)).findings
    assert finding.severity is None


def test_two_lengths_of_an_animal_whose_others_tell_it_too_are_likely_only(
    honest: Any, said: Any
) -> None:
    shape = _pair(others=0.99, alone=0.55, without=0.95)
    (finding,) = said(check, honest.leaks(pairs=shape)).findings
    assert finding.severity == "warning"


def test_ratio_for_a_number_is_found(honest: Any, said: Any) -> None:
    number = honest.leaks(task="regression", pairs=_pair(operation="b / a", exactness=0.9999))
    assert not said(check, number).silent


def test_area_that_tells_much_of_a_price_is_silent(honest: Any, said: Any) -> None:
    number = honest.leaks(task="regression", pairs=_pair(operation="a * b", exactness=0.93))
    assert said(check, number).silent


def test_two_that_settle_each_other_are_found_though_one_tells_much_alone(
    honest: Any, said: Any
) -> None:
    dish = _pair(operation="a, b", exactness=1.0, alone=0.945, others=0.99, without=0.3)
    (finding,) = said(check, honest.leaks(pairs=dish)).findings
    assert finding.severity is None


def test_mean_of_two_prices_is_found_though_each_tells_much(honest: Any, said: Any) -> None:
    mean = _pair(operation="a + b", exactness=0.99999, alone=0.962, others=1.0, without=0.45)
    assert not said(check, honest.leaks(task="regression", pairs=mean, rows=60)).silent
    known = _pair(operation="a + b", exactness=0.995, alone=0.97, others=1.0, without=0.45)
    assert said(check, honest.leaks(task="regression", pairs=known)).silent


def test_small_sample_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.leaks(pairs=_pair(), rows=50))
    assert not answer.findings and "50 rows only" in answer.unknown[0]
