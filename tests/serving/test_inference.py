"""Clients of the Open Inference Protocol get the answers that everybody gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tritonclient.http as triton
from tests.serving.conftest import Serve, Served, records


@pytest.fixture(scope="module")
def served(two_champions: Path, serve: Serve) -> Iterator[Served]:
    """A server that tests only ask."""
    with serve(two_champions) as running:
        yield running


@pytest.fixture
def client(served: Served) -> Iterator[Any]:
    """Triton's own client, with its defaults."""
    with triton.InferenceServerClient(served.url.removeprefix("http://")) as made:
        yield made


def _name(client: Any) -> str:
    name: str = client.get_model_repository_index()[0]["name"]
    return name


def _inputs(client: Any, rows: list[dict[str, Any]]) -> list[Any]:
    """Return a tensor for each column, of the datatype that the server's metadata asks for."""
    inputs = []
    for told in client.get_model_metadata(_name(client))["inputs"]:
        values = [row[told["name"]] for row in rows]
        if told["datatype"] == "BYTES":
            array = np.array(["" if each is None else each for each in values], dtype=object)
        else:
            kind = {"FP64": np.float64, "INT64": np.int64, "BOOL": np.bool_}[told["datatype"]]
            array = np.array([np.nan if each is None else each for each in values], dtype=kind)
        tensor = triton.InferInput(told["name"], array.shape, told["datatype"])
        tensor.set_data_from_numpy(array)
        inputs.append(tensor)
    return inputs


def test_tritons_client_with_its_defaults_gets_the_same_answers(
    served: Served, client: Any
) -> None:
    rows = records(served.project, 30)
    _, said = served.ask("/v1/predict", rows)
    result = client.infer(_name(client), _inputs(client, rows))
    predictions = [each.decode() for each in result.as_numpy("prediction")]
    assert predictions == [one["prediction"] for one in said["predictions"]]
    probabilities = [list(one["probability"].values()) for one in said["predictions"]]
    assert result.as_numpy("probability").tolist() == probabilities


def test_server_and_model_say_that_they_live(client: Any) -> None:
    name = _name(client)
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready(name) and client.is_model_ready(name, "2")
    assert not client.is_model_ready(name, "77")
    assert client.get_server_metadata()["extensions"] == ["binary_tensor_data", "model_repository"]


def test_a_version_that_is_loaded_can_be_asked_by_its_number(served: Served, client: Any) -> None:
    rows = records(served.project, 3)
    assert (
        client.infer(_name(client), _inputs(client, rows), "2").get_response()["model_version"]
        == "2"
    )


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v2/models/other/infer", b"{}", 404),
        ("/v2/nothing", None, 404),
        ("/v2/models/{name}/infer", b"{", 400),
        ("/v2/models/{name}/infer", b'{"inputs": []}', 400),
        ("/v2/models/{name}/infer", None, 405),
    ],
)
def test_mistakes_are_told_in_the_protocols_own_form(
    served: Served, client: Any, path: str, body: bytes | None, status: int
) -> None:
    seen, said = served.ask(path.replace("{name}", _name(client)), body)
    assert seen == status
    assert set(said) == {"error"}
    assert isinstance(said["error"], str)
