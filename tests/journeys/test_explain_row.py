"""A single prediction can be explained from the command line, by Shapley values and by LIME."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from assay.core.errors import InputError, MissingExtra
from assay.lifecycle.explain_row import explain_row
from tests.journeys.conftest import Assay, breast_cancer, succeeded


def test_shapley_values_add_up_to_the_prediction(finished: Path, assay: Assay) -> None:
    done = succeeded(assay("explain-row", "cells.csv", "--row", "3", "--json", cwd=finished))
    parts = [part["contribution"] for part in done["parts"]]
    assert done["base"] + sum(parts) == pytest.approx(done["total"])
    probability = done["prediction"][f"probability_{done['explains']}"]
    assert 1 / (1 + np.exp(-done["total"])) == pytest.approx(probability, abs=1e-6)
    assert [abs(part) for part in parts] == sorted(map(abs, parts), reverse=True)
    assert (done["method"], done["scale"], done["row"]) == ("shap", "log-odds", 3)
    values = {part["column"]: part["value"] for part in done["parts"]}
    assert float(values["worst_area"]) == breast_cancer()["worst_area"][3]


def test_lime_stands_near_the_prediction(finished: Path, within: Assay) -> None:
    done = succeeded(
        within(
            *("explain-row", "cells.csv", "--row", "3", "--method", "lime", "--json"), cwd=finished
        )
    )
    parts = [part["contribution"] for part in done["parts"]]
    assert done["base"] + sum(parts) == pytest.approx(done["total"])
    assert done["scale"] == "probability"
    probability = done["prediction"][f"probability_{done['explains']}"]
    assert abs(done["total"] - probability) < 0.2


def test_table_names_the_columns_and_the_sum(finished: Path, within: Assay) -> None:
    said = succeeded(within("explain-row", "cells.csv", "--row", "0", cwd=finished))
    assert "by SHAP" in said
    assert "worst_area" in said
    assert "(sum)" in said


def test_absent_lime_is_told_with_its_install_command(
    finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "lime.lime_tabular", None)
    with pytest.raises(MissingExtra) as told:
        explain_row(finished, str(finished / "cells.csv"), 0, method="lime")
    assert "assay-ml[lime]" in told.value.remedy


def test_row_or_method_that_is_not_there_is_refused(finished: Path) -> None:
    source = str(finished / "cells.csv")
    with pytest.raises(InputError, match="no row 569: the source has 569 rows"):
        explain_row(finished, source, 569)
    with pytest.raises(InputError, match=r"did you mean 'shap'"):
        explain_row(finished, source, 0, method="shapp")


def test_model_that_does_not_score_is_not_explained(finished: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(finished, copy)
    [model] = (copy / ".assay" / "runs").glob("*/fitted/model")
    shutil.rmtree(model)
    shutil.copytree(model.parent / "baselines" / "prior", model)
    with pytest.raises(InputError, match="is not the one that it scores with"):
        explain_row(copy, str(copy / "cells.csv"), 0)


def test_source_with_a_column_called_prediction_is_scored(
    finished: Path, tmp_path: Path, within: Assay
) -> None:
    table = breast_cancer().with_columns(
        prediction=pl.int_range(pl.len()), source_prediction=pl.lit("taken")
    )
    table.write_parquet(tmp_path / "rows.parquet")
    out = tmp_path / "out.parquet"
    done = succeeded(
        within("predict", str(tmp_path / "rows.parquet"), "--out", str(out), "--json", cwd=finished)
    )
    assert done["renamed"] == {"prediction": "source_source_prediction"}
    scored = pl.read_parquet(out)
    assert scored["source_source_prediction"].to_list() == list(range(569))
    assert set(scored["prediction"].unique()) <= {"benign", "malignant"}
    assert scored["source_prediction"].unique().to_list() == ["taken"]
