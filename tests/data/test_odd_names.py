"""Names of columns that mean something else to Polars, SQL, HTML or Assay's own tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.journeys.conftest import Assay, succeeded, within
from tests.shared import leave_out_self_test

from assay.core.errors import InputError, ProjectError
from assay.data.columns import exactly, named
from assay.data.contract.model import load
from assay.data.snapshot import take
from assay.data.snapshot_diff import diff
from assay.data.source import scan

__all__ = ["within"]

ODD = (
    *("a b", "a.b", "größe", "len", "*", "x[0]", "it's", "<b>", "{a}", "literal", "row", "index"),
    *("prediction", "class", "^(b", "b)$", '"q"', "a,b", "a=b", "a", "y", "count", "rows", "value"),
)
"""Names that are kept as they are; the last three are a boolean and two texts."""

PATTERNS = ("^a$", "^.*$", "^(a$", "^y$")


def table(rows: int = 120) -> pl.DataFrame:
    """Numbers, texts and truth values; what they are called is all that is odd."""
    draw = np.random.default_rng(0)
    columns = {name: pl.Series(draw.normal(size=rows).round(3)) for name in ODD[:-3]}
    columns["count"] = pl.Series(draw.choice([True, False], rows))
    columns["rows"] = pl.Series(draw.choice(["red", "green", "blue"], rows))
    columns["value"] = pl.Series(draw.choice(["yes", "no"], rows))
    return pl.DataFrame(columns)


def test_a_name_means_one_column_whatever_it_looks_like() -> None:
    frame = pl.DataFrame({name: [place] for place, name in enumerate((*ODD, *PATTERNS))})
    for place, name in enumerate(frame.columns):
        assert frame.select(named(name)).row(0, named=True) == {name: place}
    assert frame.lazy().select(exactly(frame.columns)).collect().equals(frame)
    assert frame.select(named("^a$") - named("*")).item() == frame["^a$"][0] - frame["*"][0]
    assert frame.select(~(named("^a$") > named("^y$"))).item()


@pytest.mark.parametrize("name", PATTERNS)
def test_a_table_with_a_pattern_for_a_name_is_refused_with_the_remedy(
    name: str, tmp_path: Path
) -> None:
    table().with_columns(pl.lit(1).alias(name)).write_csv(tmp_path / "t.csv")
    with pytest.raises(InputError, match="has the form of a regular expression") as caught:
        scan("t.csv", root=tmp_path)
    assert f"'{name}'" in str(caught.value)
    assert "rename it in the source" in str(caught.value)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_every_other_name_comes_back_from_a_source(suffix: str, tmp_path: Path) -> None:
    path, before = tmp_path / f"t.{suffix}", table()
    before.write_csv(path) if suffix == "csv" else before.write_parquet(path)
    assert scan(path.name, root=tmp_path).collect().equals(before)


def test_versions_are_compared_by_a_key_called_star(tmp_path: Path) -> None:
    before = table().with_columns(pl.int_range(pl.len()).alias("*"))
    after = before.with_columns((pl.col("a") + 1).alias("a"))[:100]
    one, two = (take(frame.lazy(), tmp_path, source="t") for frame in (before, after))
    found = diff(one, two, key="*")
    assert (found.added, found.removed, found.changed) == (0, 20, 100)
    assert found.changed_cells == (("a", 100),)


def test_an_expression_that_would_mean_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "contract.toml"
    for name in ("*", "^a$"):
        expression = f"[[expressions]]\nname = 'positive'\nsql = '\"{name}\" > 0'\n"
        path.write_text(f"format = 1\n[columns.'{name}']\ntype = 'number'\n{expression}")
        with pytest.raises(ProjectError) as raised:
            load(path)
        assert "means a pattern of columns" in raised.value.where


@pytest.mark.slow
@pytest.mark.parametrize("target", ["it's", "*", "count"])
def test_odd_names_go_from_the_table_to_a_registered_model(
    target: str, within: Assay, tmp_path: Path
) -> None:
    frame = table()
    signal = pl.Series(frame["a"] + frame["y"] + frame["x[0]"])
    frame = frame.with_columns(
        pl.when(signal > 0).then(pl.lit("up")).otherwise(pl.lit("down")).alias(target)
    )
    frame.write_csv(tmp_path / "t.csv")
    succeeded(within("init", "t.csv", "--target", target, cwd=tmp_path))
    if target != "*":  # faults are planted beside one of these names
        leave_out_self_test(tmp_path)
    succeeded(within("run", "--budget", "1", cwd=tmp_path))
