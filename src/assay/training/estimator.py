"""An own scikit-learn estimator as a member: kept with skops under an allow-list of Assay's own."""

from __future__ import annotations

import ast
import hashlib
import importlib
import io
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence.data import Task

CLIP = 1e-7
"""Probabilities are kept so far from 0 and 1, so that their margins stay finite."""

_DIGEST = "__assay_digest__"
"""Where a module keeps the digest of the code that it was imported from."""

TRUSTED = frozenset(
    {
        "collections.OrderedDict",
        "lightgbm.basic.Booster",
        "lightgbm.sklearn.LGBMClassifier",
        "lightgbm.sklearn.LGBMRegressor",
        "numpy.dtype",
        "scipy._lib.array_api_compat.numpy._aliases.asarray",
        "scipy.interpolate._bsplines.BSpline",
        "sklearn._loss.loss.HalfTweedieLossIdentity",
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.calibration._SigmoidCalibration",
        "sklearn.compose._column_transformer.make_column_selector",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.feature_selection._mutual_info.mutual_info_classif",
        "sklearn.feature_selection._mutual_info.mutual_info_regression",
        "sklearn.feature_selection._univariate_selection.chi2",
        "sklearn.feature_selection._univariate_selection.f_classif",
        "sklearn.feature_selection._univariate_selection.f_regression",
        "sklearn.gaussian_process._gpc._BinaryGaussianProcessClassifierLaplace",
        "sklearn.gaussian_process.kernels.ConstantKernel",
        "sklearn.gaussian_process.kernels.Product",
        "sklearn.gaussian_process.kernels.RBF",
        "sklearn.gaussian_process.kernels.Sum",
        "sklearn.gaussian_process.kernels.WhiteKernel",
        "sklearn.impute._iterative.IterativeImputer",
        "sklearn.impute._iterative._ImputerTriplet",
        "sklearn.metrics._dist_metrics.EuclideanDistance64",
        "sklearn.neighbors._ball_tree.BallTree",
        "sklearn.neighbors._kd_tree.KDTree",
        "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
        "sklearn.neural_network._stochastic_optimizers.SGDOptimizer",
        "sklearn.tree._tree.Tree",
        "sklearn.utils._bunch.Bunch",
    }
)
"""Types besides those that skops itself trusts. It is a constant: no file can lengthen it."""


@dataclass(frozen=True)
class EstimatorMember:
    """A fitted scikit-learn estimator on the linear encoding.

    Attributes:
        stored: The estimator as `dumps` wrote it.
        task: What is predicted; classification needs `predict_proba`.
        outputs: Margins a row: classes for multiclass, otherwise 1.
        means: Mean of each input over the fitting rows, shape (k,): where contributions are zero.
        weight: Factor of its margin in the ensemble's sum.
    """

    stored: bytes
    task: Task
    outputs: int
    means: NDArray[np.float64]
    weight: float = 1.0
    purpose: Literal["linear"] = "linear"

    @cached_property
    def estimator(self) -> Any:
        """The estimator, loaded at first use under the allow-list."""
        return loads(self.stored)

    def margins(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return log-odds, log-probabilities or values, shape (n, outputs)."""
        given = matrix.astype(np.float64)
        if not len(given):
            return np.empty((0, self.outputs))
        if self.task == "regression":
            return np.asarray(self.estimator.predict(given), dtype=np.float64).reshape(-1, 1)
        present = np.asarray(self.estimator.classes_, dtype=np.float64).astype(np.int64)
        shares = np.zeros((len(given), max(self.outputs, 2)))
        shares[:, present] = self.estimator.predict_proba(given)
        if self.task == "binary":
            positive = np.clip(shares[:, 1:], CLIP, 1 - CLIP)
            odds: NDArray[np.float64] = np.log(positive / (1 - positive))
            return odds
        logs: NDArray[np.float64] = np.log(np.clip(shares, CLIP, 1.0))
        return logs

    def contributions(
        self, matrix: NDArray[np.float32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return sampled Shapley values, shape (n, k, outputs), and the base.

        Inputs go from their mean to the row's value one by one, in one random order and in its
        reverse; the two gains of each input are averaged. Their sum is exact, their parts are not.

        References:
            Strumbelj & Kononenko (2014), Explaining prediction models and individual predictions
            with feature contributions, doi:10.1007/s10115-013-0679-x
        """
        rows, inputs = matrix.shape
        order = np.random.default_rng(0).permutation(inputs)
        base = self.margins(self.means[None, :].astype(np.float32))[0]
        values = np.zeros((rows, inputs, self.outputs))
        for sequence in (order, order[::-1]):
            walked = np.repeat(self.means[None, :].astype(np.float32), rows, axis=0)
            before = np.repeat(base[None, :], rows, axis=0)
            for position in sequence:
                walked[:, position] = matrix[:, position]
                after = self.margins(walked)
                values[:, position, :] += (after - before) / 2
                before = after
        return values, base


def fit_estimator(
    estimator: Any,
    matrix: NDArray[np.float32],
    labels: NDArray[np.float64],
    *,
    task: Task,
    outputs: int,
) -> EstimatorMember:
    """Fit an own estimator on the linear encoding.

    Args:
        estimator: Follows scikit-learn's conventions; it is not changed, a clone is fitted.
        matrix: Scaled inputs, shape (n, k), no missing values.
        labels: 0/1, class index, or value, shape (n,).
        task: What is predicted.
        outputs: Margins a row.

    Raises:
        InputError: If it cannot give probabilities, fails, or holds types that cannot be kept.
    """
    from sklearn.base import clone

    name = type(estimator).__name__
    if task != "regression" and not hasattr(estimator, "predict_proba"):
        raise InputError(
            f"the estimator {name} gives no probabilities",
            where="fit.estimators",
            remedy="choose one with predict_proba, or wrap it in CalibratedClassifierCV",
        )
    fitted = clone(estimator)
    try:
        fitted.fit(matrix.astype(np.float64), labels)
    except Exception as cause:  # the estimator is the user's choice: what it raises is told as such
        raise InputError(
            f"the estimator {name} fails with {type(cause).__name__}: {cause}",
            where="fit.estimators",
            remedy="correct its settings, or leave it out",
        ) from cause
    means = matrix.mean(axis=0, dtype=np.float64)
    return EstimatorMember(dumps(fitted), task, outputs, means)


def make(reference: str, *, root: Path) -> Any:
    """Call `module:factory`, a function without arguments that returns an unfitted estimator.

    A module whose file was edited since an earlier call is read again.

    Raises:
        InputError: If there is no such module or function, it fails, or it returns no estimator.
    """
    module, _, factory = reference.partition(":")
    sys.path.insert(0, str(root))
    try:
        made = getattr(_imported(module, root), factory)()
    except Exception as cause:  # the module is the user's: whatever it raises is told as theirs
        raise InputError(
            f"'{reference}' gives no estimator: {type(cause).__name__}: {cause}",
            where="assay.toml, [fit] estimators",
            remedy="name a function as 'module:function', which takes nothing and returns one",
        ) from cause
    finally:
        sys.path.remove(str(root))
    if not (hasattr(made, "fit") and hasattr(made, "get_params")):
        raise InputError(
            f"'{reference}' returns {type(made).__name__}, which is no scikit-learn estimator",
            where="assay.toml, [fit] estimators",
            remedy="return an unfitted estimator",
        )
    return made


def sources(estimators: Sequence[str], root: Path) -> str:
    """Return the SHA-256 of the code that own estimators are made by.

    It covers the modules under `root` that are named and those under `root` that these import. What
    is installed elsewhere is not read; it changes with its version.

    Args:
        estimators: `module:factory` each, as in `[fit] estimators`.
        root: Folder that own modules are found in.

    Example:
        >>> import tempfile
        >>> root = Path(tempfile.mkdtemp())
        >>> _ = (root / "near.py").write_text("seven = 7")
        >>> before = sources(["near:made"], root)
        >>> _ = (root / "near.py").write_text("seven = 8")
        >>> sources(["near:made"], root) == before
        False
    """
    hashed = hashlib.sha256()
    for name, content in sorted(_own_modules(estimators, root).items()):
        hashed.update(f"{name}\n{len(content)}\n".encode())
        hashed.update(content)
    return hashed.hexdigest()


def _own_modules(estimators: Sequence[str], root: Path) -> dict[str, bytes]:
    """Return the text of each module under `root` that the estimators need, by name."""
    found: dict[str, bytes] = {}
    waiting = [reference.partition(":")[0] for reference in estimators]
    while waiting:
        name = waiting.pop()
        if not all(part.isidentifier() for part in name.split(".")):
            continue
        if parent := name.rpartition(".")[0]:
            waiting.append(parent)  # importing a.b runs a
        base = root.joinpath(*name.split("."))
        for path in (base / "__init__.py", base.with_name(f"{base.name}.py")):
            if name not in found and path.is_file():
                found[name] = path.read_bytes()
                package = name if path.name == "__init__.py" else parent
                waiting.extend(each for each in _imports(found[name], package) if each not in found)
    return found


def _imports(source: bytes, package: str) -> Iterator[str]:
    """Yield names that may be modules; a text that is no Python imports nothing."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return  # `make` tells it, with the line
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".") if node.level else []
            parts = parts[: len(parts) - node.level + 1] if node.level else []
            origin = ".".join([*parts, *([node.module] if node.module else [])])
            yield from ([origin] if origin else [])
            yield from (".".join(filter(None, (origin, alias.name))) for alias in node.names)


def _imported(name: str, root: Path) -> ModuleType:
    """Import a module, anew if its code has changed since this function imported it."""
    digest = sources([name], root)
    loaded = sys.modules.get(name)
    if getattr(loaded, _DIGEST, digest) != digest:
        for each in _own_modules([name], root):
            sys.modules.pop(each, None)
        importlib.invalidate_caches()
    module = importlib.import_module(name)
    setattr(module, _DIGEST, digest)
    return module


def dumps(estimator: Any) -> bytes:
    """Return a fitted estimator as skops writes it, equal estimators with equal bytes.

    Raises:
        InputError: If it holds a type that is not on the allow-list, so could not be loaded.
    """
    import skops.io

    written = skops.io.dumps(estimator)
    _refuse_untrusted(written)
    return _canonical(written)


def loads(stored: bytes) -> Any:
    """Return the estimator that `dumps` wrote.

    Raises:
        InputError: If it holds a type that is not on the allow-list.
    """
    import skops.io

    _refuse_untrusted(stored)
    return skops.io.loads(stored, trusted=sorted(TRUSTED))


def _refuse_untrusted(stored: bytes) -> None:
    import skops.io

    unknown = sorted(set(skops.io.get_untrusted_types(data=stored)) - TRUSTED)
    if unknown:
        raise InputError(
            f"the estimator holds types that Assay does not load: {', '.join(unknown)}",
            where="fit.estimators",
            remedy="build it from scikit-learn's own estimators; code cannot come out of a file",
        )


def _canonical(stored: bytes) -> bytes:
    """Replace addresses of memory and times by running numbers, which are the same every time."""
    with zipfile.ZipFile(io.BytesIO(stored)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    schema = contents.pop("schema.json").decode()
    seen = re.findall(r'"__id__": (\d+)|"(\d+)\.np[yz]"', schema)
    numbers = {
        found: str(place) for place, found in enumerate(dict.fromkeys(a or b for a, b in seen))
    }
    schema = re.sub(
        r'("__id__": |")(\d+)(\.np[yz]"|(?=[,\s}]))',
        lambda match: match[1] + numbers.get(match[2], match[2]) + match[3],
        schema,
    )
    renamed = {}
    for name, data in contents.items():
        stem, _, ending = name.partition(".")
        renamed[f"{numbers.get(stem, stem)}.{ending}"] = data
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted({**renamed, "schema.json": schema.encode()}.items()):
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), data)
    return made.getvalue()
