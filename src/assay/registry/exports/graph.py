"""The graph for those who run it without Assay: what it takes and gives, and rows to prove it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from assay.core.evidence import codec
from assay.core.workspace import write_atomic
from assay.data.contract.model import Column
from assay.features.graph import NUMERIC, STRINGS
from assay.features.inputs import part_name
from assay.features.single import PARTS
from assay.registry.exports import fresh, samples
from assay.registry.exports.source import Source
from assay.registry.exports.target import Checks

if TYPE_CHECKING:
    import onnx

DESCRIPTION, PROOF, SAMPLE = "model.json", "proof.json", "score.py"

TOLERANCE = 1e-5
"""Largest difference of a score on another machine, over the spread of values; as in serving."""

STANDARD = {"", "ai.onnx", "ai.onnx.ml"}
"""Domains of operators that every runtime of the standard knows."""


def write_beside(source: Source, folder: Path) -> None:
    """Write what a graph does not say of itself: its inputs in words, and the proof rows."""
    write_atomic(folder / DESCRIPTION, _json(described(source)))
    write_atomic(folder / PROOF, _json(_proof(source)))


def write_sample(folder: Path) -> None:
    """Write a program that scores the proof rows with ONNX Runtime and NumPy alone."""
    write_atomic(folder / SAMPLE, (Path(samples.__path__[0]) / SAMPLE).read_bytes())


def check_form(source: Source, path: Path, checks: Checks) -> None:
    """Hold a graph's file against the standard, and against what was registered."""
    import onnx

    content = path.read_bytes()
    checks.hold(
        "the graph is the one that was registered",
        f"SHA-256 {source.scorer.hash}",
        holds=content == source.graph,
    )
    model = onnx.load_model_from_string(content)
    onnx.checker.check_model(model, full_check=True)
    opsets = {each.domain or "ai.onnx": each.version for each in model.opset_import}
    told = ", ".join(f"{domain} {version}" for domain, version in opsets.items())
    checks.hold("onnx.checker, with shapes inferred", f"valid: {told}, IR {model.ir_version}")
    foreign = sorted({node.domain for node in model.graph.node} - STANDARD)
    checks.hold(
        "the graph stands alone",
        f"operators of other domains: {', '.join(foreign)}"
        if foreign
        else "standard operators only, no file beside it",
        holds=not foreign and not _external(model),
    )


def check_scores(source: Source, graph: Path, proof: Path, script: Path, checks: Checks) -> None:
    """Score the proof rows in a fresh process with ONNX Runtime alone."""
    import onnxruntime

    what = "the proof rows in a fresh process with onnxruntime and NumPy alone"
    said = fresh.run([sys.executable, "-I", script, graph, proof], cwd=graph.parent, what=what)
    difference = json.loads(said)["difference"]
    expected = float(np.abs(source.scores - source.kept).max(initial=0.0))
    checks.hold(
        what,
        f"{len(source.proof.rows)} rows, {difference:g} from the scores that were registered, as "
        f"Assay's own here (onnxruntime {onnxruntime.__version__})",
        holds=difference == expected,
    )


def leave_raw_rows(source: Source, checks: Checks) -> None:
    """Say what the graph leaves to its caller."""
    checks.leave(
        "how your code turns raw rows into the two matrices",
        f"{DESCRIPTION} says how; {PROOF} holds raw rows beside their matrices to try it on",
    )
    if source.raw.features is not None:
        checks.leave(
            "your own features",
            f"the graph reads what {', '.join(source.raw.features.names)} came to, and does not "
            "make them; the targets docker, kserve and mlflow do",
        )
    checks.leave("the contract", "the graph scores whatever it is given; docker and kserve refuse")


def described(source: Source) -> dict[str, Any]:
    """Return what the graph takes and gives, in words and numbers."""
    given = source.description
    spec = given.spec
    made = source.raw.features.names if source.raw.features else ()
    columns = source.raw.contract.columns
    numeric = [_column(name, columns.get(name)) for name in spec.numeric]
    for date in spec.dates:
        numeric += [
            {
                "name": part_name(date.name, part),
                "column": date.name,
                "part": part,
                "zone": date.zone,
                **_facts(columns.get(date.name)),
            }
            for part in PARTS
        ]
    strings = [_column(name, columns.get(name)) for name in spec.strings]
    for column in (*numeric, *strings):
        if column["name"] in made:
            column["made_by"] = "own features"
    inputs = [
        {
            "name": name,
            "type": kind,
            "shape": ["rows", len(members)],
            "missing": missing,
            "columns": members,
        }
        for name, kind, missing, members in (
            (NUMERIC, "float32", "NaN", numeric),
            (STRINGS, "string", "", strings),
        )
    ]
    taken = {each.name for each in _graph(source).input}
    return {
        "model": source.name,
        "version": source.version,
        "task": given.task,
        "classes": list(given.classes),
        "threshold": given.threshold,
        "graph": _facts_of_graph(source),
        "inputs": [each for each in inputs if each["name"] in taken],
        "outputs": _outputs(source),
        "reading": _READING,
    }


_READING = [
    "a column of `numeric` is the value as float32; true is 1, false is 0; a value beyond the "
    "largest float32, and infinity, is that largest; missing is NaN",
    "a part of a date is its year, month, day, hour (with minutes as a fraction), weekday (Monday "
    "is 1), day of year, or days since 2000-01-01, in `zone` (UTC where null and the time has one)",
    "a column of `strings` is the text as it is; a whole number is written without a point, true "
    "and false in lower case; a blank or missing text is the empty one",
    "a category that training did not see may be given; it is read as the model learnt to",
]


def _outputs(source: Source) -> list[dict[str, Any]]:
    given, width = source.description, source.scores.shape[1]
    meaning: str
    if given.task == "binary":
        threshold = 0.5 if given.threshold is None else given.threshold
        positive, other = given.classes[1], given.classes[0]
        meaning = (
            f"probability of '{positive}'; the decision is '{positive}' from {threshold!r} on, "
            f"else '{other}'"
        )
    elif given.task == "multiclass":
        meaning = "probability of each of `classes`, in their order; the largest decides"
    else:
        meaning = "the predicted value"
    shape = ["rows", width]
    return [
        {"name": "scores", "type": "float64", "shape": shape, "meaning": meaning},
        {"name": "margins", "type": "float64", "shape": shape, "meaning": "before the link"},
    ]


def _column(name: str, column: Column | None) -> dict[str, Any]:
    return {"name": name, **_facts(column)}


def _facts(column: Column | None) -> dict[str, Any]:
    """Return what the contract says of a raw column; nothing of one that own features make."""
    if column is None:
        return {}
    told = column.model_dump(mode="json", exclude_defaults=True, exclude={"seen"})
    return {"contract": told}


def _graph(source: Source) -> onnx.GraphProto:
    import onnx

    return onnx.load_model_from_string(source.graph).graph


def _facts_of_graph(source: Source) -> dict[str, Any]:
    import onnx

    model = onnx.load_model_from_string(source.graph)
    return {
        "sha256": source.scorer.hash,
        "ir_version": model.ir_version,
        "opsets": {each.domain or "ai.onnx": each.version for each in model.opset_import},
        "operators": sorted({node.op_type for node in model.graph.node}),
    }


def _proof(source: Source) -> dict[str, Any]:
    """Return rows, as a client has them and as the graph takes them, with their scores."""
    numeric, strings = source.matrices
    spread = float(np.ptp(source.kept)) if source.description.task == "regression" else 1.0
    return {
        "tolerance": TOLERANCE * (spread or 1.0),
        "rows": source.proof.rows,
        "numeric": numeric.tolist(),
        "strings": strings.tolist(),
        "scores": source.kept.tolist(),
    }


def _external(model: onnx.ModelProto) -> bool:
    import onnx

    return any(
        tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in model.graph.initializer
    )


def _json(value: object) -> bytes:
    return msgspec.json.format(codec.encode(value), indent=1)  # NaN becomes null
