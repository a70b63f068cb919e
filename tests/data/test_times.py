"""Times are read alike in every form, and drift along them is measured, not guessed."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from assay.core.errors import InputError
from assay.data.assign import cut_time, deal, purge_groups
from assay.data.drift import target_drift
from assay.data.times import seconds

DAY = 86_400.0


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-02",
        "1970-01-02 00:00:00",
        "1970-01-02T00:00:00Z",
        "1970-01-02T02:00:00+02:00",
        "1970/01/02",
        "02.01.1970",
        "02-01-1970",
        "19700102",
        " 1970-01-02 ",
    ],
)
def test_time_means_the_same_in_every_form(text: str) -> None:
    assert np.array_equal(
        seconds(pl.Series([text, None, ""])), [DAY, np.nan, np.nan], equal_nan=True
    )


def test_day_and_month_are_not_guessed() -> None:
    assert seconds(pl.Series(["01/02/1970", "13/01/1970"])).tolist() == [31 * DAY, 12 * DAY]
    assert seconds(pl.Series(["01/02/1970", "01/13/1970"])).tolist() == [DAY, 12 * DAY]
    with pytest.raises(InputError, match="two ways: '01/02/1970'"):
        seconds(pl.Series("at", ["02/02/1970", "01/02/1970"]))


def test_dates_datetimes_and_numbers_are_times() -> None:
    dates = pl.Series(["1970-01-02"]).str.to_date()
    assert seconds(dates).tolist() == [DAY]
    assert seconds(dates.cast(pl.Datetime("ns"))).tolist() == [DAY]
    assert seconds(dates.cast(pl.Datetime("ms", "UTC"))).tolist() == [DAY]
    assert seconds(pl.Series([2013, 2014])).tolist() == [2013.0, 2014.0]


def test_text_that_is_no_time_is_named() -> None:
    with pytest.raises(InputError, match=r"1 values of the time column 'at'.*'next week'"):
        seconds(pl.Series("at", ["2020-01-01", "next week"]))
    with pytest.raises(InputError, match="Boolean"):
        seconds(pl.Series("at", [True]))


def test_border_never_parts_equal_times() -> None:
    times = np.repeat(np.arange(5.0), [10, 1, 50, 1, 38])
    parts = cut_time(times, (0.6, 0.2, 0.2))
    assert [set(parts[times == moment]) for moment in range(5)] == [{0}, {0}, {0}, {1}, {2}]


def test_every_class_however_small_reaches_every_part() -> None:
    strata = np.repeat([0, 1, 2], [1_000, 5, 3])
    keys = np.random.default_rng(0).integers(0, 2**63, len(strata)).astype(np.uint64)
    parts = deal(keys, strata, (0.2, 0.2, 0.6))
    for stratum in range(3):
        assert set(parts[strata == stratum]) == {0, 1, 2}
    assert np.bincount(parts)[0] == pytest.approx(0.2 * len(strata), abs=2)


def test_groups_that_mostly_live_in_one_period_lose_only_their_strays() -> None:
    groups = np.repeat(np.arange(30), 10)
    periods = np.repeat([0, 1, 2], 100)
    periods[[0, 150, 250]] = [1, 0, 0]
    names = np.arange(30, dtype=np.uint64)
    purged = purge_groups(periods, groups, names, seed=0)
    assert purged.dropped == 3
    assert purged.rule == "in the part that holds most of them"


@pytest.mark.parametrize("classes", [0, 2, 4])
def test_steady_target_has_no_drift_and_a_moving_one_has(classes: int) -> None:
    draw = np.random.default_rng(0)
    times = draw.random(4_000)
    noise = draw.normal(size=4_000)
    if classes:
        steady = draw.integers(0, classes, 4_000).astype(float)
        moving = np.minimum(np.floor(times * classes), classes - 1)
    else:
        steady, moving = noise, 10 * times + noise
    assert target_drift(times, steady, classes=classes) < 0.06
    assert target_drift(times, moving, classes=classes) > 0.9


def test_season_within_a_period_is_no_drift() -> None:
    hours = np.arange(20_000.0)
    by_hour = (hours % 24 < 12).astype(float)
    assert target_drift(hours, by_hour, classes=2) < 0.05
