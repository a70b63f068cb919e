"""Read TOML into typed models, and say every mistake at once with its line, key and remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from assay.core.errors import InputError, ProjectError, did_you_mean

Key = tuple[str | int, ...]


class Section(BaseModel):
    """Base of every table of a project file: unknown keys are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file with the line of each key.

    Attributes:
        data: The parsed content.
        lines: Line of each key path, from 1.
    """

    path: Path
    data: dict[str, Any]
    lines: dict[Key, int]

    def mistake(self, key: Key, what: str, remedy: str) -> str:
        """Return one mistake in the form `file:line: [key] what; remedy`."""
        line = next(
            (self.lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in self.lines), 1
        )
        return f"{self.path.name}:{line}: {dotted(key)}: {what}; {remedy}"


def read(path: Path) -> TomlFile:
    """Read a TOML file.

    Raises:
        InputError: If there is no such file, or it is not UTF-8.
        ProjectError: If it is not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as cause:
        raise InputError(
            f"there is no {path.name}",
            where=str(path.parent.resolve()),
            remedy="run `assay init SOURCE --target COLUMN`, or go to the folder that holds it",
        ) from cause
    except UnicodeDecodeError as cause:
        raise InputError(
            f"{path.name} is not UTF-8 (byte {cause.start})",
            where=str(path),
            remedy="save it as UTF-8",
        ) from cause
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise ProjectError(
            f"{path.name} is not valid TOML: {cause}",
            where=str(path),
            remedy="correct the line; strings need quotes, true and false are lower case",
        ) from cause
    return TomlFile(path, data, _lines(text))


def parse(file: TomlFile, model: type[Model], *, also: Sequence[str] = ()) -> Model:
    """Return the file's content as `model`.

    Args:
        file: The file.
        model: What its content must be.
        also: Mistakes that the caller found already, to be told with the others.

    Raises:
        ProjectError: With every mistake, each with line, key, remedy and the nearest valid name.
    """
    try:
        content = model.model_validate(file.data)
    except ValidationError as cause:
        mistakes = [_mistake(file, model, error) for error in cause.errors()]
        raise mistaken(file, [*mistakes, *also]) from cause
    if also:
        raise mistaken(file, list(also))
    return content


def mistaken(file: TomlFile, mistakes: list[str]) -> ProjectError:
    """Return the error that lists these mistakes, one a line."""
    count = f"{len(mistakes)} mistakes" if len(mistakes) > 1 else "a mistake"
    return ProjectError(
        f"{file.path.name} has {count}",
        where="\n        ".join(mistakes),
        remedy="correct the lines above; `assay check` reads them again",
    )


def dotted(key: Key) -> str:
    """Return a key path as TOML writes it.

    Example:
        >>> dotted(("practices", "waivers", 0, "rule"))
        'practices.waivers[0].rule'
    """
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _mistake(file: TomlFile, model: type[BaseModel], error: ErrorDetails) -> str:
    key = tuple(part for part in error["loc"] if not str(part).startswith("function-"))
    if error["type"] == "extra_forbidden":
        name = str(key[-1])
        valid = _valid_names(model, key[:-1])
        remedy = f"remove it, or use one of {', '.join(valid)}" if valid else "remove it"
        return file.mistake(key, f"unknown key '{name}'{did_you_mean(name, valid)}", remedy)
    if error["type"] == "missing":
        return file.mistake(key, "is missing", "add it")
    seen = error["input"]
    if error["type"] == "literal_error":
        expected = str(error.get("ctx", {}).get("expected", ""))
        names = re.findall(r"'([^']*)'", expected)
        return file.mistake(
            key, f"{seen!r} is not valid{did_you_mean(str(seen), names)}", f"use {expected}"
        )
    if error["type"] == "value_error":
        return file.mistake(key, error["msg"].removeprefix("Value error, "), "correct it")
    return file.mistake(
        key, f"{seen!r} does not fit", error["msg"].replace("Input should", "it should")
    )


def _valid_names(model: type[BaseModel], key: Key) -> list[str]:
    current: Any = model
    free = False
    for part in key:
        if isinstance(part, int) or free:
            free = False
            continue
        if not (isinstance(current, type) and issubclass(current, BaseModel)):
            continue
        field = current.model_fields.get(part)
        current = _model_within(field.annotation) if field else None
        free = field is not None and get_origin(field.annotation) is dict
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _model_within(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _model_within(argument):
            return found
    return None


_TABLE = re.compile(r"^\s*(\[\[|\[)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*="""
)
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")


def _lines(text: str) -> dict[Key, int]:
    lines: dict[Key, int] = {}
    arrays: dict[Key, int] = {}
    table: Key = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                arrays[table] = arrays.get(table, -1) + 1
                table = (*table, arrays[table])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            path = (*table, *_parts(key[1]))
            for length in range(len(table) + 1, len(path) + 1):
                lines.setdefault(path[:length], number)
    return lines


def _parts(text: str) -> Key:
    return tuple(a or b or c for a, b, c in _PART.findall(text))
