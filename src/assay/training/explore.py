"""The order of work, from baselines to search: by the clock, or by a recorded plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assay.core.evidence.fit import ExecutedPlan
from assay.training import curve, schedule, search
from assay.training.candidates import (
    Bench,
    Outcome,
    Request,
    Settings,
    finished,
    fit_candidate,
)
from assay.training.estimator import make

PRIOR = Request(name="prior", family="prior")
LINEAR = Request(name="linear", family="linear")
SEEDS = 3
LIKELY_MEMBERS = 2
"""Candidates besides the baselines, best first, whose refit is reserved for."""

CURVE_SHARE = 0.1
SEEDS_SHARE = 0.1
"""Shares of the budget that learning curve and further seeds may cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explored:
    """What was fitted on the folds.

    Attributes:
        bench: With the folds that were used.
        outcomes: Prior, linear, then every candidate in order, those cut short included.
        tried: Trials of the search.
        curve_settings: Settings that the learning curve was measured with; empty without one.
        seed_scores: Validation score of the leading candidate, under its own seed first.
        encode_seconds: Cost of encoding fold 0 for trees.
    """

    bench: Bench
    outcomes: tuple[Outcome, ...]
    tried: tuple[Outcome, ...]
    curve: tuple[curve.Size, ...]
    curve_settings: Settings
    seed_scores: tuple[float, ...]
    encode_seconds: float

    @property
    def complete(self) -> tuple[Outcome, ...]:
        """The candidates that the budget did not cut short."""
        return tuple(outcome for outcome in self.outcomes if outcome.complete)


def explore(bench: Bench, *, budget_seconds: float, own: Sequence[str] = ()) -> Explored:
    """Fit what the budget allows, baselines first.

    Args:
        bench: All folds, of which only the first few may be used.
        budget_seconds: Wall time, refit included.
        own: Own estimators to try, `module:factory`.
    """
    for reference in own:
        make(reference, root=bench.root)  # a mistake in a name shows now, not after the budget
    outcomes = _baselines(bench)
    if not bench.first.tree_encoding.outputs:
        return _nothing_more(bench, outcomes)
    measured = schedule.probe(bench, bench.first)
    count = schedule.affordable_folds(measured, bench.parts, budget_seconds)
    bench = replace(bench, parts=bench.parts[:count])
    work = _Work(bench, budget_seconds, measured, outcomes)
    for recipe in schedule.RECIPES:
        work.try_recipe(recipe)
    for reference in dict.fromkeys(own):
        work.try_own(reference)
    leading = work.leading()
    if leading is None:
        return _nothing_more(bench, work.outcomes, measured.encode_seconds)
    sizes, curve_settings = work.learning_curve(leading)
    seed_scores = work.seeds(leading)
    tried = work.search(leading)
    return Explored(
        bench=bench,
        outcomes=tuple(work.outcomes),
        tried=tuple(tried),
        curve=tuple(sizes),
        curve_settings=curve_settings,
        seed_scores=seed_scores,
        encode_seconds=measured.encode_seconds,
    )


def follow(bench: Bench, plan: ExecutedPlan) -> Explored:
    """Fit what a recorded plan names, without a clock; what it cut short stays out."""
    baselines = _baselines(bench)
    bench = replace(bench, parts=bench.parts[: plan.folds])
    outcomes = [
        fit_candidate(
            bench, Request(name=member.name, family=member.family, settings=member.parameters)
        )
        for member in plan.members
        if member.complete and member.family not in ("prior", "linear")
    ]
    sizes: list[curve.Size] = []
    if plan.curve:
        sizes = curve.measure(bench, Request(name="", family="lightgbm", settings=plan.curve))
    leading = _leading(bench, [each for each in outcomes if each.request.name != "tuned"])
    return Explored(
        bench=bench,
        outcomes=(*baselines, *outcomes),
        tried=tuple(search.search_again(bench, plan.trials)),
        curve=tuple(sizes),
        curve_settings=plan.curve,
        seed_scores=() if leading is None else seed_scores(bench, leading, plan.seeds),
        encode_seconds=0.0,
    )


def seed_scores(bench: Bench, leading: Outcome, count: int) -> tuple[float, ...]:
    """Return the validation score of a candidate under so many seeds, its own first."""
    labels, judge = bench.first.score_labels, bench.judge
    found = [judge.must_score(labels, leading.fold_margins[0])]
    for more in range(1, count):
        other = replace(bench, parts=bench.parts[:1], seed=bench.seed + more)
        outcome = fit_candidate(other, replace(leading.request, name=f"seed-{more}"))
        found.append(judge.must_score(labels, outcome.fold_margins[0]))
        bench.clock.tell(f"seed {more + 1} of {count}")
    return tuple(found)


class _Work:
    """What the clock allows, and what is reserved of it for the refit of what is there already."""

    def __init__(
        self,
        bench: Bench,
        budget_seconds: float,
        measured: schedule.Probe,
        outcomes: Sequence[Outcome],
    ) -> None:
        self.bench = bench
        self.outcomes = list(outcomes)
        self._budget_seconds = budget_seconds
        self._measured = measured
        self._pace = 1.0

    def try_recipe(self, recipe: schedule.Recipe) -> None:
        """Fit a recipe on every fold, if its usual rounds and its refit fit into what is left."""
        round_seconds = self._measured.round_seconds[recipe.name] * self._pace
        request = schedule.request(
            self.bench, recipe, round_seconds, budget_seconds=self._budget_seconds
        )
        if request is None:
            return
        outcome = self._fit_if_time(request, recipe.travel, round_seconds)
        if outcome is None or not outcome.complete:
            return
        # others on the same cores may have come or gone since the probe
        self._pace *= outcome.round_seconds / round_seconds
        slower = schedule.slower(self.bench, recipe, outcome, budget_seconds=self._budget_seconds)
        if slower is not None:
            travel = outcome.rounds * float(outcome.request.parameters["learning_rate"])
            self._fit_if_time(slower, travel, outcome.round_seconds)

    def try_own(self, reference: str) -> None:
        """Fit an own estimator on fold 0, and on the others if that leaves time for a refit."""
        self._fit(Request(name=reference, family="estimator"), self._reserve())

    def leading(self) -> Outcome | None:
        """Return the best complete candidate that can be tuned."""
        return _leading(self.bench, self.outcomes)

    def learning_curve(self, leading: Outcome) -> tuple[list[curve.Size], Settings]:
        """Measure the curve with the leading settings, at a rate that its share pays for."""
        share = CURVE_SHARE * self._budget_seconds
        encoding = self._measured.encode_seconds * sum(curve.FRACTIONS[:-1])
        parameters = leading.request.parameters
        rate, rounds = float(parameters["learning_rate"]), leading.rounds
        needed = leading.round_seconds * rounds * sum(curve.FRACTIONS) * 1.3
        faster = max(1.0, needed / max(share - encoding, 1e-9))
        if rate * faster > schedule.HIGHEST_RATE:
            return [], ()
        settings = {
            **parameters,
            "learning_rate": float(f"{rate * faster:.3g}"),
            "patience": max(20, round(int(parameters["patience"]) / faster)),
        }
        ordered = tuple(sorted(settings.items()))
        request = Request(name="", family="lightgbm", settings=ordered)
        if self._too_late(min(needed, share), curve.request_at(request, 1.0)):
            return [], ()
        return curve.measure(self.bench, request), ordered

    def seeds(self, leading: Outcome) -> tuple[float, ...]:
        """Score the leading candidate under as many seeds as its share pays for."""
        rounds = max(leading.rounds, 1) + int(leading.request.parameters["patience"])
        needed = leading.round_seconds * rounds
        count = SEEDS
        while count > 1 and needed * (count - 1) > SEEDS_SHARE * self._budget_seconds:
            count -= 1
        if self.bench.clock.left - self._reserve() < needed * (count - 1):
            count = 1
        return seed_scores(self.bench, leading, count)

    def search(self, leading: Outcome) -> list[Outcome]:
        """Search with what is left, then fit the winner on every fold."""
        more_folds = schedule.fit_ratio(self.bench) if len(self.bench.parts) > 1 else 0.0
        ratio = 1.2 * (more_folds + schedule.refit_ratio(self.bench))
        tried = search.search(
            self.bench,
            leading.request.parameters,
            reserve_seconds=self._reserve(),
            reserve_ratio=ratio,
        )
        if len(tried) > 1 and (winner := self._winner(tried, ratio)) is not None:
            request = replace(winner.request, name="tuned")
            if len(self.bench.parts) == 1:
                self.outcomes.append(replace(winner, request=request))
                _tell(self.bench, self.outcomes[-1])
            else:
                self._fit(request, self._reserve() + refit_seconds(self.bench, winner))
        return tried

    def _winner(self, tried: Sequence[Outcome], ratio: float) -> Outcome | None:
        """Return the best trial that there is time for, unless it is the leading candidate."""
        found = self.bench.checkpoints.read("winner", None)
        if found is None:
            seconds = self.bench.clock.left - self._reserve()
            in_time = (
                place
                for place, each in enumerate(search.ranked(self.bench, tried))
                if each.seconds * ratio <= seconds
            )
            place = next(in_time, None)
            self.bench.checkpoints.write("winner", None, place, {})
        else:
            place = found[0]
        if place is None:
            return None
        winner = search.ranked(self.bench, tried)[place]
        return None if winner is tried[0] else winner

    def _fit_if_time(self, request: Request, travel: float, round_seconds: float) -> Outcome | None:
        """Fit a candidate in what is left, if that is enough for half its usual travel."""
        found = self.bench.checkpoints.read("request", request.name)
        if found is None:
            factor = 1.1 * schedule.fit_ratio(self.bench) + schedule.refit_ratio(self.bench)
            seconds = self.bench.clock.left - self._reserve()
            most = int(seconds / (round_seconds * factor))
            request = schedule.at_most(request, most, travel)
            self.bench.checkpoints.write("request", request.name, request.settings, {})
        else:
            request = replace(request, settings=tuple((name, value) for name, value in found[0]))
        parameters = request.parameters
        if float(parameters["learning_rate"]) * int(parameters["rounds"]) < 0.5 * travel:
            return None
        rounds = travel / float(parameters["learning_rate"])
        refit = round_seconds * rounds * schedule.refit_ratio(self.bench)
        return self._fit(request, self._reserve() + 0.5 * refit)

    def _fit(self, request: Request, reserve: float) -> Outcome:
        outcome = fit_candidate(self.bench, request, reserve_seconds=reserve)
        self.outcomes.append(outcome)
        _tell(self.bench, outcome)
        return outcome

    def _too_late(self, needed: float, request: Request) -> bool:
        return self.bench.clock.left - self._reserve() < needed and not finished(
            replace(self.bench, parts=self.bench.parts[:1]), request
        )

    def _reserve(self) -> float:
        """Return what the refit of the leading few will probably cost, encoding included."""
        encoding = 2.0 * self._measured.encode_seconds * schedule.row_ratio(self.bench)
        baselines, others = self.outcomes[:2], self.outcomes[2:]
        ranked = sorted(
            (outcome for outcome in others if outcome.complete),
            key=lambda outcome: self.bench.judge.rank(
                self.bench.labels, self.bench.margins(outcome)
            ),
        )
        likely = [*baselines, *ranked[:LIKELY_MEMBERS]]
        return encoding + sum(refit_seconds(self.bench, each) for each in likely)


def refit_seconds(bench: Bench, outcome: Outcome) -> float:
    """Return what a refit of a candidate on all development rows will probably cost."""
    if outcome.request.family != "lightgbm":
        return outcome.round_seconds * schedule.row_ratio(bench)
    return outcome.round_seconds * outcome.rounds * schedule.refit_ratio(bench)


def _leading(bench: Bench, outcomes: Sequence[Outcome]) -> Outcome | None:
    ranked = [
        (bench.judge.rank(bench.labels, bench.margins(outcome)), index, outcome)
        for index, outcome in enumerate(outcomes)
        if outcome.complete and outcome.request.family == "lightgbm"
    ]
    return min(ranked)[2] if ranked else None


def _baselines(bench: Bench) -> list[Outcome]:
    outcomes = []
    for request in (PRIOR, LINEAR):
        outcomes.append(fit_candidate(bench, request))
        _tell(bench, outcomes[-1])
    return outcomes


def _nothing_more(
    bench: Bench, outcomes: Sequence[Outcome], encode_seconds: float = 0.0
) -> Explored:
    return Explored(
        bench=bench,
        outcomes=tuple(outcomes),
        tried=(),
        curve=(),
        curve_settings=(),
        seed_scores=(),
        encode_seconds=encode_seconds,
    )


def _tell(bench: Bench, outcome: Outcome) -> None:
    if not outcome.complete:
        bench.clock.tell(f"{outcome.request.name}: cut short by the budget, left out")
        return
    score = bench.judge.score(bench.labels, bench.margins(outcome))
    shown = "no score" if score is None else f"{bench.judge.metric.name} {score:.4g}"
    bench.clock.tell(f"{outcome.request.name}: {shown}")
