"""A model of MLflow's that is loaded where Assay is not: the code that reads rows goes along.

The graph alone, in MLflow's flavour `onnx`, would take two matrices. This takes raw rows, as the
registered version does, and gives the same columns.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

import assay
from assay.core.workspace import write_atomic
from assay.registry import proof, pyfunc, rows
from assay.registry.adapters import mlflow_model
from assay.registry.exports import alone, fresh, lock, samples
from assay.registry.exports.source import Source
from assay.registry.exports.target import Checks, Progress
from assay.registry.scorer import CompiledScorer

ROOMS = ("core", "data", "features", "evaluation", "training", "registry")
"""Packages of Assay that scoring may import: imports run one way, and the registry is the last."""

NEEDED = ("mlflow-skinny", "msgspec", "numpy", "onnxruntime", "pandas", "polars", "pydantic")
"""What scoring takes of all that Assay needs; the check has no other package."""

EXAMPLE_ROWS = 5

MODEL, LOAD, REQUIREMENTS = "model", "load.py", "requirements.txt"


def write(source: Source, folder: Path, tell: Progress) -> None:
    """Write the version into a folder, which becomes MLflow's model."""
    import pandas as pd

    own = lock.imported(source.raw.features.source) if source.raw.features else ()
    with tempfile.TemporaryDirectory(prefix="assay-export-") as scratch, mlflow_model.quiet():
        code, data = Path(scratch) / "assay", Path(scratch) / MODEL
        _copy_rooms(code)
        shutil.copytree(source.folder, data, ignore=shutil.ignore_patterns(".*", "baseline"))
        mlflow_model.save(
            folder,
            data,
            columns=source.raw.columns,
            classes=source.description.classes,
            requirements=[f"{each}=={metadata.version(each)}" for each in sorted({*NEEDED, *own})],
            code=code,
            example=pd.DataFrame(source.proof.rows[:EXAMPLE_ROWS]),
            metadata={"assay.version": str(source.version), "assay.scorer": source.scorer.hash},
        )
    write_atomic(folder / LOAD, (Path(samples.__path__[0]) / LOAD).read_bytes())


def check(source: Source, folder: Path, checks: Checks, tell: Progress) -> None:
    """Try what was written."""
    data = folder / "data" / MODEL
    found = (CompiledScorer.load(data).hash, rows.digest_of(data), proof.digest_of(data))
    said = source.registered
    checks.hold(
        "graph, contract, features and proof against the ledger",
        f"unchanged; scorer {source.scorer.hash}",
        holds=found == (said["scorer"], said["rows"], said["proof"]),
    )
    tell("check", 0.2)
    required = (folder / REQUIREMENTS).read_text().split()
    what = "mlflow.pyfunc.load_model in a fresh process, Assay not installed"
    with tempfile.TemporaryDirectory(prefix="assay-export-") as scratch:
        hidden = Path(scratch) / alone.HIDDEN
        hidden.write_text(json.dumps(lock.others(lock.closure(required))))
        script = Path(alone.__file__)
        command: list[str | Path] = [sys.executable, "-I", script, hidden, folder, folder / LOAD]
        printed = fresh.run(command, cwd=Path(scratch), what=what)
    answer, expected = json.loads(printed), _expected(source)
    checks.hold(
        what,
        f"{len(source.proof.rows)} rows of the proof give the columns of `assay predict`, bit for "
        f"bit, with {', '.join(required)} and what they need",
        holds=answer["said"] == expected,
    )
    example = {name: values[:EXAMPLE_ROWS] for name, values in expected.items()}
    checks.hold(
        "the input example, as the folder has it",
        f"{len(example['prediction'])} rows, bit for bit",
        holds=answer["example"] == example,
    )
    checks.leave("an installation of requirements.txt", "the packages are those installed here")
    checks.leave(
        "the contract", "what does not parse is taken as missing; docker and kserve refuse"
    )


def _expected(source: Source) -> dict[str, list[Any]]:
    """Return the columns that the proof rows get here."""
    scores = source.scores if source.description.task == "multiclass" else source.scores[:, 0]
    return {name: values.tolist() for name, values in pyfunc.table(source.scorer, scores).items()}


def _copy_rooms(target: Path) -> None:
    """Copy what scoring may import of Assay."""
    origin = Path(assay.__file__).parent
    for room in ROOMS:
        leave_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(origin / room, target / room, ignore=leave_out)
    shutil.copy2(origin / "__init__.py", target / "__init__.py")
