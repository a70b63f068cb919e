"""The server keeps what its OpenAPI document says, whoever asks and whatever is sent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi import checks
from tests.serving.conftest import TOKEN, Serve, Served

EXAMPLES = 12
PUBLIC = {"/health", "/metrics", "/openapi.json", "/v1/predict", "/v1/feedback"}
"""What anybody may ask of a server that asks for no token of predictions."""


@pytest.fixture(scope="module")
def served(
    two_champions: Path, tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> Iterator[Served]:
    """A server of a project of its own: the orders that are made up move champions."""
    folder = tmp_path_factory.mktemp("documented") / "project"
    shutil.copytree(two_champions, folder, ignore=shutil.ignore_patterns("serving"))
    with serve(folder) as running:
        yield running


@pytest.fixture(scope="module")
def document(served: Served) -> Any:
    """The document as the server gives it."""
    status, said = served.ask("/openapi.json")
    assert status == 200
    return said


@pytest.fixture(scope="module")
def documented(served: Served) -> Any:
    """The document, read by a tool that makes requests of it."""
    load_all_checks()
    return schemathesis.openapi.from_url(f"{served.url}/openapi.json")


made_up = schemathesis.pytest.from_fixture("documented")


@made_up.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_names(case: schemathesis.Case) -> None:
    response = case.call(headers={"authorization": f"Bearer {TOKEN}"})
    case.validate_response(
        response,
        checks=[
            not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_headers_conformance,
            checks.response_schema_conformance,
            checks.unsupported_method,
        ],
    )
