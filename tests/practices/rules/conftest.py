"""Evidence of a model that is given and sound, to be changed in one place by each test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assay.core.evidence.evaluation import Comparison
from assay.core.evidence.given import GivenModelEvidence, SeedScores


def _given(**changed: Any) -> GivenModelEvidence:
    low, gain, high = changed.pop("gain", (-0.02, 0.0, 0.02))
    metric = changed.get("metric", "roc_auc")
    fields: dict[str, Any] = {
        "name": "work.py:make",
        "kind": "estimator",
        "task": "binary",
        "rows_train": 3000,
        "rows_test": 1000,
        "metric": metric,
        "higher_is_better": True,
        "declared": None,
        "declared_score": None,
        "train": 0.9,
        "test": 0.83,
        "test_error": 0.012,
        "prior": 0.5,
        "reference": 0.83,
        "comparison": Comparison(
            against="a quick model", metric=metric, gain=gain, low=low, high=high, level=0.95
        ),
        "classes": (),
        "seeds": SeedScores(scores=(0.83, 0.832, 0.829)),
    }
    return GivenModelEvidence(**fields | changed)


@pytest.fixture
def given() -> Callable[..., GivenModelEvidence]:
    """`given(field=...)` is the evidence with other fields; `gain` is low, gain and high."""
    return _given
