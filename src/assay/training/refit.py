"""Fit what was chosen on all development rows, and put the fold models together for comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from assay.features.encoding import Encoding
from assay.training import boosting, schedule
from assay.training.candidates import Bench, Outcome
from assay.training.estimator import EstimatorMember, fit_estimator, make
from assay.training.linear import fit_linear
from assay.training.members import LinearMember, Matrix, Member, PriorMember, Purpose, TreeMember
from assay.training.model import Fitted
from assay.training.plan import FitPlan

if TYPE_CHECKING:
    import lightgbm

Chosen = Sequence[tuple[Outcome, float]]
"""Candidates with their weights."""


class Refit:
    """Models of all development rows, which are encoded and binned once for all of them.

    Args:
        bench: Rows, judge and seeds.
        plan: What training was asked for.
    """

    def __init__(self, bench: Bench, plan: FitPlan) -> None:
        self._bench = bench
        self._plan = plan
        self._members: dict[str, Member] = {}
        self._encodings: dict[Purpose, Encoding] = {}
        self._heights: dict[Purpose, int] = {}

    def model(self, chosen: Chosen, *, threshold: float | None) -> Fitted:
        """Return the weighted sum of candidates, each fitted on all development rows.

        Rounds are those that the out-of-fold rows chose together, scaled to the number of rows.
        """
        members = [replace(self._member(outcome), weight=weight) for outcome, weight in chosen]
        return assemble(self._plan, members, self._encodings, threshold=threshold)

    def encoding(self, purpose: Purpose) -> Encoding:
        """Return the encoding of all development rows."""
        if purpose not in self._encodings:
            rows = self._bench.rows
            self._encodings[purpose] = rows.encoding(purpose, rows.everything)
        return self._encodings[purpose]

    def rows(self, fitted: Fitted) -> int:
        """Return the number of rows that the members of a model of this refit were fitted on."""
        purposes = {member.purpose for member in fitted.members if member.purpose is not None}
        heights = [self._heights[purpose] for purpose in purposes]
        return min(heights, default=self._bench.rows.count)

    def _member(self, outcome: Outcome) -> Member:
        name = outcome.request.name
        if name not in self._members:
            self._bench.clock.tell(f"refit {name} on all development rows")
            match outcome.request.family:
                case "prior":
                    prior = self._bench.judge.objective.prior(self._bench.rows.labels)
                    self._members[name] = PriorMember(prior)
                case "linear":
                    self._members[name] = self._linear()
                case "lightgbm":
                    self._members[name] = self._tree(outcome)
                case "estimator":
                    self._members[name] = self._own(name)
                case family:
                    raise ValueError(f"no candidate of family {family!r} is known")
        return self._members[name]

    def _linear(self) -> LinearMember:
        rows = self._bench.rows
        return fit_linear(
            self._matrix("linear"),
            rows.labels,
            self._bench.judge.objective,
            threads=self._bench.threads,
        )

    def _own(self, reference: str) -> EstimatorMember:
        objective = self._bench.judge.objective
        return fit_estimator(
            make(reference, root=self._bench.root),
            self._matrix("linear"),
            self._bench.rows.labels,
            task=objective.task,
            outputs=objective.outputs,
        )

    def _tree(self, outcome: Outcome) -> TreeMember:
        name = outcome.request.name
        objective = self._bench.judge.objective
        booster = boosting.grow_rounds(
            self._binned,
            outcome.request.parameters,
            objective,
            rounds=max(1, round(outcome.rounds * schedule.rounds_ratio(self._bench))),
            seed=self._bench.seed,
            threads=self._bench.threads,
            tell=lambda done: self._bench.clock.tell(
                f"refit {name} on all development rows: {done:.0%}"
            ),
        )
        return TreeMember(booster.model_to_string(), objective.outputs)

    @cached_property
    def _binned(self) -> lightgbm.Dataset:
        return boosting.bin_rows(self._matrix("tree"), self._bench.rows.labels)

    def _matrix(self, purpose: Purpose) -> Matrix:
        rows = self._bench.rows
        matrix = self.encoding(purpose).fit_transform(rows.frame, rows.labels)
        self._heights[purpose] = len(matrix)
        return matrix


def fold_models(
    bench: Bench, plan: FitPlan, chosen: Chosen, *, threshold: float | None
) -> tuple[Fitted, ...]:
    """Return the same weighted sum as it was fitted on each fold."""
    return tuple(
        assemble(
            plan,
            [replace(outcome.members[part.index], weight=weight) for outcome, weight in chosen],
            {"tree": part.tree_encoding, "linear": part.linear_encoding},
            threshold=threshold,
        )
        for part in bench.parts
    )


def assemble(
    plan: FitPlan,
    members: Sequence[Member],
    encodings: Mapping[Purpose, Encoding],
    *,
    threshold: float | None,
) -> Fitted:
    """Return one model of weighted members, with the encodings they read and no other."""
    used = {member.purpose for member in members}
    kept = {purpose: each for purpose, each in encodings.items() if purpose in used}
    read = {column for encoding in kept.values() for column in encoding.spec.columns}
    return Fitted(
        task=plan.task,
        classes=plan.classes,
        threshold=threshold,
        columns=tuple(column for column in plan.columns if column in read),
        tree_encoding=kept.get("tree"),
        linear_encoding=kept.get("linear"),
        members=tuple(members),
    )
