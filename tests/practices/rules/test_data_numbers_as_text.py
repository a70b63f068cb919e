from __future__ import annotations

from typing import Any

from assay.practices.rules.data_numbers_as_text import check


def test_amounts_with_one_blank_are_found(honest: Any, said: Any) -> None:
    top = ((" ", 11), ("20.2", 11), ("19.75", 9), ("20.05", 8), ("1019.9", 8))
    charges = honest.column("charges", dtype="String", kind="categorical", distinct=6_531, top=top)
    (finding,) = said(check, honest.profile(charges)).findings
    assert "such as 20.2, 19.75, 20.05" in finding.message


def test_postal_codes_are_silent(honest: Any, said: Any) -> None:
    for top in ((("10115", 9), ("80331", 8)), (("02134", 9), ("2139", 8))):
        code = honest.column("zip", dtype="String", kind="categorical", distinct=900, top=top)
        assert said(check, honest.profile(code)).silent


def test_grades_are_silent(honest: Any, said: Any) -> None:
    top = (("1.5", 9), ("10", 8), ("nan", 2))
    grade = honest.column("grade", dtype="String", kind="categorical", distinct=3, top=top)
    assert said(check, honest.profile(grade)).silent


def test_words_are_silent(honest: Any, said: Any) -> None:
    town = honest.column(dtype="String", distinct=900, top=(("Rome", 4), ("Oslo", 3), ("12", 1)))
    assert said(check, honest.profile(town)).silent
