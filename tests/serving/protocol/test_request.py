from __future__ import annotations

import json
import struct
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput

from assay.core.errors import InputError
from assay.serving.protocol.request import InferRequest, RequestedOutput, decode

KINDS = {
    "BOOL": np.bool_,
    "INT8": np.int8,
    "INT16": np.int16,
    "INT32": np.int32,
    "INT64": np.int64,
    "UINT8": np.uint8,
    "UINT16": np.uint16,
    "UINT32": np.uint32,
    "UINT64": np.uint64,
    "FP16": np.float16,
    "FP32": np.float32,
    "FP64": np.float64,
}


def tensor(name: str, datatype: str, data: object, **more: object) -> dict[str, Any]:
    shape = [len(data)] if isinstance(data, list) else [1]
    return {"name": name, "shape": shape, "datatype": datatype, "data": data} | more


def read(*inputs: object, **more: object) -> InferRequest:
    return decode(json.dumps({"inputs": inputs} | more).encode(), None)


def as_binary(inputs: list[Any], data: bytes, *, length: int = 0) -> tuple[bytes, int]:
    head = json.dumps({"inputs": inputs}).encode()
    return head + data, len(head) + length


def raw(name: str, datatype: str, rows: int, size: object) -> dict[str, Any]:
    parameters = {"binary_data_size": size}
    return {"name": name, "shape": [rows], "datatype": datatype, "parameters": parameters}


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[InferInput], dict[str, list[object]]]:
    """Inputs as a client makes them, of JSON or bytes, and what must be read of them."""
    rows = draw(st.integers(1, 5))
    names = draw(st.lists(st.text(max_size=8), min_size=1, max_size=5, unique=True))
    inputs, expected = [], {}
    for name in names:
        datatype = draw(st.sampled_from([*KINDS, "BYTES"]))
        binary = datatype == "FP16" or draw(st.booleans())
        if datatype == "BYTES":
            texts = draw(st.lists(st.text(max_size=8), min_size=rows, max_size=rows))
            values = np.array(texts, dtype=object)
        else:
            elements = st.floats(allow_infinity=binary, width=_width(datatype))
            values = draw(
                arrays.arrays(
                    KINDS[datatype], rows, elements=elements if datatype[:2] == "FP" else None
                )
            )
        expected[name] = [None if value != value else value for value in values.tolist()]  # noqa: PLR0124
        if draw(st.booleans()):
            values = values.reshape(rows, 1)
        wanted = InferInput(name, list(values.shape), datatype)
        inputs.append(wanted.set_data_from_numpy(values, binary_data=binary))
    return inputs, expected


def _width(datatype: str) -> Any:
    return int(datatype[2:]) if datatype[:2] == "FP" else 64


@settings(max_examples=200, deadline=None)
@given(columns())
def test_what_a_client_writes_is_read_equal(
    given_columns: tuple[list[InferInput], dict[str, list[object]]],
) -> None:
    inputs, expected = given_columns
    request = decode(*InferenceServerClient.generate_request_body(inputs, request_id="7"))
    assert request.columns == expected
    assert {name: [type(value) for value in values] for name, values in expected.items()} == {
        name: [type(value) for value in values] for name, values in request.columns.items()
    }
    assert list(request.columns) == list(expected)
    assert request.rows == len(next(iter(expected.values())))
    assert request.id == "7"


def test_requested_outputs_are_read_as_a_client_asks_for_them() -> None:
    values = InferInput("age", [1], "INT64").set_data_from_numpy(np.array([41]))
    wanted = [InferRequestedOutput("score"), InferRequestedOutput("label", binary_data=False)]
    some = decode(*InferenceServerClient.generate_request_body([values], outputs=wanted))
    assert some.outputs == (RequestedOutput("score", True), RequestedOutput("label", False))
    every = decode(*InferenceServerClient.generate_request_body([values]))
    assert every.outputs == ()
    assert every.binary_outputs


def test_an_output_overrides_what_the_request_says_of_all() -> None:
    request = read(
        tensor("age", "INT64", [41]),
        parameters={"binary_data_output": True, "tag": "a"},
        outputs=[{"name": "x"}, {"name": "y", "parameters": {"binary_data": False}}],
    )
    assert request.outputs == (RequestedOutput("x", True), RequestedOutput("y", False))
    assert request.parameters == {"binary_data_output": True, "tag": "a"}


def test_nested_and_flat_data_of_one_column_are_the_same() -> None:
    nested = tensor("age", "FP64", [[1.5], [None]], shape=[2, 1])
    flat = tensor("age", "FP64", [1.5, None], shape=[2, 1])
    assert read(nested).columns == read(flat).columns == {"age": [1.5, None]}


def test_a_null_where_a_client_leaves_a_field_out_is_no_mistake() -> None:
    age = tensor("age", "INT64", [41], parameters=None)
    request = read(age, id=None, parameters=None, outputs=None, model_name="churn")
    assert request == InferRequest(None, 1, {"age": [41]}, {}, (), False)


def test_nan_in_json_is_missing_and_nan_in_text_is_text() -> None:
    body = rb'{"inputs":[%s,%s]}' % (
        rb'{"name":"x","shape":[2],"datatype":"FP64","data":[NaN,1.5]}',
        rb'{"name":"NaN","shape":[2],"datatype":"BYTES","data":["NaN","\"NaN,\\"]}',
    )
    assert decode(body, None).columns == {"x": [None, 1.5], "NaN": ["NaN", '"NaN,\\']}


@pytest.mark.parametrize(
    ("inputs", "part"),
    [
        ([tensor("age", "INT64", [1, 2], shape=[3])], "shape [3] and 2 values"),
        ([tensor("age", "INT64", [1, 2], shape=[1])], "shape [1] and 2 values"),
        ([tensor("age", "INT64", [1, 2], shape=[10**12])], "and 2 values"),
        ([tensor("age", "INT64", [1], shape=[0])], ">= 1"),
        ([tensor("age", "INT64", [1], shape=[-1])], ">= 1"),
        ([tensor("age", "INT64", [1], shape=[])], "length >= 1"),
        ([tensor("age", "INT64", [1], shape=[1, 1, 1])], "length <= 2"),
        ([tensor("age", "INT64", [1, 2, 3, 4], shape=[2, 2])], "not [n] or [n, 1]"),
        ([tensor("age", "INT64", [1], shape="1")], "expected `array`"),
        ([tensor("age", "INT64", [1], shape=[True])], "expected `int`"),
        ([tensor("age", "INT65", [1])], "did you mean 'INT64'?"),
        ([tensor("age", "fp64", [1])], "did you mean 'FP64'?"),
        ([tensor("age", "INT64", [1]), tensor("age", "INT64", [1])], "sent twice"),
        ([tensor("sex", "INT64", [1, 2]), tensor("age", "INT64", [1])], "has 1 rows"),
        ([{"name": "age", "shape": [1], "datatype": "INT64"}], "has no data"),
        ([{"name": "age", "datatype": "INT64", "data": [1]}], "`shape`"),
        ([tensor("age", "INT64", None)], "got `null`"),
        ([tensor("age", "INT64", [[1]], shape=[1])], "got `array`"),
        ([tensor("age", "INT64", [[1, 2]], shape=[1, 1])], "length 1"),
        ([tensor("age", "FP64", ["1"])], "got `str`"),
        ([tensor("age", "FP64", [True])], "got `bool`"),
        ([tensor("age", "FP32", [1e39])], "<= 3.4"),
        ([tensor("age", "FP16", [1.5])], "which JSON cannot say"),
        ([tensor("age", "INT64", [1.5])], "got `float`"),
        ([tensor("age", "BOOL", [1])], "got `int`"),
        ([tensor("age", "BYTES", [1])], "got `int`"),
        ([tensor("age", "INT8", [128])], "<= 127"),
        ([tensor("age", "UINT8", [-1])], ">= 0"),
        ([tensor("age", "INT64", [2**63])], f"<= {2**63 - 1}"),
        ([tensor("age", "UINT64", [2**64])], f"above {2**64 - 1}"),
        ([tensor("age", "FP64", [1], parameters={"binary_data_size": 8})], "0 bytes"),
        ([tensor("age", "FP64", [1], parameters={"binary_data_size": 0})], "both data and"),
        ([raw("age", "FP64", 1, -8)], ">= 0"),
        ([raw("age", "FP64", 1, "8")], "got `str`"),
    ],
)
def test_a_mistake_in_an_input_is_told_with_its_name(inputs: list[Any], part: str) -> None:
    with pytest.raises(InputError) as caught:
        read(*inputs)
    assert part in caught.value.what
    assert "input 'age'" in caught.value.what
    assert caught.value.where.startswith("the inference request")
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("inputs", "data", "part"),
    [
        ([raw("age", "FP64", 1, 16)], b"12345678", "16, and 8 bytes of the body are left"),
        ([raw("age", "FP64", 2, 8)], b"12345678", "shape [2] and 8 bytes"),
        ([raw("age", "FP64", 10**12, 8)], b"12345678", "and 8 bytes"),
        ([raw("age", "BOOL", 2, 2)], b"\x01\x02", "a byte above 1"),
        ([raw("age", "BYTES", 1, 6)], b"\x09\0\0\0ab", "announces 9 bytes where 2 are left"),
        ([raw("age", "BYTES", 1, 6)], b"\x02\0\0\0a\xff", "not UTF-8"),
        ([raw("age", "BYTES", 1, 8)], b"\x01\0\0\0aaaa", "1 values and 3 bytes of another"),
        ([raw("age", "BYTES", 2, 5)], b"\x01\0\0\0a", "shape [2] and 1 values"),
        ([raw("age", "BYTES", 10**12, 4)], b"\0\0\0\0", "and 1 values"),
        ([raw("age", "INT64", 1, 10**30)], b"12345678", "of the body are left"),
    ],
)
def test_a_mistake_in_binary_data_is_told_with_the_inputs_name(
    inputs: list[Any], data: bytes, part: str
) -> None:
    with pytest.raises(InputError) as caught:
        decode(*as_binary(inputs, data))
    assert part in caught.value.what
    assert "input 'age'" in caught.value.what


@pytest.mark.parametrize(
    ("body", "length", "part"),
    [
        (b"", None, "not JSON"),
        (b"{}", None, "`inputs`"),
        (b"[]", None, "expected `object`"),
        (b'{"inputs": []}', None, "length >= 1"),
        (b'{"inputs": [1]}', None, "expected `object`"),
        (b'{"x": [NaN', None, "not JSON"),
        (b'{"id": "\xff", "inputs": []}', None, "not UTF-8"),
        (b'{"inputs": ' + b"[" * 10**5, None, ""),
        (b'{"x": ' + b"[" * 10**5, None, "nested too deeply"),
        (b"{}", 3, "is 3, the body has 2 bytes"),
        (b"{}", -1, "is -1"),
        (b"{}", 10**30, "the body has 2 bytes"),
        (*as_binary([tensor("age", "INT8", [1])], b"12"), "2 bytes follow"),
        (*as_binary([raw("age", "INT8", 1, 1)], b"1", length=-1), "not JSON"),
        (*as_binary([raw("age", "INT8", 1, 1)], b"1", length=1), "not JSON"),
    ],
)
def test_a_body_that_is_no_request_is_refused(body: bytes, length: int | None, part: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(body, length)
    assert part in caught.value.what


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"parameters": {"binary_data_output": 1}}, "neither true nor false"),
        ({"outputs": [{"name": "score"}, {"name": "score"}]}, "output 'score' is asked for twice"),
        ({"outputs": [{"name": "score", "parameters": {"classification": 3}}]}, "'classification'"),
        ({"outputs": [{"name": "score", "parameters": {"binary_data": 1}}]}, "output 'score'"),
        ({"outputs": [{}]}, "`name`"),
        ({"id": 7}, "expected `str | null`"),
    ],
)
def test_what_cannot_be_answered_as_asked_is_refused(more: dict[str, Any], part: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tensor("age", "INT64", [41]), **more)
    assert part in caught.value.what


@pytest.mark.parametrize("name", ["x" * 10**6, "http://a:b@" * 10**4])
def test_a_long_name_is_not_given_back_whole(name: str) -> None:
    for mistake in (tensor(name, "INT64", [1.5]), tensor("a", name, [1]), tensor(name, "FP16", [])):
        with pytest.raises(InputError) as caught:
            read(mistake)
        assert len(str(caught.value)) < 1000


def test_a_huge_shape_is_refused_before_memory_is_taken() -> None:
    inputs = [raw("a", "FP64", 10**12, 8 * 10**12), raw("a", "BYTES", 10**12, 4)]
    bodies = [as_binary([each], struct.pack("<I", 2**32 - 1)) for each in inputs]
    bodies.append(as_binary([tensor("a", "INT8", [1], shape=[10**12])], b""))
    tracemalloc.start()
    try:
        for body, length in bodies:
            with pytest.raises(InputError):
                decode(body, length)
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.binary(), st.none() | st.integers(-2, 40))
def test_any_bytes_are_a_request_or_an_input_error(body: bytes, length: int | None) -> None:
    refused_or_read(body, length)


@settings(max_examples=200, deadline=None)
@given(columns(), st.data())
def test_any_change_of_a_request_is_a_request_or_an_input_error(
    given_columns: tuple[list[InferInput], dict[str, list[object]]], data: st.DataObject
) -> None:
    body, length = InferenceServerClient.generate_request_body(given_columns[0])
    length = len(body) if length is None else length
    head, tail = json.loads(body[:length]), body[length:]
    holder = head
    for _ in range(data.draw(st.integers(0, 4))):
        inner = [value for value in _values(holder) if isinstance(value, dict | list) and value]
        holder = data.draw(st.sampled_from(inner)) if inner else holder
    key = data.draw(
        st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder)))
    )
    holder[key] = data.draw(JSON | st.sampled_from([2**63, 2**64, 10**12, -1, 0, "BYTES", "FP16"]))
    changed = json.dumps(head).encode()
    tail = data.draw(st.just(tail) | st.binary(min_size=len(tail), max_size=len(tail) + 2))
    refused_or_read(changed + tail, len(changed) + data.draw(st.sampled_from([0, 0, 0, -1, 1])))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(KINDS)), st.binary(min_size=1, max_size=64))
def test_any_binary_data_are_values_or_an_input_error(datatype: str, data: bytes) -> None:
    for kind in (datatype, "BYTES"):
        for rows in (1, 2, max(1, len(data) // np.dtype(KINDS[datatype]).itemsize)):
            refused_or_read(*as_binary([raw("a", kind, rows, len(data))], data))


def refused_or_read(body: bytes, length: int | None) -> None:
    try:
        request = decode(body, length)
    except InputError as error:
        assert error.what
        assert error.remedy
        str(error).encode()
    else:
        assert request.rows >= 1
        assert {len(values) for values in request.columns.values()} == {request.rows}


def _values(holder: Any) -> list[Any]:
    return list(holder.values() if isinstance(holder, dict) else holder)
