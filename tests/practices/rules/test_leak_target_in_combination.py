from __future__ import annotations

from typing import Any

from assay.core.evidence.data import Combination
from assay.practices.rules.leak_target_in_combination import check

SUM = Combination(columns=("casual", "registered"), weights=(1.0, 1.0), r2=1.0)


def parts(honest: Any) -> tuple[Any, ...]:
    return honest.leak("casual"), honest.leak("registered"), honest.leak("hour")


def test_parts_of_the_sum_are_found(honest: Any, said: Any) -> None:
    answer = said(check, honest.leaks(*parts(honest), combinations=(SUM,), target="count"))
    assert answer.columns == ["casual", "registered"]
    assert "count = casual + registered in all 8,000 rows" in answer.findings[0].message


def test_weights_and_signs_are_written_out(honest: Any, said: Any) -> None:
    odd = Combination(columns=("casual", "registered"), weights=(-1.0, 2.5), r2=1.0)
    (finding,) = said(check, honest.leaks(*parts(honest), combinations=(odd,))).findings
    assert "= -casual + 2.5 registered" in finding.message


def test_good_fit_is_not_arithmetic(honest: Any, said: Any) -> None:
    near = Combination(columns=("casual", "registered"), weights=(1.0, 1.0), r2=0.999)
    assert said(check, honest.leaks(*parts(honest), combinations=(near,))).silent


def test_sum_of_which_a_part_was_left_out_is_silent(honest: Any, said: Any) -> None:
    leaks = honest.leaks(*parts(honest), combinations=(SUM,))
    assert said(check, leaks, honest.columns("registered")).silent


def test_sum_on_few_rows_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.leaks(*parts(honest), combinations=(SUM,), rows=20))
    assert not answer.findings and answer.unknown
