"""Prove that the compiled scorer says what the fitted model says, or refuse it."""

from __future__ import annotations

import itertools
import re
import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence.registry import CertificateCase, CertificateEvidence
from assay.core.protocols import Scorer
from assay.features.encoders.onehot import OneHot
from assay.features.encoders.ordinal import Ordinal
from assay.features.encoders.target import Target
from assay.features.encoding import Encoding
from assay.features.graph import OPSET
from assay.registry.difficult import Borders, difficult_rows
from assay.registry.scorer import CompiledScorer, compile, has_estimators, keep
from assay.training.members import TreeMember

if TYPE_CHECKING:
    from assay.training.model import Fitted

TOLERANCE = 1e-5
"""Largest difference of a probability, or of a value over the spread of values, that passes."""

NOT_COMPARABLE = 1e300
"""Stands for the difference where one of the two is not a finite number."""

ROW_BY_ROW = "row by row"
"""The case of the same rows scored one at a time, as online, against all at once."""

TIMED_ROWS = 200


def certify(
    fitted: Fitted,
    compiled: CompiledScorer,
    rows: pl.DataFrame,
    *,
    seed: int,
    tolerance: float = TOLERANCE,
) -> CertificateEvidence:
    """Compare the two on held-out rows and on the rows where they would differ first.

    Missing values, unknown and known categories, numbers at and next to every split threshold,
    extremes, and the same rows one at a time. A score that is not finite never passes.

    Args:
        fitted: The original.
        compiled: What should score in its place.
        rows: Held-out raw rows.
        seed: Seed of the choice of rows.
        tolerance: Largest difference that passes.

    Raises:
        InputError: If there are no rows, or they lack columns.
    """
    if not rows.height:
        raise InputError("there are no rows to compare on", remedy="give held-out rows")
    spread = _spread(fitted.scores(rows.head(2_000)))
    cases = [
        _compare(name, fitted.scores(given), compiled.scores(given), fitted, spread)
        for name, given in difficult_rows(
            rows,
            compiled.description.spec,
            borders(fitted),
            columns=fitted.columns,
            seed=seed,
        )
    ]
    alone, seconds = _one_at_a_time(compiled, rows.head(TIMED_ROWS))
    together = compiled.scores(rows.head(TIMED_ROWS))
    cases.append(_compare(ROW_BY_ROW, together, alone, fitted, spread))
    return CertificateEvidence(
        form=compiled.form,
        passed=all(case.difference <= tolerance for case in cases)
        and _says_the_same(fitted, compiled),
        tolerance=tolerance,
        cases=tuple(cases),
        onnx_hash=compiled.hash if compiled.form == "onnx" else "",
        onnx_bytes=compiled.size_bytes,
        opset=OPSET,
        seconds_per_row=seconds,
    )


def prove(
    fitted: Fitted, rows: pl.DataFrame, *, seed: int, tolerance: float = TOLERANCE
) -> tuple[CompiledScorer, CertificateEvidence]:
    """Compile a fitted model and certify the result.

    A converter of own estimators may be silently wrong: where its graph fails, the model is kept
    as it was fitted, and that is certified.

    Raises:
        InputError: If the model cannot be compiled, or there are no rows.
    """
    compiled = compile(fitted)
    certificate = certify(fitted, compiled, rows, seed=seed, tolerance=tolerance)
    if certificate.passed or compiled.form == "estimator" or not has_estimators(fitted):
        return compiled, certificate
    kept = keep(fitted)
    return kept, certify(fitted, kept, rows, seed=seed, tolerance=tolerance)


def borders(fitted: Fitted) -> Borders:
    """Return where the model changes its mind: thresholds of its splits, categories it knows."""
    encodings = [e for e in (fitted.tree_encoding, fitted.linear_encoding) if e is not None]
    numbers = _thresholds(fitted)
    categories: dict[str, set[str]] = {}
    for encoder in itertools.chain.from_iterable(encoding.encoders for encoding in encodings):
        if isinstance(encoder, OneHot | Ordinal | Target):
            categories.setdefault(encoder.column, set()).update(encoder.categories)
    for name in set(categories) & {n for encoding in encodings for n in encoding.spec.numeric}:
        levels = [float(level) for level in categories.pop(name)]
        numbers[name] = np.concatenate([numbers.get(name, np.empty(0)), levels])
    return Borders(
        numbers=numbers,
        categories={column: sorted(known) for column, known in categories.items()},
    )


def _thresholds(fitted: Fitted) -> dict[str, NDArray[np.float64]]:
    """Return the thresholds on raw numbers, from LightGBM's own text."""
    if fitted.tree_encoding is None:
        return {}
    names = _raw_numbers(fitted.tree_encoding)
    found: dict[str, set[float]] = {}
    for member in fitted.members:
        if isinstance(member, TreeMember):
            features = _numbers_after("split_feature", member.text)
            for feature, value in zip(
                features, _numbers_after("threshold", member.text), strict=True
            ):
                if (name := names.get(int(feature))) is not None:
                    found.setdefault(name, set()).add(value)
    return {name: np.array(sorted(values)) for name, values in sorted(found.items())}


def _raw_numbers(encoding: Encoding) -> dict[int, str]:
    """Return the raw column of each output that is a raw number as it stands."""
    raw = set(encoding.spec.numeric)
    return {
        position: output.column
        for position, output in enumerate(encoding.outputs)
        if output.column in raw and output.name == output.column
    }


def _numbers_after(key: str, text: str) -> list[float]:
    lines = re.findall(rf"^{key}=(.*)$", text, flags=re.MULTILINE)
    return [float(number) for line in lines for number in line.split()]


def _compare(
    name: str,
    original: NDArray[np.float64],
    compiled: NDArray[np.float64],
    scorer: Scorer,
    spread: float,
) -> CertificateCase:
    with np.errstate(invalid="ignore", over="ignore"):
        difference = np.abs(original - compiled)
        if scorer.task == "regression":
            difference = difference / np.maximum(np.abs(original), spread)
    difference = np.where(np.isfinite(difference), difference, NOT_COMPARABLE)
    return CertificateCase(
        name=name,
        rows=len(original),
        difference=float(difference.max(initial=0.0)),
        disagreements=int((_decisions(original, scorer) != _decisions(compiled, scorer)).sum()),
    )


def _decisions(scores: NDArray[np.float64], scorer: Scorer) -> NDArray[np.int64]:
    if scorer.task == "multiclass":
        return np.asarray(scores.argmax(axis=1), dtype=np.int64)
    if scorer.task == "binary":
        threshold = 0.5 if scorer.threshold is None else scorer.threshold
        return (scores >= threshold).astype(np.int64)
    return np.zeros(len(scores), dtype=np.int64)  # a value decides nothing by itself


def _spread(scores: NDArray[np.float64]) -> float:
    """Return the spread of the values: what a difference of a value near zero is held against."""
    return float(max(scores.std(), np.abs(scores).max() * 1e-6, 1e-300))


def _one_at_a_time(
    compiled: CompiledScorer, rows: pl.DataFrame
) -> tuple[NDArray[np.float64], float]:
    """Return the scores of single rows, as a table's, and the median seconds a row."""
    scores, seconds = [], []
    for record in rows.iter_rows(named=True):
        start = time.perf_counter()
        scores.append(compiled.score_row(record))
        seconds.append(time.perf_counter() - start)
    alone = np.array(scores)
    return alone if compiled.task == "multiclass" else alone[:, 0], statistics.median(seconds)


def _says_the_same(fitted: Fitted, compiled: CompiledScorer) -> bool:
    """Return whether task, classes, threshold and columns agree."""
    mine = (fitted.task, fitted.classes, fitted.threshold, fitted.columns)
    return mine == (compiled.task, compiled.classes, compiled.threshold, compiled.columns)
