from __future__ import annotations

import dataclasses
from typing import Any

from assay.practices.rules.leak_target_proxy import check


def test_target_measured_in_minutes_is_found(honest: Any, said: Any) -> None:
    delay = honest.leak("arr_delay", strength=1.0, exactness=1.0)
    answer = said(check, honest.leaks(honest.leak(), delay))
    assert answer.columns == ["arr_delay"]


def test_strong_honest_feature_is_silent(honest: Any, said: Any) -> None:
    strong = honest.leak(strength=0.985, exactness=0.975, strength_of_rest=0.3)
    assert said(check, honest.leaks(strong)).silent


def test_easy_task_with_several_strong_columns_is_silent(honest: Any, said: Any) -> None:
    petals = [
        honest.leak(name, strength=0.99, strength_of_rest=0.97, exactness=0.995)
        for name in ("petal_length", "petal_width")
    ]
    assert said(check, honest.leaks(*petals)).silent


def test_small_sample_is_unknown(honest: Any, said: Any) -> None:
    delay = honest.leak("arr_delay", strength=1.0, exactness=1.0)
    answer = said(check, honest.leaks(delay, rows=60))
    assert not answer.findings and "fewer than 100 rows" in answer.unknown[0]


def test_regression_needs_no_class_shares(honest: Any, said: Any) -> None:
    twin = honest.leak("price_net", strength=1.0, exactness=1.0)
    assert said(check, honest.leaks(twin, task="regression")).columns == ["price_net"]


def test_rare_kind_that_lies_above_all_others_is_a_warning(honest: Any, said: Any) -> None:
    star = honest.leak(
        "celebrity", strength=0.31, on_curve=0.98, strength_of_rest=0.01, strength_of_others=0.01
    )
    (finding,) = said(check, honest.leaks(star, task="regression")).findings
    assert finding.severity == "warning"
    halves = dataclasses.replace(star, strength=0.6)
    (finding,) = said(check, honest.leaks(halves, task="regression")).findings
    assert finding.severity is None


def test_number_near_the_target_as_nothing_else_is_a_warning(honest: Any, said: Any) -> None:
    gun = honest.leak("time", strength=0.98, noise=0.14, strength_of_others=0.15)
    (finding,) = said(check, honest.leaks(gun, task="regression")).findings
    assert finding.severity == "warning"
    known = honest.leak("time", strength=0.98, noise=0.14, strength_of_others=0.97)
    assert said(check, honest.leaks(known, task="regression")).silent


def test_other_version_of_the_target_is_a_warning_by_its_name(honest: Any, said: Any) -> None:
    leaks = honest.leaks(honest.leak(), task="regression")
    same = honest.leak(f"adjusted_{leaks.target}", strength=0.8, strength_of_rest=0.4)
    (finding,) = said(check, honest.leaks(same, task="regression")).findings
    assert finding.severity == "warning"
    before = honest.leak(f"previous_{leaks.target}", strength=0.8, strength_of_rest=0.4)
    assert said(check, honest.leaks(before, task="regression")).silent


def test_task_that_the_others_settle_together_is_a_warning(honest: Any, said: Any) -> None:
    acid = honest.leak("acid", strength=1.0, exactness=1.0, strength_of_others=0.997)
    (finding,) = said(check, honest.leaks(acid)).findings
    assert finding.severity == "warning"


def test_copy_of_the_target_needs_few_rows(honest: Any, said: Any) -> None:
    film = honest.leak("film", strength=1.0, exactness=1.0, follows=1.0)
    assert said(check, honest.leaks(film, rows=60)).columns == ["film"]
    assert said(check, honest.leaks(film, rows=30)).unknown


def test_number_that_leaves_a_tenth_of_what_all_others_do_is_a_warning(
    honest: Any, said: Any
) -> None:
    net = honest.leak("net", strength=0.998, noise=0.05, strength_of_others=0.97)
    (finding,) = said(check, honest.leaks(net, task="regression")).findings
    assert finding.severity == "warning"
    known = honest.leak("net", strength=0.96, noise=0.2, strength_of_others=0.95)
    assert said(check, honest.leaks(known, task="regression")).silent


def test_number_that_ranks_as_the_target_is_a_warning_unless_others_do_too(
    honest: Any, said: Any
) -> None:
    place = honest.leak("place", strength=0.8, in_ranks=0.97, in_ranks_of_others=0.5)
    (finding,) = said(check, honest.leaks(place, task="regression")).findings
    assert finding.severity == "warning" and "ranks as the target" in finding.message
    known = honest.leak("place", strength=0.8, in_ranks=0.97, in_ranks_of_others=0.96)
    assert said(check, honest.leaks(known, task="regression")).silent


def test_figure_before_it_was_revised_is_a_warning(honest: Any, said: Any) -> None:
    first = honest.leak("first", strength=0.8, equal=0.7)
    (finding,) = said(check, honest.leaks(first, task="regression")).findings
    assert finding.severity == "warning"
    some = honest.leak("first", strength=0.8, equal=0.2)
    assert said(check, honest.leaks(some, task="regression")).silent


def test_second_reader_is_a_warning_unless_another_column_comes_near(
    honest: Any, said: Any
) -> None:
    reader = honest.leak(
        "reader", strength=0.87, mirrors=0.915, strength_of_others=0.8, exactness_of_rest=0.8
    )
    (finding,) = said(check, honest.leaks(reader, rows=92)).findings
    assert finding.severity == "warning"
    easy = dataclasses.replace(reader, exactness_of_rest=0.9)
    assert said(check, honest.leaks(easy, rows=92)).silent


def test_a_vote_is_a_warning_where_the_other_votes_tell_half_of_what_it_leaves_open(
    honest: Any, said: Any
) -> None:
    vote = honest.leak("vote", strength=0.93, mirrors=0.968, strength_of_others=0.896)
    (finding,) = said(check, honest.leaks(vote)).findings
    assert finding.severity == "warning"
    lone = dataclasses.replace(vote, strength_of_others=0.5, strength_of_rest=0.4)
    (finding,) = said(check, honest.leaks(lone)).findings
    assert finding.severity is None
