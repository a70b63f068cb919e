"""The project whose model every side serves: late flights, by what is known before departure."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

import assay
from assay.core.workspace import Workspace
from assay.serving import routes

ROOT = Path(__file__).parents[2]
TARGET = "late"
KNOWN_LATER = ("dep_time", "dep_delay", "arr_time", "arr_delay", "air_time")
BODIES = 256
"""Records that are sent in turn."""


@dataclass(frozen=True, slots=True)
class Flights:
    """A project with a champion.

    Attributes:
        model: Folder of the champion's compiled scorer.
        texts: Columns of words, moments among them.
        numbers: Columns of numbers.
        records: Rows as a client sends them.
        positives: Probability of `true` that batch scoring gives each of them.
    """

    folder: Path
    version: int
    model: Path
    texts: tuple[str, ...]
    numbers: tuple[str, ...]
    records: list[dict[str, Any]]
    positives: list[float]


def flights(folder: Path, *, budget_seconds: int) -> Flights:
    """Return the project in a folder; it is made where it does not stand."""
    if not (folder / "assay.toml").exists():
        _make(folder, budget_seconds)
    workspace = Workspace(assay.load(folder))
    routing = routes.read(workspace.ledger)
    assert routing.champion is not None
    model = workspace.root / "runs" / routing.registered[routing.champion].run / "model"
    table = pl.read_parquet(folder / "flights.parquet").drop(TARGET).sample(BODIES, seed=0)
    columns = json.loads((model / "rows.json").read_bytes())["columns"]
    rows = table.select(columns).drop_nulls()
    moments = [name for name in columns if rows[name].dtype.is_temporal()]
    written = rows.with_columns(pl.col(moments).dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    with contextlib.chdir(folder):
        scored = assay.score(folder, table.drop_nulls(columns))
    return Flights(
        folder=folder,
        version=routing.champion,
        model=model,
        texts=tuple(name for name in columns if written[name].dtype == pl.String),
        numbers=tuple(name for name in columns if written[name].dtype.is_numeric()),
        records=written.to_dicts(),
        positives=scored["probability_true"].to_list(),
    )


def pipeline(project: Flights) -> Path:
    """Return the scikit-learn pipeline of the same columns; it is fitted where there is none."""
    out = project.folder / "pipeline.joblib"
    if not out.exists():
        script = Path(__file__).with_name("pipeline.py")
        columns = [json.dumps(project.texts), json.dumps(project.numbers)]
        table = str(project.folder / "flights.parquet")
        subprocess.run([sys.executable, script, table, TARGET, *columns, str(out)], check=True)
    return out


def _make(folder: Path, budget_seconds: int) -> None:
    """Make table, project and champion; the gate is not asked, since serving is measured."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "flights.parquet"
    subprocess.run([sys.executable, ROOT / "examples/flights/prepare.py", path], check=True)
    pl.read_parquet(path).drop(KNOWN_LATER).write_parquet(path)
    command = [sys.executable, "-m", "assay.cli.main"]
    for verb in (
        ("init", path.name, "--target", TARGET, "--time", "time_hour", "--force"),
        ("run", "--budget", str(budget_seconds)),
    ):
        subprocess.run([*command, *verb], cwd=folder, check=True)
    ledger = Workspace(assay.load(folder)).ledger
    (registered,) = ledger.entries("registered")
    ledger.append("promotion", {**registered.body, "before": None})
