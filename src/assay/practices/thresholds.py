"""Read a rule's thresholds from its file: each constant with its value and the reason under it."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from assay.practices.rule import Rule


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number or list that a rule holds evidence against.

    Attributes:
        value: As written in the file.
        reason: The string under the constant; empty if there is none.
    """

    name: str
    value: str
    reason: str


def thresholds(rule: Rule) -> tuple[Threshold, ...]:
    """Return the constants of a rule's file, also those that it takes from another file.

    Example:
        >>> from assay.practices import catalogue
        >>> [t.name for t in thresholds(catalogue.load()["split-test-too-small"])]
        ['FEWEST_OF_CLASS', 'FEWEST_ROWS']
    """
    return tuple(sorted(_constants(rule.module), key=lambda threshold: threshold.name))


def _constants(module: str, wanted: frozenset[str] | None = None) -> Iterator[Threshold]:
    body = ast.parse(inspect.getsource(importlib.import_module(module))).body
    for statement, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.ImportFrom) and statement.module and wanted is None:
            named = frozenset(alias.name for alias in statement.names if alias.name.isupper())
            if named:
                yield from _constants(statement.module, named)
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        name = statement.target.id
        if statement.value is None or not name.isupper() or not (wanted is None or name in wanted):
            continue
        yield Threshold(name, _plain(statement.value), _reason(after))


def _plain(value: ast.expr) -> str:
    if isinstance(value, ast.Call) and len(value.args) == 1:  # frozenset((...))
        value = value.args[0]
    if isinstance(value, ast.Tuple | ast.List | ast.Set):
        return ", ".join(ast.unparse(item).strip("'") for item in value.elts)
    return ast.unparse(value)


def _reason(statement: ast.stmt | None) -> str:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return " ".join(str(statement.value.value).split())
    return ""
