"""LIME: a linear model fitted around one row, for those who ask for it by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from assay.core.errors import InputError, require
from assay.core.evidence.evaluation import LocalExplanation
from assay.evaluation import conditions

if TYPE_CHECKING:
    from assay.core.protocols import Scorer
    from assay.evaluation.metric import Floats

SAMPLES = 2000
"""Perturbed rows that the model is asked about."""


def explain_lime(
    scorer: Scorer, rows: pl.DataFrame, row: int, *, seed: int = 0
) -> LocalExplanation:
    """Return what each column adds to one prediction, by LIME.

    Unlike Shapley contributions these are of the *probability* (or value), and hold for the
    linear model around the row: they add up to its prediction, not exactly to the scorer's.
    Missing numbers stand at the column's median while the neighbourhood is drawn.

    Args:
        scorer: Any model; it is only asked for predictions.
        rows: Rows that the neighbourhood is drawn like, shape (n, columns).
        row: Position of the row to explain.
        seed: Seed of the neighbourhood.

    Returns:
        Contributions by column, largest first. `margin` is the local model's prediction; for
        multiclass, that of the class with the highest probability.

    Raises:
        MissingExtra: If the package `lime` is not installed.
        InputError: If the row is not among the rows.

    References:
        Ribeiro et al. (2016), doi:10.1145/2939672.2939778
    """
    lime = require("lime.lime_tabular", extra="lime", feature="explanation by LIME")
    if not 0 <= row < rows.height:
        raise InputError(
            f"row {row} is not among the {rows.height} rows", remedy="give the position of a row"
        )
    table = _Table(rows[list(scorer.columns)])
    regression = scorer.task == "regression"
    explainer = lime.LimeTabularExplainer(
        table.matrix,
        mode="regression" if regression else "classification",
        feature_names=list(scorer.columns),
        class_names=None if regression else list(scorer.classes),
        categorical_features=sorted(table.categories),
        categorical_names=table.categories,
        discretize_continuous=False,
        random_state=seed,
    )

    def predict(matrix: Floats) -> Floats:
        scores = scorer.scores(table.frame(matrix))
        if regression or scores.ndim == 2:
            return scores
        return np.column_stack([1 - scores, scores])

    return _as_explanation(explainer, table.matrix[row], predict, scorer, row)


def _as_explanation(
    explainer: Any, values: Floats, predict: Any, scorer: Scorer, row: int
) -> LocalExplanation:
    label = 0 if scorer.task == "regression" else 1
    if scorer.task == "multiclass":
        label = int(predict(values[np.newaxis])[0].argmax())
    found = explainer.explain_instance(
        values,
        predict,
        labels=(label,),
        num_features=len(values),
        num_samples=SAMPLES,
    )
    # LIME keeps a regression's weights under label 1 (and their negatives under 0).
    place = 1 if scorer.task == "regression" else label
    scaled = (values - explainer.scaler.mean_) / explainer.scaler.scale_
    categorical = set(explainer.categorical_features)
    parts = [
        (column, float(weight) * (1.0 if column in categorical else float(scaled[column])))
        for column, weight in found.local_exp[place]
    ]
    margin = float(np.ravel(found.local_pred)[0])
    return LocalExplanation(
        row=row,
        margin=margin,
        base=margin - sum(part for _, part in parts),
        contributions=tuple(
            (scorer.columns[column], part) for column, part in sorted(parts, key=_size)
        ),
    )


def _size(part: tuple[int, float]) -> float:
    return -abs(part[1])


class _Table:
    """A frame as the matrix of numbers that LIME perturbs, and back."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.schema = frame.schema
        self.categories: dict[int, list[str]] = {}
        columns = []
        for place, series in enumerate(frame.get_columns()):
            if conditions.is_ordered(series):
                numbers = conditions.as_numbers(series)
                present = numbers[np.isfinite(numbers)]
                middle = float(np.median(present)) if len(present) else 0.0
                columns.append(np.where(np.isnan(numbers), middle, numbers))
            else:
                texts = series.cast(pl.String).fill_null("")
                self.categories[place] = texts.unique().sort().to_list()
                known = pl.Series(self.categories[place])
                codes = texts.replace_strict(
                    known, pl.Series(range(len(known)), dtype=pl.Int64), return_dtype=pl.Int64
                )
                columns.append(codes.to_numpy().astype(np.float64))
        self.matrix = np.column_stack(columns)

    def frame(self, matrix: Floats) -> pl.DataFrame:
        """Return perturbed rows with the columns' own types."""
        columns = []
        for place, (name, kind) in enumerate(self.schema.items()):
            numbers = matrix[:, place]
            if place in self.categories:
                texts = np.array(self.categories[place], dtype=object)[numbers.astype(np.intp)]
                series = pl.Series(name, texts.tolist(), dtype=pl.String)
                columns.append(_restore(series.replace("", None), kind))
            elif kind.is_integer() or kind.is_temporal():
                whole = pl.Series(name, np.round(numbers).astype(np.int64))
                columns.append(whole.cast(kind, strict=False))
            else:
                columns.append(pl.Series(name, numbers).cast(kind))
        return pl.DataFrame(columns)


def _restore(texts: pl.Series, kind: pl.DataType) -> pl.Series:
    """Return texts as booleans or categories, where they came from such."""
    if kind == pl.Boolean:
        return texts == "true"
    return texts.cast(kind)
