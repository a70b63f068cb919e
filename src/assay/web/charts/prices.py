"""The plot of an audit: what each fault is worth."""

from __future__ import annotations

from collections.abc import Sequence

from assay.core.evidence.audit import Price
from assay.web.charts.base import (
    HEADED_PIXELS,
    Row,
    Spec,
    chart,
    headed,
    heading,
    intervals,
    number,
    reference,
    rows,
    tip,
)


def prices(priced: Sequence[tuple[str, Price]]) -> Spec | None:
    """Draw the gain of each fault with its interval; None if none is priced.

    Args:
        priced: What each fault is called, and its price.
    """
    values: list[Row] = [
        {
            "fault": name,
            "gain": price.gain,
            "low": price.low,
            "high": price.high,
            "present": price.present,
            "honest": price.honest,
        }
        for name, price in priced
    ]
    if not values:
        return None
    x, y = number("gain", "score owed to it", zero=True), headed("fault")
    point: Spec = {
        "mark": {"type": "point", "filled": True, "size": 90, "color": "@accent"},
        "encoding": {
            "y": y,
            "x": x,
            "tooltip": tip(
                ("fault", "fault", None),
                ("gain", "worth", ".3~r"),
                ("low", "from", ".3~r"),
                ("high", "to", ".3~r"),
                ("present", "as it is", ".3~r"),
                ("honest", "without", ".3~r"),
            ),
        },
    }
    return chart(
        [
            reference(0.0),
            intervals(x=x, y=y, colour={"value": "@accent"}),
            point,
            heading("fault"),
        ],
        values=values,
        says=f"What {len(values)} faults are worth",
        height=rows(len(values), each=HEADED_PIXELS),
    )
