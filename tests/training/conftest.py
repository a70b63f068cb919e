"""Small tables, split as a run splits them, and what training makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn import datasets

from assay.core.evidence.data import ProfileEvidence, Task
from assay.data import profile as profiles
from assay.data.split import SplitPlan, Splits, split
from assay.data.target import classes_of
from assay.training.fit import FitPlan

Prepared = tuple[Splits, FitPlan, ProfileEvidence]
Prepare = Callable[..., Prepared]


@pytest.fixture(scope="session")
def prepare(tmp_path_factory: pytest.TempPathFactory) -> Prepare:
    """Return a function from a table to what `fit` takes."""

    def prepared(
        frame: pl.DataFrame,
        *,
        task: Task,
        metric: str,
        target: str = "target",
        budget_seconds: float = 1.5,
        **plan: object,
    ) -> Prepared:
        profile = profiles.profile(frame.lazy(), source="a test", target=target)
        splits = split(
            frame.lazy(),
            SplitPlan(target=target, task=task),
            snapshot_hash="0" * 64,
            sealed_folder=tmp_path_factory.mktemp("sealed"),
            openings=0,
        )
        return (
            splits,
            FitPlan(
                task=task,
                classes=classes_of(splits.development[target], task=task, positive=None),
                target=target,
                positive=None,
                metric=metric,
                columns=tuple(name for name in frame.columns if name != target),
                budget_seconds=budget_seconds,
                threads=1,
                **plan,  # type: ignore[arg-type]
            ),
            profile,
        )

    return prepared


@pytest.fixture(scope="session")
def cancer() -> pl.DataFrame:
    """569 tumours: 30 numbers, benign or malignant."""
    loaded = datasets.load_breast_cancer()
    columns = {str(name): loaded.data[:, place] for place, name in enumerate(loaded.feature_names)}
    return pl.DataFrame({**columns, "target": loaded.target})


@pytest.fixture(scope="session")
def wine() -> pl.DataFrame:
    """178 wines of three growers."""
    loaded = datasets.load_wine()
    columns = {str(name): loaded.data[:, place] for place, name in enumerate(loaded.feature_names)}
    return pl.DataFrame({**columns, "target": [f"grower {kind}" for kind in loaded.target]})


@pytest.fixture(scope="session")
def steps() -> pl.DataFrame:
    """600 rows whose target jumps where a line cannot follow, with a category and gaps."""
    generator = np.random.default_rng(3)
    place, noise = generator.uniform(-3, 3, (600, 2)), generator.normal(0, 0.3, 600)
    city = generator.choice(["Ulm", "Kiel", "Trier"], 600)
    value = np.sign(place[:, 0] * place[:, 1]) * 2 + (city == "Ulm") + noise
    return pl.DataFrame(
        {
            "east": np.where(generator.random(600) < 0.05, np.nan, place[:, 0]),
            "north": place[:, 1],
            "city": city,
            "target": value,
        }
    ).with_columns(pl.col("east").fill_nan(None))


def chance_table(seed: int) -> pl.DataFrame:
    """800 rows of which 5 % are positive, and nothing tells which."""
    generator = np.random.default_rng(seed)
    columns = {f"x{place}": generator.normal(size=800) for place in range(8)}
    return pl.DataFrame({**columns, "target": (generator.random(800) < 0.05).astype(int)})


@pytest.fixture(scope="session")
def chance() -> pl.DataFrame:
    """A table where nothing is to be learnt."""
    return chance_table(1)


@pytest.fixture
def checkpoints(tmp_path: Path) -> Path:
    """Return a folder for checkpoints."""
    return tmp_path / "checkpoints"
