from __future__ import annotations

import functools
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMClassifier
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import (
    ExtraTreesClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, SplineTransformer
from sklearn.svm import LinearSVC
from tests.fitted_models import EXAMPLES, Example

from assay.core.errors import InputError
from assay.registry.certificate import certify, prove
from assay.registry.compiled import estimator as emission
from assay.registry.scorer import CompiledScorer, compile, keep
from assay.training import estimator as stored
from assay.training.estimator import EstimatorMember, dumps, fit_estimator, loads, make
from assay.training.model import Fitted


class Stranger(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    def fit(self, matrix: Any, labels: Any) -> Stranger:
        self.classes_ = np.unique(labels)
        return self


MODELS = {
    "binary": lambda: MLPClassifier((8,), max_iter=20, random_state=0),
    "multiclass": KNeighborsClassifier,
    "regression": Ridge,
}

FORESTS = {
    "binary": lambda: RandomForestClassifier(5, random_state=0),
    "multiclass": lambda: ExtraTreesClassifier(5, random_state=0, max_leaf_nodes=9),
    "regression": lambda: RandomForestRegressor(5, random_state=0, max_depth=6),
}


@functools.cache
def fitted(name: str, kind: str = "") -> tuple[Example, Fitted]:
    example = EXAMPLES[name]()
    encoding = example.fitted.linear_encoding
    assert encoding is not None
    matrix = encoding.fit_transform(example.train, example.labels)
    model = FORESTS[name]() if kind == "forest" else MODELS[name]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it need not have settled
        member = fit_estimator(
            model,
            matrix,
            example.labels,
            task=example.fitted.task,
            outputs=example.fitted.outputs,
        )
    weighted = replace(member, weight=0.5)
    return example, replace(example.fitted, members=(*example.fitted.members[1:3], weighted))


@pytest.mark.parametrize("kind", ["", "forest"])
@pytest.mark.parametrize("name", sorted(MODELS))
def test_estimator_that_converts_is_compiled_and_proven(name: str, kind: str) -> None:
    example, model = fitted(name, kind)
    scorer, certificate = prove(model, example.held_out, seed=0)
    assert (scorer.form, certificate.form, certificate.passed) == ("onnx", "onnx", True)


def test_estimator_that_does_not_convert_is_kept_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example, model = fitted("binary")

    def refuse(*_: object) -> str:
        raise InputError("cannot be compiled")

    monkeypatch.setattr("assay.registry.compiled.model.emit_estimator", refuse)
    scorer = compile(model)
    assert scorer.form == "estimator"
    scorer.save(tmp_path)
    loaded = CompiledScorer.load(tmp_path)
    np.testing.assert_array_equal(loaded.scores(example.held_out), model.scores(example.held_out))
    certificate = certify(model, loaded, example.held_out, seed=0)
    assert certificate.passed and certificate.form == "estimator"
    assert (certificate.onnx_hash, certificate.onnx_bytes) == ("", 0)


def test_silently_wrong_conversion_is_caught_and_the_original_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    example, model = fitted("regression")
    right = emission.emit_estimator
    monkeypatch.setattr(
        "assay.registry.compiled.model.emit_estimator",
        lambda graph, inputs, member: graph.node("Neg", [right(graph, inputs, member)]),
    )
    wrong = certify(model, compile(model), example.held_out, seed=0)
    assert not wrong.passed
    scorer, certificate = prove(model, example.held_out, seed=0)
    assert (scorer.form, certificate.passed) == ("estimator", True)


def test_changed_original_is_refused(tmp_path: Path) -> None:
    _, model = fitted("regression")
    keep(model).save(tmp_path)
    path = tmp_path / "fitted" / "model.json"
    path.write_bytes(path.read_bytes().replace(b'"weight":0.5', b'"weight":0.6'))
    with pytest.raises(InputError, match="changed after it was written"):
        CompiledScorer.load(tmp_path)


def test_foreign_type_is_neither_written_nor_read() -> None:
    stranger = Stranger().fit(np.zeros((2, 1)), [0, 1])
    with pytest.raises(InputError, match=r"types that Assay does not load: .*Stranger"):
        dumps(stranger)
    import skops.io

    with pytest.raises(InputError, match="Stranger"):
        loads(skops.io.dumps(stranger))


def ordinary(last: BaseEstimator) -> BaseEstimator:
    numbers = make_pipeline(SimpleImputer(), SplineTransformer(), SelectKBest(k=2))
    texts = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder())
    prepared = ColumnTransformer(
        [
            ("numbers", numbers, make_column_selector(dtype_include="number")),
            ("texts", texts, ["t"]),
        ]
    )
    return make_pipeline(prepared, last)


@pytest.mark.parametrize(
    "last",
    [
        LogisticRegression(),
        HistGradientBoostingClassifier(max_iter=2),
        CalibratedClassifierCV(LogisticRegression(), cv=2),
        LGBMClassifier(n_estimators=2, verbose=-1),
    ],
)
def test_ordinary_pipeline_comes_back_from_a_file(last: BaseEstimator) -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"a": random.normal(size=80), "b": random.normal(size=80), "t": ["x", "y"] * 40}
    )
    fitted = ordinary(last).fit(frame, frame["a"] > 0)
    assert np.array_equal(loads(dumps(fitted)).predict(frame), fitted.predict(frame))


def test_type_on_no_list_is_refused_even_of_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    _, model = fitted("binary", "forest")
    member = model.members[-1]
    assert isinstance(member, EstimatorMember)
    monkeypatch.setattr(stored, "TRUSTED", frozenset())
    with pytest.raises(InputError, match=r"sklearn\.tree\._tree\.Tree"):
        loads(member.stored)


def test_classifier_without_probabilities_is_refused() -> None:
    with pytest.raises(InputError, match="gives no probabilities"):
        fit_estimator(
            LinearSVC(), np.zeros((4, 1), np.float32), np.zeros(4), task="binary", outputs=1
        )


def test_failing_fit_is_told_without_a_traceback() -> None:
    with pytest.raises(InputError, match="Ridge fails with"):
        fit_estimator(
            Ridge(alpha=-1), np.zeros((4, 1), np.float32), np.zeros(4), task="regression", outputs=1
        )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def made(): return 3", "is no scikit-learn estimator"),
        ("def made(): return 1 / 0", "ZeroDivisionError"),
        ("def other(): pass", "AttributeError"),
    ],
)
def test_factory_that_gives_no_estimator_is_told(tmp_path: Path, text: str, said: str) -> None:
    name = f"own_{abs(hash(text))}"
    (tmp_path / f"{name}.py").write_text(text)
    with pytest.raises(InputError, match=said):
        make(f"{name}:made", root=tmp_path)


def test_factory_beside_the_project_is_found(tmp_path: Path) -> None:
    (tmp_path / "own_good.py").write_text(
        "from sklearn.linear_model import Ridge\ndef made(): return Ridge(alpha=2.0)"
    )
    assert make("own_good:made", root=tmp_path).alpha == 2.0


def test_equal_fits_are_stored_in_equal_bytes() -> None:
    matrix = np.random.default_rng(0).normal(size=(50, 3))
    made = [
        dumps(RandomForestClassifier(3, random_state=0).fit(matrix, matrix[:, 0] > 0))
        for _ in range(2)
    ]
    assert made[0] == made[1]
    np.testing.assert_array_equal(loads(made[0]).predict(matrix), matrix[:, 0] > 0)


def test_model_with_estimator_survives_the_disk(tmp_path: Path) -> None:
    example, model = fitted("multiclass")
    model.save(tmp_path)
    again = Fitted.load(tmp_path)
    assert again.hash() == model.hash()
    np.testing.assert_array_equal(again.scores(example.held_out), model.scores(example.held_out))


@pytest.mark.parametrize("name", sorted(MODELS))
def test_contributions_of_an_estimator_add_up_to_its_margin(name: str) -> None:
    example, model = fitted(name)
    rows = example.held_out.head(20)
    contributions, base = model.contributions(rows)
    np.testing.assert_allclose(
        contributions.sum(axis=1) + base, model.margins(rows), rtol=1e-6, atol=1e-6
    )
