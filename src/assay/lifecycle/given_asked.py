"""A model that was asked about both sides, and what is held against it."""

from __future__ import annotations

import time

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.given import Explained
from assay.data.columns import named
from assay.data.target import encode
from assay.evaluation import confusion, metrics
from assay.lifecycle import given_reading
from assay.lifecycle.given_answers import Answers, Part, Question, ask
from assay.lifecycle.given_loading import Handed
from assay.training.probe import Matrix
from assay.training.quick import fit_predict

Floats = NDArray[np.float64]


class Asked:
    """A model, what it says of both sides, and what is held against it.

    Attributes:
        learnt: Rows that it was fitted on, and `tested`: rows of the test.
        on_train: What it says of the first, and `on_test`: of the second.
        seconds: What it took to fit it and to ask it.
        labels: Outcomes of the test as numbers, and `labels_train`: of training.
    """

    def __init__(
        self,
        handed: Handed,
        question: Question,
        parts: tuple[Part, Part],
        answers: tuple[Answers, Answers],
        seconds: float,
    ) -> None:
        self.handed = handed
        self.question = question
        self.learnt, self.tested = parts
        self.on_train, self.on_test = answers
        self.seconds = seconds
        self.labels = encoded(question, self.tested.outcomes)
        self.labels_train = encoded(question, self.learnt.outcomes)

    @classmethod
    def of(cls, handed: Handed, question: Question, learnt: Part, tested: Part) -> Asked:
        """Fit it where it is not, and ask it about both sides."""
        calls = [[tested], [learnt]] if handed.kind == "function" else [[tested, learnt]]
        said, took = [], []
        for parts in calls:
            begun = time.perf_counter()
            said += ask(handed, question, learnt, parts)
            took.append(time.perf_counter() - begun)
        seconds = min(took)  # of a function's calls, the first imports what it needs
        return cls(handed, question, (learnt, tested), (said[1], said[0]), seconds)

    @property
    def margins(self) -> bool:
        """Whether scores are margins of two classes, above 0 where it decides for the second."""
        return self.on_test.says == "ranks" and hasattr(self.handed.model, "decision_function")

    def decided(self) -> NDArray[np.int64]:
        """Return the class that it decides for in each row of the test, by its own threshold."""
        said = self.on_test
        if said.says == "probabilities" and said.decide is not None:
            says, values = given_reading.scores(said.decide(), None, None, self.question)
            if says == "decisions" and len(values) == len(said.values):
                return confusion.decide(values, said.threshold)
        return confusion.decide(said.values, said.threshold)

    def prior(self, rows: int) -> Floats:
        """Return what the bare shares, or the mean, of training predict."""
        if self.question.task == "multiclass":
            classes = range(len(self.question.classes))
            shares = [float((self.labels_train == place).mean()) for place in classes]
            return np.tile(shares, (rows, 1))
        return np.full(rows, self.labels_train.mean())

    def explained(self) -> Explained | None:
        """Return which share of how values vary it tells; None for classes."""
        spread = float(np.square(self.labels_train - self.labels_train.mean()).sum())
        if self.question.task != "regression" or spread == 0 or not np.ptp(self.labels):
            return None
        r2 = metrics.get("r2")
        return Explained(
            train=float(r2.value(self.labels_train, self.on_train.values)),
            test=float(r2.value(self.labels, self.on_test.values)),
            most=1 - float(np.square(self.labels_train - self._of_equal_rows()).sum()) / spread,
        )

    def _of_equal_rows(self) -> Floats:
        """Return the mean outcome of all rows of training that are equal in what it reads."""
        read = [name for name in self.on_test.columns if name in self.learnt.rows.columns]
        value = "_" + max(read, key=len, default="")  # no column has its name
        rows = self.learnt.rows.select(read).with_columns(pl.Series(value, self.labels_train))
        mean = (
            named(value).mean().over([named(name) for name in read])
            if read
            else named(value).mean()
        )
        return rows.select(mean).to_series().to_numpy()

    def reference(self) -> Floats:
        """Return what a quick model of the same columns predicts of the test."""
        names = [name for name in self.on_test.columns if name in self.question.features]
        matrix = Matrix(self.learnt.rows, names)
        return fit_predict(
            matrix.of(self.learnt.rows),
            self.labels_train,
            matrix.of(self.tested.rows),
            task=self.question.task,
            classes=len(self.question.classes),
            levelled=matrix.levelled,
        )


def encoded(question: Question, outcomes: pl.Series) -> Floats:
    """Return outcomes as 0 or 1, index of the class, or value."""
    return encode(outcomes, task=question.task, classes=question.classes, positive=None)
