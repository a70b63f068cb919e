"""Models that are given, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.plan import planting
from benchmarks.planted.table import Table

ROOM = __name__.rpartition(".")[0]


def given(
    table: Table,
    random: np.random.Generator,
    *,
    model: str,
    room: str = "models",
    metric: str | None = None,
) -> Pair:
    """Hand a model over with an honest split of its table.

    Seen by: what its maker's line says, with the score on the test beyond two standard errors.
    """
    pair = parted(table, random)
    return replace(pair, model=f"{ROOM}.{room}:{model}", metric=metric or table.metric)


def sliced(
    table: Table, random: np.random.Generator, *, model: str, columns: tuple[str, ...]
) -> Pair:
    """Hand a model over that fails where a column has one value.

    Seen by: its score on these rows of the test is far under that on the others.
    """
    return replace(given(table, random, model=model), columns=columns)


FIT = (
    planting("model overfits", "schooling", given, model="wage_tree"),
    planting("model overfits", "breast_cancer", given, model="nearest_patient"),
    planting("model overfits", "incinerator", given, model="narrow_prices"),
    planting("model underfits", "nations", given, model="timid_mortality"),
    planting("model underfits", "caterpillars", given, model="stump_of_stages"),
    planting("model underfits", "children", given, model="broad_neighbours"),
    planting("model no better than baseline", "portfolios", given, model="returns_of_chance"),
    planting("model no better than baseline", "heart_stays", given, model="stay_of_the_like"),
    planting("model no better than baseline", "births", given, model="births_by_day"),
    planting("model with unstable seeds", "penguins", given, model="hurried_net"),
    planting("model with unstable seeds", "gammopathy", given, model="jumping_slopes"),
    planting("model with unstable seeds", "children", given, model="one_random_tree"),
)

JUDGED = (
    planting("metric hides the minority", "fatty_liver", given,
             model="deaths_unseen", metric="accuracy"),
    planting("metric hides the minority", "transfers", given,
             model="support_unseen", metric="accuracy"),
    planting("metric hides the minority", "wheezing", given,
             model="wheezing_unseen", metric="accuracy"),
    planting("model miscalibrated", "lake", given, model="naive_trip"),
    planting("model miscalibrated", "fatty_liver", given, model="weighted_deaths"),
    planting("model miscalibrated", "doctorates", given, model="sure_forest", metric="log_loss"),
    planting("code that sees the target", "journals", given,
             model="model", room="code_keeps_means"),
    planting("code that sees the target", "breast_cancer", given,
             model="model", room="code_keeps_cases"),
    planting("code that sees the target", "handwriting", given,
             model="model", room="code_fits_all"),
    planting("slice that fails", "young_earners", sliced,
             model="school_leavers", columns=("degree",)),
    planting("slice that fails", "penguins", sliced, model="swapped_bills", columns=("Sex",)),
    planting("slice that fails", "rodents", sliced,
             model="logged_weights", columns=("species_id",)),
)  # fmt: skip

PLAN = (*FIT, *JUDGED)
