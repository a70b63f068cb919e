"""Projects with registered versions, made without a run: for what begins where a run ends."""

from __future__ import annotations

from pathlib import Path

import polars as pl

import assay
from assay.core.project import Project
from assay.core.workspace import Workspace
from assay.registry import proof, rows
from assay.registry.scorer import compile
from tests.fitted_models import EXAMPLES, Example

TARGETS = {"binary": "outcome", "multiclass": "species", "regression": "price"}
POSITIVE = "late"

FEATURES = """
import polars as pl

def made():
    return {"month": pl.col("time_hour").dt.month()}
"""

CONDITION = """
[[expressions]]
name = "a flight leaves five hours early at most"
sql = "dep_time + 500 >= sched_dep_time"
"""


def project_of(task: str, folder: Path, *, own_features: bool = False) -> Project:
    """Make a project of an example, without a version.

    Args:
        task: Names the example.
        folder: Where to make it.
        own_features: Whether a column is made by the team's own code, and a condition across
            columns is in the contract.
    """
    example = EXAMPLES[task]()
    table = _table(task, example)
    folder.mkdir(parents=True, exist_ok=True)
    if own_features:
        table = table.drop("month")
    table.write_parquet(folder / "table.parquet")
    assay.initialise(
        str(folder / "table.parquet"), target_column=TARGETS[task], folder=folder, force=True
    )
    if own_features:
        (folder / "features.py").write_text(FEATURES)
        with (folder / "assay.toml").open("a") as file:
            file.write('\n[features]\nmodule = "features.py:made"\n')
        with (folder / "contract.toml").open("a") as file:
            file.write(CONDITION)
    return assay.load(folder)


def register(project: Project, task: str, *, promoted: bool) -> int:
    """Register the example's model, as the last step of a run does; return the version."""
    workspace = Workspace(project)
    version = len(list(workspace.ledger.entries("registered"))) + 1
    run = f"run-{version}"
    model = workspace.run(run) / "model"
    scorer = compile(EXAMPLES[task]().fitted)
    scorer.save(model)
    EXAMPLES[task]().fitted.save(workspace.run(run) / "fitted" / "model")
    rows.keep(model, project, scorer)
    raw = rows.load(model)
    proof.keep(model, scorer, raw, pl.read_parquet(project.root / "table.parquet"), seed=version)
    workspace.ledger.append(
        "registered",
        {
            "run": run,
            "version": version,
            "scorer": scorer.hash,
            "rows": rows.digest_of(model),
            "proof": proof.digest_of(model),
            "snapshot": "",
        },
    )
    if promoted:
        workspace.ledger.append("promotion", {"version": version, "before": None, "run": run})
    return version


def _table(task: str, example: Example) -> pl.DataFrame:
    read = list(example.fitted.columns)
    table = example.held_out.select(*read, *([] if task == "binary" else [TARGETS[task]]))
    if task == "binary":  # which of them were late matters to nobody here
        late = pl.int_range(pl.len()) % 4 == 0
        table = table.with_columns(
            pl.when(late).then(pl.lit(POSITIVE)).otherwise(pl.lit("on time")).alias("outcome")
        )
    return table
