from __future__ import annotations

from typing import Any, Literal

from assay.core.evidence.shift import BrokenTie, Distance, ShiftEvidence
from assay.practices.rules.drift_covariate_shift import check


def shift(
    *measures: float,
    chance: float = 1e-9,
    kind: Literal["numbers", "levels"] = "numbers",
    test_rows: int = 500,
) -> ShiftEvidence:
    distances = [
        Distance(
            column=f"x{at}",
            kind=kind,
            measure=measure,
            chance=chance,
            train="median 30",
            test="median 41",
            train_rows=1_500,
            test_rows=500,
        )
        for at, measure in enumerate(measures)
    ]
    return ShiftEvidence(
        train_rows=1_500, test_rows=test_rows, columns=9, distances=tuple(distances)
    )


def test_column_that_lies_elsewhere_in_the_test_is_found(said: Any) -> None:
    (finding,) = said(check, shift(0.3, 0.05)).findings
    assert finding.columns == ("x0",) and "0.30 apart: median 30" in finding.message


def test_sure_but_small_distance_is_silent(said: Any) -> None:
    assert said(check, shift(0.06)).silent


def test_large_distance_that_chance_explains_is_silent(said: Any) -> None:
    assert said(check, shift(0.3, chance=0.2)).silent


def test_levels_are_judged_by_a_smaller_distance(said: Any) -> None:
    assert said(check, shift(0.08, kind="levels")).findings


def test_parts_by_time_may_lie_further_apart(honest: Any, said: Any) -> None:
    assert said(check, shift(0.15), honest.split(kind="time")).silent
    assert said(check, shift(0.3), honest.split(kind="time")).findings


def test_many_shifted_columns_are_told_together(said: Any) -> None:
    findings = said(check, shift(*[0.5] * 30)).findings
    assert len(findings) == 21 and len(findings[-1].columns) == 10


def test_a_few_test_rows_leave_it_unknown(said: Any) -> None:
    answer = said(check, shift(0.5, test_rows=12))
    assert not answer.findings and "12 rows" in answer.unknown[0]


def _tied(train: float, test: float, pairs: int = 2) -> ShiftEvidence:
    tie = BrokenTie(column="cbd", beside="dist", train=train, test=test, chance=1e-9, pairs=pairs)
    return ShiftEvidence(train_rows=1_500, test_rows=500, columns=9, ties=(tie,))


def test_column_that_came_apart_from_its_fellows_is_found(said: Any) -> None:
    (finding,) = said(check, _tied(0.8, 0.05)).findings
    assert (
        finding.columns == ("cbd",) and "0.80 in training and 0.05 in the test" in finding.message
    )
    assert said(check, _tied(0.8, 0.05, pairs=1)).findings[0].columns == ("cbd", "dist")


def test_tie_that_is_somewhat_weaker_is_silent(said: Any, honest: Any) -> None:
    assert said(check, _tied(0.8, 0.5)).silent
    assert said(check, _tied(0.8, 0.3), honest.split(kind="time")).silent
