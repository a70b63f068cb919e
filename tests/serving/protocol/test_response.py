from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from tritonclient.http import InferenceServerClient

from assay.core.errors import InputError
from assay.serving.protocol.request import InferRequest, RequestedOutput
from assay.serving.protocol.response import encode

DATATYPES = {"<f8": "FP64", "<f4": "FP32", "<i8": "INT64", "|b1": "BOOL"}

ARRAYS = st.sampled_from([np.float64, np.float32, np.int64, np.bool_]).flatmap(
    lambda dtype: arrays.arrays(
        dtype,
        arrays.array_shapes(max_dims=2, max_side=4),
        elements={"allow_nan": False, "allow_infinity": False}
        if dtype().dtype.kind == "f"
        else None,
    )
)
TENSORS = st.dictionaries(
    st.text(max_size=6), ARRAYS | st.lists(st.text(max_size=6), min_size=1), min_size=1, max_size=4
)


def asking(*outputs: RequestedOutput, binary: bool = False) -> InferRequest:
    return InferRequest(None, 1, {}, {}, outputs, binary)


@settings(max_examples=200, deadline=None)
@given(TENSORS, st.booleans(), st.data())
def test_what_is_answered_a_client_reads_equal(
    tensors: dict[str, NDArray[Any] | list[str]], binary: bool, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(list(tensors)), unique=True))
    outputs = [RequestedOutput(name, data.draw(st.booleans())) for name in names]
    body, length = encode("churn", "3", "7", tensors, asking(*outputs, binary=binary))
    result = InferenceServerClient.parse_response_body(body, header_length=length)
    response = result.get_response()
    assert (response["model_name"], response["model_version"], response["id"]) == (
        "churn",
        "3",
        "7",
    )
    assert [output["name"] for output in response["outputs"]] == (names or list(tensors))
    as_bytes = [output.binary for output in outputs] or [binary] * len(tensors)
    assert (length is not None) == any(as_bytes)
    for output, in_bytes in zip(response["outputs"], as_bytes, strict=True):
        assert ("data" in output) != in_bytes
        assert ("parameters" in output) == in_bytes
        check_equal(result.as_numpy(output["name"]), tensors[output["name"]], output["datatype"])


def check_equal(seen: NDArray[Any], sent: NDArray[Any] | Sequence[str], datatype: str) -> None:
    if isinstance(sent, np.ndarray):
        assert datatype == DATATYPES[sent.dtype.str]
        assert seen.dtype == sent.dtype
        np.testing.assert_array_equal(seen, sent)
    else:
        assert datatype == "BYTES"
        texts = [each.decode() if isinstance(each, bytes) else each for each in seen.tolist()]
        assert texts == list(sent)


def test_rows_stay_together_whatever_the_layout_in_memory() -> None:
    scores = np.asfortranarray([[0.25, 0.75], [0.5, 0.5]])
    swapped = scores.astype(">f8")
    for tensor in (scores, swapped):
        for binary in (False, True):
            body, length = encode("m", "1", None, {"p": tensor}, asking(binary=binary))
            result = InferenceServerClient.parse_response_body(body, header_length=length)
            np.testing.assert_array_equal(result.as_numpy("p"), scores)


def test_a_field_without_a_value_is_left_out() -> None:
    body, length = encode("m", "", None, {"p": np.array([0.5])}, asking())
    assert length is None
    assert json.loads(body) == {
        "model_name": "m",
        "outputs": [{"name": "p", "datatype": "FP64", "shape": [1], "data": [0.5]}],
    }


@pytest.mark.parametrize("name", ["probabilty", "x" * 10**6])
def test_an_unknown_output_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(InputError) as caught:
        encode(
            "m", "1", None, {"probability": np.array([0.5])}, asking(RequestedOutput(name, False))
        )
    assert "the model has no output" in caught.value.what
    assert ("did you mean 'probability'?" in caught.value.what) == (name == "probabilty")
    assert "ask for probability" in caught.value.remedy
    assert len(str(caught.value)) < 1000
