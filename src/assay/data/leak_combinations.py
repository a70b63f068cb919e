"""Find columns that add up to the target."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import Combination

EXACT = 1 - 1e-6
"""R2 from which a sum counts as exact (targets are often rounded)."""

MOST_COLUMNS = 60
MOST_TERMS = 12
MOST_FOUND = 3

Floats = NDArray[np.float64]


def combinations(numbers: dict[str, Floats], target: Floats) -> tuple[Combination, ...]:
    """Return sets of at least two columns whose weighted sum is the target.

    Args:
        numbers: Numeric columns by name, NaN where missing, each of shape (n,).
        target: The values, shape (n,).
    """
    pool = {
        name: values
        for name, values in numbers.items()
        if np.isfinite(values).mean() >= 0.5 and np.nanmin(values) < np.nanmax(values)
    }
    if len(pool) > MOST_COLUMNS:
        strongest = sorted(pool, key=lambda name: -abs(_correlation(pool[name], target)))
        pool = {name: pool[name] for name in strongest[:MOST_COLUMNS]}
    found: list[Combination] = []
    while len(pool) >= 2 and len(found) < MOST_FOUND:
        names = _terms(pool, target)
        if not names:
            break
        if len(names) > 1:
            found.append(_combination(names, pool, target))
        strongest_name = max(names, key=lambda name: abs(_correlation(pool[name], target)))
        del pool[strongest_name]
    return tuple(found)


def _terms(pool: dict[str, Floats], target: Floats) -> list[str]:
    """Return the few columns that suffice, or none if all together do not."""
    names = list(pool)
    design, outcome = _complete(names, pool, target)
    if len(outcome) < 10 * len(names) or np.ptp(outcome) == 0 or _refuted(design, outcome):
        return []
    chosen: list[int] = []
    residual = outcome - outcome.mean()
    for _ in range(min(MOST_TERMS, len(names))):
        ties = np.abs(design.T @ residual)
        ties[chosen] = -1
        chosen.append(int(np.argmax(ties)))
        weights, r2 = _fit(design[:, chosen], outcome)
        if r2 >= EXACT:
            break
        residual = outcome - outcome.mean() - design[:, chosen] @ weights
    else:
        chosen = list(range(len(names)))
    for column in sorted(
        chosen, key=lambda c: abs(float(design[:, c] @ (outcome - outcome.mean())))
    ):
        fewer = [other for other in chosen if other != column]
        if fewer and _fit(design[:, fewer], outcome)[1] >= EXACT:
            chosen = fewer
    return [names[column] for column in sorted(chosen)]


def _refuted(design: Floats, outcome: Floats) -> bool:
    """Return whether no sum is exact; some rows refute most tables."""
    step = max(1, len(outcome) // (20 * design.shape[1] + 500))
    few, some = design[::step], outcome[::step]
    if np.ptp(some) > 0 and _fit(few - few.mean(axis=0), some)[1] < EXACT:
        return True
    return _fit(design, outcome)[1] < EXACT


def _combination(names: list[str], pool: dict[str, Floats], target: Floats) -> Combination:
    design, outcome = _complete(names, pool, target)
    weights, r2 = _fit(design, outcome)
    kept = np.all([np.isfinite(pool[name]) for name in names], axis=0)
    in_units = [w / pool[name][kept].std() for w, name in zip(weights, names, strict=True)]
    return Combination(
        columns=tuple(names), weights=tuple(float(f"{w:.6g}") for w in in_units), r2=r2
    )


def _complete(names: list[str], pool: dict[str, Floats], target: Floats) -> tuple[Floats, Floats]:
    """Return standardised columns and the target on rows where none is missing."""
    kept = np.all([np.isfinite(pool[name]) for name in names], axis=0)
    design = np.column_stack([pool[name][kept] for name in names])
    deviation = design.std(axis=0) if len(design) else np.ones(len(names))
    centred = design - design.mean(axis=0) if len(design) else design
    return centred / np.where(deviation > 0, deviation, 1.0), target[kept]


def _fit(design: Floats, outcome: Floats) -> tuple[Floats, float]:
    centred = outcome - outcome.mean()
    weights = np.linalg.lstsq(design, centred, rcond=1e-10)[0]
    residual = centred - design @ weights
    return weights, 1 - float(residual @ residual) / float(centred @ centred)


def _correlation(values: Floats, target: Floats) -> float:
    kept = np.isfinite(values)
    if kept.sum() < 3 or np.ptp(values[kept]) == 0 or np.ptp(target[kept]) == 0:
        return 0.0
    return float(np.corrcoef(values[kept], target[kept])[0, 1])


def numeric(frame: pl.DataFrame, columns: list[str]) -> dict[str, Floats]:
    """Return the numeric and boolean columns as floats, NaN where missing or infinite."""
    found: dict[str, Floats] = {}
    for name in columns:
        if frame[name].dtype.is_numeric() or frame[name].dtype == pl.Boolean:
            values = frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
            found[name] = np.where(np.isfinite(values), values, np.nan)
    return found
