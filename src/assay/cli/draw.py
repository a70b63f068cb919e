"""Evidence as tables on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assay.cli.output import STYLE, plain_text, say, table
from assay.core.evidence.audit import AuditEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import (
    ColumnsEvidence,
    ProfileEvidence,
    SnapshotEvidence,
    ValidationEvidence,
)
from assay.core.evidence.evaluation import EvaluationEvidence, Score
from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.registry import CertificateEvidence
from assay.core.evidence.split import SplitEvidence

if TYPE_CHECKING:
    from assay.data.snapshot import SnapshotDiff

SHOWN_IN_FULL = 3


def run(evidence: Bundle) -> None:
    """Draw a run as far as it came."""
    if validation := evidence.find(ValidationEvidence):
        _validation(validation)
    if split := evidence.find(SplitEvidence):
        _split(split, evidence.find(SnapshotEvidence))
    if columns := evidence.find(ColumnsEvidence):
        _columns(columns)
    if fit := evidence.find(FitEvidence):
        _fit(fit)
    if evaluation := evidence.find(EvaluationEvidence):
        _evaluation(evaluation)
    if certificate := evidence.find(CertificateEvidence):
        _certificate(certificate)
    if audit := evidence.find(AuditEvidence):
        _audit(audit)


def summary(evidence: Bundle) -> dict[str, Any]:
    """Return what a script wants to know of a run."""
    told: dict[str, Any] = {}
    if columns := evidence.find(ColumnsEvidence):
        told["columns"] = columns.used
        told["left_out"] = columns.left_out
    if fit := evidence.find(FitEvidence):
        told |= {
            "metric": fit.metric,
            "shipped": fit.shipped,
            "prior": fit.prior_score,
            "linear": fit.linear_score,
            "out_of_fold": fit.ensemble_score,
            "threshold": fit.threshold,
            "model_hash": fit.model_hash,
        }
    if evaluation := evidence.find(EvaluationEvidence):
        told["test"] = evaluation.scores
        told["comparisons"] = evaluation.comparisons
        told["openings_left"] = evaluation.openings_left
    if audit := evidence.find(AuditEvidence):
        told["findings"] = [
            {"rule": outcome.rule, "severity": outcome.severity, "findings": outcome.findings}
            for severity in STYLE
            for outcome in audit.found(severity)
        ]
        told["unknown"] = [outcome.rule for outcome in audit.verdicts("unknown")]
        told["not_applicable"] = [outcome.rule for outcome in audit.verdicts("not applicable")]
    return told


def profile(found: ProfileEvidence) -> None:
    """Draw a profile."""
    sampled = "" if found.sampled == found.rows else f", costly statistics on {found.sampled:,}"
    duplicates = f", {found.duplicate_rows:,} duplicates" if found.duplicate_rows else ""
    measured = any(column.association is not None for column in found.columns)
    table(
        f"{found.source}: {found.rows:,} rows, {len(found.columns)} columns{duplicates}{sampled}",
        ("column", "kind", "missing", "distinct", "values", *(("target",) if measured else ())),
        [
            (
                column.name,
                column.kind,
                f"{column.missing / max(column.rows, 1):.1%}" if column.missing else "",
                f"{column.distinct:,}",
                _values(column),
                *(
                    ("" if column.association is None else f"{column.association:.2f}",)
                    if measured
                    else ()
                ),
            )
            for column in found.columns
        ],
        right="missing distinct target",
    )
    for column in found.columns:
        for suspicion in column.suspicions:
            say(f"[yellow]look at[/] '{plain_text(column.name)}': {plain_text(suspicion)}")


def data_difference(found: SnapshotDiff) -> None:
    """Draw what changed between two versions of the data."""
    by = f"by {found.key}" if found.key else "by whole rows"
    say(
        f"{found.rows_before:,} rows became {found.rows_after:,}; {by}: {found.added:,} added, "
        f"{found.removed:,} removed, {found.changed:,} changed"
    )
    for name in found.columns_added:
        say(f"  column '{plain_text(name)}' is new")
    for name in found.columns_removed:
        say(f"  column '{plain_text(name)}' is gone")
    for name, before, after in found.types_changed:
        say(f"  column '{plain_text(name)}' was {before}, is {after}")
    cells = dict(found.changed_cells)
    table(
        None,
        ("column", "distribution moved by", "measure", "missing", "cells changed"),
        [
            (
                column.name,
                "" if column.effect is None else f"{column.effect:.3f}",
                column.measure,
                f"{column.missing_before:.1%} to {column.missing_after:.1%}",
                cells.get(column.name, ""),
            )
            for column in found.columns
        ],
    )


def _values(column: Any) -> str:
    if column.top and not column.quantiles:
        return ", ".join(f"{value} ({count:,})" for value, count in column.top[:3])
    if column.quantiles:
        low, middle, high = column.quantiles[0], column.quantiles[4], column.quantiles[-1]
        return f"{low:.4g} .. {middle:.4g} .. {high:.4g}"
    return ""


def _split(split: SplitEvidence, snapshot: SnapshotEvidence | None) -> None:
    version = f"data {snapshot.content_hash[:12]}, " if snapshot else ""
    table(
        f"{version}{split.kind} split: {split.reason}",
        ("part", "rows", "shares", "from", "to", "groups"),
        [
            (
                part.name,
                f"{part.rows:,}",
                ", ".join(f"{name} {share:.1%}" for name, share in part.shares[:4]),
                (part.time_from or "")[:10],
                (part.time_to or "")[:10],
                "" if part.groups is None else f"{part.groups:,}",
            )
            for part in split.parts
        ],
        right="rows groups",
    )
    if split.rows_without_target:
        say(f"{split.rows_without_target:,} rows have no target and are kept apart")


def _validation(validation: ValidationEvidence) -> None:
    dropped = [c.column for c in validation.checks if c.check == "extra-column" and c.noted]
    if dropped:
        names = ", ".join(plain_text(name) for name in dropped)
        say(f"[yellow]dropped[/], since the contract does not name them: {names}")
    if validation.quarantined:
        say(f"{validation.quarantined:,} of {validation.rows:,} rows break the contract: set aside")


def _columns(columns: ColumnsEvidence) -> None:
    if columns.left_out:
        table(
            f"{len(columns.used)} columns used, {len(columns.left_out)} left out",
            ("left out", "because", "found by"),
            [(c.name, c.reason, c.rule or c.by) for c in columns.left_out],
        )


def _fit(fit: FitEvidence) -> None:
    better = "higher" if fit.higher_is_better else "lower"
    rows = [
        (
            candidate.name,
            f"{candidate.score:.5g}",
            f"{candidate.train_score:.5g}",
            f"{candidate.weight:.2f}" if candidate.weight else "",
            f"{candidate.seconds:.1f} s" + ("" if candidate.complete else ", cut short"),
        )
        for candidate in fit.candidates
    ]
    rows.append(
        (
            f"ships: {fit.shipped}",
            f"{fit.ensemble_score:.5g}",
            f"{fit.ensemble_train_score:.5g}",
            "",
            f"{fit.seconds:.1f} s in all",
        )
    )
    table(
        f"out-of-fold {fit.metric} ({better} is better)",
        ("candidate", "score", "on its own rows", "weight", "time"),
        rows,
        right="score weight time",
    )
    if fit.threshold is not None:
        say(f"decides at {fit.threshold:.3f}: {plain_text(fit.threshold_reason)}")
    if fit.search is not None:
        say(
            f"{len(fit.search.trials)} trials; the search flatters itself by "
            f"{fit.search.optimism:.2g} (cross-selected {fit.search.cross_selected:.5g})"
        )
    if fit.learning_curve is not None:
        say(
            f"learning curve: {fit.learning_curve.verdict}; {plain_text(fit.learning_curve.reason)}"
        )


def _evaluation(evaluation: EvaluationEvidence) -> None:
    table(
        f"sealed test, opening {evaluation.opening} ({evaluation.openings_left} left), "
        f"{evaluation.rows:,} rows, {evaluation.level_paid:.1%} intervals after paying for it",
        ("metric", "test", "interval"),
        [
            (
                score.metric + (" *" if score.metric == evaluation.primary else ""),
                f"{score.value:.5g}",
                _interval(score),
            )
            for score in evaluation.scores
        ],
        right="test",
    )
    if evaluation.opening > 1 and evaluation.ladder_loss is not None:
        climbed = "this run climbs" if evaluation.ladder_climbed else "this run is within the noise"
        say(f"best {evaluation.loss_name} by the Ladder: {evaluation.ladder_loss:.5g}; {climbed}")
    for comparison in evaluation.comparisons:
        say(
            f"against {comparison.against}: {comparison.gain:+.4g} {comparison.metric} "
            f"[{comparison.low:+.4g}, {comparison.high:+.4g}]"
        )
    worse = [part for part in evaluation.slices if part.worse]
    for part in worse[:SHOWN_IN_FULL]:
        say(
            f"does worse where {plain_text(part.condition)}: loss {part.loss:.3g} against "
            f"{part.loss_rest:.3g} ({part.rows:,} rows)"
        )
    for fairness in evaluation.fairness:
        style = {"pass": "green", "fail": "bold red", "cannot tell": "yellow"}[fairness.verdict]
        more = f": need {fairness.rows_needed:,} more rows" if fairness.rows_needed else ""
        say(
            f"{plain_text(fairness.column)}, {fairness.criterion}: gap {fairness.difference:.3f} "
            f"[{fairness.low:.3f}, {fairness.high:.3f}] [{style}]{fairness.verdict}[/]{more}"
        )


def _interval(score: Score) -> str:
    return f"{score.low:.5g} to {score.high:.5g} ({score.method})"


def _certificate(certificate: CertificateEvidence) -> None:
    rows = sum(case.rows for case in certificate.cases)
    worst = max((case.difference for case in certificate.cases), default=0.0)
    said = "[green]equal[/]" if certificate.passed else "[bold red]NOT equal[/]"
    say(
        f"compiled scorer ({certificate.form}): {said} on {rows:,} rows, largest difference "
        f"{worst:.1e}, {certificate.seconds_per_row * 1e6:.0f} us a row"
    )


def _audit(audit: AuditEvidence) -> None:
    found = [o for severity in STYLE for o in audit.found(severity)]
    for outcome in found[:SHOWN_IN_FULL]:
        for finding in outcome.findings[:SHOWN_IN_FULL]:
            say(
                f"[{STYLE[outcome.severity]}]{outcome.severity}[/] {outcome.rule}: "
                f"{plain_text(finding.message)}"
            )
        say(f"  remedy: {plain_text(outcome.remedy)}")
    if rest := found[SHOWN_IN_FULL:]:
        say(f"and {len(rest)} more: {', '.join(outcome.rule for outcome in rest)}")
    for expired in audit.expired:
        say(f"[yellow]waiver expired[/]: {plain_text(expired)}")
    counts = {v: len(audit.verdicts(v)) for v in ("passed", "found", "unknown", "not applicable")}
    say(f"{len(audit.outcomes)} rules: " + ", ".join(f"{n} {v}" for v, n in counts.items()))
