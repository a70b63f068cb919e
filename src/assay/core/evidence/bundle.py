"""All evidence of a run together: one value of each type, kept as one JSON file each."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from assay.core import evidence as package
from assay.core.evidence import codec
from assay.core.workspace import write_atomic

Value = TypeVar("Value")


class Bundle:
    """Evidence by its type.

    Example:
        >>> from assay.core.evidence.audit import GateEvidence
        >>> gate = GateEvidence(purpose="register", open=True, reasons=())
        >>> Bundle([gate]).get(GateEvidence).open
        True
    """

    def __init__(self, values: list[Any] | tuple[Any, ...] = ()) -> None:
        self._values: dict[type, Any] = {type(value): value for value in values}

    def __iter__(self) -> Iterator[Any]:
        """Yield every piece of evidence."""
        return iter(self._values.values())

    def add(self, *values: object) -> Bundle:
        """Return a bundle with these too, in place of others of their types."""
        return Bundle([*self._values.values(), *values])

    def find(self, kind: type[Value]) -> Value | None:
        """Return the evidence of this type, or None."""
        return self._values.get(kind)

    def get(self, kind: type[Value]) -> Value:
        """Return the evidence of this type.

        Raises:
            KeyError: If the run left none.
        """
        return self._values[kind]  # type: ignore[no-any-return]

    def save(self, folder: Path) -> None:
        """Write each piece to `folder/<Type>.json`."""
        for kind, value in self._values.items():
            write_atomic(folder / f"{kind.__name__}.json", codec.encode(value))

    @classmethod
    def load(cls, folder: Path) -> Bundle:
        """Read what `save` wrote; files of unknown types are left alone."""
        known = kinds()
        return cls(
            [
                codec.decode(path.read_bytes(), known[path.stem])
                for path in sorted(folder.glob("*Evidence.json"))
                if path.stem in known
            ]
        )


@functools.cache
def kinds() -> dict[str, type[Any]]:
    """Return every evidence type of `assay.core.evidence` by its name."""
    found: dict[str, type[Any]] = {}
    for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if (
                name.endswith("Evidence")
                and dataclasses.is_dataclass(value)
                and isinstance(value, type)
            ):
                found[name] = value
    return found
