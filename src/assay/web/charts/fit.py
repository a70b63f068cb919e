"""Plots of training: candidates, the learning curve, the search."""

from __future__ import annotations

from assay.core.evidence.fit import FitEvidence
from assay.registry import wording
from assay.web.charts.base import Row, Spec, chart, intervals, names, number, reference, rows, tip


def candidates(fit: FitEvidence) -> Spec:
    """Draw every candidate's out-of-fold score with the spread of its folds."""
    values: list[Row] = [
        {
            "name": candidate.name,
            "score": candidate.score,
            "low": min(candidate.fold_scores, default=candidate.score),
            "high": max(candidate.fold_scores, default=candidate.score),
            "train": candidate.train_score,
            "share": candidate.weight,
            "seconds": candidate.seconds,
            "note": _note(candidate.weight, complete=candidate.complete),
            "shipped": candidate.weight > 0,
        }
        for candidate in fit.candidates
    ]
    values.append(
        {
            "name": "what ships",
            "score": fit.ensemble_score,
            "low": fit.ensemble_score,
            "high": fit.ensemble_score,
            "train": fit.ensemble_train_score,
            "share": 1.0,
            "seconds": fit.seconds,
            "note": f"the {fit.shipped}, fitted again on all training rows",
            "shipped": True,
        }
    )
    colour = {
        "condition": {"test": "datum.shipped", "value": "@accent"},
        "value": "@muted",
    }
    x = number("score", wording.metric(fit.metric))
    point: Spec = {
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
        "encoding": {
            "y": names("name"),
            "x": x,
            "color": colour,
            "tooltip": tip(
                ("name", "candidate", None),
                ("score", "out of fold", ".4~r"),
                ("low", "lowest fold", ".4~r"),
                ("high", "highest fold", ".4~r"),
                ("train", "on its own rows", ".4~r"),
                ("share", "share in the model", ".0%"),
                ("seconds", "seconds", ".3~r"),
                ("note", "note", None),
            ),
        },
    }
    return chart(
        [
            reference(fit.linear_score),
            intervals(x=x, y=names("name"), colour=colour),
            point,
        ],
        values=values,
        says=f"Out-of-fold {wording.metric(fit.metric)} of {len(fit.candidates)} candidates",
        height=rows(len(values)),
    )


def _note(weight: float, *, complete: bool) -> str:
    if not complete:
        return "cut short by the budget, so not a member"
    return "member of the model" if weight > 0 else "not a member"


def learning_curve(fit: FitEvidence) -> Spec | None:
    """Draw training and validation scores against rows; None if there is no curve."""
    if fit.learning_curve is None or not fit.learning_curve.points:
        return None
    values: list[Row] = []
    for point in fit.learning_curve.points:
        values.append({"rows": point.rows, "score": point.train, "on": "training rows"})
        values.append(
            {
                "rows": point.rows,
                "score": point.validation,
                "low": point.low,
                "high": point.high,
                "on": "validation rows",
            }
        )
    x: Spec = {
        "field": "rows",
        "type": "quantitative",
        "title": "training rows",
        "scale": {"type": "log", "nice": False, "padding": 12},
        "axis": {
            "format": ".2~s",
            "values": [point.rows for point in fit.learning_curve.points],
            "labelSeparation": 8,
            "grid": False,
        },
    }
    colour: Spec = {
        "field": "on",
        "type": "nominal",
        "title": None,
        "scale": {
            "domain": ["validation rows", "training rows"],
            "range": ["@accent", "@muted"],
        },
    }
    y = number("score", wording.metric(fit.metric))
    band: Spec = {
        "transform": [{"filter": "isValid(datum.low)"}],
        "mark": {"type": "area", "opacity": 0.2, "color": "@accent"},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
    }
    line: Spec = {
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 50, "filled": True}},
        "encoding": {
            "x": x,
            "y": y,
            "color": colour,
            "tooltip": tip(
                ("on", "on", None),
                ("rows", "training rows", ",d"),
                ("score", wording.metric(fit.metric), ".4~r"),
                ("low", "from", ".4~r"),
                ("high", "to", ".4~r"),
            ),
        },
    }
    return chart(
        [band, line],
        values=values,
        says=f"Learning curve: {fit.learning_curve.verdict}. {fit.learning_curve.reason}",
        height=260,
    )


def search(fit: FitEvidence) -> Spec | None:
    """Draw each trial of the search, the best so far, and the honest estimate of the winner."""
    if fit.search is None or not fit.search.trials:
        return None
    better = max if fit.higher_is_better else min
    values: list[Row] = []
    best: float | None = None
    for trial in fit.search.trials:
        best = trial.score if best is None else better(best, trial.score)
        values.append(
            {
                "trial": trial.number,
                "score": trial.score,
                "best": best,
                "setting": ", ".join(f"{key} = {value}" for key, value in trial.parameters),
            }
        )
    x = number("trial", "trial", form="d")
    metric = wording.metric(fit.metric)
    y = number("score", f"{metric} on validation rows")
    points: Spec = {
        "mark": {"type": "point", "filled": True, "size": 60, "color": "@muted", "opacity": 0.9},
        "encoding": {
            "x": x,
            "y": y,
            "tooltip": tip(
                ("trial", "trial", "d"), ("score", metric, ".4~r"), ("setting", "setting", None)
            ),
        },
    }
    line: Spec = {
        "mark": {
            "type": "line",
            "interpolate": "step-after",
            "strokeWidth": 2.5,
            "color": "@accent",
        },
        "encoding": {"x": x, "y": {**y, "field": "best"}},
    }
    return chart(
        [line, points, reference(fit.search.cross_selected, axis="y", colour="@warn")],
        values=values,
        says=f"{len(values)} trials of the search on validation rows",
        height=240,
    )
