"""Read the code of a model as text, never run: what is fitted before the split that follows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from assay.core.evidence.given import CodeFault
from assay.lifecycle import given_code_target
from assay.lifecycle import given_code_terms as terms
from assay.lifecycle.given_code_reached import reached

LEARN_BY_SUFFIX = ("Scaler", "Imputer")
LEARN = frozenset(
    {
        "SelectKBest", "SelectPercentile", "SelectFromModel", "SelectFpr", "SelectFdr",
        "SelectFwe", "GenericUnivariateSelect", "SequentialFeatureSelector", "RFE", "RFECV",
        "PCA", "KernelPCA", "SparsePCA", "TruncatedSVD", "FastICA", "NMF", "PLSRegression",
        "LinearDiscriminantAnalysis", "PowerTransformer", "QuantileTransformer",
        "KBinsDiscretizer", "TargetEncoder", "LeaveOneOutEncoder", "CatBoostEncoder",
        "WOEEncoder", "JamesSteinEncoder", "MEstimateEncoder", "GLMMEncoder", "TfidfVectorizer",
        "SMOTE", "SMOTENC", "SMOTEN", "BorderlineSMOTE", "SVMSMOTE", "KMeansSMOTE", "ADASYN",
        "RandomOverSampler", "SMOTETomek", "SMOTEENN",
    }
)  # fmt: skip
"""Steps that learn from values. Codes of names (one-hot, ordinal) learn nothing that counts."""

ITSELF = frozenset({"set_output", "set_params", "fit"})
"""Methods that return the step that they are called on."""

JOINED = frozenset({"Pipeline", "make_pipeline", "ColumnTransformer", "make_column_transformer"})
SPLIT = frozenset({"train_test_split", "cross_val_score", "cross_validate", "cross_val_predict"})
SPLITTERS = ("KFold", "ShuffleSplit", "TimeSeriesSplit", "LeaveOneOut", "LeaveOneGroupOut")


@dataclass(frozen=True, slots=True)
class Learnt:
    """Where a value was made of all rows, and by what."""

    line: int
    step: str
    done: str = "is fitted on"


def read(
    source: Path | None, *, target: str, called: str | None = None, beside: bool = False
) -> tuple[tuple[str, ...], tuple[CodeFault, ...]]:
    """Return the files that were read, and the lines in them that let the answer in.

    Args:
        source: A Python file; None where the model brings no code.
        target: Column that is predicted.
        called: The function, or class, of it that is the model: what it never comes to does not
            count. All of the file if absent.
        beside: Whether the rest of the file is told as well, as not called: the function makes a
            model, and its file shows how it was fitted and scored.
    """
    if source is None or source.suffix != ".py" or not source.is_file():
        return (), ()
    tree = ast.parse(source.read_bytes(), filename=str(source))
    own = tree if called is None else reached(tree, called)
    found = _faults(own, source.name, target)
    if beside:
        others = _faults(tree, source.name, target)
        found = {line: replace(fault, called=False) for line, fault in others.items()} | found
    return (source.name,), tuple(found[line] for line in sorted(found))


def _faults(tree: ast.Module, file: str, target: str) -> dict[int, CodeFault]:
    both = (*given_code_target.faults(tree, file, target=target), *_before_split(tree, file))
    return {fault.line: fault for fault in both}


def _before_split(tree: ast.Module, file: str) -> Iterator[CodeFault]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    returned: dict[str, tuple[Learnt, ...]] = {}
    for _ in range(2):  # a function may call one that stands below it
        for function in functions:
            scope = _Scope(returned)
            scope.run(function.body)
            if scope.returns:
                returned[function.name] = scope.returns
    for body in (tree.body, *(function.body for function in functions)):
        scope = _Scope(returned)
        scope.run(body)
        for learnt, line in scope.faults:
            yield CodeFault(
                file=file,
                line=learnt.line,
                what=f"{learnt.step} {learnt.done} rows that are split only afterwards, in line "
                f"{line}",
            )


@dataclass
class _Scope:
    """One function, read from top to bottom.

    Attributes:
        returned: Functions that return what was made of all rows.
        steps: Names that hold a step which learns.
        fits: Names of steps that were fitted on all rows.
        made: Names of values that were made of all rows.
        apart: Names of rows that come from a split.
        splitters: Names that hold a splitter.
    """

    returned: dict[str, tuple[Learnt, ...]]
    steps: dict[str, str] = field(default_factory=dict)
    fits: dict[str, Learnt] = field(default_factory=dict)
    made: dict[str, tuple[Learnt, ...]] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)
    splitters: set[str] = field(default_factory=set)
    faults: list[tuple[Learnt, int]] = field(default_factory=list)
    returns: tuple[Learnt, ...] = ()

    def run(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            for expression in terms.own_expressions(statement):
                self._calls(expression)
            if isinstance(statement, ast.Assign):
                for name in statement.targets:
                    self._assign(name, statement.value)
            elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
                self._assign(statement.target, statement.value)
            elif isinstance(statement, ast.For):
                splits = any(self._splits(one) for one in ast.walk(statement.iter))
                if splits:
                    self.apart |= terms.names(statement.target)
            elif isinstance(statement, ast.Return) and statement.value is not None:
                self.returns += self._origins(statement.value)
            for inner in ("body", "orelse", "finalbody"):
                self.run(getattr(statement, inner, []))
            for handler in getattr(statement, "handlers", []):
                self.run(handler.body)

    def _calls(self, expression: ast.expr) -> None:
        for call in ast.walk(expression):
            if not isinstance(call, ast.Call):
                continue
            if self._splits(call):
                given = [*call.args, *(each.value for each in call.keywords)]
                for argument in given:
                    self.faults += [(learnt, call.lineno) for learnt in self._origins(argument)]
            if isinstance(call.func, ast.Attribute) and self._fits_all(call):
                step = self._step(call.func.value)
                if step is not None:
                    self.fits[ast.unparse(call.func.value)] = Learnt(call.lineno, step)

    def _assign(self, to: ast.expr, value: ast.expr) -> None:
        splits = any(self._splits(one) for one in ast.walk(value))
        if isinstance(to, ast.Tuple) and isinstance(value, ast.Tuple) and not splits:
            for one, part in zip(to.elts, value.elts, strict=False):
                self._assign(one, part)
            return
        learnt = () if splits else self._origins(value)
        step = self._step(value)
        for name in terms.names(to):
            if terms.by_hand(name, value):
                self.faults += [(one, value.lineno) for one in learnt]
            whole = not isinstance(to, ast.Subscript)
            if learnt:
                self.made[name] = learnt
            elif whole:
                self.made.pop(name, None)
            if splits or (whole and self._parted(value)):
                self.apart.add(name)
                self.made.pop(name, None)
            if step is not None:
                self.steps[name] = step
                if isinstance(value, ast.Call) and self._fits_all(value):
                    self.fits[name] = Learnt(value.lineno, step)
            if isinstance(value, ast.Call) and terms.called(value).endswith(SPLITTERS):
                self.splitters.add(name)

    def _origins(self, expression: ast.expr) -> tuple[Learnt, ...]:
        """Return where a value was made of all rows, if it was."""
        found: list[Learnt] = []
        for node in ast.walk(expression):
            if isinstance(node, ast.Name):
                found += self.made.get(node.id, ())
            elif isinstance(node, ast.Call) and terms.repeats(node):
                drawn = node.args[0] if terms.method(node) != "sample" else node.func
                if not self._parted(drawn):
                    found.append(Learnt(node.lineno, f"'{terms.called(node)}'", "repeats"))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found += self.returned.get(node.func.id, ())
            elif isinstance(node, ast.Call):
                found += filter(None, [self._learns(node)])
            elif isinstance(node, ast.BinOp):
                found += filter(None, [self._scales(node)])
        return tuple(dict.fromkeys(found))

    def _learns(self, call: ast.Call) -> Learnt | None:
        if not isinstance(call.func, ast.Attribute):
            return None
        receiver, method = call.func.value, call.func.attr
        parted = bool(call.args) and self._parted(call.args[0])
        if method in ("fit_transform", "fit_resample", "fit_sample") and not parted:
            step = self._step(receiver)
            return None if step is None else Learnt(call.lineno, step)
        if method == "transform":
            return self._transforms(receiver)
        if method == "fillna" and call.args and terms.averages(call.args[0], ("mean", "median")):
            return None if self._parted(receiver) else Learnt(call.lineno, "filling by the mean")
        return None

    def _transforms(self, receiver: ast.expr) -> Learnt | None:
        """Return where the step of `step.transform` or `step.fit(x).transform` was fitted."""
        if not (isinstance(receiver, ast.Call) and isinstance(receiver.func, ast.Attribute)):
            return self.fits.get(ast.unparse(receiver))
        step = self._step(receiver.func.value) if receiver.func.attr == "fit" else None
        known = bool(receiver.args) and self._parted(receiver.args[0])
        return None if step is None or known else Learnt(receiver.lineno, step)

    def _scales(self, node: ast.BinOp) -> Learnt | None:
        """Recognise `(x - x.mean()) / x.std()` and the like."""
        if not (isinstance(node.op, ast.Div) and isinstance(node.left, ast.BinOp)):
            return None
        centred = isinstance(node.left.op, ast.Sub) and terms.averages(
            node.left.right, ("mean", "min")
        )
        scaled = terms.averages(node.right, ("std", "max"))
        if not (centred and scaled) or self._parted(node.left.left):
            return None
        return Learnt(node.lineno, "scaling by mean and deviation")

    def _step(self, expression: ast.expr) -> str | None:
        """Return the name of the learning step that an expression is, or holds."""
        if isinstance(expression, ast.Name):
            return self.steps.get(expression.id)
        if not isinstance(expression, ast.Call):
            return None
        if terms.method(expression) in ITSELF and isinstance(expression.func, ast.Attribute):
            return self._step(expression.func.value)
        name = terms.called(expression)
        if name in LEARN or (name.endswith(LEARN_BY_SUFFIX) and not terms.constant(expression)):
            return name
        if name not in JOINED:
            return None
        parts = (
            part
            for argument in (*expression.args, *(each.value for each in expression.keywords))
            for part in ast.walk(argument)
            if isinstance(part, ast.expr)
        )
        return next(filter(None, map(self._step, parts)), None)

    def _fits_all(self, call: ast.Call) -> bool:
        return terms.method(call) == "fit" and bool(call.args) and not self._parted(call.args[0])

    def _splits(self, node: ast.AST) -> bool:
        if not isinstance(node, ast.Call):
            return False
        if terms.called(node) in SPLIT:
            return True
        if terms.method(node) != "split" or not isinstance(node.func, ast.Attribute):
            return False
        by = node.func.value
        made = isinstance(by, ast.Call) and terms.called(by).endswith(SPLITTERS)
        return made or (isinstance(by, ast.Name) and by.id in self.splitters)

    def _parted(self, expression: ast.expr) -> bool:
        """Whether an expression is of rows that were split before, or named as training."""
        return any(
            isinstance(node, ast.Name) and (node.id in self.apart or "train" in node.id.lower())
            for node in ast.walk(expression)
        )
