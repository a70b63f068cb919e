"""See a table once: types, gaps, spread and ties of its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import ColumnProfile, Correlation, Kind, ProfileEvidence, Task
from assay.data.profile import association, distribution
from assay.data.profile.aggregate import Aggregate, Wanted, aggregate
from assay.data.profile.correlation import correlate
from assay.data.profile.reading import Reading, read
from assay.data.profile.sample import Sample, draw
from assay.data.profile.suspicion import filled_by_outcome, suspicions
from assay.data.profile.task import infer_task

Progress = Callable[[str, float], None]

_PAIR_ROWS = 20_000
"""Rows of the sample that pairs of columns are compared on."""

_TIED: tuple[Kind, ...] = ("numeric", "boolean", "datetime", "categorical")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A column in the sample.

    Attributes:
        value: The column as it is used, null where missing.
        number: Its amounts, shape (sampled,), NaN where missing; None if it holds none.
    """

    reading: Reading
    value: pl.Series
    number: NDArray[np.float64] | None

    @property
    def finite(self) -> NDArray[np.float64]:
        """Its finite numbers."""
        if self.number is None:
            return np.empty(0)
        return self.number[np.isfinite(self.number)]


def profile(
    frame: pl.LazyFrame,
    *,
    source: str,
    target: str | None = None,
    time: str | None = None,
    group: str | None = None,
    id: str | None = None,
    sample_rows: int = 100_000,
    progress: Progress | None = None,
) -> ProfileEvidence:
    """Profile a table in bounded memory.

    Counts (rows, missing, extremes, means, outliers, distinct) are over every row; histograms,
    quantiles, frequent values, ties and duplicates are from a sample drawn evenly over the table.

    Args:
        frame: The table; it is read three times, or once if the sample holds it.
        source: Name of the table, for the evidence.
        target: Column to predict; the strength of each other column is then measured.
        time: Column that says when a row happened.
        group: Column that names whom a row belongs to.
        id: Column that names the row.
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
    say("reading the columns", 0.4)
    seen = [_see(series, sample, named_id=series.name == id) for series in sample.frame]
    wanted = [_wanted(own, series) for own, series in zip(seen, sample.frame, strict=True)]
    table = sample.frame.lazy() if sample.whole else frame
    say("counting every row", 0.5)
    counted = aggregate(table, wanted, exact=sample.whole)
    say("measuring ties", 0.8)
    task = _task(sample.frame, target)
    strengths = _strengths(seen, target, task)
    notes = _ties_to_target(seen, target, task)
    columns = tuple(
        replace(
            _column(own, counted[own.reading.name], sample, notes),
            association=strengths.get(own.reading.name),
            association_measure=_measure(task) if own.reading.name in strengths else None,
        )
        for own in seen
    )
    correlations = _correlations(seen)
    say("done", 1.0)
    return ProfileEvidence(
        source=source,
        rows=sample.rows,
        sampled=sample.frame.height,
        columns=_with_copies(columns, seen),
        duplicate_rows=_duplicates(sample.frame),
        target=target,
        task=task,
        correlations=correlations,
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


def _see(series: pl.Series, sample: Sample, *, named_id: bool) -> _Seen:
    reading = read(series, rows=sample.rows)
    if named_id and reading.kind != "unsupported":
        reading = replace(reading, kind="identifier", notes=("declared to name the row",))
    value = series.to_frame().select(reading.value.alias(series.name)).to_series()
    number = None
    if reading.number is not None:
        numbers = series.to_frame().select(reading.number.alias("number")).to_series()
        number = numbers.cast(pl.Float64).to_numpy().astype(np.float64)
    return _Seen(reading, value, number)


def _wanted(seen: _Seen, series: pl.Series) -> Wanted:
    text = series.dtype == pl.String and seen.value.dtype == pl.String
    padded = text and bool((series != seen.value).any())
    blank = text and seen.value.null_count() > series.null_count()
    bare = seen.number is None and not padded and not blank
    distinct = 0 if seen.reading.kind == "unsupported" else seen.value.n_unique()
    return Wanted(seen.reading, distinct, bare, _fences(seen))


def _fences(seen: _Seen) -> tuple[float, float] | None:
    return distribution.fences(seen.finite) if seen.reading.kind == "numeric" else None


def _task(sample: pl.DataFrame, target: str | None) -> Task | None:
    if target is None:
        return None
    try:
        return infer_task(sample, target)
    except InputError:  # a profile says what is there; that it cannot be learned is said by others
        return None


def _measure(task: Task | None) -> str:
    if task == "regression":
        return association.NUMBERS_MEASURE
    return association.CLASSES_MEASURE


def _outcome(
    seen: list[_Seen], target: str | None, task: Task | None
) -> NDArray[np.float64] | None:
    """Class index or rank of the target, NaN where it is missing."""
    if target is None or task is None:
        return None
    own = next(column for column in seen if column.reading.name == target)
    numeric = own.number is not None and task == "regression"
    values = pl.Series(own.number).fill_nan(None) if numeric else own.value
    ranks = values.rank("average" if numeric else "dense").cast(pl.Float64)
    return ranks.to_numpy().astype(np.float64) if len(ranks) else None


def _strengths(seen: list[_Seen], target: str | None, task: Task | None) -> dict[str, float]:
    outcome = _outcome(seen, target, task)
    if outcome is None or task is None:
        return {}
    labelled = np.isfinite(outcome)
    found = {}
    for own in seen:
        if own.reading.name == target or own.reading.kind in {"unsupported", "constant", "text"}:
            continue
        number = None if own.number is None else pl.Series(own.number)
        column = association.bins(own.value, number)
        found[own.reading.name] = association.strength(
            column[labelled], outcome[labelled], task=task
        )
    return found


def _ties_to_target(seen: list[_Seen], target: str | None, task: Task | None) -> dict[str, str]:
    """Say which columns are filled only for some outcomes."""
    outcome = _outcome(seen, target, task)
    if outcome is None:
        return {}
    labelled = np.isfinite(outcome)
    if task == "regression":
        quarter = np.ceil(4 * outcome[labelled] / labelled.sum()).astype(np.int64) - 1
        names = [f"quarter {place} of the target" for place in range(1, 5)]
    else:
        quarter = outcome[labelled].astype(np.int64) - 1
        own = next(column for column in seen if column.reading.name == target)
        names = [str(value) for value in own.value.drop_nulls().unique().sort()]
    found = {}
    for own in seen:
        if own.reading.name != target and own.value.null_count():
            missing = own.value.is_null().to_numpy()[labelled]
            note = filled_by_outcome(missing, quarter, names)
            if note:
                found[own.reading.name] = note
    return found


def _column(
    seen: _Seen, counted: Aggregate, sample: Sample, notes: Mapping[str, str]
) -> ColumnProfile:
    reading = seen.reading
    present = seen.value.drop_nulls()
    said = suspicions(reading, counted, present, seen.finite, rows=sample.rows)
    if reading.name in notes:
        said.append(notes[reading.name])
    plain = ColumnProfile(
        name=reading.name,
        dtype=str(reading.dtype),
        kind=reading.kind,
        rows=sample.rows,
        missing=counted.missing,
        distinct=counted.distinct,
        shortest=counted.shortest,
        longest=counted.longest,
        suspicions=tuple(said),
    )
    if reading.kind == "unsupported":
        return plain
    scale = sample.rows / max(1, sample.frame.height)
    plain = replace(plain, top=distribution.top(present, scale=scale))
    if reading.kind not in {"numeric", "datetime"}:
        return plain
    numeric = reading.kind == "numeric"
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


def _correlations(seen: list[_Seen]) -> tuple[Correlation, ...]:
    tied = [own for own in seen if own.reading.kind in _TIED]
    if not tied:
        return ()
    step = max(1, -(-len(tied[0].value) // _PAIR_ROWS))
    numbers = {
        own.reading.name: own.number[::step]
        for own in tied
        if own.number is not None and own.reading.kind != "categorical"
    }
    codes = {
        own.reading.name: (
            own.value.gather_every(step).rank("dense").cast(pl.Int64).fill_null(0).to_numpy() - 1
        )
        for own in tied
        if own.reading.name not in numbers
    }
    return correlate(numbers, codes)


def _with_copies(
    columns: tuple[ColumnProfile, ...], seen: list[_Seen]
) -> tuple[ColumnProfile, ...]:
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
    comparable = sample.select(
        [series.name for series in sample if not isinstance(series.dtype, pl.Object)]
    )
    return sample.height - comparable.n_unique() if comparable.width and sample.height else 0
