"""Parts are found where predictions are off throughout, and not where outcomes are less certain."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.evaluation.slices_off import find_off

DRAW = np.random.default_rng(6)
ROWS = 240
RANK = DRAW.choice(["junior", "senior"], ROWS)
PLACE = DRAW.choice(["north", "south"], ROWS)
TABLE = pl.DataFrame({"rank": RANK, "place": PLACE})
PAY = np.where(RANK == "senior", 120.0, 60.0) + DRAW.normal(0, 8, ROWS)


def test_part_that_is_told_too_little_is_found_though_another_has_the_larger_loss() -> None:
    told = np.where(RANK == "senior", 120.0, 60.0) * np.where(PLACE == "north", 0.65, 1.0)
    found = find_off(TABLE, PAY, told, (PAY - told) ** 2, level=0.95)
    assert "place = 'north'" in [one.condition for one in found]
    north = next(one for one in found if one.condition == "place = 'north'")
    assert north.predicted is not None and north.observed is not None
    assert north.predicted < 0.75 * north.observed and north.worse


def test_part_whose_outcomes_are_less_certain_is_not_off() -> None:
    told = np.where(RANK == "senior", 120.0, 60.0)
    wide = PAY + np.where(PLACE == "north", DRAW.normal(0, 40, ROWS), 0.0)
    assert not find_off(TABLE, wide, told, (wide - told) ** 2, level=0.95)


def test_predictions_that_are_met_exactly_have_no_part() -> None:
    assert find_off(TABLE, PAY, PAY, np.zeros(ROWS), level=0.95) == ()
