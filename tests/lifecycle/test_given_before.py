"""What a model knows from before it is fitted here: an earlier fit, or the rows of the test."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import polars as pl
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from assay.core.evidence.given import CameFitted, GivenCodeEvidence, Remembered
from assay.core.finding import Finding
from assay.data.sides.table import Sides, sides
from assay.lifecycle import given_before, given_model
from assay.practices.rules.leak_in_code import check

NAMES = ["x", "noise", "more"]


def rows(count: int, seed: int, *, values: bool = False) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    x, noise, more = random.normal(size=(3, count))
    value = x + random.normal(size=count)
    target = value**3 if values else np.where(value > 0.3, "yes", "no")
    return pl.DataFrame({"x": x, "noise": noise, "more": more, "sold": target})


@pytest.fixture(scope="module")
def classes() -> Sides:
    return sides(rows(240, 0).lazy(), rows(90, 1).lazy(), target="sold", task="binary")


@pytest.fixture(scope="module")
def values() -> Sides:
    left, right = (rows(n, seed, values=True).lazy() for n, seed in ((240, 0), (90, 1)))
    return sides(left, right, target="sold", task="regression")


def code_of(model: object, both: Sides) -> GivenCodeEvidence:
    (found, *_) = given_model.measure(model, both, None, lambda _stage, _share: None)
    assert isinstance(found, GivenCodeEvidence)
    return found


def said(code: GivenCodeEvidence) -> list[str]:
    return [one.message for one in check(code) if isinstance(one, Finding)]


class LastSeen(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Keeps the last outcome of a row in the class: all copies share it."""

    mean_: Any
    book: ClassVar[dict[Any, Any]] = {}

    def fit(self, data: Any, y: Any) -> LastSeen:
        self.mean_ = float(np.mean(y))
        for row, outcome in zip(data.to_numpy().tolist(), y, strict=True):
            self.keep(tuple(row), outcome)
        return self

    def keep(self, row: Any, outcome: Any) -> None:
        self.book[row] = outcome

    def predict(self, data: Any) -> Any:
        found = [self.book.get(tuple(row), self.mean_) for row in data.to_numpy().tolist()]
        return np.array(found)


class FirstSeen(LastSeen):
    """Keeps the first outcome: of training rows that is the truth, at every fit after the first."""

    book: ClassVar[dict[Any, Any]] = {}

    def keep(self, row: Any, outcome: Any) -> None:
        self.book.setdefault(row, outcome)


class KeptInItself(LastSeen):
    """Keeps the same in the copy alone."""

    def fit(self, data: Any, y: Any) -> KeptInItself:
        self.book = {}  # type: ignore[misc]
        super().fit(data, y)
        return self


class AnyLabel(ClassifierMixin, LastSeen):  # type: ignore[misc]
    book: ClassVar[dict[Any, Any]] = {}

    def fit(self, data: Any, y: Any) -> AnyLabel:
        self.classes_, self.mean_ = np.unique(y), "no"
        for row, outcome in zip(data.to_numpy().tolist(), y, strict=True):
            self.keep(tuple(row), outcome)
        return self


@pytest.mark.parametrize("model", [LastSeen(), FirstSeen()])
def test_what_a_class_keeps_of_an_earlier_fit_is_found(model: object, values: Sides) -> None:
    (message,) = said(code_of(model, values))
    assert "outlives a fit" in message


def test_labels_that_a_class_keeps_are_found(classes: Sides) -> None:
    assert "outlives a fit" in said(code_of(AnyLabel(), classes))[0]


def test_a_function_that_keeps_rows_in_its_module_is_found(classes: Sides) -> None:
    known: dict[Any, str] = {}

    def predict(learnt: Any, outcomes: Any, asked: Any) -> Any:
        known.update(zip(map(tuple, learnt.to_numpy().tolist()), outcomes, strict=True))
        return [known.get(tuple(row), "no") for row in asked.to_numpy().tolist()]

    assert "outlives a fit" in said(code_of(predict, classes))[0]


@pytest.mark.parametrize("model", [KeptInItself(), LinearRegression()])
def test_what_a_copy_keeps_for_itself_is_silent(model: object, values: Sides) -> None:
    code = code_of(model, values)
    assert code.remembered is not None and not said(code)


def test_one_row_far_from_all_others_is_no_memory(values: Sides) -> None:
    far = pl.DataFrame({"x": [1e6], "noise": [0.0], "more": [0.0], "sold": [1e18]})
    train = pl.concat([values.train.rows.select(*NAMES, "sold"), far])
    both = sides(train.lazy(), values.test.rows.lazy(), target="sold", task="regression")
    assert not said(code_of(LinearRegression(), both))


def test_a_model_that_cannot_do_with_half_of_the_rows_is_told_so(classes: Sides) -> None:
    code = code_of(KNeighborsClassifier(200), classes)
    assert code.remembered is None and "cannot be fitted on half of the rows" in code.reason
    assert not said(code)


def test_one_rare_row_that_is_hit_by_chance_is_no_memory() -> None:
    random = np.random.default_rng(0)
    known, told = np.zeros(37), np.full(37, 0.1)
    known[3] = 1.0
    told[[3, 20]] = 0.9
    found, by_chance = given_before.chance(told, known, "binary", random)
    assert found * 6 > 4 and by_chance > 0.02, "four standard errors, and one in 19 draws"


def grown(both: Sides, *, on_test: bool) -> RandomForestClassifier:
    parts = [both.train.rows, both.test.rows] if on_test else [both.train.rows]
    learnt = pl.concat([part.select(*NAMES, "sold") for part in parts]).to_pandas()
    forest = RandomForestClassifier(30, bootstrap=False, random_state=0)
    return forest.fit(learnt[NAMES], learnt["sold"])


def test_a_model_that_came_fitted_on_the_test_too_is_found(classes: Sides) -> None:
    code = code_of(grown(classes, on_test=True), classes)
    (finding,) = check(code)
    assert isinstance(finding, Finding) and finding.severity is None
    assert "rows of the test" in finding.message


def test_a_model_that_came_fitted_on_training_is_silent(classes: Sides) -> None:
    code = code_of(grown(classes, on_test=False), classes)
    assert code.came_fitted is not None and not said(code)
    line = LogisticRegression().fit(
        classes.train.rows[NAMES].to_pandas(), classes.train.rows["sold"].to_list()
    )
    assert not said(code_of(line, classes))


def evidence(**changed: Any) -> GivenCodeEvidence:
    return GivenCodeEvidence(files=(), faults=(), shuffled=None, **changed)


def test_one_round_of_memory_is_not_enough() -> None:
    once = Remembered(correlations=(0.6,), by_chance=(0.0,))
    assert not said(evidence(remembered=once))
    chance = Remembered(correlations=(0.6, 0.1), by_chance=(0.0, 1.0))
    assert not said(evidence(remembered=chance))
    twice = Remembered(correlations=(0.6, 0.5), by_chance=(0.0, 0.0005))
    assert "outlives a fit" in said(evidence(remembered=twice))[0]


def came(**changed: Any) -> GivenCodeEvidence:
    scores: dict[str, Any] = {
        "train": 1.0, "test": 0.99, "prior": 0.5, "anew_train": 1.0, "anew_test": 0.7,
        "deviations": (5.0, 5.0, 5.0),
    }  # fmt: skip
    return evidence(came_fitted=CameFitted(metric="roc_auc", **scores | changed))


def test_a_copy_that_does_as_well_or_half_a_gap_is_silent() -> None:
    assert said(came())
    assert not said(came(deviations=(5.0, 5.0, 2.0))), "one seed does as well"
    assert not said(came(test=0.83)), "as more rows of training would do"
    assert not said(came(anew_train=0.7)), "copies lose nothing that it could have kept"
    assert not said(came(anew_train=0.9)), "copies do not even know their own rows as well"
    assert not said(came(train=0.04, test=-41.0, prior=0.0, anew_train=0.07, anew_test=-246.0))
    (likely,) = check(came(test=0.91))
    assert isinstance(likely, Finding) and likely.severity == "warning"
