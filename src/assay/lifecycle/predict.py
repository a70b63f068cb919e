"""Score a whole source with a registered version: rows in order, resumable, in bounded memory."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assay.core.errors import InputError
from assay.core.evidence.data import CheckResult
from assay.core.held import held
from assay.core.project import ProjectOrFolder, loaded
from assay.core.version import __version__
from assay.core.workspace import Workspace
from assay.data import door
from assay.data.columns import exactly
from assay.lifecycle.batch import pipeline
from assay.lifecycle.batch.answers import Answerer, predictions
from assay.lifecycle.batch.job import Job, Settings, remove
from assay.lifecycle.batch.pipeline import PART_ROWS
from assay.lifecycle.batch.sink import Mode, Sink, sink_of
from assay.lifecycle.batch.source import CHUNK_ROWS, Rows, Source, copied
from assay.lifecycle.tracking import model_folder, tracker, version_of
from assay.registry import rows as raw
from assay.registry.scorer import CompiledScorer
from assay.serving.field import Policy

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """What was written.

    Attributes:
        version: The version that scored.
        rows: Rows of the source.
        scored: Rows with a prediction.
        rejected: Rows without one, since they break the contract; `reasons` says how.
        put_right: Rows scored with a value moved to its bound, or taken as missing.
        out: Where the predictions are, without credentials.
        seconds: How long this call took.
        resumed: Rows that an interrupted call had scored already.
        anew: Why what an interrupted call left was not used; None if nothing was left, or it was.
        policy: What was done with values that break the contract.
        kept: Columns of the source that are written beside the predictions.
        broken: Checks of the version's contract that rows or columns break.
        renamed: Kept columns, with the names they were written under, since a prediction has
            theirs.
    """

    version: int
    rows: int
    scored: int
    rejected: int
    put_right: int
    out: str
    seconds: float
    resumed: int = 0
    anew: str | None = None
    policy: Policy
    kept: tuple[str, ...]
    broken: tuple[CheckResult, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


def predict(
    project: ProjectOrFolder,
    url: str,
    out: str | Path,
    *,
    query: str | None = None,
    table: str | None = None,
    keep: Sequence[str] | None = None,
    policy: Policy | None = None,
    version: int | None = None,
    alias: str | None = None,
    mode: Mode = "new",
    drop_rejected: bool = False,
    restart: bool = False,
    part_rows: int = PART_ROWS,
    chunk_rows: int = CHUNK_ROWS,
    progress: Progress | None = None,
) -> Predicted:
    """Score every row of a source, and write the predictions beside columns that name the rows.

    Rows stay in order, one for each row of the source: `prediction` (the decided class, or the
    value), for classification `probability_<class>` and `threshold`, then `model_version` and
    `reasons`. A row gets the answer that a server would give it, bit for bit: what breaks the
    contract is treated as `[serve] policy` says, and a row that is rejected has no prediction,
    only reasons.

    A call that was killed goes on when it is made again; the output appears when it is whole.

    Args:
        project: The project, or its folder.
        url: Source, as for `assay init`.
        out: A file (.parquet, .csv, .jsonl, .arrow), a folder of Parquet files, a Delta table, a
            file in an object store, or the URL of a database.
        query: SQL query, when the source is a database.
        table: Table to write, when `out` is a database: `name` or `schema.name`.
        keep: Columns of the source to write too, `["*"]` for all, `[]` for none. If None, those
            that name a row by the contract (`id`, keys, unique columns), or all if none does.
        policy: What is done with values that break the contract; the project's if None.
        version: Version to score with.
        alias: Alias to score with; the champion, or else the latest candidate, if neither is given.
        mode: `new` refuses an output that is there; `overwrite` replaces it, `append` adds to it.
        drop_rejected: Leave out rows that get no prediction.
        restart: Start anew, whatever an interrupted call left.
        part_rows: Rows of a part: what a kill can lose, and what a file of a folder holds.
        chunk_rows: Rows that are scored at once; no answer depends on it.
        progress: Called with stage and fraction done.

    Raises:
        InputError: If the source lacks columns, the output is there already, cannot hold the
            columns, or is being written by another call.
        BackendError: If a foreign system fails; the same call then goes on from where it was.
    """
    began = time.perf_counter()
    project = loaded(project)
    workspace = Workspace(project)
    sink = sink_of(str(out), table=table, mode=mode, state=workspace.root / "batch")
    source = Source(url=url, query=query, header=project.settings.data.header, root=Path.cwd())
    if sink.place is not None:
        source.refuse_output(sink.place)
    chosen = version_of(tracker(workspace), version, alias)
    tell = progress or (lambda _stage, _fraction: None)
    with held(sink.work):
        left = Job.left(sink.work)
        if left is None:
            sink.demand_free()
        tell("open", 0.0)
        identity = source.identity()
        again = left is not None and not restart and source.is_copied(left, sink.work)
        frame = copied(source.open, sink.work) if again else source.open()
        tell("open", 1.0)
        answerer = Answerer(
            model_folder(workspace, chosen),
            frame.collect_schema(),
            policy=policy or project.settings.serve.policy,
            keep=keep,
            version=chosen.number,
            drop_rejected=drop_rejected,
        )
        sink.demand_form(answerer.form)
        asked = Settings(
            source=source.shown,
            query=query,
            header=source.header,
            identity=identity,
            version=chosen.number,
            scorer=answerer.scorer.hash,
            rows=answerer.raw.hash,
            policy=answerer.policy,
            keep=answerer.keep,
            drop_rejected=drop_rejected,
            assay=__version__,
        )
        job = Job.begin(sink.work, asked, restart=restart)
        resumed = job.summary.rows
        with _tidied(job):
            if job.stage == "scoring":
                sink.demand_free()
                if identity is None:
                    frame = copied(source.open if again else lambda: frame, sink.work)
                rows = Rows(frame.select(exactly(answerer.reads)), min(chunk_rows, part_rows))
                pipeline.score(job, rows, answerer.answer, part_rows=part_rows, progress=tell)
                source.demand_unchanged(identity)
        _publish(job, sink, tell)
        seen = job.summary
        remove(sink.work)
    return Predicted(
        version=chosen.number,
        rows=seen.rows,
        scored=seen.rows - seen.rejected,
        rejected=seen.rejected,
        put_right=seen.put_right,
        out=sink.shown,
        seconds=time.perf_counter() - began,
        resumed=resumed,
        anew=job.anew,
        policy=answerer.policy,
        kept=answerer.keep,
        broken=tuple(answerer.broken(seen)),
        renamed=tuple(answerer.renamed.items()),
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
    scorer = CompiledScorer.load(folder)
    return predictions(scorer, scorer.scores(rows))


def _publish(job: Job, sink: Sink, tell: Progress) -> None:
    """Write the output from the parts; after a kill in the middle of this, once more."""
    again = job.stage == "publishing"
    tell("write", 0.0)
    if job.stage == "scoring":
        job.publishing()
    if job.stage == "publishing":
        tell("write", 0.1)
        sink.publish(job.parts, job.id, again=again)
        tell("write", 0.9)
        job.published()
    tell("write", 1.0)


@contextlib.contextmanager
def _tidied(job: Job) -> Iterator[None]:
    """Leave nothing of a job that failed before any row was scored."""
    try:
        yield
    except InputError:
        if not job.done:
            remove(job.folder)
        raise
