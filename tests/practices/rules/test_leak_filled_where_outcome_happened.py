from __future__ import annotations

import dataclasses
from typing import Any

from assay.core.evidence.data import OneSided
from assay.practices.rules.leak_filled_where_outcome_happened import check


def test_number_of_the_lifeboat_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.leaks(honest.leak("boat", missing_strength=0.94))).columns == ["boat"]


def test_cabins_of_the_poor_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.leaks(honest.leak("cabin", missing_strength=0.3))).silent


def test_small_sample_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.leaks(honest.leak("boat", missing_strength=0.94), rows=40))
    assert not answer.findings and "on 40 rows only" in answer.unknown[0]


def test_column_that_was_left_out_is_silent(honest: Any, said: Any) -> None:
    boat = honest.leak("boat", missing_strength=0.94)
    assert said(check, honest.leaks(boat), honest.columns("age")).silent


def _one_sided(within: float, elsewhere: float, **changes: Any) -> OneSided:
    pattern = OneSided(
        empty="zero",
        filled=True,
        outcome="yes",
        within=within,
        elsewhere=elsewhere,
        rows_within=200,
        rows_elsewhere=1_800,
        classes=2,
    )
    return dataclasses.replace(pattern, **changes)


def test_what_the_few_lack_and_some_of_the_many_have_is_likely_only(honest: Any, said: Any) -> None:
    answered = _one_sided(0.35, 0.0, rows_within=1_800, rows_elsewhere=200)
    (finding,) = said(check, honest.leaks(honest.leak("answered", one_sided=answered))).findings
    assert finding.severity == "warning"
    spent = _one_sided(0.95, 0.0, rows_within=1_800, rows_elsewhere=200)
    (finding,) = said(check, honest.leaks(honest.leak("spent", one_sided=spent))).findings
    assert finding.severity is None


def test_flag_of_a_part_and_joined_classes_are_likely_only(honest: Any, said: Any) -> None:
    likely: tuple[tuple[float, dict[str, Any]], ...] = (
        (0.55, {"flag": True}),
        (0.55, {"joined": True, "classes": 4}),
        (0.95, {"flag": True, "sought": True}),
    )
    for within, changes in likely:
        leak = honest.leak("word", one_sided=_one_sided(within, 0.0, **changes))
        (finding,) = said(check, honest.leaks(leak)).findings
        assert finding.severity == "warning"


def test_column_filled_elsewhere_too_is_likely_only(honest: Any, said: Any) -> None:
    paid = honest.leak("paid", one_sided=_one_sided(0.7, 0.01))
    (finding,) = said(check, honest.leaks(paid)).findings
    assert finding.severity == "warning"
    often = honest.leak("paid", one_sided=_one_sided(0.4, 0.025))
    assert said(check, honest.leaks(often)).silent, "sixteen times as often is no trace"


def test_outcome_in_another_code_is_left_to_other_rules(honest: Any, said: Any) -> None:
    flag = honest.leak("flag", one_sided=_one_sided(1.0, 0.0), mirrors=1.0)
    assert said(check, honest.leaks(flag)).silent


def test_pattern_that_chance_would_not_bring_is_found_on_few_rows(honest: Any, said: Any) -> None:
    wait = _one_sided(1.0, 0.0, empty="missing", rows_within=50, rows_elsewhere=27)
    assert said(check, honest.leaks(honest.leak("wait", one_sided=wait), rows=77)).findings
    some = _one_sided(0.4, 0.0, empty="missing", rows_within=50, rows_elsewhere=15)
    assert said(check, honest.leaks(honest.leak("wait", one_sided=some), rows=65)).unknown


def test_a_sign_that_is_zero_but_beside_a_few_of_one_illness_is_likely_only(
    honest: Any, said: Any
) -> None:
    for rows, severity in ((15, "warning"), (60, None)):
        seen = _one_sided(1.0, 0.0, empty="zero", rows_within=rows)
        (finding,) = said(check, honest.leaks(honest.leak("sign", one_sided=seen))).findings
        assert finding.severity == severity
