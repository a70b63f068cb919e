"""Servers that live as long as the tests that need them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from tests.systems import postgresql as own

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Return `user:password@host:port/database` of a real server."""
    with own.server() as place:
        yield place


@pytest.fixture
def database(postgresql: str) -> Callable[[str], str]:
    """Return a function that writes the URL of an empty database with a scheme."""
    import psycopg

    name = f"shop{next(_NUMBERS)}"
    with psycopg.connect(f"postgresql://{postgresql}", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    place = f"{postgresql.rpartition('/')[0]}/{name}"
    return lambda scheme: f"{scheme}://{place}"
