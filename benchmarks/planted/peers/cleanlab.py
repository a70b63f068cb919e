"""Run cleanlab's Datalab with out-of-fold predictions on cases: `cleanlab.py FOLDER ...`.

Datalab looks at one table: it gets training and test in one. It has no levels, so an issue type
with any issue is a warning; it names rows and no columns, so it is not asked to name them.
"""

from __future__ import annotations

import sys
from typing import Any

sys.path.pop(0)  # this folder, in which a file has the name of the package

import numpy as np
import pandas as pd
from cleanlab import Datalab
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.planted.development.given.columns import Numbers
from benchmarks.planted.peers import frames


def look(
    train: pd.DataFrame, test: pd.DataFrame, told: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[str]]:
    target = told["target"]
    rows = pd.concat([train, test], ignore_index=True).dropna(subset=[target])
    regression = frames.is_regression(rows[target])
    features = rows.drop(columns=[name for name in (target, told["time"], told["id"]) if name])
    numbers = make_pipeline(Numbers(), StandardScaler()).fit_transform(features)
    labels = rows[target].to_numpy() if regression else pd.factorize(rows[target], sort=True)[0]
    method = "predict" if regression else "predict_proba"
    model = frames.unfitted(told, regression=regression)
    predicted = cross_val_predict(model, features, labels, cv=5, method=method)
    lab = Datalab(
        data={"y": labels},
        label_name="y",
        task="regression" if regression else "classification",
        verbosity=0,
    )
    lab.find_issues(pred_probs=np.asarray(predicted), features=numbers)
    return _said(lab, features, told)


def _said(
    lab: Any, features: pd.DataFrame, told: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[str]]:
    summary = lab.get_issue_summary()
    named = [str(name) for name in features.columns]
    named += [told[role] for role in ("time", "id") if told[role]]
    findings = [
        {
            "check": str(one.issue_type),
            "severity": "warning",
            "columns": named,
            "message": f"{one.num_issues} issues, score {one.score:.3f}",
            "measure": float(one.num_issues),
        }
        for one in summary.itertuples()
        if one.num_issues > 0
    ]
    return findings, [str(name) for name in summary["issue_type"]]


if __name__ == "__main__":
    frames.over(sys.argv[1:], look)
