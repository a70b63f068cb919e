"""Plots of explanations: which columns count, and what made one prediction."""

from __future__ import annotations

from assay.core.evidence.evaluation import ExplanationEvidence
from assay.web.charts.base import Row, Spec, chart, names, number, rows, tip


def importances(explanation: ExplanationEvidence, *, most: int = 20) -> Spec | None:
    """Draw the columns that count most, with their deviation over refits."""
    values: list[Row] = [
        {
            "column": each.column,
            "value": each.value,
            "low": max(0.0, each.value - each.deviation),
            "high": each.value + each.deviation,
            "deviation": each.deviation,
            "ranks": f"{each.rank_low} to {each.rank_high}",
        }
        for each in explanation.importances[:most]
    ]
    if not values:
        return None
    x = number("value", "mean absolute contribution", zero=True)
    fields = tip(
        ("column", "column", None),
        ("value", "contribution", ".3~r"),
        ("deviation", "deviation over refits", ".2~r"),
        ("ranks", "ranks over refits", None),
    )
    bar: Spec = {
        "mark": {"type": "bar", "height": 14, "cornerRadiusEnd": 3, "color": "@accent"},
        "encoding": {"y": names("column"), "x": x, "tooltip": fields},
    }
    spread: Spec = {
        "mark": {"type": "rule", "strokeWidth": 2, "color": "@text"},
        "encoding": {
            "y": names("column"),
            "x": {**x, "field": "low"},
            "x2": {"field": "high"},
            "tooltip": fields,
        },
    }
    return chart(
        [bar, spread],
        values=values,
        says=f"Contribution of the {len(values)} columns that count most",
        height=rows(len(values)),
    )


def waterfall(explanation: ExplanationEvidence, *, most: int = 10) -> Spec | None:
    """Draw how contributions lead from the base to one prediction; `row` chooses which."""
    values: list[Row] = []
    for local in explanation.local:
        ranked = sorted(local.contributions, key=lambda pair: -abs(pair[1]))
        rest = ranked[most:]
        steps = ranked[:most]
        if rest:
            steps.append((f"{len(rest)} other columns", sum(value for _, value in rest)))
        values.append(_step(local.row, "base", 0.0, local.base, kind="total", place=0))
        at = local.base
        for place, (column, value) in enumerate(steps, start=1):
            kind = "up" if value >= 0 else "down"
            values.append(_step(local.row, column, at, at + value, kind=kind, place=place))
            at += value
        values.append(
            _step(local.row, "prediction", 0.0, local.margin, kind="total", place=len(steps) + 1)
        )
    if not values:
        return None
    y: Spec = {**names("label"), "sort": {"field": "place", "op": "min"}}
    bar: Spec = {
        "transform": [{"filter": "datum.row === row"}],
        "mark": {"type": "bar", "height": 16, "cornerRadius": 3},
        "encoding": {
            "y": y,
            "x": number("start", "link scale"),
            "x2": {"field": "end"},
            "color": {
                "field": "kind",
                "type": "nominal",
                "legend": None,
                "scale": {
                    "domain": ["total", "up", "down"],
                    "range": ["@muted", "@warn", "@accent"],
                },
            },
            "tooltip": tip(("label", "column", None), ("change", "contribution", "+.3~r")),
        },
    }
    return chart(
        [bar],
        values=values,
        says="Contributions of the columns to one prediction, from the base to the margin",
        height=rows(1 + max(step["place"] for step in values), each=26),
        params=[{"name": "row", "value": explanation.local[0].row}],
    )


def _step(row: int, label: str, start: float, end: float, *, kind: str, place: int) -> Row:
    return {
        "row": row,
        "label": label,
        "start": start,
        "end": end,
        "change": end - start,
        "kind": kind,
        "place": place,
    }
