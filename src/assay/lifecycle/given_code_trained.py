"""Which variables of somebody's code hold rows of training, whatever they are called."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from assay.lifecycle import given_code_terms as terms

MORE_ROWS = frozenset({"append", "extend", "vstack", "concat"})
"""Methods that bring rows of another side."""


def names(tree: ast.AST) -> frozenset[str]:
    r"""Return the variables that only ever hold rows of training.

    Example:
        >>> code = "a, b = train.copy(), test.copy()\na = a[a.x > 0]\nc = a\nd = a\nd = b"
        >>> sorted(names(ast.parse(code)))
        ['a', 'c']
    """
    nodes = list(ast.walk(tree))
    given: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for name, value in (pair for to in node.targets for pair in _pairs(to, node.value)):
                given.setdefault(name, []).append(value)
    stored = Counter(
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    stored.update(node.arg for node in nodes if isinstance(node, ast.arg))
    plain = {name: values for name, values in given.items() if len(values) == stored[name]}
    known: frozenset[str] = frozenset()
    while more := {
        name
        for name, values in plain.items()
        if name not in known and _all_of_training(name, values, known)
    }:
        known |= more
    return known


def holds_training(name: str, known: frozenset[str]) -> bool:
    """Whether a variable holds rows of training: by what it was made of, or by its name."""
    return name in known or "train" in name.lower()


def _pairs(to: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield each variable that an assignment sets by itself, and what it is set to."""
    if isinstance(to, ast.Name):
        yield to.id, value
    elif isinstance(to, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, part in zip(to.elts, value.elts, strict=False):
            yield from _pairs(one, part)


def _all_of_training(name: str, values: list[ast.expr], known: frozenset[str]) -> bool:
    """Whether a variable is only set to training, or to what it was: `a = a.dropna()`."""
    roots = [_root(one) for one in values]
    first = any(root is not None and root != name for root in roots)
    return first and all(
        root is not None
        and (root == name or holds_training(root, known))
        and not any(
            isinstance(one, ast.Call) and terms.called(one) in MORE_ROWS for one in ast.walk(value)
        )
        for root, value in zip(roots, values, strict=True)
    )


def _root(value: ast.expr) -> str | None:
    """Return the variable that a value is taken from: of `a.b(c)[d]` it is `a`."""
    while isinstance(value, ast.Call | ast.Attribute | ast.Subscript):
        value = value.func if isinstance(value, ast.Call) else value.value
    return value.id if isinstance(value, ast.Name) else None
