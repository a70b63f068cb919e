"""Ask a model that was handed over, and read its answers in one form."""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import AssayError, InputError, did_you_mean
from assay.core.evidence.data import Task
from assay.lifecycle import given_reading
from assay.lifecycle.given_loading import Handed
from assay.lifecycle.given_reading import Says

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows to learn from, or to be asked about.

    Attributes:
        rows: All columns but the target.
        outcomes: The target, as the table holds it.
    """

    rows: pl.DataFrame
    outcomes: pl.Series


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a model says of rows: a `Scorer` for these rows alone.

    Attributes:
        says: How much a score means: `ranks` and `decisions` are no probabilities.
        values: Scores as a `Scorer` returns them.
        decide: Asks a model that gives probabilities which classes it decides for, as it says them;
            None where it has no way of its own.
    """

    task: Task
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    says: Says
    values: Floats
    decide: Callable[[], Any] | None = None

    @property
    def threshold(self) -> float | None:
        """The decision threshold of a binary model."""
        return 0.5 if self.task == "binary" else None

    def scores(self, rows: pl.DataFrame) -> Floats:
        """Return the scores of the rows that were asked about."""
        if rows.height != len(self.values):
            raise ValueError(f"{rows.height} rows, but {len(self.values)} were asked about")
        return self.values


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a model is asked to predict.

    Attributes:
        features: Columns that an estimator is fitted on unless it names others.
    """

    target: str
    task: Task
    classes: tuple[str, ...]
    features: tuple[str, ...]


def ask(
    handed: Handed,
    question: Question,
    learnt: Part,
    asked: Sequence[Part],
    *,
    seed: int | None = None,
    again: bool = False,
) -> list[Answers]:
    """Return what a model says of each part, fitted on the rows to learn from where it is not.

    Args:
        handed: The model.
        question: What is predicted.
        learnt: Rows that it is fitted on.
        asked: Rows that it predicts.
        seed: Seed that it is fitted with; its own if None.
        again: Fit a clone of an estimator that comes fitted.

    Raises:
        InputError: If it fails, or does not give one answer a row.
    """
    model = handed.model
    if handed.kind == "function":
        said = [_called(handed, question, learnt, part, seed) for part in asked]
        columns = tuple(learnt.rows.columns)
    else:
        columns = _columns(handed, question, learnt.rows.columns)
        with _lacking(handed, learnt.rows.columns):
            if handed.kind == "estimator" and (again or not handed.fitted):
                model = _fitted(handed, question, columns, learnt, seed)
            with _theirs(handed.name):
                said = [_predicted(model, _pandas(part.rows.select(columns))) for part in asked]
    answers = [
        _read(one, says, known, question, columns, part.rows.height, handed.name)
        for (one, says, known), part in zip(said, asked, strict=True)
    ]
    if handed.kind == "function" or not hasattr(model, "predict_proba"):
        return answers
    return [
        replace(one, decide=partial(_decisions, model, part.rows.select(columns), handed.name))
        for one, part in zip(answers, asked, strict=True)
    ]


def _called(
    handed: Handed, question: Question, learnt: Part, part: Part, seed: int | None
) -> tuple[Any, Says | None, Any]:
    with _theirs(handed.name), _seeded(seed):
        if handed.form == "matrices":
            columns = list(question.features)
            outcomes = _outcomes(learnt, question)
            train, test = (_pandas(one.rows.select(columns)) for one in (learnt, part))
            return handed.model(train, outcomes, test), None, None
        tables = (_pandas(one.rows.with_columns(one.outcomes)) for one in (learnt, part))
        return handed.model(*tables), None, None


def _fitted(
    handed: Handed, question: Question, columns: Sequence[str], learnt: Part, seed: int | None
) -> Any:
    from sklearn.base import clone

    with _theirs(handed.name), _seeded(seed):
        model = clone(handed.model, safe=False)  # what has no settings is copied as it is
        if seed is not None:
            _set_seed(model, seed)
        made = model.fit(_pandas(learnt.rows.select(columns)), _outcomes(learnt, question))
        return made if hasattr(made, "predict") else model  # `fit` may return nothing


def _set_seed(model: Any, seed: int) -> None:
    if hasattr(model, "get_params"):
        own = [name for name in model.get_params() if name.split("__")[-1] == "random_state"]
        model.set_params(**dict.fromkeys(own, seed))
    elif hasattr(model, "random_state"):
        model.random_state = seed


def _outcomes(part: Part, question: Question) -> pd.Series:
    return _pandas(part.outcomes.alias(question.target).to_frame())[question.target]


def _columns(handed: Handed, question: Question, there: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that a model reads: those it names and that are there, or the features."""
    named = _named_columns(handed)
    if named is None:
        mentioned = set() if handed.kind == "fixed" else _mentioned(handed.model)
        others = [name for name in there if name in mentioned and name not in question.features]
        return (*question.features, *others)
    return tuple(name for name in named if name in there)


def _named_columns(handed: Handed) -> list[str] | None:
    attribute = "columns" if handed.kind == "fixed" else "feature_names_in_"
    named = getattr(handed.model, attribute, None)
    return None if named is None else [str(name) for name in named]


@contextlib.contextmanager
def _lacking(handed: Handed, there: Sequence[str]) -> Iterator[None]:
    """Tell which columns are not there, where a model fails without them.

    A pipeline was fitted on a whole table, and may read only a few columns of it.
    """
    try:
        yield
    except InputError as cause:
        missing = [name for name in _named_columns(handed) or () if name not in there]
        if not missing:
            raise
        hints = ", ".join(f"'{name}'{did_you_mean(name, there)}" for name in missing)
        raise InputError(
            f"the model reads columns that are not in both tables: {hints}",
            where=handed.name,
            remedy="give the tables that it was fitted on",
        ) from cause


def _mentioned(model: Any) -> set[str]:
    """Return every text in an estimator's settings: a column may be named there."""
    found: set[str] = set()
    waiting = list(model.get_params().values()) if hasattr(model, "get_params") else []
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, list | tuple):
            waiting.extend(value)
    return found


def _predicted(model: Any, rows: pd.DataFrame) -> tuple[Any, Says | None, Any]:
    known = getattr(model, "classes_", None)
    if hasattr(model, "predict_proba"):
        return model.predict_proba(rows), "probabilities", known
    if hasattr(model, "decision_function") and known is not None and len(known) == 2:
        return model.decision_function(rows), "ranks", known
    return model.predict(rows), None, None


def _decisions(model: Any, rows: pl.DataFrame, name: str) -> Any:
    with _theirs(name):
        return model.predict(_pandas(rows))


def _read(
    said: Any,
    says: Says | None,
    known: Any,
    question: Question,
    columns: tuple[str, ...],
    rows: int,
    name: str,
) -> Answers:
    """Bring predictions into the form of a `Scorer`."""
    with _theirs(name):
        means, values = given_reading.scores(said, says, known, question)
    if len(values) != rows or not np.isfinite(values).all():
        bad = int((~np.isfinite(values)).sum())
        raise InputError(
            f"'{name}' gives {len(values)} predictions for {rows} rows, {bad} of them not finite",
            where=name,
            remedy="return one prediction a row, in the order of the rows",
        )
    return Answers(
        task=question.task, classes=question.classes, columns=columns, says=means, values=values
    )


def _pandas(rows: pl.DataFrame) -> pd.DataFrame:
    """Return rows as `pandas.read_csv` would give them."""
    import pandas as pd

    return pd.DataFrame({column.name: _pandas_column(column) for column in rows})


def _pandas_column(column: pl.Series) -> Any:
    import pandas as pd

    if column.dtype.is_numeric() or column.dtype.is_temporal():
        return column.to_numpy().copy()
    if column.dtype == pl.Boolean and not column.null_count():
        return column.to_numpy().copy()
    return pd.Series([np.nan if one is None else one for one in column.to_list()])


@contextlib.contextmanager
def _theirs(name: str) -> Iterator[None]:
    """Run somebody's code: what it prints and warns of is theirs, what it raises is told so."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(sys.stderr):
        warnings.simplefilter("ignore")
        try:
            yield
        except AssayError:
            raise
        except Exception as cause:
            raise InputError(
                f"the model fails with {type(cause).__name__}: {cause}",
                where=name,
                remedy="give a pipeline that takes these columns as they are, texts and gaps too",
            ) from cause


@contextlib.contextmanager
def _seeded(seed: int | None) -> Iterator[None]:
    """Seed what draws from the global state of NumPy, and put that state back."""
    if seed is None:
        yield
        return
    before = np.random.get_state()
    np.random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(before)
