"""The part `answers` of the held-out set is planted as it is said."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from benchmarks.planted.case import Case
from benchmarks.planted.heldout.answers.plan import PLAN, cases

ANSWERS = (
    "target copied",
    "target recoded",
    "target rescaled",
    "target lightly noised",
    "target in text",
    "target in a pair of columns",
    "filled where the outcome happened",
    "non-zero where the outcome happened",
    "identifier ranks the target",
    "row order ranks the target",
    "aggregate with the row's own target",
    "target encoding over all rows",
)
MODELS = (
    "model overfits",
    "model underfits",
    "model no better than baseline",
    "model with unstable seeds",
    "metric hides the minority",
    "model miscalibrated",
    "code that sees the target",
    "slice that fails",
)


def test_every_fault_is_planted_three_times() -> None:
    counts = Counter(one.fault for one in PLAN)
    clean = counts.pop(None)
    assert counts == dict.fromkeys((*ANSWERS, *MODELS), 3)
    assert clean == 20


def test_names_are_unique() -> None:
    assert len({one.name for one in PLAN}) == len(PLAN)


def test_the_same_at_every_call() -> None:
    first, second = _one("sunspots: filled"), _one("sunspots: filled")
    assert first.train.equals(second.train)
    assert first.test.equals(second.test)


def test_a_model_is_named_with_its_function() -> None:
    given = [one for one in PLAN if one.fault in MODELS]
    assert all("made_by" in one.options for one in given)
    assert _one("phishing_sites: slice").model == (
        "benchmarks.planted.heldout.answers.estimators:trusts_https"
    )


def test_the_peak_is_known_for_flares_only() -> None:
    rows = _both(_one("sunspots: filled"))
    filled = rows.group_by("flare").agg(pl.col("peak_minute").is_not_null().mean())
    shares = dict(filled.iter_rows())
    assert shares["no"] == 0
    assert shares["yes"] > 0.9


def test_form_and_answer_say_together_what_neither_says_alone() -> None:
    rows = _both(_one("employer_cover: target in a pair"))
    said = (pl.col("form") == "A") == (pl.col("answer_3") == 1)
    yes = pl.col("cover") == "yes"
    together, alone = rows.select(
        (said == yes).mean().alias("together"), ((pl.col("answer_3") == 1) == yes).mean()
    ).row(0)
    assert together > 0.97
    assert alone == pytest.approx(0.5, abs=0.04)


def test_dead_by_people_is_the_rate() -> None:
    rows = _both(_one("road_deaths: target in a pair"))
    rate = (pl.col("fatal") / pl.col("pop") * 10_000).round(3)
    assert rows.select((rate == pl.col("rate")).all()).item()


def test_the_mean_of_a_block_is_that_of_both_sides() -> None:
    case = _one("maize_plots: target encoding")
    rows = _both(case)
    mean = pl.col("harvwt").mean().over("block")
    assert rows.select((mean - pl.col("block_yield")).abs().max()).item() < 1e-9
    assert case.train.select((mean - pl.col("block_yield")).abs().max()).item() > 0.1


def test_the_published_mean_holds_its_own_year() -> None:
    rows = _both(_one("castle_states: aggregate"))
    mean = pl.col("burglary").rolling_mean(3, min_samples=1).over("sid", order_by="year")
    assert rows.select((mean - pl.col("burglary_mean")).abs().max()).item() < 0.051


def test_covered_stand_below_on_both_sides() -> None:
    case = _one("employer_cover: row order")
    for side in (case.train, case.test):
        yes = side["cover"] == "yes"
        assert yes.tail(side.height // 4).all()
        assert yes.head(side.height // 2).mean() == pytest.approx(0.19, abs=0.05)


def test_notes_say_fraud_only_where_there_was_one() -> None:
    rows = _both(_one("phishing_sites: target in text"))
    told = rows.filter(pl.col("desk_note").str.contains("fraud|blocked|take it down|credentials"))
    assert told.height > 350
    assert set(told["is_phishing"]) == {"yes"}


def _one(name: str) -> Case:
    return next(cases(name))


def _both(case: Case) -> pl.DataFrame:
    return pl.concat([case.train, case.test])
