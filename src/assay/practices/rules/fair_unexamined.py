"""A column that sounds sensitive is in the model and was not examined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence
from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

SENSITIVE_WORDS: Final = frozenset(
    ("disability", "ethnicity", "gender", "nationality", "race", "religion", "sex")
)
"""Whole words of column names; ages and incomes are too often those of things."""


@rule(
    "fair-unexamined",
    severity="info",
    remedy="If rows are people, name the columns in `evaluate.sensitive`. If they are not, waive "
    "this with that reason.",
    practice="model card: performance, use, limits, fairness",
)
def check(columns: ColumnsEvidence, evaluation: EvaluationEvidence) -> Iterator[Finding]:
    """A column that sounds sensitive is in the model and was not examined.

    ## Why
    Leaving it out of the check does not make the model blind to it.

    ## Example
    `gender` among the features of a churn model, `evaluate.sensitive` empty.

    ## References
    Barocas, Hardt & Narayanan (2023), Fairness and machine learning, fairmlbook.org
    """
    for name in columns.used:
        words = set(re.split(r"[^a-z]+", name.lower()))
        if name not in evaluation.sensitive and words & SENSITIVE_WORDS:
            yield Finding.at(
                column=name, message=f"'{name}' was not examined", key="evaluate.sensitive"
            )
