"""Score what columns know of the target together, each adding its own share."""

from __future__ import annotations

import numpy as np

from assay.data.leak_levels import Floats, Levels
from assay.data.leak_strength import FOLDS, PRIOR_ROWS, Target, out_of_fold, score

RIDGE = 1e-3


class Table:
    """The columns of a table as what each tells of the target alone, to be added up.

    Every column becomes the mean outcome of the other folds' rows at its level, and a number
    also stands as it is, so that sums of them are found. Weights come from other folds too.
    """

    def __init__(self, levels: dict[str, Levels], target: Target) -> None:
        """Remember columns by name; nothing is computed before it is asked for."""
        self._levels = levels
        self._target = target
        self._designs: dict[str, Floats] = {}

    def strength(self, names: list[str]) -> float:
        """Return the strength of these columns together, from 0 to 1."""
        if not names:
            return 0.0
        target = self._target
        design = np.concatenate([self._design(name) for name in names], axis=1)
        centre = target.indicators.mean(axis=0)
        outcomes = target.indicators - centre
        folds = [np.flatnonzero(target.folds == fold) for fold in range(FOLDS)]
        parts = [design[own] for own in folds]
        grams = [part.T @ part for part in parts]
        products = [part.T @ outcomes[own] for part, own in zip(parts, folds, strict=True)]
        expected = np.empty_like(target.indicators)
        for own, part, gram, product in zip(folds, parts, grams, products, strict=True):
            others = sum(grams) - gram
            others[np.diag_indices_from(others)] += RIDGE * (len(design) - len(own))
            expected[own] = part @ np.linalg.solve(others, sum(products) - product)
        return score(expected + centre, target)

    def _design(self, name: str) -> Floats:
        if name not in self._designs:
            column = self._levels[name]
            parts = [out_of_fold(column.bins, self._target, prior=PRIOR_ROWS)]
            if column.numbers is not None:
                parts.append(column.numbers[:, None])
            self._designs[name] = _standardised(np.concatenate(parts, axis=1))
        return self._designs[name]


def _standardised(design: Floats) -> Floats:
    finite = np.isfinite(design)
    design = np.where(finite, design, 0.0)
    centre = design.sum(axis=0) / np.maximum(finite.sum(axis=0), 1)
    centred = np.where(finite, design - centre, 0.0)
    deviation = centred.std(axis=0)
    return np.clip(centred / np.where(deviation > 0, deviation, 1.0), -8.0, 8.0)
