"""The fitted model: encodings and weighted members whose margins add up, with no pickle on disk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.evidence.data import Task
from assay.core.workspace import write_atomic
from assay.features.encoding import Encoding
from assay.features.inputs import Inputs
from assay.training import members
from assay.training.members import Matrix, Member, Purpose
from assay.training.objective import probabilities

FORMAT = 1
"""Version of the saved form."""

PURPOSES: tuple[Purpose, ...] = ("tree", "linear")


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A fitted model: `margin(row) = sum of weight * member's margin`.

    Margins are log-odds of the positive class (binary), unnormalised log-probabilities
    (multiclass) or the value itself (regression), so that a sum of members stays a sum of
    contributions, and one graph can compute it.

    Attributes:
        task: What is predicted.
        classes: `(negative, positive)`, the class names, or empty for regression.
        threshold: Decision threshold on the positive probability; None unless binary.
        columns: Input columns, in the order of contributions.
        tree_encoding: Encoding that members of purpose `tree` read; None if there are none.
        linear_encoding: Encoding that members of purpose `linear` read; None if there are none.
        members: What is summed.
    """

    task: Task
    classes: tuple[str, ...]
    threshold: float | None
    columns: tuple[str, ...]
    tree_encoding: Encoding | None
    linear_encoding: Encoding | None
    members: tuple[Member, ...]

    @property
    def outputs(self) -> int:
        """Margins a row: the number of classes for multiclass, otherwise 1."""
        return len(self.classes) if self.task == "multiclass" else 1

    def scores(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """Return predictions.

        Args:
            rows: Raw rows that hold `columns`.

        Returns:
            Binary: probability of the positive class, shape (n,). Multiclass: probabilities,
            shape (n, classes). Regression: predicted value, shape (n,).

        Raises:
            InputError: If columns are missing.
        """
        return probabilities(self.task, self.margins(rows))

    def margins(self, rows: pl.DataFrame | Inputs) -> NDArray[np.float64]:
        """Return predictions on the link scale, shape (n, outputs).

        Raises:
            InputError: If columns are missing.
        """
        matrices = self._matrices(rows)
        total = np.zeros((len(matrices[None]), self.outputs))
        for member in self.members:
            total += member.weight * member.margins(matrices[member.purpose])
        return total

    def contributions(
        self, rows: pl.DataFrame | Inputs
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return Shapley contributions on the link scale, and the base.

        Exact for each member (TreeSHAP for trees, centred products for linear members); the
        members' contributions are weighted like their margins, and those of all encoded inputs
        that were made of one column are added up.

        Returns:
            Contributions by input column, shape (n, columns, outputs), and base values, shape
            (outputs,). Their sum is the margin.

        Raises:
            InputError: If columns are missing.
        """
        matrices = self._matrices(rows)
        total = np.zeros((len(matrices[None]), len(self.columns), self.outputs))
        base = np.zeros(self.outputs)
        for member in self.members:
            values, expected = member.contributions(matrices[member.purpose])
            base += member.weight * expected
            if member.purpose is not None:
                owners = self._owners(self._encoding(member.purpose))
                total += member.weight * np.einsum("nko,kc->nco", values, owners)
        return total, base

    def save(self, folder: Path) -> None:
        """Write the model as JSON and LightGBM's text form; nothing on disk is code.

        Raises:
            OSError: If the folder cannot be written.
        """
        for name, content in self._files().items():
            write_atomic(folder / name, content)

    @classmethod
    def load(cls, folder: Path) -> Fitted:
        """Read what `save` wrote.

        Raises:
            InputError: If the folder holds no model, or one of a newer form.
        """
        path = folder / "model.json"
        if not path.is_file():
            raise InputError(
                "there is no model.json",
                where=str(folder),
                remedy="give a folder that Fitted.save wrote",
            )
        content = msgspec.json.decode(path.read_bytes())
        if content["format"] > FORMAT:
            raise InputError(
                f"the model's form {content['format']} is newer than this Assay reads ({FORMAT})",
                where=str(path),
                remedy="upgrade assay-ml",
            )
        return cls(
            task=content["task"],
            classes=tuple(content["classes"]),
            threshold=content["threshold"],
            columns=tuple(content["columns"]),
            tree_encoding=_read_encoding(content["tree_encoding"]),
            linear_encoding=_read_encoding(content["linear_encoding"]),
            members=tuple(_read_member(entry, folder) for entry in content["members"]),
        )

    def hash(self) -> str:
        """Return the SHA-256 of everything that scores."""
        hashed = hashlib.sha256()
        for name, content in sorted(self._files().items()):
            hashed.update(f"{name}\n{len(content)}\n".encode())
            hashed.update(content)
        return hashed.hexdigest()

    def _files(self) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        entries = []
        for index, member in enumerate(self.members):
            entry = members.to_dict(member)
            if "text" in entry:
                entry["file"] = f"tree-{index}.txt"
                files[entry["file"]] = entry.pop("text").encode()
            entries.append(entry)
        files["model.json"] = codec.encode(
            {
                "format": FORMAT,
                "task": self.task,
                "classes": self.classes,
                "threshold": self.threshold,
                "columns": self.columns,
                "tree_encoding": _write_encoding(self.tree_encoding),
                "linear_encoding": _write_encoding(self.linear_encoding),
                "members": entries,
            }
        )
        return files

    def _matrices(self, rows: pl.DataFrame | Inputs) -> dict[Purpose | None, Matrix]:
        if isinstance(rows, Inputs):
            count = rows.rows
        else:
            self._refuse_missing(rows)
            count = rows.height
        matrices: dict[Purpose | None, Matrix] = {
            None: np.zeros((count, len(self.columns)), dtype=np.float32)
        }
        inputs = rows
        for purpose in PURPOSES:
            if any(member.purpose == purpose for member in self.members):
                inputs = self._encoding(purpose).read(inputs)  # the same for both: read once
                matrices[purpose] = self._encoding(purpose).transform(inputs)
        return matrices

    def _refuse_missing(self, rows: pl.DataFrame) -> None:
        missing = [column for column in self.columns if column not in rows.columns]
        if missing:
            raise InputError(
                f"{len(missing)} columns that the model reads are missing: {', '.join(missing)}",
                where=f"a table of {rows.width} columns",
                remedy="give the columns that the model was trained on",
            )

    def _encoding(self, purpose: Purpose) -> Encoding:
        encoding = self.tree_encoding if purpose == "tree" else self.linear_encoding
        assert encoding is not None, f"a {purpose} member without its encoding"
        return encoding

    def _owners(self, encoding: Encoding) -> NDArray[np.float64]:
        names = np.array([output.column for output in encoding.outputs], dtype=object)
        owned = names[:, None] == np.array(self.columns, dtype=object)[None, :]
        return np.asarray(owned, dtype=np.float64)


def _read_member(entry: dict[str, Any], folder: Path) -> Member:
    if "file" in entry:
        entry = {**entry, "text": (folder / entry["file"]).read_text(encoding="utf-8")}
    return members.from_dict(entry)


def _write_encoding(encoding: Encoding | None) -> Any:
    return None if encoding is None else encoding.to_dict()


def _read_encoding(content: Any) -> Encoding | None:
    return None if content is None else Encoding.from_dict(content)
