from __future__ import annotations

from dataclasses import replace
from typing import Any

from assay.core.evidence.overlap import EqualRows, NearRows, OverlapEvidence
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


def overlap(*equal: EqualRows) -> OverlapEvidence:
    return OverlapEvidence(
        rows_train=1_500,
        rows_test=500,
        sampled=False,
        equal=equal,
        near=(),
        keys=(),
        group=None,
        groups_test=0,
        groups_shared=0,
        times=(),
    )


def equal(rows: int, singular: int, *left_out: str) -> EqualRows:
    return EqualRows(
        left_out=left_out,
        columns=8,
        checked=500,
        rows=rows,
        judged=rows,
        singular=singular,
        places=(4, 9),
    )


def test_rows_that_equal_one_row_and_resemble_no_other_are_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.split(), overlap(equal(30, 28))).findings
    assert "30 of 500 test rows (6.0%)" in finding.message and finding.rows == (4, 9)


def test_rows_equal_but_for_a_fresh_identifier_are_found(honest: Any, said: Any) -> None:
    answer = said(check, honest.split(), overlap(equal(0, 0), equal(30, 28, "entry")))
    assert "but for 'entry'" in answer.findings[0].message


def test_equal_rows_among_many_that_are_nearly_so_are_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.split(), overlap(equal(200, 20)))
    assert not answer.findings and "by chance" in answer.unknown[0]


def test_rows_of_few_kinds_are_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.split(), overlap(replace(equal(500, 200), different=0.01)))
    assert not answer.findings and "by chance" in answer.unknown[0]


def test_four_twins_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(), overlap(equal(4, 4))).silent


def test_reason_that_another_rule_gives_leaves_a_warning(honest: Any, said: Any) -> None:
    same = EqualRows(
        left_out=("title",),
        columns=10,
        checked=500,
        rows=60,
        judged=60,
        singular=60,
        places=(3,),
    )
    alone = overlap(same)
    (finding,) = said(check, honest.split(), alone).findings
    assert finding.severity is None
    group = replace(alone, group="family", groups_test=50, groups_shared=40)
    edited = NearRows(
        kind="text",
        columns=("title",),
        checked=500,
        rows=55,
        expected=0.0,
        within_training=0.0,
        within=0.8,
        seen=1.0,
        places=((3, 17),),
    )
    for told in (group, replace(alone, near=(edited,))):
        (finding,) = said(check, honest.split(), told).findings
        assert finding.severity == "warning"
