"""A project proposed from an address takes its name from what the address names."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.lifecycle.initialise import _name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://bob:hunter2@db", "db"),
        ("postgresql://bob:hunter2@db:5432", "db"),
        ("postgresql://bob:hunter2@db/shop", "shop"),
        ("postgresql://db/shop?password=hunter2", "shop"),
        ("postgresql://bob:hun/ter2@db", "db"),
        ("https://hunter2@host/rows.csv?sig=hunter2", "rows"),
        ("zip://rows.csv::https://bob:hunter2@host", "host"),
        ("s3://bucket/day-*.parquet", "day"),
        ("sqlite:///shop.db", "shop"),
        ("data/people.csv.gz", "people"),
        ("C:\\data\\people.csv", "people"),
        ("load.py:flights", "flights"),
        ("duckdb:///:memory:", "folder"),
    ],
)
def test_name_is_what_the_address_names_without_its_secrets(url: str, name: str) -> None:
    assert _name(url, Path("/some/folder")) == name
