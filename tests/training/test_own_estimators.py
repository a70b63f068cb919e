from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.training.conftest import Prepare

from assay.core.errors import InputError
from assay.data import profile as profiles
from assay.data.split import Splits
from assay.features.plan import propose
from assay.training import folds
from assay.training.estimator import EstimatorMember, make, sources
from assay.training.fit import _key, fit
from assay.training.model import Fitted
from assay.training.plan import FitPlan

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


def test_edited_estimator_is_fitted_again(
    prepare: Prepare, steps: pl.DataFrame, tmp_path: Path, checkpoints: Path
) -> None:
    module = tmp_path / "own_edited.py"
    module.write_text(MODULE)
    reference = "own_edited:near"
    splits, plan, profile = prepare(
        steps,
        task="regression",
        metric="rmse",
        budget_seconds=4.0,
        estimators=(reference,),
        root=tmp_path,
    )

    def score() -> float:
        result = fit(splits, plan, profile=profile, checkpoints=checkpoints)
        return {each.name: each.score for each in result.evidence.candidates}[reference]

    before = score()
    assert score() == before
    module.write_text(MODULE.replace("(7,", "(200,"))
    assert score() != before


def test_key_of_checkpoints_covers_own_code(
    prepare: Prepare, steps: pl.DataFrame, tmp_path: Path
) -> None:
    splits, plan, _ = prepare(
        steps, task="regression", metric="rmse", estimators=("own_keyed:near",), root=tmp_path
    )
    keys = set()
    for neighbours in ("7", "8", "8"):
        (tmp_path / "own_keyed.py").write_text(MODULE.replace("7", neighbours))
        keys.add(_key(splits, plan, _parts(splits, plan, steps)))
    assert len(keys) == 2


def _parts(splits: Splits, plan: FitPlan, table: pl.DataFrame) -> tuple[folds.Part, ...]:
    profile = profiles.profile(table.lazy(), source="a test", target=plan.target)
    return folds.prepare(
        splits, plan, propose(profile, columns=plan.columns, overrides=plan.overrides)
    )


def test_digest_covers_what_own_modules_import(tmp_path: Path) -> None:
    package = tmp_path / "own_models"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "near.py").write_text("from . import _sizes\nfrom own_helper import scale\n")
    (package / "_sizes.py").write_text("seven = 7\n")
    (package / "unused.py").write_text("")
    (tmp_path / "own_helper.py").write_text("import own_models.near\nscale = 1\n")

    def digest() -> str:
        return sources(["own_models.near:made"], tmp_path)

    first = digest()
    (package / "unused.py").write_text("other = 1\n")
    assert digest() == first
    seen = {first}
    for path in (package / "_sizes.py", tmp_path / "own_helper.py", package / "__init__.py"):
        path.write_text(path.read_text() + "more = 1\n")
        seen.add(digest())
    assert len(seen) == 4


def test_digest_of_what_cannot_be_read_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "own_broken.py").write_text("def (")
    assert sources(["own_broken:made"], tmp_path) != sources([], tmp_path)
    for elsewhere in ("sklearn.dummy:DummyRegressor", "..:x", ""):
        assert sources([elsewhere], tmp_path) == sources([], tmp_path)


def test_edited_helper_is_imported_anew(tmp_path: Path) -> None:
    (tmp_path / "own_uses.py").write_text(
        "from sklearn.neighbors import KNeighborsRegressor\nfrom own_size import size\n"
        "def near():\n    return KNeighborsRegressor(size)\n"
    )
    for size in (3, 40):
        (tmp_path / "own_size.py").write_text(f"size = {size}\n")
        assert make("own_uses:near", root=tmp_path).n_neighbors == size
