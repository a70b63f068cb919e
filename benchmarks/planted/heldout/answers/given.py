"""Hands a model over with an honest pair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.planted.heldout.answers.common import honest
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table

MODELS = "benchmarks.planted.heldout.answers.estimators"
REMEMBERING = "benchmarks.planted.heldout.answers.remembering"


def model(table: Table, random: np.random.Generator, *, made_by: str, share: float = 0.25) -> Pair:
    """Part the table honestly and give the model; what was seen is said in the plan."""
    return replace(honest(table, random, share=share), model=f"{MODELS}:{made_by}")


def judged_by_accuracy(
    table: Table, random: np.random.Generator, *, made_by: str, share: float = 0.25
) -> Pair:
    """Give the model, and judge it by accuracy."""
    return replace(model(table, random, made_by=made_by, share=share), metric="accuracy")


def code(table: Table, random: np.random.Generator, *, made_by: str) -> Pair:
    """Give a model whose code has seen outcomes that it should not."""
    return replace(honest(table, random), model=f"{REMEMBERING}:{made_by}", metric=None)
