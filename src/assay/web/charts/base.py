"""What all plots share: the frame, axes, intervals, reference lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Spec = dict[str, Any]
Row = dict[str, Any]

CLASS_COLOURS = (
    *("#2b7fc3", "#d55e00", "#009e73", "#cc79a7", "#b8860b"),
    *("#56b4e9", "#8a8f94", "#8c6bb1", "#a6761d", "#66a61e"),
)
"""For up to ten classes: after Okabe & Ito (2008), told apart by colour-blind readers."""
ROW_PIXELS = 28
HEADED_PIXELS = 40
SHORT = ".3~r"
"""d3 format of a number with three significant digits."""


def chart(
    layers: Sequence[Spec],
    *,
    values: Sequence[Row],
    says: str,
    height: int,
    params: Sequence[Spec] = (),
) -> Spec:
    """Return a plot as wide as its place.

    Args:
        layers: Marks with their encodings.
        values: The data; layers may bring their own.
        says: What a reader who cannot see it should know.
        height: In pixels.
        params: Selections and variables.
    """
    spec: Spec = {
        "description": says,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": list(values)},
        "layer": list(layers),
    }
    if params:
        spec["params"] = list(params)
    return spec


def rows(count: int, *, each: int = ROW_PIXELS) -> int:
    """Return the height of a plot with one row a name, in pixels."""
    return max(1, count) * each


def number(field: str, title: str | None, *, zero: bool = False, form: str = SHORT) -> Spec:
    """Return a channel for a quantity."""
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"zero": zero, "nice": True},
        "axis": {"format": form, "tickCount": 5},
    }


def names(field: str, title: str | None = None) -> Spec:
    """Return a channel for names, in the order of the data."""
    return {"field": field, "type": "nominal", "title": title, "sort": None}


def tip(*fields: tuple[str, str, str | None]) -> list[Spec]:
    """Return tooltip lines from (field, title, d3 format; None for text)."""
    return [
        {"field": field, "title": title, "type": "nominal"}
        if form is None
        else {"field": field, "title": title, "type": "quantitative", "format": form}
        for field, title, form in fields
    ]


def reference(value: float, *, axis: str = "x", colour: str = "@muted") -> Spec:
    """Return a dashed line at a value."""
    return {
        "data": {"values": [{"at": value}]},
        "mark": {"type": "rule", "strokeDash": [4, 4], "color": colour, "strokeWidth": 1.5},
        "encoding": {axis: {"field": "at", "type": "quantitative"}},
    }


def intervals(*, x: Spec, y: Spec, colour: Spec) -> Spec:
    """Return thick horizontal bars over the fields `low` to `high`, on the axis of `x`."""
    return {
        "mark": {"type": "rule", "strokeWidth": 6, "strokeCap": "round", "opacity": 0.3},
        "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": colour},
    }


def headed(field: str) -> Spec:
    """Return a row's channel without labels; `heading` writes them above the marks."""
    return {**names(field), "axis": {"labels": False, "ticks": False, "domain": False}}


def heading(field: str) -> Spec:
    """Return each row's name above its marks, where long names have room on a phone too."""
    return {
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "bottom",
            "dy": -8,
            "fontSize": 12,
            "color": "@text",
            "limit": {"expr": "width"},
        },
        "encoding": {"y": headed(field), "x": {"value": 0}, "text": {"field": field}},
    }


def when(test: str, then: str, otherwise: str) -> Spec:
    """Return a colour by a condition on the datum."""
    return {"condition": {"test": test, "value": then}, "value": otherwise}
