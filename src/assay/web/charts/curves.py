"""Plots of predictions against outcomes: curves, calibration, confusion."""

from __future__ import annotations

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.evidence.split import SplitEvidence
from assay.registry import wording
from assay.web.charts.base import (
    CLASS_COLOURS,
    Row,
    Spec,
    chart,
    names,
    number,
    reference,
    rows,
    tip,
)

SIDE = 260
"""Height of a plot of a curve, in pixels."""

_AXES = {
    "roc": ("false positive rate", "true positive rate"),
    "precision-recall": ("recall", "precision"),
    "cost": ("decision threshold", "cost of a row"),
    "residual": ("predicted", "residual"),
}
_BY_CLASS: Spec = {
    "field": "class",
    "type": "nominal",
    "title": None,
    "scale": {"range": [*CLASS_COLOURS]},
    "legend": {"columns": 2, "symbolType": "stroke", "symbolStrokeWidth": 3},
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
    values: list[Row] = [
        {"x": x, "y": y, "class": line.label, "at": at}
        for line in evaluation.curves
        if line.name == name
        for at, (x, y) in enumerate(zip(line.x, line.y, strict=True))
    ]
    if not values:
        return None
    x_title, y_title = _AXES[name]
    if unit and name == "cost":
        y_title += f", {unit}"
    x, y = number("x", x_title), number("y", y_title)
    if name in ("roc", "precision-recall"):
        x["scale"] = y["scale"] = {"domain": [0, 1]}
    fields = tip(("x", x_title, ".3~r"), ("y", y_title, ".3~r"))
    several = {row["class"] for row in values} != {""}
    if several:
        fields = [*tip(("class", "class", None)), *fields]
    colour: Spec = {**_BY_CLASS, "sort": [*evaluation.classes]} if several else {"value": "@accent"}
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
            "mark": {"type": "line", "strokeWidth": 2 if several else 2.5},
            "encoding": {"x": x, "y": y, "order": {"field": "at"}, "color": colour},
        },
        _probe(x, y, colour, fields),
    ]
    if name == "roc":
        layers.insert(0, _diagonal(x, y))
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


def _probe(x: Spec, y: Spec, colour: Spec, fields: list[Spec]) -> Spec:
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
        "mark": {"type": "point", "filled": True, "size": 90},
        "encoding": {
            "x": x,
            "y": y,
            "color": colour,
            "opacity": {"condition": near, "value": 0},
            "tooltip": fields,
        },
    }


def _diagonal(x: Spec, y: Spec, *, low: float = 0.0, high: float = 1.0) -> Spec:
    return {
        "data": {"values": [{"at": low}, {"at": high}]},
        "mark": {"type": "line", "strokeDash": [4, 4], "color": "@muted", "strokeWidth": 1.5},
        "encoding": {"x": {**x, "field": "at"}, "y": {**y, "field": "at"}},
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
    bars: Spec = {
        "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.3, "color": "@accent"},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
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
        [_diagonal(x, y, low=low, high=high), bars, points],
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
    angle = 0 if len(evaluation.classes) == 2 else -50
    encoding: Spec = {
        "x": {**names("predicted", "predicted"), "axis": {"labelAngle": angle}},
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
                "scale": {"domain": [0, 1], "range": ["@faint", "@soft"]},
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
            "color": {"value": "@text"},
        },
    }
    height = SIDE if few else rows(len(evaluation.classes))
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
