"""The tools that are held against the cases: Assay here, its peers in environments of their own."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import traceback
import venv
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import assay
from benchmarks.planted.case import FAULTS, Case
from benchmarks.planted.peers.accepted import CLEANLAB, DEEPCHECKS
from benchmarks.planted.verdict import Accepted, Said

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".bench"
PEERS = Path(__file__).parent / "peers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool, and which of its checks answer to which fault."""

    name: str
    accepted: Accepted
    run: Callable[[Sequence[Case]], list[Said]]


CASES_A_PROCESS = 20
"""From so many on a process of its own is worth its start."""


def _assay(cases: Sequence[Case]) -> list[Said]:
    """Audit each case; small tables keep one core busy, so every core has a process."""
    processes = min(os.cpu_count() or 1, len(cases) // CASES_A_PROCESS)
    if processes < 2:
        return [_audited(case) for case in cases]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_audited, cases))


def _audited(case: Case) -> Said:
    begun = time.perf_counter()
    try:
        report = assay.audit(
            case.train,
            case.test,
            target=case.target,
            time=case.time,
            group=case.group,
            id=case.id,
            metric=case.metric,
            model=case.model,
            price=False,
        )
    except Exception:  # a case that breaks the tool is a result, and is shown as one
        return Said(seconds=time.perf_counter() - begun, broken=traceback.format_exc())
    findings = tuple(
        {
            "check": one.rule,
            "severity": one.severity,
            "columns": one.columns,
            "message": one.message,
            "measure": one.measure,
        }
        for one in report.findings
    )
    decided = tuple(sorted({*report.passed, *(one.rule for one in report.findings)}))
    return Said(findings=findings, decided=decided, seconds=time.perf_counter() - begun)


def _peer(name: str) -> Callable[[Sequence[Case]], list[Said]]:
    def run(cases: Sequence[Case]) -> list[Said]:
        python = environment(name)
        (CACHE / "cases").mkdir(exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=CACHE / "cases"))
        folders = [_handed_over(case, place / str(number)) for number, case in enumerate(cases)]
        command = [str(python), "-W", "ignore", str(PEERS / f"{name}.py"), *map(str, folders)]
        variables = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        subprocess.run(command, check=True, env=variables)
        return [_said(folder) for folder in folders]

    return run


def _said(folder: Path) -> Said:
    told = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    return Said(
        findings=tuple(told["findings"]),
        decided=tuple(told["decided"]),
        seconds=told["seconds"],
        broken=told["broken"],
    )


def _handed_over(case: Case, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    case.train.write_parquet(folder / "train.parquet")
    case.test.write_parquet(folder / "test.parquet")
    (folder / "said.json").unlink(missing_ok=True)
    roles = ("name", "target", "time", "group", "id", "metric", "model")
    told = {role: getattr(case, role) for role in roles}
    (folder / "case.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def environment(name: str) -> Path:
    """Return the Python of a peer's environment, which is made at the first call."""
    folder = CACHE / name
    python = folder / "bin" / "python"
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n", encoding="utf-8")
    if not python.exists():
        venv.create(folder, with_pip=True)
        pins = ["-r", str(PEERS / f"{name}.txt")]
        subprocess.run([str(python), "-m", "pip", "install", "-q", *pins], check=True)
    return python


TOOLS = {
    "assay": Tool(name="assay", accepted=FAULTS, run=_assay),
    "deepchecks": Tool(name="deepchecks", accepted=DEEPCHECKS, run=_peer("deepchecks")),
    "cleanlab": Tool(name="cleanlab", accepted=CLEANLAB, run=_peer("cleanlab")),
}
