"""A compiled scorer as a model folder of MLflow's."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

LOADER = "assay.registry.pyfunc"


def save(
    folder: Path,
    data: Path,
    *,
    columns: Sequence[str],
    classes: Sequence[str],
    requirements: Sequence[str],
    registered: Mapping[str, Any] | None = None,
    code: Path | None = None,
    example: pd.DataFrame | None = None,
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Write a model folder that `mlflow.pyfunc.load_model` takes.

    Args:
        folder: Where to write; it does not exist, or is empty.
        data: Folder of the scorer, its raw rows and its proof.
        columns: Columns that the scorer reads.
        classes: Names of the classes; empty for regression.
        requirements: What pip has to install for it.
        registered: MLflow's own names of run, model and place, if it is to be registered.
        code: Package that goes along and is found before an installed one.
        example: Rows as a caller would give them.
        metadata: What else the folder says of itself.
    """
    import mlflow.pyfunc
    from mlflow.models import Model

    mlflow.pyfunc.save_model(
        folder,
        loader_module=LOADER,
        data_path=str(data),
        mlflow_model=Model(signature=_signature(columns, classes), **(registered or {})),
        pip_requirements=list(requirements),
        code_paths=[str(code)] if code else None,
        input_example=example,
        metadata=dict(metadata) if metadata else None,
    )


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silence MLflow's chatter."""
    logger = logging.getLogger("mlflow")
    level = logger.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import mlflow.exceptions  # noqa: F401  (its first import sets the level)

            logger.setLevel(logging.ERROR)
            yield
        finally:
            logger.setLevel(level)


def _signature(columns: Sequence[str], classes: Sequence[str]) -> Any:
    """Name inputs and outputs.

    Input types are left to the scorer: MLflow would refuse an integer column where it was told
    `double`, and a column of strings that came as a pandas category. A model that reads no column
    has no inputs: MLflow knows no empty list of them.
    """
    from mlflow.models import ModelSignature
    from mlflow.types.schema import AnyType, ColSpec, Schema

    outputs = [ColSpec("string" if classes else "double", "prediction")]
    outputs += [ColSpec("double", f"probability_{name}") for name in classes]
    free = AnyType()  # type: ignore[no-untyped-call]
    inputs = [ColSpec(free, name) for name in columns]
    return ModelSignature(inputs=Schema([*inputs]) if inputs else None, outputs=Schema([*outputs]))
