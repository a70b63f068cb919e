"""What single expressions of somebody's code say: names, calls, and what they are given."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def own_expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    """Yield the expressions of a statement without the statements within it."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.withitem):
            yield child.context_expr


def names(to: ast.expr) -> set[str]:
    """Return the names that an assignment changes; of `frame[...] = ...` it is `frame`."""
    if isinstance(to, ast.Tuple | ast.List):
        return {name for one in to.elts for name in names(one)}
    while isinstance(to, ast.Subscript | ast.Attribute | ast.Starred):
        to = to.value
    return {to.id} if isinstance(to, ast.Name) else set()


def by_hand(name: str, value: ast.expr) -> bool:
    """Whether rows are split by slicing: `train = scaled[:800]`."""
    sides = any(side in name.lower() for side in ("train", "test", "valid"))
    return sides and isinstance(value, ast.Subscript)


def called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def method(call: ast.Call) -> str:
    """Return the method that is called; empty for a function."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def repeats(call: ast.Call) -> bool:
    """Whether rows are drawn with return: `resample` of scikit-learn, `sample(replace=True)`."""
    said = [each.value for each in call.keywords if each.arg in ("replace", "with_replacement")]
    drawn = [one.value for one in said if isinstance(one, ast.Constant)]
    if called(call) == "resample":
        own = method(call) == "" or ast.unparse(call.func).endswith("utils.resample")
        return own and bool(call.args) and drawn != [False]
    return method(call) == "sample" and drawn == [True]


def averages(expression: ast.expr, methods: tuple[str, ...]) -> bool:
    """Whether an expression calls one of these methods."""
    return any(
        isinstance(node, ast.Call) and method(node) in methods for node in ast.walk(expression)
    )


def constant(call: ast.Call) -> bool:
    """Whether an imputer fills a constant, which it need not learn."""
    return any(
        each.arg == "strategy"
        and isinstance(each.value, ast.Constant)
        and each.value.value == "constant"
        for each in call.keywords
    )
