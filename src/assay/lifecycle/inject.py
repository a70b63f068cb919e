"""The audit's own test: plant known faults in a copy of the tables, and see which are found."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import polars as pl

from assay.core.evidence.audit import Injected, InjectionEvidence
from assay.core.evidence.bundle import Bundle
from assay.data.sides.plant import Ground, Planted, plant
from assay.data.sides.table import Sides, sides
from assay.lifecycle import measures
from assay.practices import catalogue
from assay.practices.audit import audit
from assay.practices.rule import Rule

Progress = Callable[[str, float], None]
Said = set[tuple[str, tuple[str, ...]]]


def inject(
    both: Sides,
    *,
    seed: int = 0,
    known: Bundle | None = None,
    progress: Progress | None = None,
) -> InjectionEvidence:
    """Plant faults in a sample of both sides, one at a time, and audit each copy.

    A fault counts as caught if a rule that is meant for it finds, as an error or a warning, what
    it did not find in the sample itself, and names the column.

    Args:
        both: The sides.
        seed: Seed of the sample and the faults.
        known: What was measured of these very sides; it is not measured again where the sample is
            all of them.
        progress: Called with stage and fraction done.
    """
    tell = progress or (lambda _stage, _fraction: None)
    ground = Ground.of(both, seed=seed)
    faults = list(plant(ground))
    before = _Before(both, ground, known)
    rules = catalogue.load()
    caught = []
    for number, fault in enumerate(faults):
        tell(f"plant faults: {fault.fault}", number / len(faults))
        own = {name: rules[name] for name in fault.rules}
        found = _said(_measured(both, fault.train, fault.test, _read(own)), own)
        caught.append(_injected(fault, before.without(_meant(fault, found), rules)))
    tell("plant faults", 1.0)
    return InjectionEvidence(
        train_rows=ground.train.height,
        test_rows=ground.test.height,
        seed=seed,
        faults=tuple(caught),
    )


class _Before:
    """What the rules find in the sample itself; evidence is measured once a finding asks for it."""

    def __init__(self, both: Sides, ground: Ground, known: Bundle | None) -> None:
        self._both, self._ground = both, ground
        self._columns = {*ground.train.columns, *ground.test.columns}
        whole = (ground.train.height, ground.test.height, 0) == (
            both.train.total,
            both.test.total,
            both.unlabelled.height,
        )
        self._evidence = known if known is not None and whole else Bundle()

    def without(self, found: Said, rules: Mapping[str, Rule]) -> Said:
        """Return the findings that the sample gives no cause for.

        One that names a column which the sample lacks needs no look at the sample.
        """
        old = {one for one in found if set(one[1]) <= self._columns}
        if not old:
            return found
        own = {name: rules[name] for name, _ in old}
        kinds = _read(own)
        lacking = {kind for kind in kinds if self._evidence.find(kind) is None}
        made = _measured(self._both, self._ground.train, self._ground.test, lacking)
        self._evidence = self._evidence.add(*made)
        seen = [value for kind in kinds if (value := self._evidence.find(kind)) is not None]
        return found - _said(Bundle(seen), own)


def _injected(fault: Planted, found: Said) -> Injected:
    by = tuple(sorted({rule for rule, _ in found}))
    return Injected(fault=fault.fault, columns=fault.columns, rules=fault.rules, caught_by=by)


def _meant(fault: Planted, found: Said) -> Said:
    return {
        (rule, columns)
        for rule, columns in found
        if rule in fault.rules and (not fault.columns or set(columns) & set(fault.columns))
    }


def _read(rules: Mapping[str, Rule]) -> set[type]:
    return {each.kind for rule in rules.values() for each in rule.reads}


def _measured(both: Sides, train: pl.DataFrame, test: pl.DataFrame, kinds: set[type]) -> Bundle:
    """Measure tables like these sides; only what is wanted."""
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
    return measures.take(planted, lambda _stage, _fraction: None, only=kinds)


def _said(evidence: Bundle, rules: Mapping[str, Rule]) -> Said:
    """Return what some rules find, errors and warnings."""
    today = datetime.datetime.now(datetime.UTC).date()
    said = audit(evidence, severities={}, waivers=(), today=today, catalogue=rules)
    return {
        (outcome.rule, finding.columns)
        for outcome in said.outcomes
        for finding in outcome.findings
        if (finding.severity or outcome.severity) != "info"
    }
