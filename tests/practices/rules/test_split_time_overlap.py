from __future__ import annotations

from typing import Any

from assay.practices.rules.split_time_overlap import check


def test_training_row_from_the_future_is_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.split(kind="time", time="day", rows_before_border=4)).findings
    assert finding.columns == ("day",)


def test_clean_border_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(kind="time", time="day")).silent


def test_random_split_is_another_question(honest: Any, said: Any) -> None:
    assert said(check, honest.split(kind="random", time="day", rows_before_border=4)).silent
