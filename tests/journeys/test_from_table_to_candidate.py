"""The README's commands on real tables: init, check, run, and what they leave."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.journeys.conftest import Assay, breast_cancer, diabetes, succeeded, wine
from tests.shared import leave_out_self_test


def test_init_explains_its_proposal_and_check_agrees(finished: Path, within: Assay) -> None:
    text = (finished / "assay.toml").read_text()
    assert 'metric = "roc_auc"  # positives are' in text
    assert (finished / "contract.toml").exists()
    checked = succeeded(within("check", "--json", cwd=finished))
    assert checked["target"] == "diagnosis"


def test_run_registers_a_candidate_with_all_evidence(finished: Path, within: Assay) -> None:
    listed = succeeded(within("runs", "--json", cwd=finished))
    assert listed[0]["state"]["status"] == "registered"
    assert listed[0]["aliases"] == ["candidate"]
    shown = succeeded(within("show", "--json", cwd=finished))
    assert {
        "ProfileEvidence",
        "ValidationEvidence",
        "SnapshotEvidence",
        "SplitEvidence",
        "LeakEvidence",
        "ColumnsEvidence",
        "FitEvidence",
        "CertificateEvidence",
        "EvaluationEvidence",
        "ExplanationEvidence",
        "AuditEvidence",
        "GateEvidence",
        "LineageEvidence",
    } <= set(shown["evidence"])
    fit = shown["evidence"]["FitEvidence"]
    assert fit["ensemble_score"] >= max(fit["prior_score"], fit["linear_score"]) - 1e-9
    assert shown["evidence"]["CertificateEvidence"]["passed"]


def test_verify_holds_after_a_run(finished: Path, assay: Assay) -> None:
    assert succeeded(assay("verify", "--json", cwd=finished))["sound"]


def test_report_and_card_are_written(finished: Path, within: Assay) -> None:
    [folder] = (finished / ".assay" / "runs").iterdir()
    card = (folder / "pages" / "card.md").read_text()
    assert "Unanswered" in card
    assert "<html" in (folder / "pages" / "report.html").read_text()
    out = finished / "again.html"
    succeeded(within("report", "--out", str(out), cwd=finished))
    assert out.stat().st_size > 100_000


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_predictions_keep_rows_in_order(finished: Path, within: Assay, form: str) -> None:
    table = breast_cancer().drop("diagnosis").with_row_index("row")
    source, out = finished / f"new.{form}", finished / f"out.{form}"
    writers: dict[str, Callable[[Path], object]] = {
        "csv": table.write_csv,
        "parquet": table.write_parquet,
        "jsonl": table.write_ndjson,
    }
    writers[form](source)
    done = succeeded(within("predict", source.name, "--out", out.name, "--json", cwd=finished))
    assert (done["version"], done["rows"], done["rejected"]) == (1, 569, 0)
    assert (done["out"], done["broken"], done["renamed"]) == (out.name, [], {})
    readers: dict[str, Callable[[Path], pl.DataFrame]] = {
        "csv": pl.read_csv,
        "parquet": pl.read_parquet,
        "jsonl": pl.read_ndjson,
    }
    read = readers[form](out)
    assert read["row"].to_list() == list(range(569))
    assert set(read["prediction"]) == {"malignant", "benign"}
    total = read["probability_malignant"] + read["probability_benign"]
    worst = (total - 1).abs().max()
    assert isinstance(worst, float)
    assert worst < 1e-6
    right = (read["prediction"] == breast_cancer()["diagnosis"]).mean()
    assert isinstance(right, float)
    assert right > 0.9


def test_mlflow_loads_the_candidate_and_agrees_with_predict(finished: Path, within: Assay) -> None:
    table = breast_cancer().drop("diagnosis")
    table.write_parquet(finished / "rows.parquet")
    succeeded(within("predict", "rows.parquet", "--out", "scored.parquet", cwd=finished))
    script = (
        "import mlflow, pandas, sys\n"
        "mlflow.set_tracking_uri(sys.argv[1])\n"
        "mlflow.set_registry_uri(sys.argv[1])\n"  # other tests may have left theirs in the shell
        "model = mlflow.pyfunc.load_model('models:/cells@candidate')\n"
        "model.predict(pandas.read_parquet('rows.parquet')).to_parquet('by_mlflow.parquet')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, f"sqlite:///{finished / '.assay' / 'mlflow.db'}"],
        cwd=finished,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    given = pl.read_parquet(finished / "by_mlflow.parquet")
    expected = pl.read_parquet(finished / "scored.parquet")
    assert given["prediction"].to_list() == expected["prediction"].to_list()
    gap = (given["probability_benign"] - expected["probability_benign"]).abs().max()
    assert isinstance(gap, float)
    assert gap < 1e-6


def test_a_run_reproduces_to_the_same_hashes(finished: Path, assay: Assay) -> None:
    found = succeeded(assay("reproduce", "--json", cwd=finished))
    assert found["equal"], found
    assert {result["what"] for result in found["results"]} == {
        "data",
        "split",
        "model",
        "compiled scorer",
    }


@pytest.mark.parametrize(
    ("table", "target", "metric"),
    [(diabetes, "progression", "rmse"), (wine, "cultivar", "log_loss")],
)
def test_other_tasks_reach_a_candidate(
    tmp_path: Path, within: Assay, table: object, target: str, metric: str
) -> None:
    assert callable(table)
    table().write_parquet(tmp_path / "rows.parquet")
    succeeded(within("init", "rows.parquet", "--target", target, cwd=tmp_path))
    done = succeeded(within("run", "--budget", "2", "--json", cwd=tmp_path))
    assert (done["version"], done["metric"]) == (1, metric)
    succeeded(within("predict", "rows.parquet", "--out", "p.csv", cwd=tmp_path))
    columns = pl.read_csv(tmp_path / "p.csv").columns
    assert ("probability_class_0" in columns) == (target == "cultivar")


def test_compare_names_what_differs(tmp_path: Path, within: Assay) -> None:
    diabetes().select("bmi", "bp", "s5", "progression").write_parquet(tmp_path / "rows.parquet")
    succeeded(within("init", "rows.parquet", "--target", "progression", cwd=tmp_path))
    leave_out_self_test(tmp_path)
    succeeded(within("run", "--budget", "1", "--json", cwd=tmp_path))
    settings = tmp_path / "assay.toml"
    settings.write_text(settings.read_text().replace('metric = "rmse"', 'metric = "mae"'))
    succeeded(within("run", "--budget", "1", "--json", cwd=tmp_path))
    newest, oldest = (
        line["state"]["run_id"]
        for line in json.loads(within("runs", "--json", cwd=tmp_path).stdout)
    )
    found = succeeded(within("compare", oldest, newest, "--json", cwd=tmp_path))
    assert {"what": "metric", "left": "rmse", "right": "mae"} in found


def test_validate_sets_bad_rows_aside_and_stops_by_policy(tmp_path: Path, within: Assay) -> None:
    breast_cancer().write_csv(tmp_path / "cells.csv")
    succeeded(within("init", "cells.csv", "--target", "diagnosis", cwd=tmp_path))
    bad = breast_cancer().with_row_index("row")
    bad = bad.with_columns(
        pl.when(pl.col("row") < 3).then(-1e9).otherwise(pl.col("mean_area")).alias("mean_area")
    ).drop("row")
    bad.write_csv(tmp_path / "bad.csv")
    found = succeeded(within("validate", "bad.csv", "--json", cwd=tmp_path))
    assert found["quarantined"] == 3
    aside = pl.read_parquet(tmp_path / ".assay" / "quarantine.parquet")
    assert aside["assay_row"].to_list() == [0, 1, 2]
    assert aside["assay_reason"].str.contains("mean_area").all()
    settings = tmp_path / "assay.toml"
    settings.write_text(settings.read_text().replace('"quarantine"', '"stop"', 1))
    assert within("validate", "bad.csv", cwd=tmp_path).returncode == 1
