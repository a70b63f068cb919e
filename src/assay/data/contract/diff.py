"""Say what changed between two contracts: loosened, tightened, renamed, added, removed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assay.core.toml import Section
from assay.data.contract.model import Column, Contract, Table
from assay.data.contract.text import value as written

ChangeKind = Literal["loosened", "tightened", "changed", "renamed", "added", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two contracts.

    Attributes:
        kind: `loosened` lets more data pass, `tightened` less; `changed` cannot be ordered.
        where: What kind of promise it is.
        column: Its name; None outside columns.
        key: The key concerned, None for a column as a whole.
        before: Value before, as TOML; empty where there was none.
        after: Value after.
    """

    kind: ChangeKind
    where: Literal["column", "table", "expression"]
    column: str | None = None
    key: str | None = None
    before: str = ""
    after: str = ""

    @property
    def words(self) -> str:
        """The change as a sentence.

        Example:
            >>> Change(
            ...     kind="loosened", where="table", key="min_rows", before="90", after="9"
            ... ).words
            'loosened: table: min_rows from 90 to 9'
        """
        place = f"column '{self.column}'" if self.column is not None else self.where
        if self.kind == "renamed":
            return f"renamed: {place} to '{self.after}'"
        if self.key is None:
            return f"{self.kind}: {place}"
        if not self.before:
            return f"{self.kind}: {place}: {self.key} = {self.after} is new"
        if not self.after:
            return f"{self.kind}: {place}: {self.key} = {self.before} is gone"
        return f"{self.kind}: {place}: {self.key} from {self.before} to {self.after}"


def diff(a: Contract, b: Contract) -> tuple[Change, ...]:
    """Return what changed from `a` to `b`, renames first, then columns, table, expressions.

    A column that is gone and one that is new are one column renamed if they promise the same, and
    no other column does, or their names resemble each other.

    Example:
        >>> from assay.data.contract.model import Column, Contract, Table
        >>> before = Contract(
        ...     format=1, table=Table(target="y"), columns={"y": Column(type="integer", max=1)}
        ... )
        >>> after = Contract(
        ...     format=1, table=Table(target="y"), columns={"y": Column(type="number", max=1)}
        ... )
        >>> [change.words for change in diff(before, after)]
        ["loosened: column 'y': type from integer to number"]
    """
    renamed = _renamed(a, b)
    return (
        *(
            Change(kind="renamed", where="column", column=old, before=old, after=new)
            for old, new in renamed.items()
        ),
        *_columns(a, b, renamed),
        *_table(a.table, b.table, renamed),
        *_expressions(a, b),
    )


def _renamed(a: Contract, b: Contract) -> dict[str, str]:
    gone = [name for name in a.columns if name not in b.columns]
    new = [name for name in b.columns if name not in a.columns]
    pairs = [
        (difflib.SequenceMatcher(None, old, name).ratio(), old, name)
        for old in gone
        for name in new
        if a.columns[old] == b.columns[name]
    ]
    alike = [(old, name) for _, old, name in pairs]
    renamed: dict[str, str] = {}
    for ratio, old, name in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:])):
        rivals = sum(old in pair or name in pair for pair in alike) - 1
        if old not in renamed and name not in renamed.values() and (not rivals or ratio >= 0.5):
            renamed[old] = name
    return renamed


def _columns(a: Contract, b: Contract, renamed: Mapping[str, str]) -> Iterator[Change]:
    for name, before in a.columns.items():
        after = b.columns.get(renamed.get(name, name))
        if after is None:
            yield Change(kind="removed", where="column", column=name)
        else:
            for key, kind, old, new in _differences(before, after, _COLUMN):
                yield Change(kind=kind, where="column", column=name, key=key, before=old, after=new)
    known = {*a.columns, *renamed.values()}
    for name in b.columns:
        if name not in known:
            yield Change(kind="added", where="column", column=name)


def _table(a: Table, b: Table, renamed: Mapping[str, str]) -> Iterator[Change]:
    roles = {
        role: renamed.get(name, name) for role in _ROLES if (name := getattr(a, role)) is not None
    }
    keys = tuple(tuple(renamed.get(name, name) for name in key) for key in a.keys)
    translated = a.model_copy(update={**roles, "keys": keys})
    for key, kind, old, new in _differences(translated, b, _TABLE):
        yield Change(kind=kind, where="table", key=key, before=old, after=new)


_ROLES = ("target", "time", "group", "id")


def _expressions(a: Contract, b: Contract) -> Iterator[Change]:
    before = {expression.name: expression.sql for expression in a.expressions}
    after = {expression.name: expression.sql for expression in b.expressions}
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            kind: ChangeKind = "changed" if old and new else "tightened" if new else "loosened"
            yield Change(kind=kind, where="expression", key=name, before=old, after=new)


Compare = Callable[[Any, Any, Any, Any], ChangeKind]
"""From values before and after, and the sections that hold them, to the kind of change."""


def _differences(
    before: Section, after: Section, compare: Mapping[str, Compare]
) -> Iterator[tuple[str, ChangeKind, str, str]]:
    for key in type(before).model_fields:
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            kind = compare.get(key, _changed)(old, new, before, after)
            yield key, kind, _shown(old), _shown(new)


def _shown(given: Any) -> str:
    if given is None or given == ():
        return ""
    return str(given) if isinstance(given, str) else written(given)


def _changed(*_: Any) -> ChangeKind:
    return "changed"


def _rise(*, loosens: bool) -> Compare:
    """Compare bounds: a rise loosens or tightens, no bound is the loosest."""

    def compare(old: Any, new: Any, _before: Any, _after: Any) -> ChangeKind:
        if old is None or new is None:
            return "loosened" if new is None else "tightened"
        try:
            return "loosened" if (new > old) == loosens else "tightened"
        except TypeError:
            return "changed"

    return compare


def _flag(*, loosens: bool) -> Compare:
    def compare(_old: Any, new: Any, _before: Any, _after: Any) -> ChangeKind:
        return "loosened" if bool(new) == loosens else "tightened"

    return compare


def _type(old: str, new: str, _before: Any, _after: Any) -> ChangeKind:
    wider = {"integer": {"number", "text"}, "number": {"text"}, "date": {"datetime", "text"}}
    if new == "any" or new in wider.get(old, {"text"} - {old}):
        return "loosened"
    if old == "any" or old in wider.get(new, {"text"} - {new}):
        return "tightened"
    return "changed"


def _categories(old: Any, new: Any, before: Column, after: Column) -> ChangeKind:
    if before.open or after.open:
        return "changed"
    if not old or not new:
        return "loosened" if not new else "tightened"
    if set(old) < set(new):
        return "loosened"
    return "tightened" if set(new) < set(old) else "changed"


def _pattern(old: str | None, new: str | None, _before: Any, _after: Any) -> ChangeKind:
    if old is None or new is None:
        return "loosened" if new is None else "tightened"
    return "changed"


def _more(old: Any, new: Any, *, loosens: bool) -> ChangeKind:
    if set(old) < set(new):
        return "loosened" if loosens else "tightened"
    if set(new) < set(old):
        return "tightened" if loosens else "loosened"
    return "changed"


def _more_words(old: Any, new: Any, _before: Any, _after: Any) -> ChangeKind:
    return _more(old, new, loosens=True)


def _more_keys(old: Any, new: Any, _before: Any, _after: Any) -> ChangeKind:
    return _more(old, new, loosens=False)


_COLUMN: dict[str, Compare] = {
    "type": _type,
    "nullable": _flag(loosens=True),
    "most_missing": _rise(loosens=True),
    "required": _flag(loosens=False),
    "min": _rise(loosens=False),
    "max": _rise(loosens=True),
    "categories": _categories,
    "open": _flag(loosens=True),
    "unique": _flag(loosens=False),
    "pattern": _pattern,
    "true": _more_words,
    "false": _more_words,
}
_TABLE: dict[str, Compare] = {
    "keys": _more_keys,
    "min_rows": _rise(loosens=False),
    "max_rows": _rise(loosens=True),
    "fresh_within_days": _rise(loosens=True),
    "extra_columns": lambda _old, new, _before, _after: (
        "loosened" if new == "drop" else "tightened"
    ),
}
