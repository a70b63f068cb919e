from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.training.conftest import Prepare

from assay.core.errors import InputError
from assay.training.estimator import EstimatorMember
from assay.training.fit import fit
from assay.training.model import Fitted

MODULE = """
from sklearn.neighbors import KNeighborsRegressor

def near():
    return KNeighborsRegressor(7, weights="distance")
"""


def test_own_estimator_is_tried_saved_and_replayed(
    prepare: Prepare, steps: pl.DataFrame, tmp_path: Path
) -> None:
    (tmp_path / "own_nearest.py").write_text(MODULE)
    splits, plan, profile = prepare(
        steps,
        task="regression",
        metric="rmse",
        budget_seconds=3.0,
        estimators=("own_nearest:near",),
        root=tmp_path,
    )
    result = fit(splits, plan, profile=profile)
    tried = {each.name: each for each in result.evidence.candidates}["own_nearest:near"]
    assert tried.family == "estimator"
    assert tried.score < 0.8 * result.evidence.linear_score
    again = fit(splits, plan, profile=profile, replay=result.evidence.plan)
    assert again.evidence.model_hash == result.evidence.model_hash

    # whether it is a member or not, a model that holds it comes back from disk as it was
    only = replace(
        result.evidence.plan,
        members=tuple(
            replace(member, complete=True)
            for member in result.evidence.plan.members
            if member.family in ("prior", "linear", "estimator")
        ),
        trials=(),
        curve=(),
    )
    alone = fit(splits, plan, profile=profile, replay=only)
    assert any(isinstance(member, EstimatorMember) for member in alone.fitted.members)
    alone.fitted.save(tmp_path / "model")
    loaded = Fitted.load(tmp_path / "model")
    assert loaded.hash() == alone.fitted.hash()
    assert np.array_equal(loaded.margins(splits.test), alone.fitted.margins(splits.test))
    contributions, base = alone.fitted.contributions(splits.test.head(20))
    assert contributions.sum(axis=1) + base == pytest.approx(
        alone.fitted.margins(splits.test.head(20)), abs=1e-6
    )


def test_a_wrong_name_is_told_before_anything_is_fitted(
    prepare: Prepare, steps: pl.DataFrame, tmp_path: Path
) -> None:
    splits, plan, profile = prepare(
        steps, task="regression", metric="rmse", estimators=("own_missing:near",), root=tmp_path
    )
    told: list[str] = []
    with pytest.raises(InputError, match="own_missing:near"):
        fit(splits, plan, profile=profile, progress=lambda stage, _: told.append(stage))
    assert told == []
