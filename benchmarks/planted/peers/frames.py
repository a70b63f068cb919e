"""Read a case that was handed over, and find a model for it, in the environment of a peer."""

from __future__ import annotations

import importlib.util
import json
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.pipeline import make_pipeline

from benchmarks.planted.development.given.columns import Numbers

Look = Callable[
    [pd.DataFrame, pd.DataFrame, dict[str, Any]], tuple[list[dict[str, Any]], list[str]]
]
"""Training, test and roles to findings, and the checks that were decided."""


def read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Any]]:
    """Return training, test and the roles of a case."""
    told = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    return (
        pd.read_parquet(folder / "train.parquet"),
        pd.read_parquet(folder / "test.parquet"),
        told,
    )


def is_regression(column: pd.Series) -> bool:
    """Say whether a target is a number with more than 20 values."""
    return pd.api.types.is_numeric_dtype(column) and column.nunique() > 20


def unfitted(told: dict[str, Any], *, regression: bool) -> Any:
    """Return the model of the case, or a quick boosted one."""
    if told["model"]:
        path, function = told["model"].rsplit(":", 1)
        spec = importlib.util.spec_from_file_location(Path(path).stem, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[Path(path).stem] = module
        spec.loader.exec_module(module)
        return getattr(module, function)()
    kind = HistGradientBoostingRegressor if regression else HistGradientBoostingClassifier
    return make_pipeline(Numbers(), kind(max_iter=40, random_state=0))


def over(folders: Sequence[str], look: Look) -> None:
    """Look at every case, and leave what was said of it, or why it did not come to an end."""
    for folder in map(Path, folders):
        begun = time.perf_counter()
        findings: list[dict[str, Any]] = []
        decided: list[str] = []
        broken = None
        try:
            findings, decided = look(*read(folder))
        except Exception:  # a case that breaks the tool is a result, and is shown as one
            broken = traceback.format_exc()[-2000:]
        seconds = time.perf_counter() - begun
        said = {"findings": findings, "decided": sorted(set(decided))}
        text = json.dumps({**said, "seconds": seconds, "broken": broken})
        (folder / "said.json").write_text(text, encoding="utf-8")
        print(f"{seconds:6.1f} s  {folder}", file=sys.stderr, flush=True)
