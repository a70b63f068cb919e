"""Find every rule: Assay's own by walking `rules/`, others by the entry points `assay.rules`."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

from assay.core.errors import InputError, did_you_mean
from assay.practices import rules as own
from assay.practices.form import AREAS
from assay.practices.rule import Rule

GROUP = "assay.rules"
"""Entry-point group of other packages: a module, a package of modules, or one rule."""


def load() -> dict[str, Rule]:
    """Return every rule by its id, in the order of the lifecycle.

    Raises:
        InputError: With every rule that is not sound, and every id that two rules bear.

    Example:
        >>> load()["split-group-overlap"].severity
        'error'
    """
    return dict(_loaded())


def gather(sources: Iterable[ModuleType | EntryPoint]) -> dict[str, Rule]:
    """Return the rules of modules, packages and entry points by id.

    Raises:
        InputError: With every rule that is not sound, and every id that two rules bear.
    """
    found: dict[str, Rule] = {}
    faults: list[str] = []
    for one in _rules(sources, faults):
        other = found.setdefault(one.id, one)
        if other is not one:
            faults.append(f"two rules are called '{one.id}': {other.module} and {one.module}")
    if faults:
        raise InputError(
            f"{len(faults)} of the rules cannot be loaded",
            where="\n        ".join(faults),
            remedy="correct the rules, or remove the package that brings them",
        )
    return dict(sorted(found.items(), key=lambda item: (AREAS.index(item[1].area), item[0])))


def unknown_names(
    names: Iterable[str], *, catalogue: Mapping[str, Rule] | None = None
) -> list[str]:
    """Return a mistake for each name that is no rule, with the nearest that is one.

    Example:
        >>> unknown_names(["split-group-overlap", "split-group-overlaps"])
        ["there is no rule 'split-group-overlaps' (did you mean 'split-group-overlap'?)"]
    """
    known = load() if catalogue is None else catalogue
    return [
        f"there is no rule '{name}'{did_you_mean(name, known)}"
        for name in dict.fromkeys(names)
        if name not in known
    ]


@functools.cache
def _loaded() -> dict[str, Rule]:
    return gather([own, *entry_points(group=GROUP)])


def _rules(sources: Iterable[ModuleType | EntryPoint], faults: list[str]) -> Iterator[Rule]:
    for source in sources:
        try:
            thing = source.load() if isinstance(source, EntryPoint) else source
        except (ImportError, AttributeError, InputError) as error:
            faults.append(f"entry point '{source.name}': {_in_short(error)}")
            continue
        if isinstance(thing, Rule):
            yield thing
        elif isinstance(thing, ModuleType):
            for module in _modules(thing, faults):
                yield from (value for value in vars(module).values() if isinstance(value, Rule))
        else:
            faults.append(f"'{source.name}' is neither a rule nor a module with rules")


def _modules(package: ModuleType, faults: list[str]) -> Iterator[ModuleType]:
    yield package
    for info in pkgutil.walk_packages(getattr(package, "__path__", []), package.__name__ + "."):
        try:
            yield importlib.import_module(info.name)
        except InputError as error:
            faults.append(_in_short(error))
        except ImportError as error:
            faults.append(f"{info.name}: {_in_short(error)}")


def _in_short(error: Exception) -> str:
    return f"{error.what} ({error.where})" if isinstance(error, InputError) else str(error)
