"""What the report says first: candidate or not, in three sentences, and the figures behind them."""

from __future__ import annotations

from dataclasses import dataclass

from assay.core.evidence.audit import AuditEvidence, GateEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.evaluation import Comparison, EvaluationEvidence, Score
from assay.core.project import Settings
from assay.registry import card, wording

_AGAINST = {
    "prior": "always giving the same answer",
    "linear": "a simple linear model",
    "champion": "the present champion",
}


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
            _against(bundle.find(EvaluationEvidence)),
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
    share = f"{wording.percent(score.value)} ({_between(score, percent=True)})"
    value = f"{wording.number(score.value)} ({_between(score, percent=False)})"
    currency = settings.fit.cost.currency if settings.fit.cost else ""
    match score.metric:
        case "roc_auc" if settings.data.task == "binary":
            return (
                f"Of two rows, one with {target} = {positive or 'positive'} and one without, it "
                f"ranks the right one higher in {share} of cases"
            )
        case "accuracy":
            return f"It is right about {target} in {share} of rows"
        case "balanced_accuracy":
            return f"Averaged over the classes of {target}, it is right in {share} of rows"
        case "mae":
            return f"Its predictions of {target} are off by {value} on average"
        case "rmse":
            return f"Its predictions of {target} are typically off by {value} (root mean square)"
        case "r2" if score.value > 0:
            return f"It explains {share} of the variation of {target}"
        case "cost":
            return f"A decision by it costs {value} {currency}".rstrip() + " on average"
        case _:
            better = "higher" if score.higher_is_better else "lower"
            return f"Its {wording.metric(score.metric)} is {value}; {better} is better"


def _between(score: Score, *, percent: bool) -> str:
    form = wording.percent if percent else wording.number
    return f"between {form(score.low)} and {form(score.high)}"


def _against(evaluation: EvaluationEvidence | None) -> str:
    found = [c for c in evaluation.comparisons if c.metric == evaluation.primary] if evaluation else []
    if not found:
        return "It was not held against a baseline."
    parts = []
    for words, fits in (
        ("It is better than", lambda c: c.low > 0),
        ("It is worse than", lambda c: c.high < 0),
        ("It cannot be told apart from", lambda c: c.low <= 0 <= c.high),
    ):
        named = [_AGAINST.get(c.against, c.against) for c in found if fits(c)]
        if named:
            parts.append(f"{words} {wording.listing(named)}.")
    return " ".join(parts)


def _practices(bundle: Bundle, settings: Settings) -> str:
    audit = bundle.find(AuditEvidence)
    questions = wording.plural(len(card.unanswered(bundle, settings)), "question")
    if audit is None:
        return f"Its practices were not examined; {questions} about it are unanswered."
    counts = [
        wording.plural(len(audit.found(severity)), noun)
        for severity, noun in (("error", "error"), ("warning", "warning"))
        if audit.found(severity)
    ]
    examined = wording.plural(len(audit.outcomes), "practice")
    stand = f"{wording.listing(counts)} to look at" if counts else "nothing wrong"
    return f"Of {examined} examined, there is {stand}; {questions} about it are still unanswered."


def _figures(bundle: Bundle, settings: Settings) -> list[Figure]:
    evaluation = bundle.find(EvaluationEvidence)
    audit = bundle.find(AuditEvidence)
    found: list[Figure] = []
    if evaluation:
        score = evaluation.score(evaluation.primary)
        found.append(
            Figure(
                name=wording.metric(score.metric),
                value=wording.number(score.value),
                note=f"{wording.number(score.low)} to {wording.number(score.high)}",
            )
        )
        if gain := _gain(evaluation):
            found.append(
                Figure(
                    name=f"gain over {gain.against}",
                    value=wording.signed(gain.gain),
                    note=f"{wording.signed(gain.low)} to {wording.signed(gain.high)}",
                )
            )
        found.append(
            Figure(
                name="openings of the test left",
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


def _gain(evaluation: EvaluationEvidence) -> Comparison | None:
    for against in ("champion", "linear", "prior"):
        for each in evaluation.comparisons:
            if each.against == against and each.metric == evaluation.primary:
                return each
    return None
