from __future__ import annotations

from typing import Any

from assay.practices.rules.data_duplicate_rows import check


def test_repeated_rows_that_chance_cannot_make_are_found(honest: Any, said: Any) -> None:
    assert said(check, honest.profile(duplicate_rows=800)).findings


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
    answer = said(check, honest.profile(*poor, duplicate_rows=9_000))
    assert not answer.findings and "by 3 bits only" in answer.unknown[0]


def test_a_handful_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.profile(duplicate_rows=24)).silent
