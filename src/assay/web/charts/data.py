"""Plots of the data: parts of the split, ties between columns."""

from __future__ import annotations

from assay.core.evidence.data import ColumnsEvidence, LeakEvidence, ProfileEvidence
from assay.core.evidence.split import SplitEvidence
from assay.web.charts.base import Row, Spec, chart, names, rows, tip, when

_SHADES = {"domain": ["train", "validation", "test"], "range": ["@muted", "@soft", "@accent"]}


def split(split: SplitEvidence) -> Spec:
    """Draw the parts along time, or as shares of the rows."""
    total = sum(part.rows for part in split.parts) or 1
    timed = all(part.time_from and part.time_to for part in split.parts) and bool(split.parts)
    values: list[Row] = [
        {
            "part": part.name,
            "rows": part.rows,
            "share": part.rows / total,
            "from": part.time_from,
            "to": part.time_to,
            "order": order,
        }
        for order, part in enumerate(split.parts)
    ]
    colour: Spec = {"field": "part", "type": "nominal", "scale": _SHADES, "legend": None}
    fields = [("part", "part", None), ("rows", "rows", ",d"), ("share", "share", ".1%")]
    says = ", ".join(f"{part.name} {part.rows} rows" for part in split.parts)
    if timed:
        bar: Spec = {
            "mark": {"type": "bar", "height": 18, "cornerRadius": 3},
            "encoding": {
                "y": names("part"),
                "x": {
                    "field": "from",
                    "type": "temporal",
                    "title": None,
                    "axis": {"labelSeparation": 12, "tickCount": 6},
                },
                "x2": {"field": "to"},
                "color": colour,
                "tooltip": tip(*fields, ("from", "from", None), ("to", "to", None)),
            },
        }
        return chart([bar], values=values, says=says, height=rows(len(values), each=32))
    stack: Spec = {
        "mark": {"type": "bar", "height": 28, "cornerRadius": 3},
        "encoding": {
            "x": {
                "field": "rows",
                "type": "quantitative",
                "stack": "zero",
                "title": "rows",
                "axis": {"format": "~s", "tickCount": 5},
            },
            "order": {"field": "order"},
            "color": {**colour, "legend": {"title": None}},
            "tooltip": tip(*fields),
        },
    }
    return chart([stack], values=values, says=says, height=48)


def strengths(
    leaks: LeakEvidence, columns: ColumnsEvidence | None, *, most: int = 15
) -> Spec | None:
    """Draw what each column alone knows of the target, strongest first."""
    left_out = {column.name for column in columns.left_out} if columns else set()
    ranked = sorted(leaks.columns, key=lambda column: -column.strength)[:most]
    values: list[Row] = [
        {
            "column": column.name,
            "strength": column.strength,
            "left_out": column.name in left_out,
            "fate": "left out" if column.name in left_out else "read by the model",
        }
        for column in ranked
    ]
    if not values:
        return None
    bar: Spec = {
        "mark": {"type": "bar", "height": 14, "cornerRadiusEnd": 3},
        "encoding": {
            "y": names("column"),
            "x": {
                "field": "strength",
                "type": "quantitative",
                "title": "strength alone, cross-validated",
                "scale": {"domain": [0, 1]},
                "axis": {"tickCount": 5},
            },
            "color": when("datum.left_out", "@warn", "@accent"),
            "tooltip": tip(
                ("column", "column", None),
                ("strength", "strength", ".3~r"),
                ("fate", "and so", None),
            ),
        },
    }
    return chart(
        [bar],
        values=values,
        says=f"What each of the {len(values)} strongest columns alone knows of the target",
        height=rows(len(values)),
    )


def correlations(profile: ProfileEvidence, *, most: int = 30) -> Spec | None:
    """Draw the ties between columns as a heat map of the most tied ones."""
    strongest: dict[str, float] = {}
    for tie in profile.correlations:
        for name in (tie.left, tie.right):
            strongest[name] = max(strongest.get(name, 0.0), tie.value)
    chosen = sorted(strongest, key=lambda name: -strongest[name])[:most]
    shown = [column.name for column in profile.columns if column.name in set(chosen)]
    values: list[Row] = []
    for tie in profile.correlations:
        if tie.left in shown and tie.right in shown:
            both = ((tie.left, tie.right), (tie.right, tie.left))
            values += [
                {"left": left, "right": right, "strength": tie.value, "measure": tie.measure}
                for left, right in both
            ]
    if not values:
        return None
    cell: Spec = {
        "mark": {"type": "rect", "cornerRadius": 2},
        "encoding": {
            "x": {**names("left"), "sort": shown, "axis": {"labelAngle": -60}},
            "y": {**names("right"), "sort": shown},
            "color": {
                "field": "strength",
                "type": "quantitative",
                "scale": {"domain": [0, 1], "range": ["@faint", "@accent"]},
                "legend": {"title": "strength", "gradientLength": 120},
            },
            "tooltip": tip(
                ("left", "column", None),
                ("right", "with", None),
                ("strength", "strength", ".2f"),
                ("measure", "measure", None),
            ),
        },
    }
    return chart(
        [cell],
        values=values,
        says=f"Strength of the ties between {len(shown)} columns",
        height=rows(len(shown), each=24),
    )
