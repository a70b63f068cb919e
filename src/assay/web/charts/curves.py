"""Plots of predictions against outcomes: ROC, precision and recall, cost, calibration, confusion."""

from __future__ import annotations

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.evidence.split import SplitEvidence
from assay.registry import wording
from assay.web.charts.base import Row, Spec, chart, names, number, reference, tip

SIDE = 260
"""Height of a plot of a curve, in pixels."""

_AXES = {
    "roc": ("false positive rate", "true positive rate"),
    "precision-recall": ("recall", "precision"),
    "cost": ("decision threshold", "cost of a row"),
    "residual": ("predicted", "residual"),
}


def curve(
    evaluation: EvaluationEvidence,
    name: str,
    *,
    threshold: float | None = None,
    floor: float | None = None,
    unit: str = "",
) -> Spec | None:
    """Draw one of the curves of the test; None if it was not measured.

    Args:
        evaluation: Holds the curve.
        name: `roc`, `precision-recall`, `cost` or `residual`.
        threshold: Where the model decides, for `cost`.
        floor: Share of positive rows, which no ranking falls below, for `precision-recall`.
        unit: Of the cost.
    """
    found = next((line for line in evaluation.curves if line.name == name), None)
    if found is None or not found.x:
        return None
    values: list[Row] = [{"x": x, "y": y} for x, y in zip(found.x, found.y, strict=True)]
    x_title, y_title = _AXES[name]
    if unit and name == "cost":
        y_title += f", {unit}"
    x, y = number("x", x_title), number("y", y_title)
    if name in ("roc", "precision-recall"):
        x["scale"] = y["scale"] = {"domain": [0, 1]}
    fields = tip(("x", x_title, ".3~r"), ("y", y_title, ".3~r"))
    if name == "residual":
        cloud: Spec = {
            "mark": {"type": "point", "filled": True, "size": 22, "opacity": 0.45},
            "encoding": {"x": x, "y": y, "color": {"value": "@accent"}, "tooltip": fields},
        }
        return chart(
            [cloud, reference(0.0, axis="y")],
            values=values,
            says="Residuals against predictions",
            height=SIDE,
        )
    layers = [
        {
            "mark": {"type": "line", "color": "@accent", "strokeWidth": 2.5},
            "encoding": {"x": x, "y": y},
        },
        _probe(x, y, fields),
    ]
    if name == "roc":
        layers.insert(0, _diagonal())
    if name == "precision-recall" and floor is not None:
        layers.insert(0, reference(floor, axis="y"))
    if name == "cost" and threshold is not None:
        layers.insert(0, reference(threshold, colour="@warn"))
    return chart(
        layers,
        values=values,
        says=f"{y_title} against {x_title}",
        height=SIDE,
    )


def _probe(x: Spec, y: Spec, fields: list[Spec]) -> Spec:
    """Mark the point nearest to the pointer."""
    near = {"param": "near", "empty": False, "value": 1}
    return {
        "params": [
            {
                "name": "near",
                "select": {
                    "type": "point",
                    "on": "pointermove",
                    "clear": "pointerout",
                    "nearest": True,
                },
            }
        ],
        "mark": {"type": "point", "filled": True, "size": 90, "color": "@accent"},
        "encoding": {
            "x": x,
            "y": y,
            "opacity": {"condition": near, "value": 0},
            "tooltip": fields,
        },
    }


def _diagonal() -> Spec:
    return {
        "data": {"values": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]},
        "mark": {"type": "line", "strokeDash": [4, 4], "color": "@muted", "strokeWidth": 1.5},
        "encoding": {"x": number("x", None), "y": number("y", None)},
    }


def calibration(evaluation: EvaluationEvidence) -> Spec | None:
    """Draw the mean outcome of rows with near-equal predictions, with intervals."""
    if evaluation.calibration is None or not evaluation.calibration.bins:
        return None
    bins = evaluation.calibration.bins
    values: list[Row] = [
        {
            "predicted": each.predicted,
            "observed": each.observed,
            "low": each.low,
            "high": each.high,
            "rows": each.rows,
        }
        for each in bins
    ]
    ends = [each for b in bins for each in (b.predicted, b.observed)]
    chance = evaluation.task != "regression"
    low, high = (0.0, 1.0) if chance else (min(ends), max(ends))
    x, y = number("predicted", "predicted"), number("observed", "observed")
    diagonal: Spec = {
        "data": {"values": [{"x": low, "y": low}, {"x": high, "y": high}]},
        "mark": {"type": "line", "strokeDash": [4, 4], "color": "@muted", "strokeWidth": 1.5},
        "encoding": {"x": number("x", None), "y": number("y", None)},
    }
    bars: Spec = {
        "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.3, "color": "@accent"},
        "encoding": {"x": x, "y": number("low", None), "y2": {"field": "high"}},
    }
    points: Spec = {
        "mark": {"type": "point", "filled": True, "size": 80, "color": "@accent", "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "tooltip": tip(
                ("predicted", "mean prediction", ".3~r"),
                ("observed", "mean outcome", ".3~r"),
                ("low", "from", ".3~r"),
                ("high", "to", ".3~r"),
                ("rows", "test rows", ",d"),
            ),
        },
    }
    return chart(
        [diagonal, bars, points],
        values=values,
        says="Observed outcome against prediction; on the diagonal they agree",
        height=SIDE,
    )


def confusion(evaluation: EvaluationEvidence) -> Spec | None:
    """Draw actual against predicted classes; the shade is the share of the actual class."""
    if not evaluation.confusion:
        return None
    values: list[Row] = []
    for actual, counts in zip(evaluation.classes, evaluation.confusion, strict=True):
        total = sum(counts) or 1
        values += [
            {
                "actual": actual,
                "predicted": predicted,
                "rows": count,
                "share": count / total,
                "says": f"{wording.number(count)}",
            }
            for predicted, count in zip(evaluation.classes, counts, strict=True)
        ]
    few = len(evaluation.classes) <= 6
    encoding: Spec = {
        "x": {**names("predicted", "predicted"), "axis": {"labelAngle": 0 if few else -60}},
        "y": names("actual", "actual"),
    }
    cell: Spec = {
        "mark": {"type": "rect", "cornerRadius": 3},
        "encoding": {
            **encoding,
            "color": {
                "field": "share",
                "type": "quantitative",
                "legend": None,
                "scale": {"domain": [0, 1], "range": ["@faint", "@accent"]},
            },
            "tooltip": tip(
                ("actual", "actual", None),
                ("predicted", "predicted", None),
                ("rows", "test rows", ",d"),
                ("share", "of the actual class", ".1%"),
            ),
        },
    }
    text: Spec = {
        "mark": {"type": "text", "fontSize": 13},
        "encoding": {
            **encoding,
            "text": {"field": "says"},
            "color": {
                "condition": {"test": "datum.share > 0.55", "value": "@on-accent"},
                "value": "@text",
            },
        },
    }
    height: int | Spec = SIDE - 60 if few else {"step": 28}
    return chart(
        [cell, text] if len(evaluation.classes) <= 12 else [cell],
        values=values,
        says="Confusion of actual and predicted classes",
        height=height,
    )


def prevalence(split: SplitEvidence | None, positive: str | None) -> float | None:
    """Return the share of the positive class in the test, which no ranking falls below."""
    if split is None or positive is None:
        return None
    for part in split.parts:
        if part.name == "test":
            return dict(part.shares).get(positive)
    return None
