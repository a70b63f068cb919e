from __future__ import annotations

from typing import Any

import pytest

from assay.core.errors import InputError, ProjectError
from assay.core.evidence.data import ColumnProfile, Kind, ProfileEvidence
from assay.features.encoding import input_spec
from assay.features.plan import ColumnPlan, EncodingPlan, propose
from assay.features.single import DateColumn


def column(name: str, kind: Kind, dtype: str, **fields: Any) -> ColumnProfile:
    return ColumnProfile(
        name=name, kind=kind, dtype=dtype, rows=1_000, missing=0, **{"distinct": 500, **fields}
    )


PROFILE = ProfileEvidence(
    source="test",
    rows=1_000,
    sampled=1_000,
    duplicate_rows=0,
    target="y",
    task="binary",
    columns=(
        column("y", "boolean", "Int64", distinct=2),
        column("age", "numeric", "Int64", skewness=0.1, quantiles=tuple(range(9))),
        column("income", "numeric", "Float64", skewness=9.0, quantiles=tuple(range(9))),
        column("balance", "numeric", "Float64", skewness=9.0, quantiles=tuple(range(-1, 8))),
        column("month", "numeric", "Int64", distinct=12, skewness=0.0),
        column("dose", "numeric", "Int64", distinct=24, skewness=0.0),
        column("smokes", "boolean", "Boolean", distinct=2),
        column("sex", "categorical", "String", distinct=2),
        column("colour", "categorical", "String", distinct=7),
        column("city", "categorical", "String", distinct=40),
        column("street", "categorical", "String", distinct=400),
        column("grade", "categorical", "Int64", distinct=12),
        column("at", "datetime", "Datetime(time_unit='us', time_zone='Europe/Berlin')"),
        column("note", "text", "String"),
        column("key", "identifier", "String", distinct=1_000),
        column("same", "constant", "Int64", distinct=1),
    ),
)
NAMES = tuple(given.name for given in PROFILE.columns)


def plans(overrides: dict[str, str] | None = None) -> dict[str, ColumnPlan]:
    plan = propose(PROFILE, columns=NAMES, overrides=overrides or {})
    return {column.column: column for column in plan.columns}


@pytest.mark.parametrize(
    ("name", "tree", "linear"),
    [
        ("age", "numeric", "numeric"),
        ("income", "numeric", "log"),
        ("balance", "numeric", "numeric"),
        ("month", "numeric", "one-hot"),
        ("dose", "numeric", "numeric"),
        ("smokes", "numeric", "numeric"),
        ("sex", "boolean", "boolean"),
        ("colour", "one-hot", "one-hot"),
        ("city", "target", "one-hot"),
        ("street", "target", "target"),
        ("at", "date", "date"),
    ],
)
def test_encoder_suits_the_column_and_the_model(name: str, tree: str, linear: str) -> None:
    plan = plans()[name]
    assert (plan.encoder("tree"), plan.encoder("linear")) == (tree, linear)


def test_target_text_identifiers_and_constants_are_passed_over() -> None:
    assert not {"y", "note", "key", "same"} & set(plans())


def test_declared_encoder_wins_over_the_proposal() -> None:
    declared = plans(
        {"city": "ordinal", "grade": "one-hot", "age": "log", "key": "target", "colour": "target"}
    )
    assert (declared["city"].tree, declared["city"].linear) == ("ordinal", "ordinal")
    assert (declared["grade"].read, declared["grade"].tree) == ("string", "one-hot")
    assert (declared["age"].tree, declared["age"].linear) == ("numeric", "log")
    assert declared["key"].tree == "target"


def test_inputs_follow_the_plan() -> None:
    spec = input_spec(EncodingPlan(task="binary", columns=tuple(plans().values())))
    assert spec.numeric == ("age", "income", "balance", "month", "dose", "smokes")
    assert spec.strings == ("month", "sex", "colour", "city", "street", "grade")
    assert spec.dates == (DateColumn("at", "Europe/Berlin"),)


def test_every_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(ProjectError) as told:
        propose(PROFILE, columns=NAMES, overrides={"citty": "one-hot", "city": "onehot"})
    assert "no such column to encode (did you mean 'city'?)" in told.value.what
    assert "unknown encoder 'onehot' (did you mean 'one-hot'?)" in told.value.what


@pytest.mark.parametrize(
    ("name", "encoder"),
    [("city", "numeric"), ("city", "log"), ("at", "numeric"), ("age", "date"), ("at", "one-hot")],
)
def test_encoder_that_cannot_read_the_column_is_refused(name: str, encoder: str) -> None:
    with pytest.raises(ProjectError, match=f"encoder '{encoder}' reads"):
        plans({name: encoder})


def test_profile_without_a_target_is_refused() -> None:
    aimless = ProfileEvidence(source="x", rows=0, sampled=0, columns=(), duplicate_rows=0)
    with pytest.raises(InputError, match="no target"):
        propose(aimless, columns=[], overrides={})
