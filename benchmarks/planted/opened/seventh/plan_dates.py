"""Dates and times that are written in several ways."""

from __future__ import annotations

from benchmarks.planted.opened.seventh import dates
from benchmarks.planted.plan import planting

FORMATS = (
    planting("mixed date formats", "breast_cancer", dates.other_format,
             name="operated", first="%Y-%m-%d", second="%d.%m.%Y"),
    planting("mixed date formats", "lake", dates.formats_of_some,
             name="interviewed", first="%Y-%m-%d", second="%m/%d/%Y", share=0.3),
    planting("mixed date formats", "shelters", dates.formats_of_some,
             name="intake", first="%d/%m/%Y", second="%d %b %Y", share=0.12),
)  # fmt: skip

ZONES = (
    planting("time zones", "heart_stays", dates.zones_of_some,
             name="arrived_at", zones=("Z", "-07:00"), share=0.25),
    planting("time zones", "drunk_drivers", dates.zone_of_test,
             name="submitted", first="+00:00", second="-05:00"),
    planting("time zones", "player_pay", dates.zones_of_some,
             name="signed_at", zones=("-05:00", "-08:00", "+00:00"), share=0.5),
)  # fmt: skip

PLAN = (*FORMATS, *ZONES)
