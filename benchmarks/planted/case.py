"""What a planted case is, and which rules answer to which fault."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

HOLDS_THE_OUTCOME = (
    "leak-target-copy",
    "leak-target-proxy",
    "leak-target-in-text",
    "leak-filled-where-outcome-happened",
    "leak-target-in-pair",
    "leak-target-in-combination",
)
"""Rules that say of a column that it holds the outcome: whichever says so, the way out is the same,
to leave it out. A grade that is the target in classes is also filled where something happened."""


def _meant(rule: str) -> tuple[str, ...]:
    return (rule, *(other for other in HOLDS_THE_OUTCOME if other != rule))


FAULTS: dict[str, tuple[str, ...]] = {
    # the split
    "equal rows": ("split-row-overlap",),
    "equal rows, fresh identifier": ("split-row-overlap",),
    "jittered rows": ("split-near-duplicates", "leak-synthetic-rows"),
    "rows with edited text": ("split-near-duplicates",),
    "declared group on both sides": ("split-group-overlap",),
    "undeclared group on both sides": ("split-undeclared-group", "split-near-duplicates"),
    "training after test": ("split-time-overlap",),
    "random split of ordered data": ("split-random-on-ordered", "split-time-overlap"),
    # features that know the answer
    "target copied": _meant("leak-target-copy"),
    "target recoded": _meant("leak-target-copy"),
    "target rescaled": _meant("leak-target-copy"),
    "target lightly noised": _meant("leak-target-proxy"),
    "target in text": _meant("leak-target-in-text"),
    "target in a pair of columns": ("leak-target-in-pair", "leak-target-in-combination"),
    "filled where the outcome happened": _meant("leak-filled-where-outcome-happened"),
    "non-zero where the outcome happened": _meant("leak-filled-where-outcome-happened"),
    "identifier ranks the target": ("leak-identifier-ranks-target", "leak-target-proxy"),
    "row order ranks the target": ("leak-row-order",),
    "aggregate with the row's own target": (
        "leak-aggregate-of-own-target",
        "leak-target-encoding-over-all-rows",
    ),
    "target encoding over all rows": (
        "leak-target-encoding-over-all-rows",
        "leak-aggregate-of-own-target",
    ),
    # fitted on both sides together
    "scaled together": ("leak-scaled-together",),
    "imputed together": ("leak-imputed-together",),
    "selected together": ("leak-selected-together",),
    "oversampled before the split": ("leak-oversampled-before-split", "split-row-overlap"),
    "interpolated before the split": ("leak-synthetic-rows", "split-near-duplicates"),
    # labels
    "label noise": ("label-noise",),
    "conflicting labels": ("label-conflicting",),
    "label shift": ("label-shift", "split-unstratified"),
    "accuracy on imbalance": ("eval-accuracy-on-imbalance",),
    "class absent on one side": ("split-class-absent",),
    # shift and schema between the sides
    "covariate shift": ("drift-covariate-shift",),
    "unseen categories": ("drift-unseen-category",),
    "missing column": ("schema-missing-column",),
    "type changed": ("schema-type-changed",),
    "unit changed": ("schema-unit-changed",),
    "unit changed for part of the rows": ("schema-mixed-units",),
    "category respelled": ("schema-category-respelled",),
    "missing burst": ("drift-missing-burst",),
    "sentinel values": ("data-sentinel-value",),
    "constant column": ("data-constant-column",),
    "quasi-constant column": ("data-quasi-constant-column",),
    "outlier burst": ("drift-outlier-burst",),
    "mixed types": ("schema-mixed-types",),
    "mixed date formats": ("schema-mixed-date-formats",),
    "decimal comma": ("schema-decimal-comma",),
    "time zones": ("schema-mixed-time-zones",),
    # a model that is given
    "model overfits": ("fit-memorises-training",),
    "model underfits": ("fit-falls-short", "eval-no-better-than-prior"),
    "model no better than baseline": ("eval-no-better-than-prior",),
    "model with unstable seeds": ("fit-unstable-seeds",),
    "metric hides the minority": ("eval-minority-hidden", "eval-accuracy-on-imbalance"),
    "model miscalibrated": ("eval-miscalibrated",),
    "code that sees the target": ("leak-in-code",),
    "slice that fails": ("eval-slice-fails",),
}
"""Rules that find each fault; the first is the one that is meant."""


WORSE = ("eval-no-better-than-prior", "eval-worse-than-baseline")
ALSO_TRUE: dict[str, tuple[str, ...]] = {
    "model overfits": WORSE,
    "model underfits": WORSE,
    "model no better than baseline": WORSE,
    "model with unstable seeds": WORSE,
    "model miscalibrated": WORSE,
    "metric hides the minority": WORSE,
    "slice that fails": WORSE,
}
"""Findings that do not find the fault and yet are true where it is: an overgrown tree is worse than
the mean, and so is a log-loss of probabilities next to 0 and 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A pair of tables with one fault planted, or with none.

    Attributes:
        name: Table and fault, unique.
        fault: A key of `FAULTS`; None for a clean control.
        columns: Columns that the finding has to name at least one of; empty if any will do.
        model: Path of a model file, or `module:function`, that goes with the case.
    """

    name: str
    fault: str | None
    train: pl.DataFrame
    test: pl.DataFrame
    target: str
    columns: tuple[str, ...] = ()
    time: str | None = None
    group: str | None = None
    id: str | None = None
    metric: str | None = None
    model: str | None = None
