"""Any object with `fit` and `predict` is a model, whatever it inherits from."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import polars as pl
import pytest
from sklearn.base import ClassifierMixin
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import assay
from assay.core.errors import InputError
from assay.lifecycle.given_loading import load


def rows(count: int, seed: int) -> pl.DataFrame:
    x, noise, more = np.random.default_rng(seed).normal(size=(3, count))
    return pl.DataFrame({"x": x, "noise": noise, "sold": np.where(x + more > 0, "yes", "no")})


class Sided:
    """Says the class whose mean lies nearer; inherits from nothing, and `fit` returns nothing."""

    def fit(self, given: Any, outcomes: Any) -> None:
        self.means = given["x"].groupby(np.asarray(outcomes)).mean()

    def predict(self, given: Any) -> Any:
        apart = np.abs(given["x"].to_numpy()[:, None] - self.means.to_numpy())
        return self.means.index.to_numpy()[apart.argmin(axis=1)]


class Mixed(ClassifierMixin, Sided):  # type: ignore[misc]
    """Asks scikit-learn for its tags, and has none to give."""


class Likely(Sided):
    def predict_proba(self, given: Any) -> Any:
        low, high = self.means
        share = 1 / (1 + np.exp(-2 * (high - low) * (given["x"] - (low + high) / 2)))
        return np.column_stack([1 - share, share])


class Kept(Sided):
    """Shows that it was fitted, and may be fitted once."""

    def fit(self, given: Any, outcomes: Any) -> None:
        super().fit(given, outcomes)
        self.fits_ = getattr(self, "fits_", 0) + 1


class Results:
    """`fit` returns another object, which predicts."""

    def fit(self, given: Any, outcomes: Any) -> Sided:
        made = Sided()
        made.fit(given, outcomes)
        return made

    def predict(self, given: Any) -> Any:
        raise RuntimeError("ask what fit returns")


@pytest.mark.parametrize("kind", [Sided, Mixed, Likely, Results])
def test_what_inherits_from_nothing_is_scored(kind: type) -> None:
    for model in (kind(), kind):
        report = assay.audit(rows(400, 0), rows(200, 1), target="sold", model=model, price=False)
        assert report.model is not None and report.model.test > 0.65
        assert report.model.name == kind.__name__
        assert not [each for each in report.findings if each.rule == "leak-in-code"]


def test_a_function_of_a_module_may_return_it(tmp_path: Path) -> None:
    code = """
        class Constant:
            def fit(self, rows, outcomes):
                self.said = outcomes.mode()[0]
                return self
            def predict(self, rows):
                return [self.said] * len(rows)
        def make():
            return Constant()
        """
    path = tmp_path / "work.py"
    path.write_text(dedent(code), encoding="utf-8")
    tables = rows(400, 0), rows(600, 1)
    report = assay.audit(*tables, target="sold", model=f"{path}:make", price=False)
    assert "eval-no-better-than-prior" in {each.rule for each in report.findings}


def test_one_that_comes_fitted_is_not_fitted_again_itself() -> None:
    train = rows(400, 0)
    model = Kept()
    model.fit(train.to_pandas(), train["sold"].to_pandas())
    assert load(model).fitted and not load(Kept()).fitted
    assay.audit(train, rows(200, 1), target="sold", model=model, price=False)
    assert model.fits_ == 1


def test_a_process_that_can_predict_unfitted_is_fitted() -> None:
    tables = [
        each.drop("sold").with_columns(y=2 * pl.col("x")) for each in (rows(200, 0), rows(99, 1))
    ]
    model = make_pipeline(StandardScaler(), GaussianProcessRegressor(alpha=0.1))
    report = assay.audit(*tables, target="y", model=model, price=False)
    assert report.model is not None and report.model.test > 0.8


def test_a_pipeline_that_scikit_learn_cannot_run_is_told_as_theirs() -> None:
    with pytest.raises(InputError, match="__sklearn_tags__"):
        assay.audit(
            rows(400, 0),
            rows(200, 1),
            target="sold",
            model=make_pipeline(StandardScaler().set_output(transform="pandas"), Sided()),
            price=False,
        )


def test_a_class_that_needs_arguments_is_told_with_a_remedy() -> None:
    class Needy(Sided):
        def __init__(self, depth: int) -> None:
            self.depth = depth

    with pytest.raises(InputError, match="depth") as error:
        load(Needy)
    assert error.value.remedy
