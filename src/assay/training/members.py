"""The kinds of model an ensemble is made of, each a plain value that can be written as text."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.training.estimator import EstimatorMember

if TYPE_CHECKING:
    import lightgbm

Purpose = Literal["tree", "linear"]
Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class PriorMember:
    """The same margin for every row.

    Attributes:
        margin: Shape (outputs,): log-odds, log class shares, or a value.
        weight: Factor of its margin in the ensemble's sum.
    """

    margin: NDArray[np.float64]
    weight: float = 1.0
    purpose: None = None

    def margins(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return the margin once a row, shape (n, outputs)."""
        return np.repeat(self.margin[None, :], len(matrix), axis=0)

    def contributions(self, matrix: Matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return zeros, shape (n, k, outputs), and the margin as the base."""
        return np.zeros((*matrix.shape, len(self.margin))), self.margin


@dataclass(frozen=True)
class LinearMember:
    """A linear or logistic regression on the linear encoding.

    Attributes:
        coefficients: Shape (outputs, k).
        intercept: Shape (outputs,).
        means: Mean of each input over the fitting rows, shape (k,): where contributions are zero.
        weight: Factor of its margin in the ensemble's sum.
    """

    coefficients: NDArray[np.float64]
    intercept: NDArray[np.float64]
    means: NDArray[np.float64]
    weight: float = 1.0
    purpose: Literal["linear"] = "linear"

    def margins(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return `x @ coefficients.T + intercept`, shape (n, outputs)."""
        return matrix.astype(np.float64) @ self.coefficients.T + self.intercept

    def contributions(self, matrix: Matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return exact Shapley values of independent inputs, shape (n, k, outputs), and the base.

        The value of input j is `coefficient_j * (x_j - mean_j)`; the base is the margin at the
        means.

        References:
            Lundberg & Lee (2017), A unified approach to interpreting model predictions,
            corollary 1, arXiv:1705.07874
        """
        centred = matrix.astype(np.float64) - self.means
        base = self.means @ self.coefficients.T + self.intercept
        return centred[:, :, None] * self.coefficients.T[None, :, :], base


@dataclass(frozen=True)
class TreeMember:
    """A LightGBM model on the tree encoding, cut to the rounds it keeps.

    Attributes:
        text: LightGBM's own text form.
        outputs: Margins a row: classes for multiclass, otherwise 1.
        weight: Factor of its margin in the ensemble's sum.
    """

    text: str
    outputs: int
    weight: float = 1.0
    purpose: Literal["tree"] = "tree"

    @cached_property
    def booster(self) -> lightgbm.Booster:
        """The model, parsed at first use."""
        import lightgbm

        return lightgbm.Booster(model_str=self.text)

    def margins(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return raw scores, shape (n, outputs)."""
        raw = self.booster.predict(matrix, raw_score=True)
        return np.asarray(raw, dtype=np.float64).reshape(len(matrix), self.outputs)

    def contributions(self, matrix: Matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return path-dependent TreeSHAP values, shape (n, k, outputs), and the expected margin.

        References:
            Lundberg et al. (2020), From local explanations to global understanding,
            doi:10.1038/s42256-019-0138-9
        """
        raw = np.asarray(self.booster.predict(matrix, pred_contrib=True), dtype=np.float64)
        shaped = raw.reshape(len(matrix), self.outputs, matrix.shape[1] + 1).transpose(0, 2, 1)
        base = shaped[0, -1] if len(matrix) else np.zeros(self.outputs)
        return shaped[:, :-1, :], base


Member = PriorMember | LinearMember | TreeMember | EstimatorMember


def to_dict(member: Member) -> dict[str, Any]:
    """Return plain values for JSON, which keeps every digit of a float."""
    match member:
        case PriorMember():
            return {"kind": "prior", "weight": member.weight, "margin": member.margin.tolist()}
        case LinearMember():
            return {
                "kind": "linear",
                "weight": member.weight,
                "coefficients": member.coefficients.tolist(),
                "intercept": member.intercept.tolist(),
                "means": member.means.tolist(),
            }
        case TreeMember():
            return {
                "kind": "tree",
                "weight": member.weight,
                "outputs": member.outputs,
                "text": member.text,
            }
        case EstimatorMember():
            return {
                "kind": "estimator",
                "weight": member.weight,
                "task": member.task,
                "outputs": member.outputs,
                "means": member.means.tolist(),
                "stored": base64.b64encode(member.stored).decode(),
            }


def from_dict(content: Mapping[str, Any]) -> Member:
    """Return what `to_dict` was given.

    Raises:
        InputError: If the kind is unknown.
    """
    weight = float(content["weight"])
    match content["kind"]:
        case "prior":
            return PriorMember(_floats(content["margin"]), weight)
        case "linear":
            return LinearMember(
                _floats(content["coefficients"]),
                _floats(content["intercept"]),
                _floats(content["means"]),
                weight,
            )
        case "tree":
            return TreeMember(content["text"], content["outputs"], weight)
        case "estimator":
            return EstimatorMember(
                base64.b64decode(content["stored"]),
                content["task"],
                content["outputs"],
                _floats(content["means"]),
                weight,
            )
        case kind:
            raise InputError(
                f"the model has a member of unknown kind {kind!r}",
                where="model.json",
                remedy="load it with the version of Assay that wrote it",
            )


def _floats(values: object) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)
