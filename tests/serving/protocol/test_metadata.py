from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.core.errors import InputError
from assay.serving.protocol.metadata import (
    Live,
    ModelReady,
    Ready,
    RepositoryEntry,
    ServerMetadata,
    TensorMetadata,
    asks_only_ready,
    failure,
    index,
    model,
    to_json,
)


def test_each_answer_has_the_keys_that_the_protocol_names() -> None:
    score = TensorMetadata("probability", "FP64", (-1, 2))
    churn = model("churn", ["2", "3"], [("age", "INT64"), ("town", "BYTES")], [score])
    answers = [
        to_json(ServerMetadata("assay", "1.0")),
        to_json(churn),
        to_json(Live(True)),
        to_json(Ready(False)),
    ]
    assert [json.loads(answer) for answer in answers] == [
        {
            "name": "assay",
            "version": "1.0",
            "extensions": ["binary_tensor_data", "model_repository"],
        },
        {
            "name": "churn",
            "versions": ["2", "3"],
            "platform": "assay_onnx",
            "inputs": [
                {"name": "age", "datatype": "INT64", "shape": [-1]},
                {"name": "town", "datatype": "BYTES", "shape": [-1]},
            ],
            "outputs": [{"name": "probability", "datatype": "FP64", "shape": [-1, 2]}],
        },
        {"live": True},
        {"ready": False},
    ]
    assert json.loads(to_json(ModelReady("churn", True))) == {"name": "churn", "ready": True}


def test_the_index_tells_state_and_reason_of_every_version() -> None:
    entries = [
        RepositoryEntry("churn", "3", "READY"),
        RepositoryEntry("churn", "2", "UNAVAILABLE", "retired"),
    ]
    assert json.loads(to_json(index(entries))) == [
        {"name": "churn", "version": "3", "state": "READY", "reason": ""},
        {"name": "churn", "version": "2", "state": "UNAVAILABLE", "reason": "retired"},
    ]
    assert index(entries, only_ready=True) == (entries[0],)


def test_an_error_body_keeps_the_place_and_the_remedy() -> None:
    error = InputError("input 'age' is sent twice", where="the request", remedy="send it once")
    assert json.loads(to_json(failure(error))) == {
        "error": "input 'age' is sent twice\n where: the request\nremedy: send it once"
    }


@pytest.mark.parametrize("body", [b"[]", b'{"ready": 1}', b"{", b"\xff", b"[" * 10**5])
def test_a_request_for_the_index_that_says_something_else_is_refused(body: bytes) -> None:
    with pytest.raises(InputError, match="index"):
        asks_only_ready(body)


@settings(max_examples=200, deadline=None)
@given(st.binary())
def test_any_bytes_ask_for_the_index_or_are_an_input_error(body: bytes) -> None:
    try:
        assert asks_only_ready(body) in {True, False}
    except InputError as error:
        assert error.remedy
