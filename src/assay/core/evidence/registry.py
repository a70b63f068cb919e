"""Evidence about what was registered: the proof of the compiled scorer, and lineage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateCase:
    """One family of rows on which original and compiled were compared.

    Attributes:
        name: `held-out`, `missing`, `unknown categories`, `split thresholds`, `extremes`.
        difference: Largest absolute difference of any output (relative for regression).
        disagreements: Rows whose decision differs.
    """

    name: str
    rows: int
    difference: float
    disagreements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateEvidence:
    """Proof that the compiled scorer equals what was fitted.

    Attributes:
        form: `onnx`, or `estimator` for what cannot be compiled (slow).
        onnx_hash: SHA-256 of the graph's bytes; empty for `estimator`.
        seconds_per_row: One row at a time, compiled, median.
    """

    form: Literal["onnx", "estimator"]
    passed: bool
    tolerance: float
    cases: tuple[CertificateCase, ...]
    onnx_hash: str
    onnx_bytes: int
    opset: int
    seconds_per_row: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageEvidence:
    """Where a run came from.

    Attributes:
        code_version: Git commit of the project's folder, with `+changes` if there are any; None
            outside git.
        packages: Versions of what decides the result.
    """

    run_id: str
    project: str
    project_hash: str
    contract_hash: str
    snapshot_hash: str
    code_version: str | None
    assay_version: str
    python_version: str
    packages: tuple[tuple[str, str], ...]
    started_at: str
    waivers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEvidence:
    """Which questions of the model card people answered, by their keys in `[card]`.

    Attributes:
        unanswered: Questions that only people can answer and nobody has.
    """

    answered: tuple[str, ...]
    unanswered: tuple[str, ...]
