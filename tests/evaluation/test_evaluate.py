"""Everything that is asked of a model on its sealed test, in one piece of evidence."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import polars as pl
import pytest
from sklearn import metrics as sk

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.project import CostSection
from assay.evaluation.evaluate import evaluate


def evaluated(problem: Any, opened: Any, primary: str, **change: Any) -> EvaluationEvidence:
    options: dict[str, Any] = {"labels": problem.labels, "baselines": {"prior": problem.prior}}
    return evaluate(problem.scorer, problem.test, opened, primary=primary, **options | change)


def test_binary_model_is_judged_from_all_sides(binary: Any, opened: Any) -> None:
    told: list[tuple[str, float]] = []
    found = evaluated(
        binary,
        opened,
        "roc_auc",
        champion=binary.scorer,
        sensitive=("site",),
        cost=CostSection(false_positive=1, false_negative=5),
        sealed_id="abc",
        progress=lambda what, share: told.append((what, share)),
    )
    scores = binary.scorer.scores(binary.test)
    assert found.score("roc_auc").value == pytest.approx(sk.roc_auc_score(binary.labels, scores))
    assert {each.level for each in found.scores} == {0.975}
    assert [each.against for each in found.comparisons] == ["prior", "champion"]
    assert found.comparisons[0].low > 0
    assert found.comparisons[1].gain == 0
    assert found.confusion == tuple(
        map(tuple, sk.confusion_matrix(binary.labels, scores >= 0.5).tolist())
    )
    assert {each.criterion for each in found.fairness} == {
        "demographic parity",
        "equalized odds",
        "equal opportunity",
    }
    assert {line.name for line in found.curves} == {"roc", "precision-recall", "cost"}
    assert found.calibration is not None
    assert len(found.worst_rows) == 20
    assert found.slices_examined > 50
    assert (found.sealed_id, found.opening, found.openings_left) == ("abc", 1, 9)
    assert found.level_asked == pytest.approx(0.95)
    assert found.seconds_per_row > 0
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1][1] == 1.0


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
def test_evidence_survives_json(kind: str, opened: Any, request: pytest.FixtureRequest) -> None:
    problem = request.getfixturevalue(kind)
    primary = "rmse" if kind == "regression" else "log_loss"
    found = evaluated(problem, opened, primary)
    assert codec.decode(codec.encode(found), EvaluationEvidence) == found


def test_multiclass_and_regression_beat_their_prior(
    multiclass: Any, regression: Any, opened: Any
) -> None:
    assert evaluated(multiclass, opened, "average_precision").comparisons[0].low > 0
    found = evaluated(regression, opened, "mae")
    assert found.comparisons[0].low > 0
    assert (found.confusion, found.classes, found.loss_name) == ((), (), "squared error")
    assert found.curves[0].name == "residual"


def test_order_of_rows_changes_no_number_that_is_not_drawn(binary: Any, opened: Any) -> None:
    order = np.random.default_rng(0).permutation(len(binary.labels))
    found = evaluated(binary, opened, "roc_auc")
    again = evaluate(
        binary.scorer,
        binary.test[order],
        opened,
        labels=binary.labels[order],
        primary="roc_auc",
        baselines={"prior": binary.prior},
    )
    assert found.confusion == again.confusion
    assert [each.value for each in found.scores] == pytest.approx(
        [each.value for each in again.scores]
    )
    assert found.comparisons[0].low == pytest.approx(again.comparisons[0].low)
    assert [each.loss for each in found.worst_rows] == pytest.approx(
        [each.loss for each in again.worst_rows]
    )
    assert [each.condition for each in found.slices] == [each.condition for each in again.slices]


def test_same_seed_gives_the_same_evidence(binary: Any, opened: Any) -> None:
    found, again = (
        dataclasses.replace(evaluated(binary, opened, "f1", seed=3), seconds_per_row=0)
        for _ in range(2)
    )
    assert found == again


def test_later_opening_pays_with_a_wider_interval(binary: Any, opened: Any) -> None:
    first = evaluated(binary, opened, "roc_auc").score("roc_auc")
    paid = 1 - 0.05 / (5 * 6)
    later = evaluated(binary, dataclasses.replace(opened, opening=5, level=paid), "roc_auc")
    fifth = later.score("roc_auc")
    assert fifth.low < first.low
    assert later.level_asked == pytest.approx(0.95)


def test_one_class_in_the_test_leaves_out_what_it_cannot_tell(binary: Any, opened: Any) -> None:
    labels = np.ones(len(binary.labels))
    found = evaluated(binary, opened, "log_loss", labels=labels)
    assert dict(found.left_out)["roc_auc"].startswith("every row is of class 1")
    with pytest.raises(KeyError):
        found.score("roc_auc")
    with pytest.raises(InputError, match="cannot tell roc_auc: every row is of class 1"):
        evaluated(binary, opened, "roc_auc", labels=labels)


@pytest.mark.parametrize("rows", [1, 2, 5])
@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
def test_tiny_test_is_judged_without_a_fault(
    rows: int, kind: str, opened: Any, request: pytest.FixtureRequest
) -> None:
    problem = request.getfixturevalue(kind)
    found = evaluate(
        problem.scorer,
        problem.test[:rows],
        opened,
        labels=problem.labels[:rows],
        primary="mae" if kind == "regression" else "log_loss",
        baselines={"prior": problem.prior},
        sensitive=(problem.test.columns[0],),
    )
    assert found.rows == rows
    assert found.slices == ()
    assert codec.decode(codec.encode(found), EvaluationEvidence) == found


def test_mistakes_are_told_before_the_model_is_asked(binary: Any, opened: Any) -> None:
    with pytest.raises(InputError, match="283 labels for 284 test rows"):
        evaluated(binary, opened, "roc_auc", labels=binary.labels[:-1])
    with pytest.raises(InputError, match="1 of 284 test labels are missing"):
        evaluated(binary, opened, "roc_auc", labels=np.r_[binary.labels[:-1], np.nan])
    with pytest.raises(InputError, match="did you mean 'site'"):
        evaluated(binary, opened, "roc_auc", sensitive=("sight",))
    with pytest.raises(InputError, match="cannot tell cost: no costs are declared"):
        evaluated(binary, opened, "cost")
    with pytest.raises(InputError, match="there is no metric 'auc'"):
        evaluated(binary, opened, "auc")


def test_columns_of_every_kind_are_borne(binary: Any, opened: Any) -> None:
    rows = binary.test.height
    test = binary.test.with_columns(
        nothing=pl.lit(None),
        parts=pl.Series([[1, 2]] * rows),
        day=pl.date_range(pl.date(2020, 1, 1), pl.date(2020, 1, 1) + pl.duration(days=rows - 1)),
        lasting=pl.duration(hours=pl.int_range(rows)),
        at=pl.time(pl.int_range(rows) % 24),
        kind=pl.Series(["a", "b", None, "d"] * (rows // 4)).cast(pl.Categorical),
        price=pl.int_range(rows).cast(pl.Decimal(10, 2)),
        raw=pl.Series([b"x"] * rows),
    )
    found = evaluate(
        binary.scorer, test, opened, labels=binary.labels, primary="roc_auc", baselines={}
    )
    assert found.slices_examined > 100
    assert dict(found.worst_rows[0].values)["nothing"] == "(missing)"
