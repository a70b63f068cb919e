"""Read, score and write at the same time: rows come out in the order in which they went in."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from assay.lifecycle.batch.job import Job
from assay.lifecycle.batch.source import Rows
from assay.lifecycle.batch.tally import Tally

PART_ROWS = 250_000
"""Rows of a part: what a kill can lose, and what a file of a folder holds."""

AHEAD = 2
"""Chunks that wait for a free thread, so that none has to wait for the disk."""

Answered = tuple[pl.DataFrame, Tally]
Answer = Callable[[pl.DataFrame, int], Answered]


def score(
    job: Job,
    rows: Rows,
    answer: Answer,
    *,
    part_rows: int,
    progress: Callable[[str, float], None],
) -> None:
    """Score the rows that a job has not scored yet on every core, and add them to it as parts.

    Args:
        job: Takes the parts.
        rows: All rows of the source.
        answer: Scores a chunk; called from several threads.
        part_rows: Rows of a part, at least.
        progress: Called with stage and fraction done.
    """
    whole = rows.count()

    def tell() -> None:
        progress(f"predict: {job.done:,} of {whole:,} rows", job.done / max(whole, 1))

    tell()
    frames: list[pl.DataFrame] = []
    tallies: list[Tally] = []
    with ThreadPoolExecutor(1) as writer:
        written: Future[None] | None = None
        for frame, tally in answered(rows.chunks(job.done), answer):
            frames.append(frame)
            tallies.append(tally)
            if sum(each.rows for each in tallies) >= part_rows:
                if written is not None:
                    written.result()  # one part at most waits: memory stays bounded
                    tell()
                written = writer.submit(job.add, frames, tallies)
                frames, tallies = [], []
        if written is not None:
            written.result()
    if frames:
        job.add(frames, tallies)
    tell()


def answered(
    chunks: Iterable[tuple[int, pl.DataFrame]], answer: Answer, *, threads: int | None = None
) -> Iterator[Answered]:
    """Yield what `answer` says of each chunk, in order, while the next ones are scored."""
    threads = threads or len(os.sched_getaffinity(0))
    pool = ThreadPoolExecutor(threads)
    waiting: deque[Future[Answered]] = deque()
    try:
        for start, chunk in chunks:
            waiting.append(pool.submit(answer, chunk, start))
            if len(waiting) >= threads + AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
