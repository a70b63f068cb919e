"""What of a file runs when it is imported and one of its functions is called."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def reached(tree: ast.Module, name: str) -> ast.Module:
    r"""Return a module without the functions and classes that a function of it never comes to.

    What stands outside of them runs on import, and so counts, with all that it names; but not what
    stands under `if __name__ == "__main__"`.

    Args:
        tree: The whole file.
        name: The function that is called, or the class that is used.

    Example:
        >>> text = "def a(): return b()\ndef b(): return 1\ndef c(): return 2"
        >>> [each.name for each in reached(ast.parse(text), "a").body]
        ['a', 'b']
    """
    body = [each for each in tree.body if not _is_script(each)]
    defined: dict[str, list[Definition]] = {}
    for each in body:
        if isinstance(each, Definition):
            defined.setdefault(each.name, []).append(each)
    due = [name, *_names(each for each in body if not isinstance(each, Definition))]
    kept: set[str] = set()
    while due:
        one = due.pop()
        if one in defined and one not in kept:
            kept.add(one)
            due += _names(defined[one])
    chosen = [each for each in body if not isinstance(each, Definition) or each.name in kept]
    return ast.Module(body=chosen, type_ignores=[])


def _names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that code reads."""
    return (one.id for node in nodes for one in ast.walk(node) if isinstance(one, ast.Name))


def _is_script(statement: ast.stmt) -> bool:
    """Whether a statement runs only where the file is the program."""
    if not isinstance(statement, ast.If) or not isinstance(statement.test, ast.Compare):
        return False
    sides = (statement.test.left, *statement.test.comparators)
    return any(isinstance(one, ast.Name) and one.id == "__name__" for one in sides)
