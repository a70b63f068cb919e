"""The score of a model that is given, beside what little costs: the prior and a quick model."""

from __future__ import annotations

from dataclasses import dataclass

from assay.core.evidence.given import GivenModelEvidence

LEVEL, DEVIATIONS = 0.95, 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelScore:
    """How a model that is given does on the test, and what it is held against.

    Attributes:
        name: What was handed over.
        metric: What all scores are of, but for `declared_score`.
        rows: Test rows with an outcome that it was asked about.
        train: Score on the rows it was fitted on.
        test: Score on the test, which lies between `low` and `high` at `level`.
        prior: Score on the test of the bare shares, or the mean.
        quick: Score on the test of a quick model of the same columns.
        declared: The metric that was asked for, where the model cannot be compared in it.
        declared_score: Its value on the test.
    """

    name: str
    metric: str
    rows: int
    train: float
    test: float
    low: float
    high: float
    level: float
    prior: float
    quick: float
    declared: str | None = None
    declared_score: float | None = None

    @classmethod
    def of(cls, found: GivenModelEvidence) -> ModelScore:
        """Return what a report shows of the evidence."""
        reach = DEVIATIONS * found.test_error
        other = found.declared is not None and found.declared != found.metric
        return cls(
            name=found.name,
            metric=found.metric,
            rows=found.rows_test,
            train=found.train,
            test=found.test,
            low=found.test - reach,
            high=found.test + reach,
            level=LEVEL,
            prior=found.prior,
            quick=found.reference,
            declared=found.declared if other else None,
            declared_score=found.declared_score if other else None,
        )
