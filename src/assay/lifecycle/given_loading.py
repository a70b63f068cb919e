"""Load a model that somebody hands over: an object, a function, or a file of one."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from assay.core.errors import AssayError, InputError, did_you_mean, require
from assay.core.evidence.given import Kind

Form = Literal["tables", "matrices"]
PICKLED = (".pkl", ".pickle", ".joblib", ".sav")
LEAST_ARGUMENTS: dict[int, Form] = {2: "tables", 3: "matrices"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A model as it was handed over.

    Attributes:
        kind: `estimator` follows scikit-learn, `function` fits and predicts in one call, `fixed`
            only predicts.
        model: The estimator, the function, or what predicts.
        fitted: Whether an estimator comes fitted.
        form: What a function takes: `(train, test)` or `(X_train, y_train, X_test)`.
        source: The file that its code stands in, where there is one.
        called: The function of that file that is the model, or makes it.
    """

    name: str
    kind: Kind
    model: Any
    fitted: bool = True
    form: Form = "tables"
    source: Path | None = None
    called: str | None = None


def load(model: object) -> Handed:
    """Return a model from an object, `FILE.py:function`, `module:function`, a file or a URI.

    Code is run, as its author would run it. Pickles are refused. MLflow may read pickles of its
    own, so give it models that you trust.

    Raises:
        InputError: If it is no model, or cannot be loaded.
        MissingExtra: If a package that it needs is not installed.
    """
    if not isinstance(model, str | Path):
        kind = model if isinstance(model, type) else type(model)
        return _object(model, kind.__name__, None)
    text = str(model)
    path = Path(text)
    if text.startswith(("models:/", "runs:/")) or (path / "MLmodel").is_file():
        return _mlflow(text)
    if path.suffix.lower() in PICKLED:
        raise InputError(
            f"'{path.name}' is a pickle, which runs whatever its author put in",
            where=text,
            remedy="save it with skops.io.dump as .skops, or name a function that returns it",
        )
    if path.suffix.lower() in (".onnx", ".skops"):
        if not path.is_file():
            raise InputError(
                f"there is no model file '{path.name}'", where=text, remedy="correct the path"
            )
        return _onnx(path) if path.suffix.lower() == ".onnx" else _skops(path)
    return _named(text)


def _object(model: Any, name: str, source: Path | None, called: str | None = None) -> Handed:
    if hasattr(model, "fit") and hasattr(model, "predict"):
        if isinstance(model, type):
            with _told(name):
                made = model()
            return _object(made, name, source, called)
        with _told(name):
            fitted = _is_fitted(model)
        return Handed(
            name=name,
            kind="estimator",
            model=model,
            fitted=fitted,
            source=source,
            called=called,
        )
    if callable(model) and not isinstance(model, type):
        return _function(model, name, source, called)
    if hasattr(model, "predict") and not isinstance(model, type):
        return Handed(name=name, kind="fixed", model=model, source=source, called=called)
    raise InputError(
        f"{name} is no model: it has neither fit and predict, nor can it be called",
        where="model",
        remedy="give an estimator, a function that returns one, or one that predicts",
    )


def _is_fitted(model: Any) -> bool:
    """Whether an estimator, or the last step of a pipeline, shows that it was fitted.

    One that follows `fit` and `predict` only has no tags that scikit-learn could ask, and a
    Gaussian process needs no fit to predict: these show it by what they keep, if at all.
    """
    from sklearn.exceptions import NotFittedError
    from sklearn.utils import get_tags
    from sklearn.utils.validation import check_is_fitted

    steps = getattr(model, "steps", None)
    last = steps[-1][1] if isinstance(steps, list) else model
    try:
        asks = get_tags(last).requires_fit
    except AttributeError:
        asks = False
    if not asks:
        return any(name.endswith("_") and name[0] != "_" for name in getattr(last, "__dict__", ()))
    try:
        check_is_fitted(model)
    except (NotFittedError, TypeError):  # TypeError: it has no `fit` of its own
        return False
    return True


def _function(
    function: Callable[..., Any], name: str, source: Path | None, called: str | None
) -> Handed:
    wanted = [
        each
        for each in inspect.signature(function).parameters.values()
        if each.default is each.empty
        and each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
    ]
    if source is None and (file := inspect.getsourcefile(function)) is not None:
        source = Path(file)
        named = getattr(function, "__qualname__", type(function).__qualname__)
        called = named.partition(".")[0]  # of a function within another, the outer one
    if not wanted:
        with _told(name):
            made = function()
        return _object(made, name, source, called)
    if len(wanted) not in LEAST_ARGUMENTS:
        raise InputError(
            f"'{name}' takes {len(wanted)} arguments",
            where=name,
            remedy="let it take nothing and return an estimator, or take (train, test) or "
            "(X_train, y_train, X_test) and return predictions",
        )
    form = LEAST_ARGUMENTS[len(wanted)]
    return Handed(
        name=name, kind="function", model=function, form=form, source=source, called=called
    )


def _named(text: str) -> Handed:
    where, _, function = text.rpartition(":")
    if not where or not function.isidentifier():
        raise InputError(
            f"'{text}' names no model",
            where="--model",
            remedy="give FILE.py:FUNCTION, MODULE:FUNCTION, a .onnx or .skops file, or a URI of "
            "MLflow as models:/NAME/VERSION",
        )
    module = _from_file(Path(where)) if where.endswith(".py") else _from_name(where)
    if not hasattr(module, function):
        raise InputError(
            f"there is no '{function}' in {where}{did_you_mean(function, vars(module))}",
            where=text,
            remedy="name a function of it",
        )
    source = inspect.getsourcefile(module)
    path = None if source is None else Path(source)
    return _object(getattr(module, function), text, path, function)


def _from_file(path: Path) -> ModuleType:
    """Import a file under the name that its package gives it, so that its imports hold."""
    if not path.is_file():
        raise InputError(f"there is no file '{path}'", where="--model", remedy="correct the path")
    path = path.resolve()
    root, parts = path.parent, [path.stem]
    while (root / "__init__.py").is_file():
        parts.insert(0, root.name)
        root = root.parent
    name = ".".join(parts)
    loaded = sys.modules.get(name)
    if loaded is not None and getattr(loaded, "__file__", None) == str(path):
        return loaded
    with _importable(root, Path.cwd()), _told(str(path)):
        if len(parts) > 1:
            return importlib.import_module(name)
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


def _from_name(name: str) -> ModuleType:
    with _importable(Path.cwd()), _told(name):
        return importlib.import_module(name)


@contextmanager
def _importable(*roots: Path) -> Iterator[None]:
    added = [str(root) for root in roots if str(root) not in sys.path]
    sys.path[:0] = added
    try:
        yield
    finally:
        for each in added:
            sys.path.remove(each)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Tell what somebody's code raises as theirs."""
    try:
        yield
    except AssayError:
        raise
    except Exception as cause:
        raise InputError(
            f"'{name}' fails with {type(cause).__name__}: {cause}",
            where=name,
            remedy="correct it; it has to load where the audit runs, with its packages installed",
        ) from cause


def _skops(path: Path) -> Handed:
    from assay.training.estimator import loads

    with _told(path.name):
        return _object(loads(path.read_bytes()), path.name, None)


def _onnx(path: Path) -> Handed:
    from assay.lifecycle.given_onnx import Graph

    with _told(path.name):
        return Handed(name=path.name, kind="fixed", model=Graph(path))


def _mlflow(uri: str) -> Handed:
    require("mlflow.pyfunc", extra="ui", feature="a model of MLflow")
    import mlflow.pyfunc

    with _told(uri):
        model = mlflow.pyfunc.load_model(uri)
        if "sklearn" in model.metadata.flavors:
            import mlflow.sklearn

            return _object(mlflow.sklearn.load_model(uri), uri, None)
        return Handed(name=uri, kind="fixed", model=model)
