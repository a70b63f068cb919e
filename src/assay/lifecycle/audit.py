"""Hold the rules against tables, and a model, that Assay did not make."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assay.core.errors import InputError
from assay.core.evidence.audit import AuditEvidence, InjectionEvidence, Price
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.codec import plain
from assay.core.evidence.data import Task
from assay.core.evidence.given import GivenModelEvidence
from assay.core.evidence.labels import MetricEvidence
from assay.core.finding import Severity
from assay.data.sides.table import Sides, sides
from assay.evaluation import metrics
from assay.lifecycle import given_tables, measures
from assay.lifecycle import inject as injection
from assay.lifecycle import price as pricing
from assay.lifecycle.given_score import ModelScore
from assay.practices import audit as practices

Progress = Callable[[str, float], None]

MOST_PRICED = 8
"""Findings that are priced; each costs two fits of a quick model."""

NOT_ASKED = {
    "eval-no-better-than-linear": "an audit fits no linear baseline; the quick model stands there",
    "fair-gap": "an audit is told of no sensitive column",
}
"""Rules that read of an evaluation what only a run adds to it, and why an audit cannot."""

RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedFinding:
    """A finding as a report shows it.

    Attributes:
        price: What the fault is worth, where that can be measured.
    """

    rule: str
    title: str
    severity: Severity
    columns: tuple[str, ...]
    rows: tuple[int, ...]
    message: str
    measure: float | None
    threshold: float | None
    price: Price | None
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A rule that could not be decided, or did not apply, and why."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What the rules say of tables that Assay did not make.

    Attributes:
        findings: Worst first: errors, warnings, infos, and by price within each.
        not_applicable: Rules that lack the evidence they read.
        unknown: Rules that could not be decided.
        passed: Rules that were decided and found nothing.
        train_rows: Rows of training.
        test_rows: Rows of the test.
        sampled: Whether costly measures looked at a sample of either.
        train_seen: Rows of training, of known outcome, that costly measures looked at.
        test_seen: The same of the test.
        task: What is predicted.
        metric: The metric of the prices.
        evidence: All that was measured.
        model: How the model that is given does, where it could be asked.
        injection: Which planted faults the audit would have found, if that was asked.
    """

    findings: tuple[PricedFinding, ...]
    not_applicable: tuple[Undecided, ...]
    unknown: tuple[Undecided, ...]
    passed: tuple[str, ...]
    train_rows: int
    test_rows: int
    sampled: bool
    train_seen: int
    test_seen: int
    task: Task
    metric: str
    evidence: Bundle
    model: ModelScore | None = None
    injection: InjectionEvidence | None = None

    @property
    def errors(self) -> tuple[PricedFinding, ...]:
        """The findings that make a score unbelievable."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    def as_dict(self) -> dict[str, object]:
        """Return what `assay audit --json` prints: plain values, without the evidence."""
        kept = ("findings", "not_applicable", "unknown", "passed", "model", "injection")
        rows = ("train_rows", "test_rows", "sampled", "train_seen", "test_seen")
        facts = (*rows, "task", "metric")
        return {name: plain(getattr(self, name)) for name in (*kept, *facts)}


def audit(
    train: object,
    test: object = None,
    *,
    target: str,
    split: str | None = None,
    task: Task | None = None,
    time: str | None = None,
    group: str | None = None,
    id: str | None = None,
    metric: str | None = None,
    model: object = None,
    seed: int = 0,
    price: bool = True,
    inject: bool = False,
    progress: Progress | None = None,
) -> AuditReport:
    """Find what is wrong with data, a split and a model, on anybody's work.

    Args:
        train: Training rows: pandas, Polars or Arrow, or the URL of a source.
        test: Test rows, with or without the target; None where `split` is given.
        target: Column to predict.
        split: Column of `train` that says to which side a row belongs: `train` and `test` (also
            `training`, `testing`; rows of `validation` count as training).
        task: What is predicted; inferred from the target if absent.
        time: Column that says when a row happened.
        group: Column that says whom a row belongs to.
        id: Column that names the row.
        metric: The metric that the work is judged by; `accuracy` and others of scikit-learn's
            names for Assay's.
        model: A scikit-learn estimator, or a file or `module:function` or MLflow URI of a model.
        seed: Seed of samples and quick models.
        price: Whether to fit quick models that say what findings are worth.
        inject: Whether to plant known faults in a copy of the tables, and say which are found.
        progress: Called with stage and fraction done.

    Returns:
        Findings, worst first, and what could not be decided.

    Raises:
        InputError: If a table cannot be read, or a column that is named is not there.

    Example:
        >>> import polars as pl
        >>> rows = pl.DataFrame({"x": range(200), "y": ["no", "yes"] * 100, "copy": [0, 1] * 100})
        >>> said = audit(rows.head(150), rows.tail(50), target="y")
        >>> [finding.columns for finding in said.errors if finding.rule == "leak-target-copy"]
        [('copy',)]
    """
    tell = progress or (lambda _stage, _fraction: None)
    tell("read", 0.0)
    given = given_tables.read(train, test, split)
    left, right = (given_tables.flat(table, but=target) for table in given)
    both = sides(
        left,
        right,
        target=target,
        task=task or given_tables.task_of(left, target, test=right),
        time=time,
        group=group,
        id=id,
        seed=seed,
    )
    chosen = _metric(metric, both.task)
    tell("read", 1.0)
    evidence = measured = measures.take(both, tell)
    if model is not None:
        from assay.lifecycle import given_model  # loads what evaluates models, a third of a second

        evidence = evidence.add(*given_model.measure(model, both, chosen, tell))
    if chosen is not None:
        evidence = evidence.add(MetricEvidence(metric=chosen))
    said = practices.audit(
        evidence,
        severities={},
        waivers=(),
        today=datetime.datetime.now(datetime.UTC).date(),
    )
    found, asked = _findings(said), evidence.find(GivenModelEvidence)
    if price:
        found = _priced(found, both, chosen, tell)
    return AuditReport(
        findings=tuple(sorted(found, key=_order)),
        not_applicable=_not_applicable(said),
        unknown=tuple(
            Undecided(rule=o.rule, reason=reason)
            for o in said.outcomes
            if o.rule not in NOT_ASKED
            for reason in o.unknown
        ),
        passed=tuple(o.rule for o in said.verdicts("passed")),
        train_rows=both.train.total,
        test_rows=both.test.total,
        sampled=both.train.sampled or both.test.sampled,
        train_seen=both.train.rows.height,
        test_seen=both.test.rows.height,
        task=both.task,
        metric=chosen or pricing.usual_metric(both.task),
        evidence=evidence,
        model=None if asked is None else ModelScore.of(asked),
        injection=injection.inject(both, seed=seed, known=measured, progress=tell)
        if inject
        else None,
    )


def _metric(name: str | None, task: Task) -> str | None:
    if name is None:
        return None
    found = metrics.get(name)
    if task not in found.tasks:
        raise InputError(
            f"the metric '{name}' does not fit a {task} target",
            remedy=f"use one of {', '.join(each.name for each in metrics.fitting(task))}",
        )
    return name


def _not_applicable(said: AuditEvidence) -> tuple[Undecided, ...]:
    lacking = (
        Undecided(rule=o.rule, reason=f"lacks {', '.join(o.missing)}")
        for o in said.verdicts("not applicable")
    )
    not_asked = (
        Undecided(rule=o.rule, reason=NOT_ASKED[o.rule])
        for o in said.verdicts("unknown")
        if o.rule in NOT_ASKED
    )
    return (*lacking, *not_asked)


def _findings(said: AuditEvidence) -> list[PricedFinding]:
    return [
        PricedFinding(
            rule=outcome.rule,
            title=outcome.title,
            severity=finding.severity or outcome.severity,
            columns=finding.columns,
            rows=finding.rows,
            message=finding.message,
            measure=finding.measure,
            threshold=finding.threshold,
            price=None,
            remedy=outcome.remedy,
        )
        for outcome in said.outcomes
        for finding in outcome.findings
    ]


BORDERS: dict[str, pricing.Border] = {
    "split-row-overlap": "rows",
    "leak-oversampled-before-split": "rows",
    "split-group-overlap": "group",
    "split-undeclared-group": "group",
    "split-time-overlap": "time",
    "split-random-on-ordered": "time",
}
"""Which border an honest split would respect, by the rule that finds it broken."""


def _priced(
    found: Sequence[PricedFinding], both: Sides, metric: str | None, tell: Progress
) -> list[PricedFinding]:
    """Price the findings that flatter a score, errors first."""
    due = sorted(
        (place for place, each in enumerate(found) if _has_price(each)),
        key=lambda place: RANK[found[place].severity],
    )[:MOST_PRICED]
    priced = list(found)
    table = pricing.Table.of(both, metric) if due else None
    suspected = [
        name for place in due if found[place].rule not in BORDERS for name in found[place].columns
    ]
    for number, place in enumerate(due):
        tell("price", number / len(due))
        each = found[place]
        assert table is not None
        border = BORDERS.get(each.rule)
        worth = (
            pricing.of_columns(table, each.columns, suspected=suspected)
            if border is None
            else pricing.of_split(table, border, column=next(iter(each.columns), None))
        )
        priced[place] = replace(each, price=worth)
    tell("price", 1.0)
    return priced


def _has_price(finding: PricedFinding) -> bool:
    return finding.rule in BORDERS or (finding.rule.startswith("leak-") and bool(finding.columns))


def _order(finding: PricedFinding) -> tuple[int, float, str]:
    worth = 0.0 if finding.price is None else finding.price.gain
    return RANK[finding.severity], -worth, finding.rule
