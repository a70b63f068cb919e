from __future__ import annotations

import dataclasses
from typing import Any

from assay.core.evidence.data import TextLeak
from assay.practices.rules.leak_target_in_text import check

NOTE = TextLeak(
    column="note", pattern="the word 'closed'", exactness=0.99, example="account closed by phone"
)


def test_word_that_gives_the_target_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.leaks(texts=(NOTE,))).columns == ["note"]


def test_frequent_word_of_one_class_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.leaks(texts=(dataclasses.replace(NOTE, exactness=0.91),))).silent


def test_word_in_an_easy_task_is_silent(honest: Any, said: Any) -> None:
    easy = honest.leak("note", exactness_of_rest=0.97)
    assert said(check, honest.leaks(easy, texts=(NOTE,))).silent


def test_small_sample_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.leaks(texts=(NOTE,), rows=30))
    assert not answer.findings and "on 30 rows only" in answer.unknown[0]


def test_column_that_was_left_out_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.leaks(texts=(NOTE,)), honest.columns("age")).silent


def test_word_in_half_of_one_class_and_in_no_other_is_likely_only(honest: Any, said: Any) -> None:
    half = dataclasses.replace(NOTE, exactness=0.55, purity=1.0)
    (finding,) = said(check, honest.leaks(texts=(half,))).findings
    assert finding.severity == "warning" and "55% of the texts of one class" in finding.message
    for other in (
        dataclasses.replace(half, exactness=0.2),
        dataclasses.replace(half, purity=0.95),
    ):
        assert said(check, honest.leaks(texts=(other,))).silent


def test_outcome_that_is_quoted_in_part_of_the_texts_is_found(honest: Any, said: Any) -> None:
    letter = dataclasses.replace(NOTE, exactness=0.5, purity=1.0, quoted=True)
    (finding,) = said(check, honest.leaks(task="regression", texts=(letter,))).findings
    assert finding.severity is None and "50% of the texts hold the target" in finding.message
    few = dataclasses.replace(letter, exactness=0.25)
    (finding,) = said(check, honest.leaks(task="regression", texts=(few,))).findings
    assert finding.severity == "warning"
    assert said(check, honest.leaks(texts=(dataclasses.replace(letter, exactness=0.1),))).silent


def test_words_in_nine_of_ten_texts_of_a_class_alone_are_likely(honest: Any, said: Any) -> None:
    most = dataclasses.replace(NOTE, exactness=0.93, purity=1.0)
    (finding,) = said(check, honest.leaks(texts=(most,))).findings
    assert finding.severity == "warning"


def test_copy_of_the_target_is_told_of_as_a_copy(honest: Any, said: Any) -> None:
    folder = honest.leak("note", copies_target=True)
    assert said(check, honest.leaks(folder, texts=(NOTE,))).silent


def test_name_of_the_class_in_an_easy_task_is_found(honest: Any, said: Any) -> None:
    easy = honest.leak("note", exactness_of_rest=0.97)
    named = dataclasses.replace(NOTE, named=True)
    assert said(check, honest.leaks(easy, texts=(named,))).columns == ["note"]
