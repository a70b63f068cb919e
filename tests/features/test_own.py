from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import polars as pl
import polars.selectors as cs
import pytest

from assay.core.errors import InputError, ProjectError
from assay.features.own import OwnFeatures, load

FRAME = pl.LazyFrame(
    {"a": list(range(1, 41)), "b": [2.0] * 40, "c": ["x", "y"] * 20, "y": [0] * 40}
)


def written(folder: Path, body: str) -> OwnFeatures:
    imports = "import polars as pl\nimport polars.selectors as cs"
    (folder / "features.py").write_text(f"{imports}\n\ndef made():\n    {body}\n")
    return load("features.py:made", root=folder)


def test_features_are_added_as_named_columns(tmp_path: Path) -> None:
    own = written(tmp_path, "return [(pl.col('a') / pl.col('b')).alias('ratio')]")
    result = own.apply(FRAME).collect()
    assert result["ratio"].to_list() == [a / 2 for a in range(1, 41)]
    assert result.columns == ["a", "b", "c", "y", "ratio"]
    assert (own.names, own.reads) == (("ratio",), ("a", "b"))


def test_features_may_be_named_by_a_mapping(tmp_path: Path) -> None:
    own = written(tmp_path, "return {'long': pl.col('c').str.len_chars()}")
    assert own.apply(FRAME).collect()["long"].sum() == 40


def test_source_is_kept_with_its_hash(tmp_path: Path) -> None:
    own = written(tmp_path, "return {'two': pl.col('a') * 2}")
    assert own.source == (tmp_path / "features.py").read_text()
    assert own.hash == hashlib.sha256(own.source.encode()).hexdigest()


@pytest.mark.parametrize(
    "expression",
    [
        "pl.col('a').mean()",
        "pl.col('a') - pl.col('a').mean()",
        "pl.col('a').shift(1)",
        "pl.col('a').cum_sum()",
        "pl.col('a').rank()",
        "pl.col('a').mean().over('c')",
        "pl.len().over('c')",
        "pl.col('a').shuffle(seed=None)",
        "pl.col('a').fill_null(strategy='forward') + pl.col('a').max()",
    ],
)
def test_feature_that_reads_other_rows_is_refused(tmp_path: Path, expression: str) -> None:
    own = written(tmp_path, f"return [({expression}).alias('f')]")
    with pytest.raises(InputError, match="'f' depends on other rows"):
        own.apply(FRAME)


@pytest.mark.parametrize(
    "expression",
    [
        "pl.col('a').log1p()",
        "pl.when(pl.col('c') == 'x').then(1).otherwise(None)",
        "pl.concat_str('c', pl.col('a').cast(pl.String))",
        "pl.max_horizontal('a', 'b')",
        "pl.col('a').cast(pl.Float64) / 0",
    ],
)
def test_feature_of_its_own_row_is_accepted(tmp_path: Path, expression: str) -> None:
    own = written(tmp_path, f"return [({expression}).alias('f')]")
    assert own.apply(FRAME).collect()["f"].len() == 40


def test_target_may_not_be_read(tmp_path: Path) -> None:
    own = written(tmp_path, "return {'f': pl.col('y') + 1}")
    with pytest.raises(InputError, match="read the target 'y'"):
        own.apply(FRAME, target="y")


@pytest.mark.parametrize(
    "expression",
    [
        "pl.sum_horizontal(cs.numeric())",
        "pl.nth(1).sum()",
        "pl.nth(3)",
        "pl.struct(pl.all())",
        "pl.col('^y.*$') + 1",
        "pl.col(pl.Int64).max()",
        "pl.col('a').fill_null(cs.last())",
        "pl.col('a').over(cs.last())",
        "pl.col('a') + pl.exclude('a', 'b', 'c')",
    ],
)
def test_feature_that_does_not_name_its_columns_is_refused(tmp_path: Path, expression: str) -> None:
    with pytest.raises(InputError, match="'f' does not name the columns") as told:
        written(tmp_path, f"return [({expression}).alias('f')]")
    assert "pl.col('name')" in told.value.remedy


@pytest.mark.parametrize("expression", ["pl.len()", "pl.int_range(pl.len())", "pl.row_index()"])
def test_feature_of_no_column_is_refused(tmp_path: Path, expression: str) -> None:
    with pytest.raises(InputError, match="'f' reads no column"):
        written(tmp_path, f"return [({expression}).alias('f')]")


def test_constant_is_accepted_but_not_one_that_differs_by_row(tmp_path: Path) -> None:
    constant = written(tmp_path, "return {'f': pl.lit(1)}")
    assert constant.apply(FRAME, target="y").collect()["f"].to_list() == [1] * 40
    series = written(tmp_path, "return {'f': pl.lit(pl.Series(range(40)))}")
    with pytest.raises(InputError, match="depends on other rows"):
        series.apply(FRAME, target="y")


def test_features_are_tried_without_the_target(tmp_path: Path) -> None:
    """Whatever Polars may one day resolve late, it is caught by its values."""
    own = written(tmp_path, "return {'f': pl.col('a')}")
    sly = replace(own, expressions=(pl.sum_horizontal(cs.integer()).alias("f"),))
    frame = FRAME.with_columns(y=pl.col("a") * 10)
    with pytest.raises(InputError, match="change when the target 'y' is in the table"):
        sly.apply(frame, target="y")
    every = replace(own, expressions=(pl.nth(0).sum().alias("f"),))
    with pytest.raises(InputError, match="depends on other rows"):
        every.apply(frame, target="y")


def test_target_keeps_its_place_and_its_rows(tmp_path: Path) -> None:
    own = written(tmp_path, "return {'f': pl.col('a') * 2}")
    frame = pl.LazyFrame({"y": [3, 1, 2], "a": [30, 10, 20]})
    result = own.apply(frame, target="y").collect()
    assert result.to_dict(as_series=False) == {"y": [3, 1, 2], "a": [30, 10, 20], "f": [60, 20, 40]}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return {'f': pl.col('aa')}", r"not there: 'aa' \(did you mean 'a'\?\)"),
        ("return {'b': pl.col('a')}", "replace existing columns: b"),
        ("return {'f': pl.col('c') * pl.col('c')}", "fail on the data"),
    ],
)
def test_features_that_do_not_fit_the_rows_are_refused(
    tmp_path: Path, body: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        written(tmp_path, body).apply(FRAME)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return [1]", "must be Polars expressions"),
        ("return 'a'", "must be Polars expressions"),
        ("return []", "must be Polars expressions"),
        ("return [pl.col('a') + 1, pl.col('a') + 2]", "a name each"),
        ("raise KeyError('x')", "fail with KeyError"),
        ("return undefined", "fail with NameError"),
        ("return (", "fail with SyntaxError"),
    ],
)
def test_mistake_in_the_file_is_told_without_a_traceback(
    tmp_path: Path, body: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        written(tmp_path, body)


def test_failing_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        written(tmp_path, "return undefined")
    assert told.value.where == "features.py, line 5"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("features.py", "does not name a function"),
        ("nowhere.py:made", "no file 'nowhere.py'"),
        ("features.py:mad", r"no function 'mad' \(did you mean 'made'\?\)"),
    ],
)
def test_wrong_reference_is_refused(tmp_path: Path, reference: str, said: str) -> None:
    (tmp_path / "features.py").write_text("def made(): return []\n")
    with pytest.raises(ProjectError, match=said):
        load(reference, root=tmp_path)


def test_empty_table_passes(tmp_path: Path) -> None:
    own = written(tmp_path, "return {'f': pl.col('a') * 2}")
    assert own.apply(FRAME.head(0)).collect().height == 0
