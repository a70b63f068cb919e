"""Read the code of a model as text, never run: features that are made of the outcome."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assay.core.evidence.given import CodeFault
from assay.lifecycle import given_code_trained
from assay.lifecycle.given_code_trained import holds_training

USUAL_NAMES = frozenset({"target", "target_col", "target_column", "label_col", "target_name"})
"""Variables, in lower case, that hold the name of the outcome's column."""

AVERAGES = frozenset({"mean", "median", "sum", "agg", "aggregate", "std", "apply", "pivot_table"})
COMBINED = frozenset({"agg", "aggregate", "pivot_table"})
"""Methods that are told in their arguments which column they average."""

JOINS = frozenset({"merge", "join", "map", "replace"})
"""Methods that bring an average of a group to the group's rows."""


def faults(tree: ast.Module, file: str, *, target: str) -> Iterator[CodeFault]:
    """Yield the lines that make a feature of the outcome.

    A lag (`shift`) is known in time; averages of training rows, or of rows that are picked by
    `loc` as in folds, do not hold the row's own outcome on the test.
    """
    code = _Code.of(tree, target)
    for statement in (node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.Expr)):
        if _lagged(statement) or not code.reads(statement):
            continue
        if (call := code.averaged(statement)) is not None:
            yield CodeFault(
                file=file,
                line=call.lineno,
                what=f"an average of '{target}' by group, over rows that hold its own outcome, "
                "becomes a feature",
            )
        elif (name := code.feature(statement)) is not None:
            yield CodeFault(
                file=file,
                line=statement.lineno,
                what=f"the feature '{name}' is made of the outcome '{target}'",
            )


@dataclass(frozen=True)
class _Code:
    """What a file says of columns.

    Attributes:
        holders: Variables that hold the name of the outcome's column.
        aliases: Columns that are the outcome in another code, row by row.
        averages: Variables that hold an average of the outcome by group.
        dropped: Columns that are dropped.
        alone: Columns that are taken alone, as an outcome is.
        listed: Columns that stand in a list.
        trained: Variables that hold rows of training alone.
    """

    target: str
    holders: frozenset[str]
    aliases: frozenset[str]
    averages: frozenset[str]
    dropped: frozenset[str]
    alone: frozenset[str]
    listed: frozenset[str]
    trained: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tree: ast.Module, target: str) -> _Code:
        assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
        holders = {
            name.id
            for node in assigned
            for name in node.targets
            if isinstance(name, ast.Name)
            and isinstance(node.value, ast.Constant)
            and node.value.value == target
        }
        bare = cls(target, frozenset(holders), *[frozenset()] * 5)
        bare = replace(bare, trained=given_code_trained.names(tree))
        bare = replace(bare, aliases=frozenset(bare._recoded(assigned)))
        averages = {
            name.id
            for node in assigned
            for name in node.targets
            if isinstance(name, ast.Name)
            and any(bare._grouped(call, AVERAGES) for call in _calls(node.value))
            and not _lagged(node)
        }
        dropped: set[str] = set()
        for call in _calls(tree):
            if isinstance(call.func, ast.Attribute) and call.func.attr in ("drop", "pop"):
                dropped |= bare._columns(call)
        loads = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
        ]
        alone = {
            node.slice.value
            for node in loads
            if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
        }
        listed: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.List | ast.Tuple):
                listed |= bare._columns(node)
        return cls(
            target,
            bare.holders,
            bare.aliases & frozenset(alone | dropped),
            frozenset(averages),
            frozenset(dropped),
            frozenset(alone),
            frozenset(listed),
            bare.trained,
        )

    def reads(self, node: ast.AST) -> bool:
        """Whether code reads the outcome, or an average of it."""
        return any(
            self._is_outcome(part) or (isinstance(part, ast.Name) and part.id in self.averages)
            for part in ast.walk(node)
        )

    def averaged(self, statement: ast.stmt) -> ast.Call | None:
        """Return the call that gives each row an average of the outcome in its group."""
        for call in _calls(statement):
            if self._grouped(call, frozenset({"transform"})) or self._windowed(call):
                return call
            if not isinstance(call.func, ast.Attribute) or call.func.attr not in JOINS:
                continue
            if self._of_some_rows(list(_chain(call.func.value))):
                continue
            for given in call.args:
                roots = [one for one in _chain(given) if isinstance(one, ast.Name)]
                known = any(root.id in self.averages for root in roots)
                if known or any(self._grouped(one, AVERAGES) for one in _calls(given)):
                    return call
        return None

    def _recoded(self, assigned: list[ast.Assign]) -> Iterator[str]:
        """Yield the columns that are made of the outcome alone, each row of its own."""
        for node in assigned:
            (to, *_) = node.targets
            named = isinstance(to, ast.Subscript) and isinstance(to.slice, ast.Constant)
            if not named or not isinstance(to, ast.Subscript) or _lagged(node):
                continue
            name = to.slice.value if isinstance(to.slice, ast.Constant) else None
            averaged = any(
                isinstance(call.func, ast.Attribute)
                and call.func.attr in ("groupby", "group_by", "over", *AVERAGES)
                for call in _calls(node.value)
            )
            columns = [part for part in ast.walk(node.value) if isinstance(part, ast.Subscript)]
            alone = bool(columns) and all(map(self._is_outcome, columns))
            if isinstance(name, str) and name != self.target and alone and not averaged:
                yield name

    def feature(self, statement: ast.stmt) -> str | None:
        """Return the name of a new column that is made of the outcome and kept as a feature."""
        if not isinstance(statement, ast.Assign) or not self.reads(statement.value):
            return None
        (to, *_) = statement.targets
        if not (isinstance(to, ast.Subscript) and isinstance(to.slice, ast.Constant)):
            return None
        name = to.slice.value
        if not isinstance(name, str) or name == self.target or name in self.dropped | self.alone:
            return None
        return name if self.target in self.dropped or name in self.listed else None

    def _is_outcome(self, node: ast.AST) -> bool:
        """Whether a node takes the outcome's column: `frame[target]`, `frame.target`, `col()`."""
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            return self._names_it(node.slice)
        if isinstance(node, ast.Attribute):
            own = node.attr == self.target or node.attr in self.aliases
            return own and isinstance(node.value, ast.Name)
        if isinstance(node, ast.Call) and len(node.args) == 1:
            named = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            return named == "col" and self._names_it(node.args[0])
        return False

    def _names_it(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Constant):
            return node.value == self.target or node.value in self.aliases
        if isinstance(node, ast.Name):
            return node.id in self.holders or node.id.lower() in USUAL_NAMES
        return False

    def _grouped(self, call: ast.Call, methods: frozenset[str]) -> bool:
        """Whether a call is `rows.groupby(...)[target].method(...)` of rows not split before."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in methods:
            return False
        chain = list(_chain(call.func.value))
        grouped = any(
            isinstance(one, ast.Call)
            and isinstance(one.func, ast.Attribute)
            and one.func.attr in ("groupby", "group_by")
            for one in chain
        )
        named = any(map(self._is_outcome, chain)) or (
            call.func.attr in COMBINED and self._told(call)
        )
        made = grouped or call.func.attr == "pivot_table"
        return made and named and not self._of_some_rows(chain)

    def _told(self, call: ast.Call) -> bool:
        """Whether the arguments of `agg` or `pivot_table` name the outcome's column."""
        given = [*call.args, *(each.value for each in call.keywords if each.arg != "index")]
        return any(
            isinstance(part, ast.expr) and (self._names_it(part) or self._is_outcome(part))
            for one in given
            for part in ast.walk(one)
        )

    def _windowed(self, call: ast.Call) -> bool:
        """Whether a call is Polars' `pl.col(target).mean().over(...)`."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "over":
            return False
        return any(map(self._is_outcome, _chain(call.func.value)))

    def _of_some_rows(self, chain: list[ast.expr]) -> bool:
        return any(
            (isinstance(one, ast.Name) and holds_training(one.id, self.trained))
            or (isinstance(one, ast.Attribute) and one.attr in ("loc", "iloc"))
            for one in chain
        )

    def _columns(self, node: ast.AST) -> set[str]:
        found = set()
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                found.add(part.value)
            elif isinstance(part, ast.Name) and self._names_it(part):
                found.add(self.target)
        return found


def _chain(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what a call is made on, outermost first: of `a.b(c)[d]` it is all but `c` and `d`."""
    while True:
        yield node
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        else:
            return


def _lagged(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr == "shift" for one in ast.walk(node))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Call))
