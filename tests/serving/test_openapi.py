"""The server keeps what its OpenAPI document says, whoever asks and whatever is sent."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route
from tests.serving.conftest import TOKEN, Serve, Served, wait_until

from assay.core.project import load
from assay.lifecycle.serve import plan_of
from assay.serving.control import control

EXAMPLES = os.environ.get("ASSAY_SCHEMATHESIS_EXAMPLES", "5")
PHASES = os.environ.get("ASSAY_SCHEMATHESIS_PHASES", "examples,fuzzing")
"""`examples,coverage,fuzzing` makes ten times the requests."""
PUBLIC = {"/health", "/metrics", "/openapi.json", "/v1/predict", "/v1/feedback"}
"""What anybody may ask of a server that asks for no token of predictions; and all below `/v2`."""

SETTINGS = """
[checks]
not_a_server_error.enabled = true
status_code_conformance.enabled = true
content_type_conformance.enabled = true
response_headers_conformance.enabled = true
response_schema_conformance.enabled = true
unsupported_method.enabled = true
allow_header_conformance.enabled = true
negative_data_rejection.enabled = false
positive_data_acceptance.enabled = false
missing_required_header.enabled = false
use_after_free.enabled = false
ensure_resource_availability.enabled = false
ignored_auth.enabled = false
object_level_authorization.enabled = false

[[operations]]
include-path = "/v1/predict"
checks.positive_data_acceptance.enabled = true

[[operations]]
include-path = "/v1/feedback"
checks.positive_data_acceptance.enabled = true
"""
"""What is checked: what a schema forbids may be taken all the same, such as numbers as text."""


@pytest.fixture(scope="module")
def served(
    two_champions: Path, tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> Iterator[Served]:
    """A server of a project of its own, taken back to the version that reads few columns."""
    folder = tmp_path_factory.mktemp("documented") / "project"
    shutil.copytree(two_champions, folder, ignore=shutil.ignore_patterns("serving"))
    with serve(folder) as running:
        assert running.control("rollback", {})[0] == 200
        wait_until(lambda: running.ask("/health")[1]["version"] == 1)
        yield running


@pytest.fixture(scope="module")
def document(served: Served) -> Any:
    """The document as the server gives it."""
    status, said = served.ask("/openapi.json")
    assert status == 200
    return said


def test_every_made_up_request_gets_an_answer_that_the_document_names(
    served: Served, tmp_path: Path
) -> None:
    (tmp_path / "schemathesis.toml").write_text(SETTINGS)
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{served.url}/openapi.json"),
        *("--phases", PHASES, "--max-examples", EXAMPLES),
        *("--request-timeout", "90"),  # what asks the gate takes a while on a busy machine
        *("--suppress-health-check", "all", "--warnings", "off", "--no-color"),
        *("--header", f"Authorization: Bearer {TOKEN}"),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-20_000:]


def test_every_address_but_the_public_ones_refuses_whoever_has_no_token(
    served: Served, document: Any
) -> None:
    guarded = {
        (path, verb)
        for path, operations in document["paths"].items()
        if path not in PUBLIC and not path.startswith("/v2")
        for verb in operations
    }
    assert len(guarded) >= 3
    for path, verb in guarded:
        body: object = None if verb == "get" else {}
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": TOKEN}):
            status, said = served.ask(path, body, headers=headers, method=verb.upper())
            assert (path, status) == (path, 401), said
        assert document["paths"][path][verb]["security"] == [{"control": []}]


def test_no_page_is_left_out_of_the_document(two_champions: Path, document: Any) -> None:
    watch: Any = None  # nobody asks for a page here
    pages = control(plan_of(load(two_champions)), watch, b"token")
    found = {
        (route.path, verb.lower())
        for route in pages.routes
        if isinstance(route, Route)
        for verb in (route.methods or set()) - {"HEAD"}
    }
    named = {(path, verb) for path, each in document["paths"].items() for verb in each}
    assert found <= named
