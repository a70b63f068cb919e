"""The profile page: every column, suspicious ones first."""

from __future__ import annotations

import dataclasses

from tests import example_run as example

from assay.core.evidence.data import ColumnProfile, ProfileEvidence
from assay.web import profile_page


def test_suspicious_columns_stand_first_and_every_column_stands_once() -> None:
    page = profile_page.html(example.profile())
    names = [part.partition("</span>")[0] for part in page.split("<h3><span>")[1:]]
    assert names[:2] == ["dep_delay", "year"]
    assert len(names) == len(example.profile().columns)


def test_hostile_column_stays_text() -> None:
    page = profile_page.html(example.profile()).partition('id="licences"')[0]
    assert "<img" not in page
    assert "<script>" not in page
    assert "&lt;img" in page


def test_date_beyond_the_calendar_is_shown_as_seconds() -> None:
    column = dataclasses.replace(
        example.profile().column("time_hour"), quantiles=(-1e30, *(0.0,) * 7, 1e30)
    )
    profile = dataclasses.replace(example.profile(), columns=(column,))
    assert "1e+30 s since 1970" in profile_page.html(profile)


def test_table_without_rows_or_columns_is_drawn() -> None:
    bare = ProfileEvidence(source="a.csv", rows=0, sampled=0, columns=(), duplicate_rows=0)
    assert "0" in profile_page.html(bare)
    column = ColumnProfile(name="a", dtype="Null", kind="constant", rows=0, missing=0, distinct=0)
    assert "unknown" in profile_page.html(dataclasses.replace(bare, columns=(column,)))


def test_ties_with_the_target_are_ranked() -> None:
    page = profile_page.html(example.profile())
    ties = page.partition('id="ties"')[2].partition("</section>")[0]
    places = [ties.index(f"<span>{name}<") for name in ("dep_delay", "hour", "carrier", "distance")]
    assert places == sorted(places)
