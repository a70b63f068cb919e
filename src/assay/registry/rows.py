"""What turns raw rows into those that a scorer reads: the contract and own features, kept with it.

Whoever loads a version elsewhere, through MLflow or a server, has neither the project nor its
contract; so both travel with the graph.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.project import Project
from assay.core.protocols import Scorer
from assay.core.workspace import write_atomic
from assay.data.contract import model
from assay.data.contract.model import Contract

if TYPE_CHECKING:
    import polars as pl

    from assay.features.own import OwnFeatures

FORMAT = 2
DESCRIPTION, CONTRACT, FEATURES = "rows.json", "contract.toml", "features.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saved:
    """Content of `rows.json`: with the SHA-256 of the files beside it, so that it names all."""

    format: int
    columns: tuple[str, ...]
    features: str | None
    contract_hash: str
    features_hash: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRows:
    """Rows as they come, read as the model was trained on them.

    Attributes:
        columns: What a row must hold.
        contract: Types and words for missing of these columns.
        features: The team's own, if it has any.
        hash: SHA-256 of all that was kept, as `digest_of` gives it.
    """

    columns: tuple[str, ...]
    contract: Contract
    features: OwnFeatures | None
    hash: str

    @classmethod
    def load(cls, folder: Path) -> RawRows | None:
        """Read what `keep` wrote; None if nothing was kept.

        Nothing is run before the hashes of all files have been compared.

        Raises:
            InputError: If a file is missing, was changed, or has a newer form.
        """
        kept = _kept(folder)
        if kept is None:
            return None
        saved, source, digest = kept
        contract = model.proven((folder / CONTRACT).read_bytes())
        columns = {name: c for name, c in contract.columns.items() if name in saved.columns}
        features = None
        if saved.features is not None:
            from assay.features import own

            features = own.made_by(source.decode(), saved.features, path=folder / FEATURES)
        return cls(
            columns=saved.columns,
            contract=contract.model_copy(update={"columns": columns}),
            features=features,
            hash=digest,
        )

    def read(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows with types as in training, one for each row given.

        Raises:
            InputError: If a column is missing.
        """
        from assay.data.contract.conform import conform  # a server reads single rows

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
    from assay.features import own

    reference = project.settings.features.module
    features = own.load(reference, root=project.root) if reference else None
    made = set(features.names) if features else set()
    read = features.reads if features else ()
    columns = tuple(dict.fromkeys((*(c for c in scorer.columns if c not in made), *read)))
    contract = project.contract_path.read_bytes()
    write_atomic(folder / CONTRACT, contract)
    if features:
        write_atomic(folder / FEATURES, features.source.encode())
    function = reference.rpartition(":")[2] if reference else ""
    saved = _Saved(
        format=FORMAT,
        columns=columns,
        features=f"{FEATURES}:{function}" if features else None,
        contract_hash=_sha256(contract),
        features_hash=features.hash if features else None,
    )
    write_atomic(folder / DESCRIPTION, codec.encode(saved))
    return columns


def load(folder: Path) -> RawRows:
    """Return what reads rows as a version was trained on them.

    Raises:
        InputError: If the version did not keep it, or a file was changed.
    """
    raw = RawRows.load(folder)
    if raw is None:
        raise InputError(
            "the version did not keep the contract that it reads rows by",
            where=str(folder),
            remedy="register it again with `assay run`",
        )
    return raw


def digest_of(folder: Path) -> str:
    """Return the SHA-256 that names contract, features and columns; empty if nothing was kept.

    Raises:
        InputError: If a file is missing, was changed, or has another form.

    Example:
        >>> import tempfile
        >>> digest_of(Path(tempfile.mkdtemp()))
        ''
    """
    kept = _kept(folder)
    return "" if kept is None else kept[2]


def _kept(folder: Path) -> tuple[_Saved, bytes, str] | None:
    """Return the description, the text of the features and the digest of both; run nothing."""
    path = folder / DESCRIPTION
    if not path.exists():
        return None
    described = path.read_bytes()
    try:
        saved = codec.decode(described, _Saved)
    except msgspec.DecodeError as cause:
        raise InputError(
            f"{DESCRIPTION} was changed after it was written, or is of an older form",
            where=str(folder),
            remedy="take the model from the registry again, or register it again with `assay run`",
        ) from cause
    if saved.format > FORMAT:
        raise InputError(
            f"{DESCRIPTION} has a newer form ({saved.format}) than this Assay reads ({FORMAT})",
            where=str(folder),
            remedy="upgrade assay-ml",
        )
    _unchanged(folder / CONTRACT, saved.contract_hash)
    source = b""
    if saved.features is not None:
        source = _unchanged(folder / FEATURES, saved.features_hash)
    return saved, source, _sha256(described)


def _unchanged(path: Path, expected: str | None) -> bytes:
    """Return the content of a file whose hash is known."""
    content = path.read_bytes() if path.is_file() else None
    if content is None or _sha256(content) != expected:
        what = "is missing" if content is None else "was changed after it was kept with the model"
        raise InputError(
            f"{path.name} {what}",
            where=str(path.parent),
            remedy="take the model from the registry again",
        )
    return content


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
