"""A model that is given: however it comes, what is wrong with it is measured."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import polars as pl
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

import assay
from assay.core.errors import InputError
from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.evidence.given import GivenCodeEvidence, GivenModelEvidence
from assay.core.finding import Finding, Unknown
from assay.data.sides.table import Sides, sides
from assay.lifecycle import given_model
from assay.lifecycle.given_loading import load
from assay.practices.rules.eval_no_better_than_prior import check as no_better
from assay.practices.rules.eval_slice_fails import check as fails_in_part
from assay.practices.rules.eval_slice_too_small import check as too_small
from assay.practices.rules.fit_falls_short import check as falls_short
from assay.practices.rules.fit_memorises_training import check as memorises
from assay.practices.rules.leak_in_code import check as in_code
from assay.web.audit_page import html


def rows(count: int, seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    x, noise = random.normal(size=(2, count))
    place = random.integers(0, count // 3, count)
    sold = np.where(x + random.normal(size=count) > 0.5, "yes", "no")
    return pl.DataFrame({"x": x, "noise": noise, "place": place, "sold": sold})


@pytest.fixture(scope="module")
def both() -> Sides:
    return sides(rows(900, 0).lazy(), rows(400, 1).lazy(), target="sold", task="binary")


def measured(model: object, both: Sides, metric: str | None = None) -> dict[type, Any]:
    said = given_model.measure(model, both, metric, lambda _stage, _share: None)
    return {type(one): one for one in said}


def written(folder: Path, code: str) -> str:
    path = folder / "work.py"
    path.write_text(dedent(code), encoding="utf-8")
    return f"{path}:make"


def test_a_sound_estimator_gives_all_evidence(both: Sides) -> None:
    found = measured(LogisticRegression(), both)
    given = found[GivenModelEvidence]
    assert given.metric == "roc_auc" and given.test > 0.75 and not given.seeds.reason
    assert found[EvaluationEvidence].comparisons[0].low > 0
    assert memorises(given) == ()


def test_a_tree_without_a_limit_memorises(both: Sides) -> None:
    given = measured(DecisionTreeClassifier(random_state=0), both)[GivenModelEvidence]
    assert given.train == 1.0 and memorises(given)


def test_an_estimator_that_comes_fitted_is_scored_as_it_is(both: Sides) -> None:
    names = ["x", "noise", "place"]
    model = LogisticRegression().fit(
        both.train.rows.select(names).to_numpy(), (both.train.rows["sold"] == "yes").to_numpy()
    )
    before = model.coef_.copy()
    given = measured(model, both)[GivenModelEvidence]
    assert given.test > 0.75
    assert (model.coef_ == before).all()


@pytest.mark.parametrize("form", ["tables", "matrices", "classes"])
def test_a_function_that_predicts_is_scored(tmp_path: Path, both: Sides, form: str) -> None:
    code = {
        "tables": """
            from sklearn.linear_model import LogisticRegression
            def make(train, test):
                model = LogisticRegression().fit(train[["x"]], train["sold"])
                return model.predict_proba(test[["x"]])
            """,
        "matrices": """
            from sklearn.linear_model import LogisticRegression
            def make(X_train, y_train, X_test):
                return LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
            """,
        "classes": """
            def make(train, test):
                return (test["x"] > 0.5).map({True: "yes", False: "no"})
            """,
    }[form]
    given = measured(written(tmp_path, code), both)[GivenModelEvidence]
    assert given.kind == "function" and given.test > 0.65


def test_a_function_that_reads_the_answers_of_the_test_is_found(
    tmp_path: Path, both: Sides
) -> None:
    code = """
        import pandas as pd
        def make(train, test):
            rows = pd.concat([train, test])
            shares = (rows["sold"] == "yes").groupby(rows["place"]).mean()
            return test["place"].map(shares).to_numpy()
        """
    found = measured(written(tmp_path, code), both)[GivenCodeEvidence]
    assert found.shuffled is not None and found.shuffled.deviations > 10
    assert in_code(found)


def test_a_function_that_hands_the_answers_back_unused_is_silent(
    tmp_path: Path, both: Sides
) -> None:
    code = """
        def make(train, test):
            shares = (train["sold"] == "yes").groupby(train["place"]).mean()
            return test["place"].map(shares).fillna(0.5).to_numpy()
        """
    assert in_code(measured(written(tmp_path, code), both)[GivenCodeEvidence]) == ()


def test_an_estimator_with_a_table_of_answers_is_found_and_one_that_learns_is_not(
    both: Sides,
) -> None:
    rows = pl.concat([both.train.rows, both.test.rows]).to_pandas()

    class Remembers(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
        def fit(self, given: Any, outcomes: Any) -> Any:
            self.classes_ = np.unique(outcomes)
            known = rows[list(given.columns)].astype(str).agg("|".join, axis=1)
            self.answers_ = dict(zip(known, rows["sold"], strict=True))
            return self

        def predict(self, given: Any) -> Any:
            return given.astype(str).agg("|".join, axis=1).map(self.answers_).to_numpy()

    numbers = make_column_selector(dtype_include="number")
    honest = make_pipeline(
        make_column_transformer((StandardScaler(), numbers)), LogisticRegression()
    )
    (finding,) = in_code(measured(Remembers(), both)[GivenCodeEvidence])
    assert isinstance(finding, Finding)
    assert "knows them from elsewhere" in finding.message and finding.severity == "warning"
    assert in_code(measured(honest, both)[GivenCodeEvidence]) == ()


def test_onnx_and_skops_files_are_scored_like_the_estimator(tmp_path: Path, both: Sides) -> None:
    import skops.io
    from skl2onnx import to_onnx

    names = ["x", "noise", "place"]
    learnt = both.train.rows.select(names).to_numpy().astype(np.float32)
    model = LogisticRegression().fit(learnt, both.train.rows["sold"].to_numpy().astype(str))
    skops.io.dump(model, tmp_path / "model.skops")
    graph = to_onnx(model, learnt[:1], options={"zipmap": False})
    (tmp_path / "model.onnx").write_bytes(graph.SerializeToString())
    scores = [
        measured(one, both)[GivenModelEvidence].test
        for one in (model, tmp_path / "model.skops", tmp_path / "model.onnx")
    ]
    assert scores[0] > 0.75
    assert scores == pytest.approx([scores[0]] * 3, abs=1e-3)


def test_a_sealed_test_leaves_the_code_alone_to_be_judged() -> None:
    sealed = sides(
        rows(900, 0).lazy(), rows(400, 1).drop("sold").lazy(), target="sold", task="binary"
    )
    assert set(measured(LogisticRegression(), sealed)) == {GivenCodeEvidence}


def test_a_test_of_one_class_is_still_scored(both: Sides) -> None:
    single = sides(
        rows(900, 0).lazy(),
        rows(400, 1).filter(pl.col("sold") == "no").lazy(),
        target="sold",
        task="binary",
    )
    given = measured(LogisticRegression(), single, "roc_auc")[GivenModelEvidence]
    assert given.metric == "balanced_accuracy"


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("model.pkl", "pickle"),
        ("nowhere.py:make", "no file"),
        ("nowhere.onnx", "no model file"),
        ("no_such_module_here:make", "ModuleNotFoundError"),
        ("assay.core.errors:requires", "did you mean 'require'"),
        ("nonsense", "names no model"),
        (3, "no model"),
        (lambda one: one, "takes 1 arguments"),
    ],
)
def test_what_is_no_model_is_told_with_a_remedy(model: object, said: str) -> None:
    with pytest.raises(InputError) as error:
        load(model)
    assert said in str(error.value)
    assert error.value.remedy


def test_a_model_that_fails_on_the_columns_is_told_so(both: Sides) -> None:
    rows = both.train.rows.with_columns(city=pl.lit("Ulm"))
    tested = both.test.rows.with_columns(city=pl.lit("Ulm"))
    texts = sides(rows.lazy(), tested.lazy(), target="sold", task="binary")
    with pytest.raises(InputError, match="the model fails with ValueError"):
        measured(LogisticRegression(), texts)


def test_a_report_shows_the_score_beside_the_prior_and_a_quick_model() -> None:
    train, test = rows(900, 0), rows(400, 1)
    report = assay.audit(train, test, target="sold", model=LogisticRegression(), price=False)
    model = report.model
    assert model is not None and model.metric == "roc_auc" and model.rows == 400
    assert model.low < model.test < model.high and model.prior == 0.5 < model.quick
    shown = report.as_dict()["model"]
    assert isinstance(shown, dict) and shown["test"] == model.test
    assert f"{model.test:.3f}" in html(report) and "quick model" in html(report)
    undecided = {each.rule for each in report.unknown}
    assert not undecided & {"eval-no-better-than-linear", "fair-gap"}
    left = {each.rule: each.reason for each in report.not_applicable}
    assert "sensitive" in left["fair-gap"]


class Sound(DecisionTreeClassifier):  # type: ignore[misc]
    """A tree that says classes only."""

    @property
    def predict_proba(self) -> Any:
        raise AttributeError("it gives no probabilities")


class Decides(DecisionTreeClassifier):  # type: ignore[misc]
    """A tree that says classes only, and is wrong wherever `place` is low."""

    @property
    def predict_proba(self) -> Any:
        raise AttributeError("it gives no probabilities")

    def predict(self, features: Any) -> Any:
        said = super().predict(features)
        wrong = np.asarray(features)[:, 2].astype(float) < 60
        first, second = self.classes_
        return np.where(wrong, np.where(said == first, second, first), said)


def test_a_model_that_gives_classes_only_is_judged_by_what_it_decides(both: Sides) -> None:
    evaluation = measured(Decides(max_depth=2), both)[EvaluationEvidence]
    findings = [each for each in fails_in_part(evaluation) if isinstance(each, Finding)]
    assert findings and {column for each in findings for column in each.columns} == {"place"}
    assert "of decisions are wrong" in findings[0].message
    sound = measured(Sound(max_depth=2), both)[EvaluationEvidence]
    assert sound.slices_examined and fails_in_part(sound) == ()


def test_scores_that_decide_nothing_leave_parts_unknown(tmp_path: Path, both: Sides) -> None:
    code = """
        def make(train, test):
            return 300 + 100 * test["x"]
        """
    found = measured(written(tmp_path, code), both)
    (said,) = fails_in_part(found[EvaluationEvidence])
    assert isinstance(said, Unknown) and "no probabilities or decisions" in said.reason
    assert too_small(found[EvaluationEvidence]) == ()
    assert no_better(found[EvaluationEvidence], found[GivenModelEvidence]) == ()
    assert found[GivenModelEvidence].test > 0.75, "points keep their order"


def test_margins_of_columns_that_were_not_scaled_keep_their_order(both: Sides) -> None:
    large = sides(
        *(
            one.rows.with_columns(x=1e4 * pl.col("x"), noise=1e4 * pl.col("noise")).lazy()
            for one in (both.train, both.test)
        ),
        target="sold",
        task="binary",
    )
    given = measured(SGDClassifier(random_state=0), large)[GivenModelEvidence]
    names = ["x", "noise", "place"]
    learnt, tested = (one.rows.to_pandas() for one in (large.train, large.test))
    model = SGDClassifier(random_state=0).fit(learnt[names], learnt["sold"])
    ranked = model.decision_function(tested[names])
    assert given.test == pytest.approx(roc_auc_score(tested["sold"] == "yes", ranked))


def test_margins_that_decide_the_same_of_every_row_are_told(both: Sides) -> None:
    model = make_pipeline(StandardScaler(), SVC(C=1e-6))
    found = measured(model, both)
    (finding,) = no_better(found[EvaluationEvidence], found[GivenModelEvidence])
    assert isinstance(finding, Finding) and finding.severity == "warning"
    assert "decides for 'no' on each of 400" in finding.message
    sound = measured(make_pipeline(StandardScaler(), SVC()), both)
    assert no_better(sound[EvaluationEvidence], sound[GivenModelEvidence]) == ()


def test_few_neighbours_that_know_little_of_equal_rows_memorise_all_the_same() -> None:
    def few_values(count: int, seed: int) -> pl.DataFrame:
        random = np.random.default_rng(seed)
        one, two = random.integers(0, 16, size=(2, count))
        return pl.DataFrame(
            {"one": one, "two": two, "y": one + two + 6 * random.normal(size=count)}
        )

    numbers = sides(
        few_values(900, 0).lazy(), few_values(400, 1).lazy(), target="y", task="regression"
    )
    given = measured(KNeighborsRegressor(2), numbers)[GivenModelEvidence]
    assert given.train < given.reference, "by which it seemed to know too little"
    (finding,) = memorises(given)
    assert isinstance(finding, Finding) and "n_neighbors" in finding.message
    assert falls_short(given, None) == ()
    assert memorises(measured(KNeighborsRegressor(90), numbers)[GivenModelEvidence]) == ()


def test_a_tree_meets_rows_as_exactly_as_equal_rows_allow() -> None:
    def noisy(count: int, seed: int) -> pl.DataFrame:
        random = np.random.default_rng(seed)
        x, more = random.integers(0, 300, size=(2, count))
        return pl.DataFrame({"x": x, "more": more, "y": x / 100 + random.normal(size=count)})

    again = noisy(600, 0)
    train = pl.concat([again, again.head(60).with_columns(pl.col("y") + 0.5)])
    numbers = sides(train.lazy(), noisy(300, 1).lazy(), target="y", task="regression")
    given = measured(DecisionTreeRegressor(random_state=0), numbers)[GivenModelEvidence]
    assert given.explained is not None and given.explained.most < 0.999
    assert given.explained.train == pytest.approx(given.explained.most)
    (finding,) = memorises(given)
    assert isinstance(finding, Finding) and "as exactly as can be" in finding.message


def test_a_pipeline_that_was_fitted_on_a_wider_table_reads_the_columns_it_takes(
    both: Sides,
) -> None:
    wide = both.train.rows.with_columns(score=pl.lit(1.0)).to_pandas()
    model = make_pipeline(make_column_transformer((StandardScaler(), ["x"])), LogisticRegression())
    model.fit(wide, wide["sold"])
    assert measured(model, both)[GivenModelEvidence].test > 0.75
    narrow = LogisticRegression().fit(wide[["x", "score"]], wide["sold"])
    with pytest.raises(InputError, match="columns that are not in both tables: 'score'"):
        measured(narrow, both)


class Careful(DecisionTreeClassifier):  # type: ignore[misc]
    """A tree whose probabilities find both classes, and that says 'yes' where it is sure only."""

    def predict(self, features: Any) -> Any:
        return np.where(self.predict_proba(features)[:, 1] > 0.95, "yes", "no")


def test_what_a_model_decides_by_a_threshold_of_its_own_counts_where_it_is_judged_by_accuracy(
    both: Sides,
) -> None:
    model = Careful(max_depth=3, min_samples_leaf=30)
    by_accuracy = measured(model, both, "accuracy")[GivenModelEvidence]
    found = {each.name: each.found / each.rows for each in by_accuracy.classes}
    assert found["yes"] < 0.2 and found["no"] == 1.0
    shares = {each.name: each.share for each in by_accuracy.classes}
    assert by_accuracy.declared_score == pytest.approx(
        sum(found[name] * shares[name] for name in found)
    )
    by_ranks = measured(model, both, "roc_auc")[GivenModelEvidence]
    assert next(each.found / each.rows for each in by_ranks.classes if each.name == "yes") > 0.4
