"""One graph file, its inputs in words, proof rows, and a program that scores them."""

from __future__ import annotations

from pathlib import Path

from assay.core.workspace import write_atomic
from assay.registry.exports import graph
from assay.registry.exports.source import Source
from assay.registry.exports.target import Checks, Progress

GRAPH = "model.onnx"


def write(source: Source, folder: Path, tell: Progress) -> None:
    """Write the version into a folder."""
    write_atomic(folder / GRAPH, source.graph)
    graph.write_beside(source, folder)
    graph.write_sample(folder)


def check(source: Source, folder: Path, checks: Checks, tell: Progress) -> None:
    """Try what was written."""
    graph.check_form(source, folder / GRAPH, checks)
    tell("check", 0.3)
    script = folder / graph.SAMPLE
    graph.check_scores(source, folder / GRAPH, folder / graph.PROOF, script, checks)
    checks.leave("other runtimes and providers", "only onnxruntime on the CPU is here")
    graph.leave_raw_rows(source, checks)
