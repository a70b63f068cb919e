"""The fitted model that a version was compiled from, which alone knows what a column adds."""

from __future__ import annotations

from pathlib import Path

from assay.core.errors import InputError
from assay.training.model import Fitted


def load(run: Path, *, version: int, expected: str) -> Fitted:
    """Read the fitted model that a run left.

    Args:
        run: Folder of the run.
        version: The version that the run registered, to name it in errors.
        expected: Hash of the model, as its compiled scorer names it.

    Raises:
        InputError: If it is not there, or is not the one that was compiled.
    """
    folder = run / "fitted" / "model"
    if not folder.is_dir():
        raise InputError(
            f"the fitted model of version {version} is not in this workspace",
            where=str(folder),
            remedy="explain by --method lime, which asks the compiled scorer only",
        )
    fitted = Fitted.load(folder)
    if fitted.hash() != expected:
        raise InputError(
            f"the fitted model of version {version} is not the one that it scores with",
            where=str(folder),
            remedy="explain by --method lime, and register the version again with `assay run`",
        )
    return fitted
