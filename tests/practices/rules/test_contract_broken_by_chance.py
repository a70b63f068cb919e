from __future__ import annotations

from typing import Any

from assay.practices.rules.contract_broken_by_chance import check


def test_many_small_chances_add_up(honest: Any, said: Any) -> None:
    checks = [honest.check(column=f"c{n}", chance=0.02) for n in range(40)]
    (finding,) = said(check, honest.validation(*checks)).findings
    assert "probability 55%" in finding.message
    assert finding.columns == ("c0", "c1", "c2")


def test_seldom_broken_contract_is_silent(honest: Any, said: Any) -> None:
    checks = [honest.check(column=f"c{n}", chance=0.001) for n in range(40)]
    assert said(check, honest.validation(*checks, honest.check(chance=None))).silent
