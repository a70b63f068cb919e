"""The practices that the documentation lists, each with the verb that keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assay.practices.rule import Rule


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice of the list.

    Attributes:
        name: The practice, as rules name it.
        verbs: What does it without being asked: verbs of the command line.
        how: What that is, in a few words.
    """

    name: str
    verbs: tuple[str, ...]
    how: str


PRACTICES: tuple[Practice, ...] = (
    Practice(
        "explore data first: missing, outliers, schema mismatch",
        ("init", "profile"),
        "a profile of the snapshot stands with every run",
    ),
    Practice(
        "validate data and schema before training",
        ("validate", "run"),
        "the contract; bad rows are set aside with reasons",
    ),
    Practice("version data like code", ("data", "run"), "immutable snapshots by content hash"),
    Practice(
        "separate train, validation, test; stratified",
        ("run",),
        "the split is proposed from the data, the test is sealed",
    ),
    Practice("no leakage", ("run",), "columns that leak are left out, each with its reason"),
    Practice(
        "features from domain knowledge, computed the same everywhere",
        ("run", "predict"),
        "`features.py`, read by training and scoring alike",
    ),
    Practice(
        "scale by what the algorithm needs", ("run",), "encoders, fitted on training rows only"
    ),
    Practice(
        "one-hot for few, target encoding for many categories",
        ("run",),
        "encoders chosen from the profile; target encoding is cross-fitted",
    ),
    Practice(
        "a simple baseline first",
        ("run",),
        "prior and linear baseline, always, with paired intervals against both",
    ),
    Practice(
        "systematic Bayesian tuning on validation", ("run",), "a narrow space, validation only"
    ),
    Practice(
        "no overfitted validation set",
        ("run",),
        "the search's optimism is measured; openings of the test are paid for",
    ),
    Practice("learning curves: bias or variance", ("run", "report"), "a curve with a verdict"),
    Practice(
        "the metric that means the business goal", ("init",), "`fit.metric` and the cost matrix"
    ),
    Practice(
        "no raw accuracy on imbalanced data", ("init",), "another metric is proposed, with reason"
    ),
    Practice(
        "error analysis by hand", ("report",), "worst rows, clusters of errors, failing slices"
    ),
    Practice(
        "local explanations for critical predictions",
        ("report",),
        "Shapley contributions with their stability",
    ),
    Practice("track every run", ("run", "runs", "show", "compare"), "MLflow and the ledger"),
    Practice(
        "one registry: version, stage, lineage",
        ("promote", "rollback", "history", "verify"),
        "aliases move through the gate only, and every move is in the ledger",
    ),
    Practice(
        "model card: performance, use, limits, fairness",
        ("report",),
        "made from evidence; open questions are listed",
    ),
    Practice(
        "training-serving skew tested and watched",
        ("run", "predict", "replay"),
        "one compiled scorer, proven equal before it is registered; logged requests scored again",
    ),
    Practice(
        "fast, resilient endpoint",
        ("run", "serve"),
        "one graph of microseconds behind a bare server, with a baseline to stand in",
    ),
    Practice(
        "batch for the patient, online for the hurried",
        ("predict", "serve"),
        "the same row gets the same answer, bit for bit",
    ),
    Practice(
        "shadow before traffic",
        ("deploy", "promote", "shadow"),
        "a challenger is compared with the champion on logged requests before it answers any",
    ),
    Practice(
        "a way back in one step",
        ("rollback", "drill"),
        "rehearsed at every promotion; the version before stays warm",
    ),
    Practice(
        "containers, pinned dependencies, reproducibility",
        ("reproduce",),
        "same hashes, or a listed reason",
    ),
    Practice(
        "CI/CD and continuous training, retrain on drift or drop",
        ("promote",),
        "gates; waivers with reason and last day",
    ),
    Practice("cost: spot, elastic", ("run",), "a budget that training keeps"),
)
"""In the order of the lifecycle; a practice without a rule or a stage is not on the list."""


def rules_of(catalogue: Mapping[str, Rule]) -> dict[str, tuple[Rule, ...]]:
    """Return the rules by the practice they enforce, also practices that other packages name.

    Example:
        >>> from assay.practices import catalogue
        >>> len(rules_of(catalogue.load())["version data like code"])
        1
    """
    found: dict[str, tuple[Rule, ...]] = {practice.name: () for practice in PRACTICES}
    for rule in catalogue.values():
        found[rule.practice] = (*found.get(rule.practice, ()), rule)
    return found
