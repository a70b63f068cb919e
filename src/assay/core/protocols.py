"""What rooms expect of each other's objects: small protocols over plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from assay.core.evidence.data import Task

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray


@runtime_checkable
class Scorer(Protocol):
    """Anything that turns rows into predictions: what was fitted, or what it was compiled to.

    Attributes:
        task: What is predicted.
        classes: Names of the classes in the order of probabilities; `(negative, positive)` for
            binary; empty for regression.
        threshold: Decision threshold on the positive probability; None unless binary.
        columns: Names of the columns it reads.
    """

    @property
    def task(self) -> Task: ...  # noqa: D102
    @property
    def classes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def threshold(self) -> float | None: ...  # noqa: D102
    @property
    def columns(self) -> tuple[str, ...]: ...  # noqa: D102

    def scores(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """Return predictions for rows.

        Returns:
            Binary: probability of the positive class, shape (n,). Multiclass: probabilities,
            shape (n, classes). Regression: predicted value, shape (n,).
        """
        ...


@runtime_checkable
class Explainable(Protocol):
    """A fitted model that can say what each column contributed."""

    def contributions(self, rows: pl.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return Shapley contributions on the link scale, and the base.

        Returns:
            Contributions by input column, shape (n, columns, outputs), and base values, shape
            (outputs,); outputs is 1 for binary and regression. Their sum is the margin.
        """
        ...

    def margins(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """Return predictions on the link scale, shape (n, outputs)."""
        ...
