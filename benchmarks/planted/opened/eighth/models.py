"""A model, or a script, beside an honest split."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import honest
from benchmarks.planted.pair import Pair, with_frame
from benchmarks.planted.table import Table

HOME = "benchmarks.planted.opened.eighth"


def overgrown(table: Table, random: np.random.Generator, *, model: str) -> Pair:
    """A model with room for every row of the training, held by nothing.

    Seen by: (nearly) no error in the training; in the test a far larger one than in the training
    and than that of a plain linear model, both by more than two standard errors.
    """
    return _beside(table, random, model)


def too_simple(table: Table, random: np.random.Generator, *, model: str) -> Pair:
    """A model that is held too tight, or reads too little, for what there is to learn.

    Seen by: errors in training and test alike, and far above those of a plain linear model, or of a
    forest where the way is curved, by more than five standard errors.
    """
    return _beside(table, random, model)


def says_nothing(table: Table, random: np.random.Generator, *, model: str) -> Pair:
    """A model that learned nothing, as there is nothing, or as its settings keep it from it.

    Seen by: a test score that is not above that of the mean or the common class.
    """
    return _beside(table, random, model)


def by_chance(table: Table, random: np.random.Generator, *, model: str) -> Pair:
    """A model whose result hangs on a draw at the start, for which no seed was set.

    Seen by: test scores of ten fits that scatter by more than a twentieth of the score.
    """
    return _beside(table, random, model)


def accuracy_alone(table: Table, random: np.random.Generator, *, model: str) -> Pair:
    """A model of a rare class, judged by accuracy.

    Seen by: an accuracy above .8, while at most a fifth of the rare class is found.
    """
    return replace(_beside(table, random, model), metric="accuracy")


def odd_chances(table: Table, random: np.random.Generator, *, model: str) -> Pair:
    """A model that ranks well and whose chances are not those of the rows.

    Seen by: bins of chances whose shares of the class are off by more than three standard errors.
    """
    return _beside(table, random, model)


def script(table: Table, random: np.random.Generator, *, module: str) -> Pair:
    """A script that is given both tables, and learns from the target of the test.

    Seen by: with the target shuffled it still explains the test's, far above chance.
    """
    return replace(honest(table, random), model=f"{HOME}.{module}:predict")


def wrong_for_some(table: Table, random: np.random.Generator, *, model: str, column: str) -> Pair:
    """What comes after the model turns its answers for one part of the rows.

    Seen by: errors in this part of the test more than two standard errors above the others'.
    """
    return replace(_beside(table, random, model), columns=(column,))


def scanner_off(
    table: Table, random: np.random.Generator, *, model: str, kind: str, word: str, column: str
) -> Pair:
    """The scanner of one kind of rows gave the value of some other row, in training and test.

    Seen by: errors in this kind of rows more than two standard errors above the others'.
    """
    here = (table.frame[kind] == word).to_numpy()
    values = table.frame[column].to_numpy().copy()
    values[here] = random.permutation(values[here])
    frame = table.frame.with_columns(pl.Series(column, values))
    return replace(_beside(with_frame(table, frame), random, model), columns=(kind,))


def _beside(table: Table, random: np.random.Generator, model: str) -> Pair:
    return replace(honest(table, random), model=f"{HOME}.estimators:{model}")
