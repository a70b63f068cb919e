"""A run that never happened, with every kind of evidence: what pages and card are tried on."""

from __future__ import annotations

import datetime
import math
import random

from assay.core.evidence.audit import AuditEvidence, GateEvidence, RuleOutcome, Waived
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import (
    CheckResult,
    ColumnLeak,
    ColumnProfile,
    ColumnsEvidence,
    Correlation,
    Histogram,
    LeakEvidence,
    LeftOutColumn,
    ProfileEvidence,
    SnapshotEvidence,
    ValidationEvidence,
)
from assay.core.evidence.evaluation import (
    Calibration,
    CalibrationBin,
    Comparison,
    CurveLine,
    ErrorCluster,
    EvaluationEvidence,
    ExplanationEvidence,
    Fairness,
    FairnessGroup,
    Importance,
    LocalExplanation,
    Score,
    Slice,
    WorstRow,
)
from assay.core.evidence.fit import (
    Candidate,
    CurvePoint,
    Edge,
    Encoded,
    ExecutedMember,
    ExecutedPlan,
    FitEvidence,
    LearningCurve,
    SearchEvidence,
    Trial,
)
from assay.core.evidence.registry import CertificateCase, CertificateEvidence, LineageEvidence
from assay.core.evidence.split import Part, SplitEvidence
from assay.core.finding import Finding
from assay.core.project import CardSection, EvaluateSection, Settings

HOSTILE = "</script><script>alert('x')</script> \"quoted\" & `ticked` | [a](javascript:alert(1))"
"""A column name that breaks whatever does not escape."""

USED = ("carrier", "dest", "distance", "hour", "month", "origin", "sched_dep_time", HOSTILE)


def settings(*, answered: bool = True) -> Settings:
    """The project of the example."""
    card = CardSection(
        owner="Operations research, or@airport.example",
        intended_use="Warn gate agents two hours ahead of a flight that will arrive late.",
        out_of_scope="Refusing compensation; ranking pilots or crews.",
        ethical_considerations="No data about passengers is read.",
        caveats="Fitted on New York departures of 2013 only.",
    )
    return Settings.model_validate(
        {
            "format": 1,
            "name": "flights",
            "data": {
                "source": "flights.csv",
                "target": "late",
                "task": "binary",
                "positive": "yes",
                "time": "time_hour",
            },
            "split": {"kind": "time"},
            "fit": {
                "metric": "roc_auc",
                "cost": {"false_positive": 40, "false_negative": 260, "currency": "EUR"},
            },
            "evaluate": EvaluateSection(sensitive=("origin",)).model_dump(),
            "card": (card if answered else CardSection()).model_dump(),
        }
    )


def bundle() -> Bundle:
    """All evidence of the example."""
    return Bundle(
        [
            profile(),
            validation(),
            snapshot(),
            leaks(),
            columns(),
            split(),
            fit(),
            evaluation(),
            explanation(),
            certificate(),
            lineage(),
            audit(),
            GateEvidence(purpose="register", open=True, reasons=()),
        ]
    )


def profile() -> ProfileEvidence:
    """Numbers, categories, dates, text, a constant and an identifier."""
    rows = 336_776

    def number(name: str, mean: float, deviation: float, **more: object) -> ColumnProfile:
        edges = tuple(mean + deviation * (i / 4 - 3) for i in range(25))
        counts = tuple(
            int(rows / 10 * math.exp(-(((i + 0.5) / 4 - 3) ** 2) / 2)) for i in range(24)
        )
        cuts = tuple(mean + deviation * z for z in (-3, -2.3, -1.6, -0.7, 0, 0.7, 1.6, 2.3, 3))
        fields: dict[str, object] = {
            "dtype": "Float64",
            "kind": "numeric",
            "rows": rows,
            "missing": 0,
            "distinct": 1_000,
            "mean": mean,
            "deviation": deviation,
            "quantiles": cuts,
            "skewness": 0.4,
            "histogram": Histogram(edges=edges, counts=counts),
        }
        return ColumnProfile(name=name, **{**fields, **more})  # type: ignore[arg-type]

    def category(name: str, values: tuple[str, ...], **more: object) -> ColumnProfile:
        top = tuple((value, rows // (2 + 2 * i)) for i, value in enumerate(values))
        fields: dict[str, object] = {
            "dtype": "String",
            "kind": "categorical",
            "rows": rows,
            "missing": 0,
            "distinct": len(values),
            "top": top,
            "shortest": 2,
            "longest": 3,
        }
        return ColumnProfile(name=name, **{**fields, **more})  # type: ignore[arg-type]

    measure = "correlation ratio"
    return ProfileEvidence(
        source="flights.csv",
        rows=rows,
        sampled=100_000,
        duplicate_rows=3,
        target="late",
        task="binary",
        columns=(
            category("late", ("no", "yes")),
            number(
                "dep_delay",
                12.6,
                40.2,
                missing=8_255,
                outliers=14_000,
                association=0.86,
                association_measure=measure,
                suspicions=(
                    "known only after the outcome: missing wherever the target is missing",
                ),
            ),
            number("distance", 1039.9, 733.2, association=0.06, association_measure=measure),
            number("hour", 13.2, 4.7, dtype="Int64", association=0.19, association_measure=measure),
            category(
                "carrier",
                ("UA", "B6", "EV", "DL", "AA", "MQ", "US", "9E", "WN", "VX"),
                association=0.13,
                association_measure="Cramér's V",
            ),
            category("origin", ("EWR", "JFK", "LGA"), association=0.07, association_measure="V"),
            category("dest", ("ORD", "ATL", "LAX", "BOS", HOSTILE), distinct=105),
            number(
                "time_hour",
                1.372e9,
                6.0e6,
                dtype="Datetime",
                kind="datetime",
                skewness=None,
            ),
            ColumnProfile(
                name="year",
                dtype="Int64",
                kind="constant",
                rows=rows,
                missing=0,
                distinct=1,
                top=(("2013", rows),),
                suspicions=("holds one value only",),
            ),
            ColumnProfile(
                name="tailnum",
                dtype="String",
                kind="identifier",
                rows=rows,
                missing=2_512,
                distinct=4_043,
                shortest=5,
                longest=6,
                top=(("N725MQ", 575), ("N722MQ", 513)),
            ),
            category(HOSTILE, ("<img src=x onerror=alert(1)>", "' OR 1=1 --")),
        ),
        correlations=(
            Correlation(left="distance", right="hour", measure="spearman", value=0.02),
            Correlation(left="dep_delay", right="hour", measure="spearman", value=0.31),
            Correlation(left="dep_delay", right="distance", measure="spearman", value=0.04),
            Correlation(left="carrier", right="origin", measure="Cramér's V", value=0.55),
            Correlation(left="carrier", right="dest", measure="Cramér's V", value=0.41),
            Correlation(left="origin", right="dest", measure="Cramér's V", value=0.49),
            Correlation(left="carrier", right="distance", measure="correlation ratio", value=0.52),
            Correlation(left="origin", right="distance", measure="correlation ratio", value=0.37),
        ),
    )


def validation() -> ValidationEvidence:
    """Three checks, one of them violated."""
    return ValidationEvidence(
        contract_hash="c0" * 32,
        environment="training",
        policy="quarantine",
        rows=336_776,
        checks=(
            CheckResult(check="type", column="distance", expected="Float64", violations=0),
            CheckResult(check="null", column="origin", expected="never missing", violations=0),
            CheckResult(
                check="min",
                column="distance",
                expected="at least 80",
                violations=1,
                sample_rows=(17,),
                sample_values=("17",),
                chance=0.002,
            ),
        ),
        quarantined=1,
        stopped=False,
    )


def snapshot() -> SnapshotEvidence:
    """The version that was read."""
    return SnapshotEvidence(
        uri=".assay/snapshots/flights",
        version=2,
        content_hash="5f" * 32,
        rows=336_775,
        schema=(("late", "String"), ("distance", "Float64"), ("origin", "String")),
        source="flights.csv",
    )


def leaks() -> LeakEvidence:
    """What some columns alone know of the target."""
    known = (
        ("dep_delay", 0.86),
        ("dep_time", 0.21),
        ("hour", 0.19),
        ("carrier", 0.13),
        (HOSTILE, 0.01),
    )
    return LeakEvidence(
        target="late",
        task="binary",
        rows=261_877,
        columns=tuple(
            ColumnLeak(
                name=name,
                kind="numeric",
                strength=strength,
                strength_of_rest=0.2,
                exactness=0.5,
                distinct_share=0.1,
                copies_target=False,
                missing_with_outcome=0.0,
                missing_without=0.0,
                rows_without_outcome=9_429,
                missing_strength=0.0,
            )
            for name, strength in known
        ),
    )


def columns() -> ColumnsEvidence:
    """What the model reads, and what a rule kept from it."""
    after = "known only after the outcome"
    return ColumnsEvidence(
        used=USED,
        left_out=(
            LeftOutColumn(name="dep_delay", reason=after, by="rule", rule="leak-after-outcome"),
            LeftOutColumn(name="dep_time", reason=after, by="rule", rule="leak-after-outcome"),
            LeftOutColumn(name="arr_time", reason=after, by="rule", rule="leak-after-outcome"),
            LeftOutColumn(name="air_time", reason=after, by="rule", rule="leak-after-outcome"),
            LeftOutColumn(name="tailnum", reason="names the aircraft", by="kind"),
            LeftOutColumn(name="year", reason="holds one value only", by="kind"),
            LeftOutColumn(name="flight", reason="numbers mean nothing here", by="project"),
        ),
    )


def split() -> SplitEvidence:
    """By time."""

    def part(name: str, rows: int, late: float, begin: str, end: str) -> Part:
        return Part(
            name=name,  # type: ignore[arg-type]
            rows=rows,
            shares=(("no", 1 - late), ("yes", late)),
            time_from=begin,
            time_to=end,
        )

    return SplitEvidence(
        kind="time",
        reason="time_hour orders the rows and the share of late flights drifts along it",
        seed=0,
        target="late",
        time="time_hour",
        group=None,
        parts=(
            part("train", 196_408, 0.246, "2013-01-01T05:00:00", "2013-08-09T10:00:00"),
            part("validation", 65_469, 0.213, "2013-08-09T11:00:00", "2013-10-21T18:00:00"),
            part("test", 65_469, 0.228, "2013-10-21T19:00:00", "2013-12-31T23:00:00"),
        ),
        rows_without_target=9_429,
        rows_dropped=0,
        rows_shared=0,
        groups_shared=0,
        groups_test=0,
        rows_before_border=0,
        time_drift=0.12,
        folds=5,
        sealed_id="sealed-3f9a1c",
        openings=1,
        openings_allowed=10,
    )


def fit() -> FitEvidence:
    """Baselines, four candidates, a search with an optimum at the edge."""
    draw = random.Random(0)

    def candidate(name: str, family: str, score: float, weight: float, **more: object) -> Candidate:
        folds = tuple(score + draw.uniform(-0.012, 0.012) for _ in range(5))
        fields: dict[str, object] = {
            "parameters": (("num_leaves", 7), ("learning_rate", 0.03)),
            "train_score": score + 0.02,
            "iterations": (310, 290, 344, 301, 322),
            "seconds": 6.2,
            "complete": True,
        }
        return Candidate(
            name=name,
            family=family,  # type: ignore[arg-type]
            score=score,
            fold_scores=folds,
            weight=weight,
            **{**fields, **more},  # type: ignore[arg-type]
        )

    trials = tuple(
        Trial(
            number=i,
            parameters=(
                ("num_leaves", 8 + 8 * (i % 12)),
                ("learning_rate", 0.02 + 0.005 * (i % 7)),
            ),
            score=0.70 + 0.035 * (1 - math.exp(-i / 6)) + draw.uniform(-0.012, 0.004),
            iterations=200 + i,
            seconds=0.8,
        )
        for i in range(24)
    )
    points = tuple(
        CurvePoint(
            rows=rows,
            train=0.76 + 0.11 * (6_000 / rows) ** 0.4,
            validation=0.745 - 0.05 * (6_000 / rows) ** 0.5,
            low=0.738 - 0.05 * (6_000 / rows) ** 0.5,
            high=0.752 - 0.05 * (6_000 / rows) ** 0.5,
        )
        for rows in (6_137, 12_275, 24_551, 49_102, 98_204, 196_408)
    )
    return FitEvidence(
        metric="roc_auc",
        higher_is_better=True,
        task="binary",
        classes=("no", "yes"),
        rows_fitted=261_877,
        encoder_rows=261_877,
        encoders=(
            Encoded(
                column="distance", encoder="numeric", outputs=2, cardinality=0, cross_fitted=False
            ),
            Encoded(
                column="origin", encoder="one-hot", outputs=4, cardinality=3, cross_fitted=False
            ),
            Encoded(column="dest", encoder="target", outputs=1, cardinality=105, cross_fitted=True),
            Encoded(
                column=HOSTILE, encoder="ordinal", outputs=1, cardinality=2, cross_fitted=False
            ),
        ),
        candidates=(
            candidate("prior", "prior", 0.5, 0.0, iterations=(), seconds=0.0, train_score=0.5),
            candidate(
                "linear", "linear", 0.671, 0.08, iterations=(), seconds=3.1, train_score=0.673
            ),
            candidate("lightgbm shallow", "lightgbm", 0.731, 0.31),
            candidate("lightgbm large", "lightgbm", 0.738, 0.0, train_score=0.803, complete=False),
            candidate("lightgbm tuned", "lightgbm", 0.742, 0.61, train_score=0.781, seconds=19.4),
        ),
        search=SearchEvidence(
            trials=trials,
            edges=(Edge(parameter="learning_rate", value=0.05, low=0.01, high=0.05),),
            naive=max(trial.score for trial in trials),
            cross_selected=max(trial.score for trial in trials) - 0.0023,
            optimism=0.0023,
        ),
        learning_curve=LearningCurve(
            points=points,
            verdict="variance",
            reason="the gap to the training score is still closing, so more rows would help",
            gain_of_double=0.0042,
            gain_low=0.0011,
            gain_high=0.0071,
        ),
        seed_scores=(0.7411, 0.7419, 0.7423, 0.7416, 0.7420),
        threshold=0.147,
        threshold_reason="least cost by the declared costs",
        prior_score=0.5,
        linear_score=0.671,
        ensemble_score=0.744,
        ensemble_train_score=0.779,
        gain_low=0.021,
        gain_high=0.026,
        shipped="ensemble",
        majority_share=0.772,
        budget_seconds=60.0,
        seconds=57.3,
        plan=ExecutedPlan(
            members=(
                ExecutedMember(
                    name="lightgbm tuned",
                    family="lightgbm",
                    parameters=(("num_leaves", 63),),
                    complete=True,
                ),
            ),
            trials=tuple(trial.parameters for trial in trials),
            seed=0,
            threads=2,
            folds=5,
            metric="roc_auc",
        ),
        model_hash="ab" * 32,
    )


def evaluation() -> EvaluationEvidence:
    """Scores with intervals, slices, fairness with all three verdicts, errors, curves."""

    def score(metric: str, value: float, half: float, method: str, higher: bool) -> Score:
        return Score(
            metric=metric,
            value=value,
            low=value - half,
            high=value + half,
            level=0.9917,
            method=method,
            higher_is_better=higher,
        )

    def cut(condition: str, column: str, rows: int, loss: float, *, worse: bool) -> Slice:
        return Slice(
            condition=condition,
            columns=(column,),
            rows=rows,
            loss=loss,
            loss_rest=0.468,
            score=0.7,
            p_value=0.0004 if worse else 0.3,
            worse=worse,
        )

    groups = tuple(
        FairnessGroup(
            name=name,
            rows=rows,
            selection_rate=rate,
            true_positive_rate=rate + 0.3,
            false_positive_rate=rate - 0.1,
            score=0.73,
        )
        for name, rows, rate in (
            ("EWR", 23_400, 0.41),
            ("JFK", 21_800, 0.33),
            ("LGA", 20_269, 0.29),
        )
    )

    def fair(criterion: str, gap: float, half: float, verdict: str, need: int | None) -> Fairness:
        return Fairness(
            column="origin",
            criterion=criterion,
            difference=gap,
            low=max(0.0, gap - half),
            high=gap + half,
            allowed=0.1,
            verdict=verdict,  # type: ignore[arg-type]
            rows_needed=need,
            groups=groups,
        )

    grid = tuple(i / 40 for i in range(41))
    bins = tuple(
        CalibrationBin(
            predicted=0.03 + 0.085 * i,
            observed=0.035 + 0.08 * i,
            low=0.02 + 0.078 * i,
            high=0.05 + 0.084 * i,
            rows=12_000 - 1_100 * i,
        )
        for i in range(10)
    )
    return EvaluationEvidence(
        sealed_id="sealed-3f9a1c",
        opening=2,
        openings_left=8,
        level_asked=0.95,
        level_paid=0.9917,
        rows=65_469,
        task="binary",
        primary="roc_auc",
        scores=(
            score("roc_auc", 0.7362, 0.0068, "delong", True),
            score("average_precision", 0.4713, 0.0113, "bootstrap", True),
            score("log_loss", 0.4703, 0.0058, "normal", False),
            score("brier", 0.1512, 0.0021, "normal", False),
            score("f1", 0.4621, 0.0102, "bootstrap", True),
            score("balanced_accuracy", 0.6731, 0.0071, "bootstrap", True),
            score("cost", 33.87, 0.61, "normal", False),
        ),
        comparisons=(
            Comparison(
                against="prior", metric="roc_auc", gain=0.2362, low=0.2294, high=0.243, level=0.9917
            ),
            Comparison(
                against="linear",
                metric="roc_auc",
                gain=0.0671,
                low=0.0612,
                high=0.073,
                level=0.9917,
            ),
            Comparison(
                against="champion",
                metric="roc_auc",
                gain=0.0032,
                low=-0.0011,
                high=0.0075,
                level=0.9917,
            ),
        ),
        calibration=Calibration(bins=bins, error=0.0081, slope=0.94, error_expected=0.0052),
        slices=(
            cut("carrier = 'EV'", "carrier", 9_211, 0.5512, worse=True),
            cut("hour >= 17", "hour", 18_300, 0.5321, worse=True),
            cut("month = 12", "month", 27_110, 0.5102, worse=True),
            cut("origin = 'LGA'", "origin", 20_269, 0.4611, worse=False),
            cut(f"{HOSTILE} = 'x'", HOSTILE, 812, 0.4409, worse=False),
        ),
        slices_examined=143,
        fairness=(
            fair("demographic parity", 0.121, 0.011, "fail", None),
            fair("equal opportunity", 0.043, 0.021, "pass", None),
            fair("equalized odds", 0.092, 0.024, "cannot tell", 14_200),
        ),
        sensitive=("origin",),
        loss_name="log_loss",
        worst_rows=tuple(
            WorstRow(
                row=4_711 + 31 * i,
                loss=3.9 - 0.2 * i,
                actual="yes",
                predicted=f"no (0.0{2 + i})",
                values=(
                    ("carrier", "HA"),
                    ("hour", str(9 + i)),
                    ("dest", "HNL"),
                    (HOSTILE, "<b>bold</b>"),
                ),
            )
            for i in range(6)
        ),
        clusters=(
            ErrorCluster(
                condition="month = 12 and hour >= 15",
                columns=("month", "hour"),
                rows=8_920,
                share_of_loss=0.214,
                loss=0.741,
            ),
            ErrorCluster(
                condition="carrier = 'EV' and origin = 'EWR'",
                columns=("carrier", "origin"),
                rows=5_140,
                share_of_loss=0.118,
                loss=0.702,
            ),
        ),
        curves=(
            CurveLine(name="roc", x=grid, y=tuple(x**0.42 for x in grid)),
            CurveLine(
                name="precision-recall", x=grid[1:], y=tuple(0.9 - 0.67 * x**0.6 for x in grid[1:])
            ),
            CurveLine(name="cost", x=grid, y=tuple(33.9 + 45 * (x - 0.147) ** 2 for x in grid)),
        ),
        classes=("no", "yes"),
        confusion=((33_210, 17_332), (4_911, 10_016)),
        seconds_per_row=0.000022,
    )


def explanation() -> ExplanationEvidence:
    """Importances with their spread over refits, and two rows explained."""
    values = (0.412, 0.287, 0.211, 0.163, 0.121, 0.074, 0.051, 0.011)
    return ExplanationEvidence(
        method="TreeSHAP, averaged over members",
        rows=2_000,
        importances=tuple(
            Importance(
                column=column,
                value=value,
                deviation=value * 0.12,
                rank_low=max(1, i),
                rank_high=i + 2,
            )
            for i, (column, value) in enumerate(
                zip(("hour", "month", *USED[:3], *USED[5:]), values, strict=True)
            )
        ),
        local=(
            LocalExplanation(
                row=4_711,
                margin=-3.31,
                base=-1.24,
                contributions=(
                    ("hour", -0.94),
                    ("carrier", -0.71),
                    ("month", -0.52),
                    ("dest", 0.21),
                    ("distance", -0.13),
                    (HOSTILE, 0.02),
                ),
            ),
            LocalExplanation(
                row=4_742,
                margin=0.42,
                base=-1.24,
                contributions=(
                    ("hour", 1.21),
                    ("month", 0.62),
                    ("carrier", -0.27),
                    ("origin", 0.1),
                ),
            ),
        ),
        stability=0.93,
        additivity_error=3.1e-7,
    )


def certificate() -> CertificateEvidence:
    """Passed."""
    return CertificateEvidence(
        form="onnx",
        passed=True,
        tolerance=1e-5,
        cases=(
            CertificateCase(name="held-out", rows=2_000, difference=3.2e-7, disagreements=0),
            CertificateCase(name="missing", rows=500, difference=2.9e-7, disagreements=0),
            CertificateCase(
                name="unknown categories", rows=500, difference=1.1e-7, disagreements=0
            ),
            CertificateCase(
                name="split thresholds", rows=4_102, difference=5.9e-7, disagreements=0
            ),
            CertificateCase(name="extremes", rows=64, difference=8.8e-8, disagreements=0),
        ),
        onnx_hash="0e" * 32,
        onnx_bytes=1_482_112,
        opset=18,
        seconds_per_row=0.000031,
    )


def lineage() -> LineageEvidence:
    """Under git, nothing uncommitted."""
    return LineageEvidence(
        run_id="20261122-203555-7c1f",
        project="flights",
        project_hash="aa" * 32,
        contract_hash="c0" * 32,
        snapshot_hash="5f" * 32,
        code_version="4f3cd86a1b2c3d4e5f60718293a4b5c6d7e8f901",
        assay_version="0.1.0",
        python_version="3.11.7",
        packages=(("lightgbm", "4.6.0"), ("numpy", "2.4.1"), ("polars", "2.1.0")),
        started_at=datetime.datetime(2026, 11, 22, 20, 35, tzinfo=datetime.UTC).isoformat(),
        waivers=1,
    )


def audit() -> AuditEvidence:
    """Every verdict, every severity, a waiver and an expired one."""
    return AuditEvidence(
        outcomes=(
            RuleOutcome(
                rule="eval-slice-worse",
                title="A slice does significantly worse",
                severity="warning",
                verdict="found",
                remedy="Add features that describe the slice, or name it in the card.",
                findings=(
                    Finding(
                        message="carrier = 'EV' loses 0.551 against 0.468", columns=("carrier",)
                    ),
                    Finding(message="hour >= 17 loses 0.532 against 0.468", columns=("hour",)),
                ),
            ),
            RuleOutcome(
                rule="leak-after-outcome",
                title="A column is known only after the outcome",
                severity="error",
                verdict="found",
                remedy="Leave the column out, or take its value as of the time of prediction.",
                findings=(
                    Finding(
                        message="'dep_delay' is missing in 100 % of rows without an outcome",
                        columns=("dep_delay",),
                        measure=1.0,
                        threshold=0.9,
                    ),
                    Finding(message=f"{HOSTILE} is odd", columns=(HOSTILE,), rows=(3, 17)),
                ),
            ),
            RuleOutcome(
                rule="tune-at-edge",
                title="The best parameter lies at the edge of the space",
                severity="info",
                verdict="found",
                remedy="Widen the space.",
                findings=(Finding(message="learning_rate 0.05 in 0.01 to 0.05", key="fit"),),
            ),
            RuleOutcome(
                rule="data-text-left-out",
                title="Free text is left out",
                severity="warning",
                verdict="passed",
                remedy="Embed it.",
                waived=(
                    Waived(
                        finding=Finding(message="column 'remarks' holds free text"),
                        reason="remarks are typed after landing",
                        expires="2027-03-31",
                    ),
                ),
            ),
            RuleOutcome(
                rule="eval-seeds-unstable",
                title="Scores depend on the seed",
                severity="warning",
                verdict="unknown",
                remedy="Give more budget.",
                unknown=("only one seed fitted within the budget",),
            ),
            RuleOutcome(
                rule="split-group-overlap",
                title="The same group stands in training and in test",
                severity="error",
                verdict="not applicable",
                remedy="Set split.group.",
            ),
            *(
                RuleOutcome(
                    rule=f"kept-{name}", title=name, severity="error", verdict="passed", remedy="-"
                )
                for name in ("baseline", "contract", "snapshot", "sealed", "certificate")
            ),
        ),
        expired=("eval-accuracy-on-imbalance (it was only for the pilot)",),
    )
