"""The audit's own test: plant known faults in a copy of the tables, and see which are found."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import polars as pl

from assay.core.evidence.audit import Injected, InjectionEvidence
from assay.data.sides.plant import Ground, Planted, plant
from assay.data.sides.table import Sides, sides
from assay.lifecycle import measures
from assay.practices import catalogue
from assay.practices.audit import audit
from assay.practices.rule import Rule

Progress = Callable[[str, float], None]
Said = set[tuple[str, tuple[str, ...]]]


def inject(both: Sides, *, seed: int = 0, progress: Progress | None = None) -> InjectionEvidence:
    """Plant faults in a sample of both sides, one at a time, and audit each copy.

    A fault counts as caught if a rule that is meant for it finds, as an error or a warning, what
    it did not find in the sample itself, and names the column.

    Args:
        both: The sides.
        seed: Seed of the sample and the faults.
        progress: Called with stage and fraction done.
    """
    tell = progress or (lambda _stage, _fraction: None)
    ground = Ground.of(both, seed=seed)
    faults = list(plant(ground))
    rules = catalogue.load()
    meant = {name: rules[name] for fault in faults for name in fault.rules}
    tell("plant faults", 0.0)
    before = _said(both, ground.train, ground.test, meant)
    caught = []
    for number, fault in enumerate(faults):
        tell(f"plant faults: {fault.fault}", number / len(faults))
        own = {name: rules[name] for name in fault.rules}
        caught.append(_injected(fault, _said(both, fault.train, fault.test, own) - before))
    tell("plant faults", 1.0)
    return InjectionEvidence(
        train_rows=ground.train.height,
        test_rows=ground.test.height,
        seed=seed,
        faults=tuple(caught),
    )


def _injected(fault: Planted, found: Said) -> Injected:
    by = sorted(
        {
            rule
            for rule, columns in found
            if rule in fault.rules and (not fault.columns or set(columns) & set(fault.columns))
        }
    )
    return Injected(
        fault=fault.fault, columns=fault.columns, rules=fault.rules, caught_by=tuple(by)
    )


def _said(both: Sides, train: pl.DataFrame, test: pl.DataFrame, rules: Mapping[str, Rule]) -> Said:
    """Return what some rules find in tables like these, errors and warnings.

    Only what these rules read is measured.
    """
    planted = sides(
        train.lazy(),
        test.lazy(),
        target=both.target,
        task=both.task,
        time=both.time,
        group=both.group,
        id=both.id,
        seed=both.seed,
    )
    read = {each.kind for rule in rules.values() for each in rule.reads}
    evidence = measures.take(planted, lambda _stage, _fraction: None, only=read)
    today = datetime.datetime.now(datetime.UTC).date()
    said = audit(evidence, severities={}, waivers=(), today=today, catalogue=rules)
    return {
        (outcome.rule, finding.columns)
        for outcome in said.outcomes
        for finding in outcome.findings
        if (finding.severity or outcome.severity) != "info"
    }
