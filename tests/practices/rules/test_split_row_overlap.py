from __future__ import annotations

from typing import Any

from assay.practices.rules.split_row_overlap import check


def test_row_on_both_sides_is_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.split(rows_shared=300), honest.profile()).findings
    assert "300 of 2,000 test rows (15.0%)" in finding.message


def test_people_alike_in_two_questions_are_not_the_same_person(honest: Any, said: Any) -> None:
    poor = [
        honest.column(
            n,
            kind="categorical",
            dtype="String",
            distinct=2,
            histogram=None,
            top=(("a", 6_000), ("b", 4_000)),
        )
        for n in ("sex", "married")
    ]
    answer = said(check, honest.split(rows_shared=1_900), honest.profile(*poor))
    assert not answer.findings and answer.unknown


def test_without_a_profile_it_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.split(rows_shared=300))
    assert not answer.findings and "open whether by chance" in answer.unknown[0]


def test_a_few_equal_rows_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(rows_shared=5), honest.profile()).silent
