"""Run the suites of Deepchecks, as they come, on cases: `deepchecks.py FOLDER ...`.

A condition that failed is an error, one that warns a warning. The tables get the suites
`data_integrity` and `train_test_validation`; where a model is given, the full suite. An error that
a suite raises about the tables counts as a finding named `raised`; then training alone is looked
at.
"""

from __future__ import annotations

import sys
from typing import Any

sys.path.pop(0)  # this folder, in which a file has the name of the package

import pandas as pd
from deepchecks.core import ConditionCategory
from deepchecks.tabular import Dataset
from deepchecks.tabular.suites import (
    data_integrity,
    full_suite,
    train_test_validation,
)

from benchmarks.planted.peers import frames

LEVELS = {ConditionCategory.FAIL: "error", ConditionCategory.WARN: "warning"}


def look(
    train: pd.DataFrame, test: pd.DataFrame, told: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[str]]:
    regression = frames.is_regression(train[told["target"]])
    train, test = (side.dropna(subset=[told["target"]]) for side in (train, test))
    findings: list[dict[str, Any]] = []
    try:
        results = _results(train, test, told, regression)
    except Exception as error:  # whatever it raises is what its user would see
        findings.append(_raised(error, train))
        results = data_integrity().run(_dataset(train, told, regression)).results
    decided = [finding["check"] for finding in findings]
    for one in results:
        name = type(one.check).__name__
        conditions = getattr(one, "conditions_results", None)
        if conditions is None:
            print(f"{name} failed: {one.exception!r}"[:200], file=sys.stderr)
            continue
        decided.append(name)
        findings += [_finding(name, each, train) for each in conditions if each.category in LEVELS]
    return findings, decided


def _results(
    train: pd.DataFrame, test: pd.DataFrame, told: dict[str, Any], regression: bool
) -> list[Any]:
    learnt = _dataset(train, told, regression)
    sides = [learnt, _dataset(test, told, regression, categories=learnt.cat_features)]
    if not told["model"]:
        whole = data_integrity().run(*sides).results
        return [*whole, *train_test_validation().run(*sides).results]
    names = sides[0].features
    model = frames.unfitted(told, regression=regression).fit(train[names], train[told["target"]])
    return list(full_suite().run(*sides, model).results)


def _dataset(
    rows: Any, told: dict[str, Any], regression: bool, categories: list[str] | None = None
) -> Dataset:
    kind = "regression" if regression else "multiclass"
    if not regression and rows[told["target"]].nunique() <= 2:
        kind = "binary"
    roles = {"index_name": told["id"], "datetime_name": told["time"]}
    return Dataset(rows, cat_features=categories, label=told["target"], label_type=kind, **roles)


def _finding(check: str, condition: Any, rows: Any) -> dict[str, Any]:
    text = f"{condition.name}: {condition.details}"
    columns = [str(name) for name in rows.columns if str(name) in condition.details]
    level = LEVELS[condition.category]
    return {"check": check, "severity": level, "columns": columns, "message": text}


def _raised(error: Exception, rows: Any) -> dict[str, Any]:
    text = f"{type(error).__name__}: {error}"
    columns = [str(name) for name in rows.columns if str(name) in text]
    return {"check": "raised", "severity": "error", "columns": columns, "message": text[:500]}


if __name__ == "__main__":
    frames.over(sys.argv[1:], look)
