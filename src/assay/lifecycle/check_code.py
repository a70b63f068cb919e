"""Whether the code that `assay.toml` names is there: read as text, never run."""

from __future__ import annotations

import ast
import sys
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from assay.core import toml
from assay.core.errors import did_you_mean
from assay.core.project import Project


def mistakes(project: Project) -> list[str]:
    """Return what is wrong with `features.module` and `fit.estimators`, each with its remedy."""
    return [*_features(project), *_estimators(project)]


def _features(project: Project) -> list[str]:
    key: toml.Key = ("features", "module")
    reference = project.settings.features.module
    if reference is None:
        return []
    file, _, function = reference.partition(":")
    if not function or not file.endswith(".py"):
        return [project.file.mistake(key, f"'{reference}' is not FILE.py:FUNCTION", "name both")]
    path = project.root / file
    if not path.is_file():
        return [project.file.mistake(key, f"there is no file {file}", "put it beside assay.toml")]
    return _missing(project, key, path, function)


def _estimators(project: Project) -> list[str]:
    found = []
    key: toml.Key = ("fit", "estimators")
    for reference in project.settings.fit.estimators:
        module, _, factory = reference.partition(":")
        if not factory or not all(part.isidentifier() for part in module.split(".")):
            found.append(
                project.file.mistake(key, f"'{reference}' is not module:factory", "name both")
            )
        elif (spec := _located(module, project.root)) is None:
            found.append(
                project.file.mistake(
                    key,
                    f"there is no module '{module}'",
                    "put it beside assay.toml, or install the package",
                )
            )
        elif spec.origin and spec.origin.endswith(".py"):
            found += _missing(project, key, Path(spec.origin), factory)
    return found


def _located(module: str, root: Path) -> ModuleSpec | None:
    """Return where a module stands without importing it or what it is in."""
    path = [str(root), *sys.path]
    spec = None
    for part in module.split("."):  # by its last name: a dotted one would need its parent imported
        spec = PathFinder.find_spec(part, path)
        if spec is None:
            return None
        path = list(spec.submodule_search_locations or [])
    return spec


def _missing(project: Project, key: toml.Key, path: Path, name: str) -> list[str]:
    try:
        tree = ast.parse(path.read_bytes(), filename=str(path))
    except (SyntaxError, ValueError) as error:
        line = f", line {error.lineno}" if isinstance(error, SyntaxError) else ""
        said = error.msg if isinstance(error, SyntaxError) else str(error)
        return [
            project.file.mistake(
                key, f"{path.name}{line} is not Python: {said}", "correct the file"
            )
        ]
    names = _defined(tree)
    if name in names or {"*", "__getattr__"} & names:
        return []
    what = f"{path.name} has no function '{name}'{did_you_mean(name, names)}"
    return [project.file.mistake(key, what, "name a function of the file")]


def _defined(tree: ast.Module) -> set[str]:
    """Return every name that a module may have once it has run; `*` where that cannot be told."""
    names: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue  # what stands within is not the module's
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        waiting += ast.iter_child_nodes(node)
    return names
