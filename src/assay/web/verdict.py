"""What the report says first: candidate or not, in three sentences, and the figures behind them."""

from __future__ import annotations

from dataclasses import dataclass

from assay.core.evidence.audit import AuditEvidence, GateEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.evaluation import Comparison, EvaluationEvidence, Score
from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Severity
from assay.core.project import Settings
from assay.registry import card, wording

_AGAINST = {
    "prior": "always giving the same answer",
    "linear": "a simple linear model",
    "champion": "the present champion",
}


_LOOKED_AT: tuple[tuple[Severity, str], ...] = (("error", "error"), ("warning", "warning"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its name and what stands below it."""

    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The head of the report.

    Attributes:
        open: Whether the gate is open; None if it was not asked.
        reasons: Why it is closed.
    """

    open: bool | None
    headline: str
    sentences: tuple[str, ...]
    reasons: tuple[str, ...]
    figures: tuple[Figure, ...]


def judge(bundle: Bundle, settings: Settings) -> Verdict:
    """Return what a manager needs to know of a run."""
    gate = bundle.find(GateEvidence)
    return Verdict(
        open=gate.open if gate else None,
        headline=_headline(gate),
        sentences=(
            _quality(bundle.find(EvaluationEvidence), settings),
            _against(bundle.find(EvaluationEvidence), bundle.find(FitEvidence)),
            _practices(bundle, settings),
        ),
        reasons=gate.reasons if gate else (),
        figures=tuple(_figures(bundle, settings)),
    )


def _headline(gate: GateEvidence | None) -> str:
    if gate is None:
        return "Not judged: the run did not reach the gate"
    if gate.purpose == "register":
        return "A candidate" if gate.open else "Not a candidate"
    return "May be promoted" if gate.open else "May not be promoted"


def _quality(evaluation: EvaluationEvidence | None, settings: Settings) -> str:
    if evaluation is None:
        return "How good it is on unseen rows is unknown: the sealed test was not opened."
    score = evaluation.score(evaluation.primary)
    rows = f"on {wording.plural(evaluation.rows, 'row')} it had never seen"
    return f"{_plainly(score, settings)}, {rows}."


def _plainly(score: Score, settings: Settings) -> str:
    target, positive = settings.data.target, settings.data.positive
    share = (
        f"{wording.percent(score.value)} (between {wording.percent(score.low)} and "
        f"{wording.percent(score.high)})"
    )
    number, low, high = wording.estimate(score.value, score.low, score.high)
    value = f"{number} (between {low} and {high})"
    currency = settings.fit.cost.currency if settings.fit.cost else ""
    says = {
        "accuracy": f"It is right about {target} in {share} of rows",
        "balanced_accuracy": f"Averaged over the classes of {target}, it is right in {share}",
        "mae": f"Its predictions of {target} are off by {value} on average",
        "rmse": f"Its predictions of {target} are off by a root mean square of {value}",
        "cost": f"A decision by it costs {value} {currency}".rstrip() + " on average",
    }
    if settings.data.task == "binary":
        says["roc_auc"] = (
            f"Of two rows, one with {target} = {positive or 'positive'} and one without, it ranks "
            f"the right one higher in {share} of cases"
        )
    if score.value > 0:
        says["r2"] = f"It explains {share} of the variation of {target}"
    better = "higher" if score.higher_is_better else "lower"
    named = f"Its {wording.metric(score.metric)} is {value}; {better} is better"
    return says.get(score.metric, named)


def _against(evaluation: EvaluationEvidence | None, fit: FitEvidence | None) -> str:
    found = _primary(evaluation)
    if not found:
        return "It was not held against a baseline."
    shipped = fit.shipped if fit else ""
    parts = [f"It is {_AGAINST[shipped]} itself."] if shipped in ("prior", "linear") else []
    for words in ("is better than", "is worse than", "cannot be told apart from"):
        named = [
            _AGAINST.get(each.against, each.against)
            for each in found
            if _stands(each) == words and each.against != shipped
        ]
        if named:
            parts.append(f"It {words} {wording.listing(named)}.")
    return " ".join(parts)


def _primary(evaluation: EvaluationEvidence | None) -> list[Comparison]:
    if evaluation is None:
        return []
    return [each for each in evaluation.comparisons if each.metric == evaluation.primary]


def _stands(comparison: Comparison) -> str:
    if comparison.low > 0:
        return "is better than"
    return "is worse than" if comparison.high < 0 else "cannot be told apart from"


def _practices(bundle: Bundle, settings: Settings) -> str:
    audit = bundle.find(AuditEvidence)
    count = len(card.unanswered(bundle, settings))
    questions = f"{wording.plural(count, 'question')} about it {'is' if count == 1 else 'are'} open"
    if audit is None:
        return f"Its practices were not examined; {questions}."
    counts = [
        wording.plural(len(audit.found(severity)), noun)
        for severity, noun in _LOOKED_AT
        if audit.found(severity)
    ]
    examined = wording.plural(len(audit.outcomes), "practice")
    one = len(counts) == 1 and counts[0].startswith("1 ")
    stand = (
        f"{wording.listing(counts)} {'needs' if one else 'need'} a look"
        if counts
        else "none is broken in a way that counts"
    )
    return f"Of {examined} examined, {stand}; {questions}."


def _figures(bundle: Bundle, settings: Settings) -> list[Figure]:
    evaluation = bundle.find(EvaluationEvidence)
    audit = bundle.find(AuditEvidence)
    found: list[Figure] = []
    if evaluation:
        score = evaluation.score(evaluation.primary)
        value, low, high = wording.estimate(score.value, score.low, score.high)
        found.append(
            Figure(name=wording.metric(score.metric), value=value, note=f"{low} to {high}")
        )
        if gain := _gain(evaluation, bundle.find(FitEvidence)):
            value, low, high = wording.estimate(gain.gain, gain.low, gain.high, sign=True)
            found.append(
                Figure(name=f"gain over {gain.against}", value=value, note=f"{low} to {high}")
            )
        found.append(
            Figure(
                name="test openings left",
                value=wording.number(evaluation.openings_left),
                note=f"this was opening {evaluation.opening}",
            )
        )
    if audit:
        found.append(
            Figure(
                name="findings",
                value=wording.number(len(audit.verdicts("found"))),
                note=f"{len(audit.verdicts('unknown'))} more could not be decided",
            )
        )
    found.append(
        Figure(
            name="card questions open",
            value=wording.number(len(card.unanswered(bundle, settings))),
            note="listed in the model card",
        )
    )
    return found


def _gain(evaluation: EvaluationEvidence, fit: FitEvidence | None) -> Comparison | None:
    found = {each.against: each for each in _primary(evaluation)}
    for against in ("champion", "linear", "prior"):
        if against in found and (fit is None or against != fit.shipped):
            return found[against]
    return None
