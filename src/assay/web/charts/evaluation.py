"""Plots of the sealed test: gains, slices, fairness, clusters of errors."""

from __future__ import annotations

from assay.core.evidence.evaluation import EvaluationEvidence, Fairness
from assay.registry import wording
from assay.web.charts.base import (
    HEADED_PIXELS,
    Row,
    Spec,
    chart,
    headed,
    heading,
    intervals,
    names,
    number,
    reference,
    rows,
    tip,
    when,
)


def comparisons(evaluation: EvaluationEvidence) -> Spec | None:
    """Draw the paired gains in the project's metric; zero is no better."""
    values: list[Row] = [
        {
            "against": f"against {each.against}",
            "gain": each.gain,
            "low": each.low,
            "high": each.high,
            "better": each.low > 0,
        }
        for each in evaluation.comparisons
        if each.metric == evaluation.primary
    ]
    if not values:
        return None
    colour = when("datum.better", "@accent", "@warn")
    x = number("gain", f"gain in {wording.metric(evaluation.primary)}", zero=True)
    point: Spec = {
        "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
        "encoding": {
            "y": names("against"),
            "x": x,
            "color": colour,
            "tooltip": tip(
                ("against", "paired", None),
                ("gain", "gain", "+.3~r"),
                ("low", "from", "+.3~r"),
                ("high", "to", "+.3~r"),
            ),
        },
    }
    return chart(
        [
            reference(0.0),
            intervals(x=x, y=names("against"), colour=colour),
            point,
        ],
        values=values,
        says="Paired gains over the baselines and the champion, with intervals",
        height=rows(len(values)),
    )


def slices(evaluation: EvaluationEvidence, *, most: int = 20) -> Spec | None:
    """Draw the loss within each slice against the loss elsewhere, worst first."""
    ranked = sorted(evaluation.slices, key=lambda each: each.loss_rest - each.loss)[:most]
    values: list[Row] = [
        {
            "slice": each.condition,
            "loss": each.loss,
            "rest": each.loss_rest,
            "rows": each.rows,
            "p": each.p_value,
            "worse": each.worse,
            "verdict": "significantly worse" if each.worse else "not significantly worse",
        }
        for each in ranked
    ]
    if not values:
        return None
    loss = wording.metric(evaluation.loss_name)
    colour = when("datum.worse", "@warn", "@muted")
    fields = tip(
        ("slice", "slice", None),
        ("loss", f"{loss} within", ".3~r"),
        ("rest", f"{loss} elsewhere", ".3~r"),
        ("rows", "test rows", ",d"),
        ("p", "adjusted p", ".2~r"),
        ("verdict", "verdict", None),
    )
    x = number("loss", f"mean {loss}")
    stem: Spec = {
        "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5},
        "encoding": {
            "y": headed("slice"),
            "x": {**x, "field": "rest"},
            "x2": {"field": "loss"},
            "color": colour,
        },
    }
    elsewhere: Spec = {
        "mark": {"type": "tick", "thickness": 2, "size": 14, "color": "@text"},
        "encoding": {"y": headed("slice"), "x": {**x, "field": "rest"}},
    }
    within: Spec = {
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {
            "y": headed("slice"),
            "x": x,
            "color": colour,
            "size": {
                "field": "rows",
                "type": "quantitative",
                "scale": {"range": [50, 320], "zero": True},
                "legend": None,
            },
            "tooltip": fields,
        },
    }
    return chart(
        [stem, elsewhere, within, heading("slice")],
        values=values,
        says=f"Mean {loss} within {len(values)} slices against the rest of the test",
        height=rows(len(values), each=HEADED_PIXELS),
    )


def fairness(evaluation: EvaluationEvidence, column: str) -> Spec:
    """Draw the gaps of one sensitive column against what the project allows."""
    found = [each for each in evaluation.fairness if each.column == column]
    values: list[Row] = [
        {
            "criterion": each.criterion,
            "gap": each.difference,
            "low": each.low,
            "high": each.high,
            "verdict": each.verdict,
        }
        for each in found
    ]
    colour: Spec = {
        "field": "verdict",
        "type": "nominal",
        "title": None,
        "scale": {
            "domain": ["pass", "fail", "cannot tell"],
            "range": ["@accent", "@warn", "@muted"],
        },
        "legend": None,
    }
    x = number("gap", "largest gap between groups", zero=True)
    point: Spec = {
        "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
        "encoding": {
            "y": names("criterion"),
            "x": x,
            "color": colour,
            "tooltip": tip(
                ("criterion", "criterion", None),
                ("gap", "largest gap", ".3~r"),
                ("low", "from", ".3~r"),
                ("high", "to", ".3~r"),
                ("verdict", "verdict", None),
            ),
        },
    }
    allowed = max((each.allowed for each in found), default=0.0)
    return chart(
        [
            reference(allowed, colour="@text"),
            intervals(x=x, y=names("criterion"), colour=colour),
            point,
        ],
        values=values,
        says=f"Gaps between groups of {column}, allowed up to {allowed:g}",
        height=rows(len(values)),
    )


def groups(fairness: Fairness) -> Spec | None:
    """Draw the rates of each group of a sensitive column."""
    rates = (
        ("chosen", "selection_rate"),
        ("found (true positive rate)", "true_positive_rate"),
        ("wrongly chosen (false positive rate)", "false_positive_rate"),
    )
    values: list[Row] = [
        {"group": group.name, "rows": group.rows, "rate": getattr(group, field), "of": label}
        for group in fairness.groups
        for label, field in rates
        if getattr(group, field) is not None
    ]
    if not values:
        return None
    point: Spec = {
        "mark": {"type": "point", "size": 110, "filled": True, "opacity": 1},
        "encoding": {
            "y": names("group"),
            "x": {**number("rate", "share of the group", form="%"), "scale": {"domain": [0, 1]}},
            "color": {
                "field": "of",
                "type": "nominal",
                "title": None,
                "scale": {
                    "domain": [label for label, _ in rates],
                    "range": ["@muted", "@accent", "@warn"],
                },
                "legend": {"columns": 1},
            },
            "shape": {
                "field": "of",
                "type": "nominal",
                "title": None,
                "scale": {
                    "domain": [label for label, _ in rates],
                    "range": ["square", "circle", "triangle-up"],
                },
            },
            "tooltip": tip(
                ("group", "group", None),
                ("rows", "test rows", ",d"),
                ("of", "rate", None),
                ("rate", "share", ".1%"),
            ),
        },
    }
    return chart(
        [point],
        values=values,
        says=f"Rates of {len(fairness.groups)} groups of {fairness.column}",
        height=rows(len(fairness.groups)),
    )


def clusters(evaluation: EvaluationEvidence) -> Spec | None:
    """Draw which share of the loss each cluster of errors holds."""
    values: list[Row] = [
        {
            "cluster": each.condition,
            "share": each.share_of_loss,
            "of_rows": each.rows / evaluation.rows if evaluation.rows else 0.0,
            "rows": each.rows,
            "loss": each.loss,
        }
        for each in evaluation.clusters
    ]
    if not values:
        return None
    x = number("share", "share of the loss", zero=True, form="%")
    bar: Spec = {
        "mark": {"type": "bar", "height": 10, "cornerRadiusEnd": 3, "color": "@warn"},
        "encoding": {
            "y": headed("cluster"),
            "x": x,
            "tooltip": tip(
                ("cluster", "cluster", None),
                ("share", "share of the loss", ".1%"),
                ("of_rows", "share of the rows", ".1%"),
                ("rows", "test rows", ",d"),
                ("loss", "mean loss", ".3~r"),
            ),
        },
    }
    expected: Spec = {
        "mark": {"type": "tick", "thickness": 2, "size": 14, "color": "@text"},
        "encoding": {"y": headed("cluster"), "x": {**x, "field": "of_rows"}},
    }
    return chart(
        [bar, expected, heading("cluster")],
        values=values,
        says=f"Share of the loss in {len(values)} clusters of errors",
        height=rows(len(values), each=HEADED_PIXELS),
    )
