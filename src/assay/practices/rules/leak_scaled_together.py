"""Columns were scaled over training and test together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.together import ScaledColumn, ScaleKind, TogetherEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

LEAST_RANGES: Final = 2
"""Columns that end on the same round numbers; a single share ends on 0 and 1 by nature."""

EXACT: Final = 1e-9
"""Where columns were divided by their largest size, a smallest value of 0 is a natural one."""

SAID: Final[dict[ScaleKind, str]] = {
    "standardised": "have mean 0 and deviation 1",
    "each alone": "have mean 0 and deviation 1 on either side by itself",
    "centred": "have mean 0",
    "points": "have a round mean and deviation",
    "divided by the mean": "have mean 1",
    "divided by the deviation": "have deviation 1",
    "range": "fill a round range to both ends",
    "largest": "have 1 as their largest size",
    "quartiles": "have median 0 and quartiles 1 apart",
    "quantiles": "have median 0 and outer quantiles, or a median deviation, of 1",
    "ranks": "are the shares of their ranks",
}
"""What each kind of scaling leaves behind, of several columns."""

_ENDS: Final = ("range", "largest")
"""Scalings that a few extreme rows decide."""


@rule(
    "leak-scaled-together",
    severity="warning",
    remedy="Split first; fit the scaler on training rows and apply it to the test as it is.",
    practice="no leakage",
)
def check(together: TogetherEvidence) -> Iterator[Finding]:
    """Columns were scaled over training and test together.

    ## Why
    A scaler that was fitted before the split knows the test's means and extremes, which no model
    in use will. For a plain standardisation of many rows the price is small, and a table may come
    scaled from its publisher; hence a warning. It tells that other steps, with a higher price,
    may have been fitted before the split too.

    ## Example
    `StandardScaler().fit_transform(table)` before `train_test_split`: over both sides the mean is
    0 to twelve digits, in training alone it is 0.013.

    ## Silent when
    Training alone is as exact, as an honest scaler leaves it; or the values are rounded so much
    that a match says nothing; or a single column ends on round numbers, as shares do.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579; Kapoor & Narayanan (2023), Leakage and the reproducibility crisis
    (L1.2), doi:10.1016/j.patter.2023.100804
    """
    ending = sum(column.kind in _ENDS for column in together.scaled)
    by_size = any(column.kind == "largest" for column in together.scaled)
    kinds: dict[ScaleKind, list[ScaledColumn]] = {}
    for column in together.scaled:
        if column.exact_on_train or (column.kind in _ENDS and ending < LEAST_RANGES):
            continue
        if by_size and column.kind == "range" and abs(column.train[1] - column.pooled[1]) < EXACT:
            continue
        kinds.setdefault(column.kind, []).append(column)
    for kind, columns in kinds.items():
        first = columns[0]
        yield Finding.at(
            columns=tuple(column.name for column in columns),
            message=f"{len(columns)} of {together.columns_numeric} columns of numbers {SAID[kind]} "
            f"over {together.rows_train:,} training and {together.rows_test:,} test rows together: "
            f"'{first.name}' has {_pair(first.pooled)}, training alone {_pair(first.train)}",
            measure=float(len(columns)),
        )


def _pair(values: tuple[float, float]) -> str:
    return " and ".join(f"{value:.4g}" if abs(value) > 1e-9 else "0" for value in values)
