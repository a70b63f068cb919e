"""See a table once: types, gaps, spread and ties of its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from assay.core.address import public
from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import ColumnProfile, ProfileEvidence, Task
from assay.data.profile import distribution
from assay.data.profile.sample import Sample, draw
from assay.data.profile.seen import Seen, see
from assay.data.profile.suspicion import suspicions
from assay.data.profile.task import infer_task
from assay.data.profile.ties import correlations, filled_only, measure_of, strengths

Progress = Callable[[str, float], None]


def profile(
    frame: pl.LazyFrame,
    *,
    source: str,
    target: str | None = None,
    time: str | None = None,
    group: str | None = None,
    id: str | None = None,
    ties: bool = True,
    sample_rows: int = 100_000,
    progress: Progress | None = None,
) -> ProfileEvidence:
    """Profile a table in bounded memory.

    Counts (rows, missing, extremes, means, outliers, distinct) are over every row; histograms,
    quantiles, frequent values, ties and duplicates are from a sample drawn evenly over the table.

    Args:
        frame: The table; it is read three times, or once if the sample holds it.
        source: Name or URL of the table, for the evidence, which leaves credentials out.
        target: Column to predict; the strength of each other column is then measured, with `ties`.
        time: Column that says when a row happened.
        group: Column that names whom a row belongs to.
        id: Column that names the row.
        ties: Whether to measure how columns are tied to the target and to each other.
        sample_rows: Rows of the sample.
        progress: Called with what is done and the share done, in [0, 1].

    Raises:
        InputError: If a column named here does not exist.

    Example:
        >>> table = pl.LazyFrame({"age": [30, None, 50], "city": ["Ulm", "Bonn", "Ulm"]})
        >>> seen = profile(table, source="example")
        >>> seen.rows, seen.column("age").missing, seen.column("city").top
        (3, 1, (('Ulm', 2), ('Bonn', 1)))
    """
    say = progress or _silent
    _check_names(frame, target=target, time=time, group=group, id=id)
    say("drawing a sample", 0.0)
    sample = draw(frame, rows=sample_rows)
    say("counting every row", 0.4)
    seen = see(frame, sample, id=id)
    say("measuring ties", 0.8)
    task = _task(sample.frame, target)
    known = strengths(seen, target, task) if ties else {}
    notes = filled_only(seen, target, task)
    columns = tuple(
        replace(
            _column(own, sample, notes.get(own.name)),
            association=known.get(own.name),
            association_measure=measure_of(task) if own.name in known else None,
        )
        for own in seen
    )
    pairs = correlations(seen) if ties else ()
    say("done", 1.0)
    return ProfileEvidence(
        source=public(source),
        rows=sample.rows,
        sampled=sample.frame.height,
        columns=_with_copies(columns, seen),
        duplicate_rows=_duplicates(sample.frame),
        target=target,
        task=task,
        correlations=pairs,
    )


def _silent(_what: str, _share: float) -> None:
    """Say nothing."""


def _check_names(frame: pl.LazyFrame, **named: str | None) -> None:
    names = frame.collect_schema().names()
    for role, name in named.items():
        if name is not None and name not in names:
            raise InputError(
                f"there is no column '{name}' for the {role}{did_you_mean(name, names)}",
                where=f"columns {', '.join(names[:20])}",
                remedy=f"name a column of the table as the {role}",
            )


def _task(sample: pl.DataFrame, target: str | None) -> Task | None:
    if target is None:
        return None
    try:
        return infer_task(sample, target)
    except InputError:  # a profile says what is there; that it cannot be learned is said by others
        return None


def _column(seen: Seen, sample: Sample, note: str | None) -> ColumnProfile:
    reading, counted = seen.reading, seen.counted
    present = seen.value.drop_nulls()
    said = suspicions(seen, rows=sample.rows)
    if note is not None:
        said.append(note)
    plain = ColumnProfile(
        name=reading.name,
        dtype=str(reading.dtype),
        kind=seen.kind,
        rows=sample.rows,
        missing=counted.missing,
        distinct=counted.distinct,
        shortest=counted.shortest,
        longest=counted.longest,
        suspicions=tuple(said),
    )
    if seen.kind == "unsupported":
        return plain
    scale = sample.rows / max(1, sample.frame.height)
    plain = replace(plain, top=distribution.top(present, scale=scale))
    if seen.kind not in {"numeric", "datetime"}:
        return plain
    numeric = seen.kind == "numeric"
    spread = distribution.quantiles(seen.finite)
    if spread and counted.low is not None and counted.high is not None:
        spread = (counted.low, *spread[1:-1], counted.high)
    return replace(
        plain,
        mean=counted.mean if numeric else None,
        deviation=counted.deviation if numeric else None,
        quantiles=spread,
        skewness=distribution.skewness(seen.finite) if numeric else None,
        outliers=counted.outliers,
        histogram=distribution.histogram(seen.finite),
    )


def _with_copies(columns: tuple[ColumnProfile, ...], seen: list[Seen]) -> tuple[ColumnProfile, ...]:
    """Say of a column that it equals an earlier one."""
    first: dict[tuple[str, bytes], str] = {}
    said = []
    for column, own in zip(columns, seen, strict=True):
        found = None
        if column.kind not in {"constant", "unsupported"}:
            key = (str(own.value.dtype), own.value.hash(0).to_numpy().tobytes())
            found = first.setdefault(key, column.name)
        if found is not None and found != column.name:
            note = f"equal to column '{found}'"
            said.append(replace(column, suspicions=(*column.suspicions, note)))
        else:
            said.append(column)
    return tuple(said)


def _duplicates(sample: pl.DataFrame) -> int:
    """Count rows that equal an earlier one; opaque Python objects cannot be compared."""
    comparable = sample[
        [series.name for series in sample if not isinstance(series.dtype, pl.Object)]
    ]
    return sample.height - comparable.n_unique() if comparable.width and sample.height else 0
