"""A team's own features: row-wise Polars expressions from a Python file that `assay.toml` names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from assay.core.errors import InputError, ProjectError, did_you_mean

PROBE_ROWS = 1_000
"""Rows on which it is tried whether a feature needs its own row only."""

_WHERE = "assay.toml, [features] module"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFeatures:
    """Features that a team wrote.

    Attributes:
        reference: `file.py:function`, as in `assay.toml`.
        source: Text of the file, kept with the model.
        hash: SHA-256 of the text.
        expressions: What the function gave, one a feature, each named.
    """

    reference: str
    source: str
    hash: str
    expressions: tuple[pl.Expr, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the new columns."""
        return tuple(expression.meta.output_name() for expression in self.expressions)

    @property
    def reads(self) -> tuple[str, ...]:
        """Names of the columns that the features are made of; `load` refuses unnamed ones."""
        read = (name for expression in self.expressions for name in expression.meta.root_names())
        return tuple(dict.fromkeys(read))

    def apply(self, frame: pl.LazyFrame, *, target: str | None = None) -> pl.LazyFrame:
        """Add the features as columns, after trying that each row needs only itself.

        The trial is made without the target, and again with it. What is then added to all rows
        names its columns, so that it cannot come to mean others.

        Args:
            frame: Rows with the columns that the features read.
            target: The column to predict, which no feature may read.

        Raises:
            InputError: If a feature reads a column that is not there, or the target, or replaces a
                column, or depends on other rows, or fails.
        """
        self._refuse_columns(frame.collect_schema().names(), target)
        probe = frame.head(PROBE_ROWS).collect()
        if probe.height:
            known = probe[[name for name in probe.columns if name != target]]
            features = self._values(known)
            self._refuse_neighbours(known, features)
            self._refuse_reading(target, probe, features)
        return frame.with_columns(self.expressions)

    def _refuse_columns(self, present: list[str], target: str | None) -> None:
        if missing := [name for name in self.reads if name not in present]:
            named = ", ".join(f"'{name}'{did_you_mean(name, present)}" for name in missing)
            raise InputError(
                f"own features read columns that are not there: {named}",
                where=self.reference,
                remedy="correct the names, or give the columns",
            )
        if target is not None and target in self.reads:
            raise InputError(
                f"own features read the target '{target}'",
                where=self.reference,
                remedy="use only what is known when a prediction is asked for",
            )
        if replaced := sorted(set(self.names) & set(present)):
            raise InputError(
                f"own features replace existing columns: {', '.join(replaced)}",
                where=self.reference,
                remedy="give them new names with .alias(...)",
            )

    def _refuse_reading(
        self, target: str | None, probe: pl.DataFrame, features: pl.DataFrame
    ) -> None:
        """Compare features that were made without the target with those made beside it."""
        if target is not None and not self._values(probe).equals(features, null_equal=True):
            raise InputError(
                f"own features change when the target '{target}' is in the table",
                where=self.reference,
                remedy="name each column that is read with pl.col('name')",
            )

    def _refuse_neighbours(self, probe: pl.DataFrame, whole: pl.DataFrame) -> None:
        """Compare features of the whole probe with those of its rows in other company."""
        shuffled = np.random.default_rng(0).permutation(probe.height).tolist()
        half = list(range(probe.height // 2, probe.height))
        some = [[row] for row in np.linspace(0, probe.height - 1, num=5, dtype=int).tolist()]
        for rows in (shuffled, half, *some):
            other = self._values(probe[rows])
            for name in self.names:
                if not whole[name][rows].equals(other[name], null_equal=True):
                    raise InputError(
                        f"own feature '{name}' depends on other rows",
                        where=self.reference,
                        remedy="write it of its own row's columns only, without mean(), shift(), "
                        "rank(), over() or random numbers; other rows are not known online",
                    )

    def _values(self, rows: pl.DataFrame) -> pl.DataFrame:
        try:
            return rows.with_columns(self.expressions)[list(self.names)]
        except pl.exceptions.PolarsError as cause:
            raise InputError(
                f"own features fail on the data: {cause}",
                where=self.reference,
                remedy="correct the expression; `.cast()` where a type differs",
            ) from cause


def load(reference: str, *, root: Path) -> OwnFeatures:
    """Read own features.

    Args:
        reference: `features.py:function`; the function takes nothing and returns a list of named
            Polars expressions, or a mapping from names to expressions.
        root: Folder that the file's path starts from.

    Raises:
        ProjectError: If the reference names no file or function.
        InputError: If the file fails, or the function returns something else.

    Example:
        >>> import os, tempfile
        >>> root = Path(tempfile.mkdtemp())
        >>> lines = "import polars as pl", "def made(): return {'twice': pl.col('a') * 2}"
        >>> _ = (root / "features.py").write_text(os.linesep.join(lines))
        >>> own = load("features.py:made", root=root)
        >>> own.apply(pl.LazyFrame({"a": [1, 2]})).collect()["twice"].to_list()
        [2, 4]
    """
    file, colon, function = reference.partition(":")
    path = root / file
    if not colon or not function.isidentifier():
        raise ProjectError(
            f"'{reference}' does not name a function",
            where=_WHERE,
            remedy="write it as 'features.py:function'",
        )
    if not path.is_file():
        raise ProjectError(
            f"there is no file '{file}'", where=_WHERE, remedy=f"make it in {root}, or correct it"
        )
    return made_by(path.read_text(encoding="utf-8"), reference, path=path)


def made_by(source: str, reference: str, *, path: Path) -> OwnFeatures:
    """Run a file's text, and return the features that its function gives.

    Args:
        source: Text of the file. It is run as it is, whatever stands at `path` by now.
        reference: `file.py:function`.
        path: What messages call the file.

    Raises:
        ProjectError: If the text has no such function.
        InputError: If it fails, or the function returns something else than features.

    Example:
        >>> text = "import polars as pl; made = lambda: {'twice': pl.col('a') * 2}"
        >>> made_by(text, "features.py:made", path=Path("features.py")).reads
        ('a',)
    """
    function = reference.rpartition(":")[2]
    namespace: dict[str, Any] = {"__name__": path.stem, "__file__": str(path)}
    _guarded(lambda: exec(compile(source, str(path), "exec"), namespace), path)
    made = namespace.get(function)
    if not callable(made):
        functions = [name for name, value in namespace.items() if callable(value)]
        raise ProjectError(
            f"'{path.name}' has no function '{function}'{did_you_mean(function, functions)}",
            where=_WHERE,
            remedy="name a function of the file",
        )
    return OwnFeatures(
        reference=reference,
        source=source,
        hash=hashlib.sha256(source.encode()).hexdigest(),
        expressions=_expressions(_guarded(made, path), reference),
    )


def _guarded(function: Callable[[], Any], path: Path) -> Any:
    try:
        return function()
    except Exception as cause:  # the file is the user's: whatever it raises is told as theirs
        trace = cause.__traceback__
        line = 0
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == str(path):
                line = trace.tb_lineno
            trace = trace.tb_next
        raise InputError(
            f"own features fail with {type(cause).__name__}: {cause}",
            where=f"{path.name}, line {getattr(cause, 'lineno', None) or line}",
            remedy="correct the file",
        ) from cause


def _expressions(made: object, reference: str) -> tuple[pl.Expr, ...]:
    if isinstance(made, Mapping):
        made = [
            value.alias(name) if isinstance(value, pl.Expr) else value
            for name, value in made.items()
        ]
    expressions = tuple(made) if isinstance(made, Iterable) else (made,)
    if not expressions or not all(isinstance(value, pl.Expr) for value in expressions):
        raise InputError(
            f"own features must be Polars expressions, but are {type(made).__name__}",
            where=reference,
            remedy="return a list such as [(pl.col('a') / pl.col('b')).alias('ratio')]",
        )
    _refuse_unnamed(expressions, reference)
    names = [value.meta.output_name(raise_if_undetermined=False) for value in expressions]
    if None in names or len(set(names)) < len(names):
        raise InputError(
            "own features need a name each, and no two the same",
            where=reference,
            remedy="end each expression with .alias('name')",
        )
    return expressions


def _refuse_unnamed(expressions: tuple[pl.Expr, ...], reference: str) -> None:
    """Refuse what does not say which columns it reads: it would mean others in another table."""
    for place, expression in enumerate(expressions, start=1):
        meta = expression.meta
        name = meta.output_name(raise_if_undetermined=False)
        called = f"own feature '{name}'" if name else f"own feature {place}"
        if meta.has_multiple_outputs():
            raise InputError(
                f"{called} does not name the columns that it reads",
                where=reference,
                remedy="name each with pl.col('name') instead of selectors, pl.all(), pl.nth() or "
                "patterns; they could take in the target, and mean other columns online",
            )
        if not meta.root_names() and not meta.is_literal(allow_aliasing=True):
            raise InputError(
                f"{called} reads no column",
                where=reference,
                remedy="make it of pl.col('name'), or write a constant as pl.lit(...)",
            )
