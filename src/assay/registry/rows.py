"""What turns raw rows into those that a scorer reads: the contract and own features, kept with it.

Whoever loads a version elsewhere, through MLflow or a server, has neither the project nor its
contract; so both travel with the graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
import polars as pl

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.project import Project
from assay.core.protocols import Scorer
from assay.core.workspace import write_atomic
from assay.data.contract import model
from assay.data.contract.conform import conform
from assay.data.contract.model import Contract
from assay.features import own
from assay.features.own import OwnFeatures

FORMAT = 1
DESCRIPTION, CONTRACT, FEATURES = "rows.json", "contract.toml", "features.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saved:
    """Content of `rows.json`."""

    format: int
    columns: tuple[str, ...]
    features: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRows:
    """Rows as they come, read as the model was trained on them.

    Attributes:
        columns: What a row must hold.
        contract: Types and words for missing of these columns.
        features: The team's own, if it has any.
    """

    columns: tuple[str, ...]
    contract: Contract
    features: OwnFeatures | None

    @classmethod
    def load(cls, folder: Path) -> RawRows | None:
        """Read what `keep` wrote; None if nothing was kept.

        Raises:
            InputError: If a file is missing, was changed, or has a newer form.
        """
        path = folder / DESCRIPTION
        if not path.exists():
            return None
        try:
            saved = codec.decode(path.read_bytes(), _Saved)
        except msgspec.DecodeError as cause:
            raise InputError(
                f"{DESCRIPTION} was changed after it was written",
                where=str(folder),
                remedy="take the model from the registry again",
            ) from cause
        if saved.format > FORMAT:
            raise InputError(
                f"{DESCRIPTION} has a newer form ({saved.format}) than this Assay reads ({FORMAT})",
                where=str(folder),
                remedy="upgrade assay-ml",
            )
        contract = model.load(folder / CONTRACT)
        columns = {name: c for name, c in contract.columns.items() if name in saved.columns}
        return cls(
            columns=saved.columns,
            contract=contract.model_copy(update={"columns": columns}),
            features=own.load(saved.features, root=folder) if saved.features else None,
        )

    def read(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows with types as in training, one for each row given.

        Raises:
            InputError: If a column is missing.
        """
        parsed = conform(rows.lazy(), self.contract)
        return (self.features.apply(parsed) if self.features else parsed).collect()


def keep(folder: Path, project: Project, scorer: Scorer) -> tuple[str, ...]:
    """Put beside a compiled scorer what raw rows need, and return the columns they must hold.

    Args:
        folder: Where `CompiledScorer.save` wrote.
        project: Names the contract and own features.
        scorer: What was saved.

    Raises:
        InputError: If the contract or the features cannot be read.
        ProjectError: If they are mistaken.
    """
    reference = project.settings.features.module
    features = own.load(reference, root=project.root) if reference else None
    made = set(features.names) if features else set()
    read = features.reads if features else ()
    columns = tuple(dict.fromkeys((*(c for c in scorer.columns if c not in made), *read)))
    write_atomic(folder / CONTRACT, project.contract_path.read_bytes())
    if features:
        write_atomic(folder / FEATURES, features.source.encode())
    function = reference.rpartition(":")[2] if reference else ""
    saved = _Saved(
        format=FORMAT,
        columns=columns,
        features=f"{FEATURES}:{function}" if features else None,
    )
    write_atomic(folder / DESCRIPTION, codec.encode(saved))
    return columns
