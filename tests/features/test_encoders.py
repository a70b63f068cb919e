from __future__ import annotations

import numpy as np
import onnxruntime
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler
from tests.fitted_models import flights

from assay.features.encoders.boolean import Boolean
from assay.features.encoders.dates import Dates
from assay.features.encoders.log import Log
from assay.features.encoders.numeric import Numeric
from assay.features.encoders.onehot import OneHot
from assay.features.encoders.ordinal import Ordinal
from assay.features.encoders.scaling import Scaling
from assay.features.encoders.target import Target
from assay.features.encoding import Encoder
from assay.features.graph import GraphBuilder
from assay.features.inputs import Inputs, InputSpec
from assay.features.single import DateColumn

SPEC = InputSpec(numeric=("a", "b"), strings=("c", "d"), dates=(DateColumn("e"),))
TRAIN = pl.DataFrame(
    {
        "a": [1.0, 2.0, None, 4.0, 100.0, 2.5],
        "b": [1, 2, 3, 4, 5, 6],
        "c": ["x", "y", "x", None, "z", "x"],
        "d": ["no", "yes", "no", "no", "yes", "no"],
        "e": ["2020-01-01", "2020-06-30", None, "2021-12-31", "2020-01-05", "2020-01-09"],
    }
).with_columns(pl.col("e").str.to_date())
LABELS = np.array([0.0, 1.0, 2.0, 1.0, 0.0, 2.0])


def graph_of(encoder: Encoder, inputs: Inputs) -> NDArray[np.float32]:
    graph = GraphBuilder(inputs.spec)
    made = graph.finish({"encoded": (encoder.emit(graph), len(encoder.outputs))})
    session = onnxruntime.InferenceSession(made)
    feeds = {"numeric": inputs.numeric, "strings": inputs.string_matrix()}
    named = [given.name for given in session.get_inputs()]
    encoded: NDArray[np.float32] = session.run(None, {name: feeds[name] for name in named})[0]
    return encoded


def encoders() -> list[Encoder]:
    train = SPEC.read(TRAIN)
    return [
        Numeric.fit(train, ["a", "b"], purpose="tree"),
        Numeric.fit(train, ["b", "a"], purpose="linear"),
        Numeric.fit(train, ["a"], purpose="linear", scaling="min-max"),
        Log.fit(train, ["a", "b"]),
        Boolean.fit(train, "d"),
        Ordinal.fit(train, "c", purpose="tree"),
        Ordinal.fit(train, "c", purpose="linear", order=["z", "y", "x"]),
        OneHot.fit(train, "c", most=2),
        OneHot.fit(train, "d", most=50),
        Target.fit(train, "c", LABELS, classes=0, purpose="tree"),
        Target.fit(train, "c", LABELS, classes=3, purpose="tree"),
        Target.fit(train, "d", LABELS, classes=3, purpose="linear"),
        Dates.fit(train, "e", purpose="tree"),
        Dates.fit(train, "e", purpose="linear"),
    ]


values = st.none() | st.floats() | st.floats(width=32) | st.sampled_from([2.5, 0.0, -0.0, 1e-45])
categories = st.none() | st.sampled_from(["x", "y", "z", "no", "yes", "", "new"])
ROWS = st.fixed_dictionaries(
    {"a": values, "b": values, "c": categories | st.text("ab\x00é🙂"), "d": categories}
    | {"e": st.none() | st.dates()}
)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=4), encoder=st.sampled_from(encoders()))
def test_graph_encodes_bit_for_bit_as_python(
    rows: list[dict[str, object]], encoder: Encoder
) -> None:
    schema = {"a": pl.Float64, "b": pl.Float64, "c": pl.String, "d": pl.String, "e": pl.Date}
    inputs = SPEC.read(pl.DataFrame(rows, schema=schema))
    encoded = encoder.transform(inputs)
    assert encoded.dtype == np.float32
    assert encoded.shape == (len(rows), len(encoder.outputs))
    np.testing.assert_array_equal(graph_of(encoder, inputs), encoded)


def passes_missing_on(encoder: Encoder) -> bool:
    numbers = encoder.numbers if isinstance(encoder, Dates) else encoder
    return isinstance(numbers, Numeric) and numbers.scaling is None


@pytest.mark.parametrize(
    "encoder",
    [encoder for encoder in encoders() if not passes_missing_on(encoder)],
    ids=lambda encoder: type(encoder).__name__,
)
def test_encoded_inputs_are_finite_whatever_comes(encoder: Encoder) -> None:
    extreme = pl.DataFrame(
        {
            "a": [float("nan"), float("inf"), -1e300, 0.0],
            "b": [None, -float("inf"), 1e300, 1e-300],
            "c": ["", "new", None, "x"],
            "d": [None, "maybe", "yes", ""],
            "e": [None, "0001-01-01", "9999-12-31", "2020-01-01"],
        },
        strict=False,
    ).with_columns(pl.col("e").str.to_date())
    assert np.isfinite(encoder.transform(SPEC.read(extreme))).all()


def test_standard_and_min_max_scaling_agree_with_scikit_learn() -> None:
    matrix = load_breast_cancer().data.astype(np.float32)
    train, other = matrix[:400], matrix[400:]
    standard = Scaling.fit(train).transform(other)
    np.testing.assert_allclose(
        standard, StandardScaler().fit(train).transform(other), rtol=1e-3, atol=1e-4
    )
    unit = Scaling.fit(train, "min-max").transform(other)
    bounded = np.clip(MinMaxScaler().fit(train).transform(other), -1, 2)
    np.testing.assert_allclose(unit, bounded, rtol=1e-3, atol=1e-4)


def test_scaling_of_a_constant_column_divides_by_nothing() -> None:
    constant = np.full((5, 1), 3e7, dtype=np.float32)
    assert Scaling.fit(constant).transform(constant).tolist() == [[0.0]] * 5


def test_one_hot_agrees_with_scikit_learn() -> None:
    frame = flights().select("carrier").drop_nulls()
    train, other = frame.head(4_000), frame.slice(4_000)
    spec = InputSpec(strings=("carrier",))
    ours = OneHot.fit(spec.read(train), "carrier", most=50)
    rows = max(5, 0.002 * train.height)
    theirs = OneHotEncoder(
        handle_unknown="infrequent_if_exist", min_frequency=int(np.ceil(rows)), sparse_output=False
    ).fit(train["carrier"].to_numpy().reshape(-1, 1))
    np.testing.assert_array_equal(
        ours.transform(spec.read(other)),
        theirs.transform(other["carrier"].to_numpy().reshape(-1, 1)),
    )


def test_ordinal_agrees_with_scikit_learn() -> None:
    frame = flights().select("dest").drop_nulls()
    spec = InputSpec(strings=("dest",))
    train, other = frame.head(1_000), frame.slice(1_000)
    ours = Ordinal.fit(spec.read(train), "dest", purpose="tree")
    theirs = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    theirs.fit(train["dest"].to_numpy().reshape(-1, 1))
    np.testing.assert_array_equal(
        ours.transform(spec.read(other)), theirs.transform(other["dest"].to_numpy().reshape(-1, 1))
    )


def test_one_hot_keeps_rare_unknown_and_missing_apart_from_the_known() -> None:
    train = pl.DataFrame({"c": ["a"] * 300 + ["b"] * 300 + ["rare"] + [None] * 9})
    spec = InputSpec(strings=("c",))
    encoder = OneHot.fit(spec.read(train), "c", most=50)
    rows = spec.read(pl.DataFrame({"c": ["a", "b", "rare", "unknown", None, ""]}))
    assert [output.name for output in encoder.outputs] == [
        "c = a",
        "c = b",
        "c is rare",
        "c is missing",
    ]
    assert encoder.transform(rows).argmax(axis=1).tolist() == [0, 1, 2, 2, 3, 3]


def test_one_hot_is_capped_at_the_most_frequent() -> None:
    train = pl.DataFrame({"c": ["a", "b", "b", "c", "c", "c"]})
    spec = InputSpec(strings=("c",))
    assert OneHot.fit(spec.read(train), "c", most=2).categories == ("b", "c")


def test_missing_without_training_example_becomes_the_median_for_trees() -> None:
    train = SPEC.read(TRAIN)
    encoder = Numeric.fit(train, ["a", "b"], purpose="tree")
    gaps = SPEC.read(TRAIN.head(1).with_columns(a=pl.lit(None), b=pl.lit(None)))
    encoded = encoder.transform(gaps)[0]
    assert np.isnan(encoded[0])  # training rows of `a` had a gap, so trees know one
    assert encoded[1] == 3.5


def test_missing_indicator_exists_only_where_training_had_gaps() -> None:
    encoder = Numeric.fit(SPEC.read(TRAIN), ["a", "b"], purpose="linear")
    names = [output.name for output in encoder.outputs]
    assert names == ["a", "b", "a is missing"]
    assert encoder.transform(SPEC.read(TRAIN))[:, 2].tolist() == [0, 0, 1, 0, 0, 0]


def test_column_that_is_missing_throughout_does_no_harm() -> None:
    spec = InputSpec(numeric=("a",))
    train = spec.read(pl.DataFrame({"a": [None, None]}, schema={"a": pl.Float64}))
    for encoder in (Numeric.fit(train, ["a"], purpose="linear"), Log.fit(train, ["a"])):
        assert np.isfinite(encoder.transform(train)).all()


def test_date_parts_that_never_vary_are_left_out() -> None:
    spec = InputSpec(dates=(DateColumn("e"),))
    days = pl.DataFrame({"e": ["2020-03-01", "2020-03-02"]}).with_columns(pl.col("e").str.to_date())
    encoder = Dates.fit(spec.read(days), "e", purpose="tree")
    parts = [output.name for output in encoder.outputs]
    assert parts == ["e[day]", "e[weekday]", "e[day of year]", "e[days since 2000]"]


def test_third_value_of_a_boolean_lies_between() -> None:
    spec = InputSpec(strings=("d",))
    encoder = Boolean.fit(spec.read(TRAIN), "d")
    rows = pl.DataFrame({"d": ["no", "yes", "maybe", None]})
    assert encoder.transform(spec.read(rows))[:, 0].tolist() == [0.0, 1.0, 0.5, 0.5]
