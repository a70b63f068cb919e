"""Score a whole source with a registered version: rows in order, in bounded memory."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from assay.core.errors import InputError
from assay.core.evidence.data import CheckResult
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.data import door, source
from assay.data.contract import model
from assay.data.contract.validate import validate
from assay.lifecycle.tracking import model_folder, tracker, version_of
from assay.registry import pyfunc
from assay.registry import rows as raw
from assay.registry.rows import CONTRACT, RawRows
from assay.registry.scorer import CompiledScorer

Progress = Callable[[str, float], None]

BATCH_ROWS = 50_000
WRITERS = (".parquet", ".csv", ".jsonl", ".ndjson", ".arrow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """What was written.

    Attributes:
        version: The version that scored.
        broken: Checks of the version's contract that rows break; they were scored all the same,
            with what does not parse taken as missing.
        renamed: Columns of the source, with the names they were written under, since a prediction
            has theirs.
    """

    version: int
    rows: int
    out: Path
    broken: tuple[CheckResult, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


def predict(
    project: ProjectOrFolder,
    url: str,
    out: Path,
    *,
    query: str | None = None,
    version: int | None = None,
    alias: str | None = None,
    progress: Progress | None = None,
) -> Predicted:
    """Score every row of a source and write the predictions beside its columns.

    Adds `prediction` (the decided class, or the value) and, for classification,
    `probability_<class>`. Rows stay in order, and every row gets an answer: what does not parse
    counts as missing, as it does online. A column of the source that has one of these names is
    read as any other and written as `source_<name>`.

    Args:
        project: The project, or its folder.
        url: Source, as for `assay init`.
        query: SQL query, when the source is a database.
        out: File to write: .parquet, .csv, .jsonl or .arrow. It appears when it is complete.
        version: Version to score with.
        alias: Alias to score with; the champion, or else the latest candidate, if neither is given.
        progress: Called with stage and fraction done.

    Raises:
        InputError: If the source lacks columns, or the form of `out` is not known.
    """
    project = loaded(project)
    if out.suffix not in WRITERS:
        raise InputError(
            f"'{out.suffix}' is not a form that can be written",
            where=str(out),
            remedy=f"end the name in {', '.join(WRITERS)}",
        )
    if Path(url).exists() and Path(url).resolve() == out.resolve():
        raise InputError(
            "the predictions would overwrite their source",
            where=str(out),
            remedy="write them to another file",
        )
    tell = progress or (lambda _stage, _fraction: None)
    workspace = Workspace(project)
    chosen = version_of(tracker(workspace), version, alias)
    folder = model_folder(workspace, chosen)
    data = project.settings.data
    frame = source.scan(url, query=query, header=data.header, root=Path.cwd())
    rows = 0
    part = out.with_name(f".{out.name}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    tell("predict", 0.0)
    contract, read = model.load(folder / CONTRACT), set(raw.load(folder).columns)
    checked = validate(frame, contract, environment="serving", most_quarantined=1.0)
    scorer = CompiledScorer.load(folder)
    renamed = _renamed(scorer, frame.collect_schema().names())
    try:
        rows = _write(_scored(scorer, raw.load(folder), frame, renamed), part, out.suffix)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    tell("predict", 1.0)
    broken = tuple(c for c in checked.evidence.violated if c.column is None or c.column in read)
    return Predicted(
        version=chosen.number, rows=rows, out=out, broken=broken, renamed=tuple(renamed.items())
    )


def score(
    project: ProjectOrFolder,
    table: object,
    *,
    version: int | None = None,
    alias: str | None = None,
) -> pl.DataFrame:
    """Score a table in memory (pandas, Polars or Arrow).

    Args:
        project: The project, or its folder.
        table: The rows.
        version: Version to score with.
        alias: Alias to score with; the champion, or else the latest candidate, if neither is given.

    Returns:
        `prediction` and, for classification, `probability_<class>`; one row for each row given.

    Raises:
        InputError: If there is no such version, or the table lacks columns.
    """
    project = loaded(project)
    workspace = Workspace(project)
    chosen = version_of(tracker(workspace), version, alias)
    folder = model_folder(workspace, chosen)
    rows = raw.load(folder).read(door.to_polars(table))
    return predictions(CompiledScorer.load(folder), rows)


def predictions(scorer: CompiledScorer, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the columns that scoring adds, one row for each row given."""
    return pl.DataFrame(pyfunc.table(scorer, scorer.scores(rows)))


def _renamed(scorer: CompiledScorer, names: list[str]) -> dict[str, str]:
    """Return new names for the source's columns that are called as predictions are."""
    added = {"prediction", *(f"probability_{name}" for name in scorer.classes)}
    renamed: dict[str, str] = {}
    for name in names:
        if name in added:
            new = f"source_{name}"
            while new in {*names, *added, *renamed.values()}:
                new = f"source_{new}"
            renamed[name] = new
    return renamed


def _scored(
    scorer: CompiledScorer, raw: RawRows, frame: pl.LazyFrame, renamed: dict[str, str]
) -> Iterator[pl.DataFrame]:
    for batch in frame.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True):
        yield batch.rename(renamed).hstack(predictions(scorer, raw.read(batch)))


def _write(batches: Iterator[pl.DataFrame], path: Path, suffix: str) -> int:
    """Stream batches to a file, and return the number of rows."""
    rows = 0
    first = next(batches)

    def produce(
        columns: list[str] | None, predicate: pl.Expr | None, limit: int | None, size: int | None
    ) -> Iterator[pl.DataFrame]:
        nonlocal rows
        for batch in itertools.chain([first], batches):
            rows += batch.height
            yield batch

    frame = register_io_source(produce, schema=first.schema)
    if suffix == ".parquet":
        frame.sink_parquet(path)
    elif suffix == ".csv":
        frame.sink_csv(path)
    elif suffix == ".arrow":
        frame.sink_ipc(path)
    else:
        frame.sink_ndjson(path)
    return rows
