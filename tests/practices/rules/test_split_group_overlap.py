from __future__ import annotations

from typing import Any

from assay.practices.rules.split_group_overlap import check


def test_patient_on_both_sides_is_found(honest: Any, said: Any) -> None:
    shared = honest.split(group="patient", groups_shared=17, groups_test=80)
    (finding,) = said(check, shared).findings
    assert finding.columns == ("patient",) and "17 of 80 test groups" in finding.message


def test_groups_kept_apart_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(kind="group", group="patient", groups_test=80)).silent


def test_customer_who_comes_back_later_is_silent(honest: Any, said: Any) -> None:
    later = honest.split(kind="time", group="patient", groups_shared=17, groups_test=80)
    assert said(check, later).silent
