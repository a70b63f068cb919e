"""The profile of a table as a page: columns to look at first, each with its distribution."""

from __future__ import annotations

from dataclasses import replace

from assay.core.address import public
from assay.core.evidence.data import ColumnProfile, ProfileEvidence
from assay.web import page
from assay.web.charts import data

QUANTILES = ("0", ".01", ".05", ".25", ".5", ".75", ".95", ".99", "1")
"""What `ColumnProfile.quantiles` holds."""


def html(profile: ProfileEvidence) -> str:
    """Return the profile as one HTML file.

    Args:
        profile: As `assay.data.profile` gives it.
    """
    profile = replace(profile, source=public(profile.source))  # older evidence may hold it raw
    ranked = sorted(
        (column for column in profile.columns if column.association is not None),
        key=lambda column: -(column.association or 0.0),
    )
    kinds: dict[str, int] = {}
    for column in profile.columns:
        kinds[column.kind] = kinds.get(column.kind, 0) + 1
    correlations = data.correlations(profile)
    return page.render(
        "profile.html.j2",
        title=f"{profile.source}: profile",
        plots=correlations is not None,
        values={
            "profile": profile,
            "columns": sorted(profile.columns, key=_urgency),
            "ranked": ranked,
            "measures": sorted({c.association_measure for c in ranked if c.association_measure}),
            "kinds": sorted(kinds.items(), key=lambda pair: -pair[1]),
            "missing": sum(column.missing for column in profile.columns),
            "cells": profile.rows * len(profile.columns),
            "suspicious": [column for column in profile.columns if column.suspicions],
            "correlations": correlations,
            "dates": {column.name: _dates(column) for column in profile.columns},
        },
    )


def _urgency(column: ColumnProfile) -> bool:
    return not column.suspicions


def _dates(column: ColumnProfile) -> tuple[str, str] | None:
    if column.kind != "datetime" or not column.quantiles:
        return None
    return _date(column.quantiles[0]), _date(column.quantiles[-1])


def _date(seconds: float) -> str:
    import datetime

    try:
        at = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    except (OverflowError, OSError, ValueError):
        return f"{seconds:g} s since 1970"
    return at.isoformat(sep=" ", timespec="minutes").removesuffix("+00:00").removesuffix(" 00:00")
