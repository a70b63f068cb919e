"""Infer a contract from a table, with what each bound rests on."""

from __future__ import annotations

from typing import Any

import polars as pl

from assay.core.evidence.data import ProfileEvidence
from assay.data.contract.model import Column, ColumnType, Contract, Seen, Table, Tail
from assay.data.contract.parse import named, parse

LISTED = 50
"""A text column with more categories than this gets no list of them."""
MARKERS = ("?", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "#N/A", "<NA>", "\\N")
DATES = ("%Y-%m-%d", "%d-%m-%Y", "%m-%d-%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d")
TIMES = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M")
SAMPLE = 1_000


def infer(
    frame: pl.LazyFrame,
    profile: ProfileEvidence,
    *,
    target: str,
    time: str | None = None,
    group: str | None = None,
    id: str | None = None,  # noqa: A002  (the name that assay.toml uses)
) -> Contract:
    """Infer a contract that `frame` satisfies.

    Args:
        frame: The table; it is read once, streaming, after a look at its first rows.
        profile: What the table's profile says.
        target: Column to predict.
        time: Column that says when a row happened.
        group: Column that names whom a row belongs to.
        id: Column that names the row.
    """
    schema = frame.collect_schema()
    head = frame.head(SAMPLE).collect()
    names = list(schema)
    drafts = {name: _draft(head[name], dtype) for name, dtype in schema.items()}
    statistics = _statistics(frame, schema, drafts)
    columns: dict[str, Column] = {}
    seen: dict[str, Seen] = {}
    for place, name in enumerate(names):
        facts = {
            key.partition(".")[2]: fact
            for key, fact in statistics.items()
            if key.startswith(f"{place}.")
        }
        rows = statistics["rows"]
        columns[name], seen[name] = _column(
            drafts[name], facts, rows, is_target=name == target, is_id=name == id
        )
    keys = ((id,),) if id is not None and columns[id].unique else ()
    return Contract(
        format=1,
        table=Table(target=target, time=time, group=group, id=id, keys=keys),
        columns=columns,
        seen=seen,
    )


def _draft(head: pl.Series, dtype: pl.DataType) -> tuple[Column, ...]:
    """Return the readings that are possible after a look at the first rows, best first."""
    if dtype == pl.Boolean():
        return (Column(type="boolean"),)
    if dtype.is_integer() and dtype != pl.UInt64():
        return (Column(type="integer"),)
    if dtype.is_float() or dtype.is_decimal() or dtype == pl.UInt64():
        return (Column(type="number", missing=("inf", "-inf")),)
    if dtype == pl.Date():
        return (Column(type="date"),)
    if isinstance(dtype, pl.Datetime):
        return (Column(type="datetime", timezone="UTC" if dtype.time_zone else None),)
    if dtype not in (pl.String(), pl.Categorical(), pl.Enum([])) and not isinstance(dtype, pl.Enum):
        return (Column(type="any"),)
    readings: list[Column] = [
        Column(type="integer", missing=MARKERS),
        Column(type="number", missing=MARKERS),
        *(Column(type="date", format=form, missing=MARKERS) for form in DATES),
        *(Column(type="datetime", format=form, missing=MARKERS) for form in TIMES),
    ]
    sample = head.cast(pl.String).to_frame("x")
    possible = [reading for reading in readings if _fits(sample, reading)]
    return (*possible, Column(type="text", strip=True, missing=MARKERS))


def _fits(sample: pl.DataFrame, reading: Column) -> bool:
    how = parse("x", reading, pl.String())
    failed = how.failed if how.failed is not None else pl.lit(False)
    counts = sample.select(failed.sum().alias("failed"), how.value.count().alias("present"))
    lost, present = counts.row(0)
    return bool(present) and not lost


def _statistics(
    frame: pl.LazyFrame, schema: pl.Schema, drafts: dict[str, tuple[Column, ...]]
) -> dict[str, Any]:
    wanted: list[pl.Expr] = [pl.len().alias("rows")]
    for place, (name, readings) in enumerate(drafts.items()):
        source = named(name)
        if schema[name] == pl.String():
            padded = source != source.str.strip_chars()
            wanted.append(padded.any().alias(f"{place}.padded"))
            wanted.append(
                source.str.strip_chars()
                .filter(source.str.strip_chars().is_in(MARKERS))
                .unique()
                .implode()
                .alias(f"{place}.markers")
            )
        if schema[name].is_float():
            wanted.append(source.is_infinite().any().alias(f"{place}.infinite"))
        for number, reading in enumerate(readings):
            at = f"{place}.{number}"
            how = parse(name, reading, schema[name])
            if how.failed is not None:
                wanted.append(how.failed.sum().alias(f"{at}.failed"))
            wanted.append(how.value.null_count().alias(f"{at}.missing"))
            if reading.type not in ("text", "any", "boolean"):
                low, high = how.value.min(), how.value.max()
                wanted += [low.alias(f"{at}.low"), high.alias(f"{at}.high")]
                wanted.append((how.value == low).sum().alias(f"{at}.low_ties"))
                wanted.append((how.value == high).sum().alias(f"{at}.high_ties"))
            if reading.type in ("text", "integer"):
                wanted.append(how.value.n_unique().alias(f"{at}.distinct"))
            if reading.type == "text":
                counts = how.value.drop_nulls().value_counts(sort=True, name="count")
                counts = counts.head(LISTED + 1).implode()
                wanted.append(counts.alias(f"{at}.counts"))
    return frame.select(wanted).collect(engine="streaming").row(0, named=True)


def _column(
    readings: tuple[Column, ...],
    facts: dict[str, Any],
    rows: int,
    *,
    is_target: bool,
    is_id: bool,
) -> tuple[Column, Seen]:
    at, reading = next(
        (at, reading) for at, reading in enumerate(readings) if not facts.get(f"{at}.failed")
    )
    missing = facts[f"{at}.missing"]
    present = rows - missing
    given: dict[str, Any] = {"nullable": missing > 0 or is_target, "missing": ()}
    if "markers" in facts:
        given["missing"] = tuple(sorted(facts["markers"]))
    if facts.get("infinite"):
        given["missing"] = ("inf", "-inf")
    if reading.type == "text":
        given["strip"] = bool(facts["padded"])
    tails: dict[str, Tail | None] = {"low": None, "high": None}
    unique = is_id and facts.get(f"{at}.distinct") == rows
    given["unique"] = unique
    numeric = reading.type in ("integer", "number")
    if numeric and present and not unique:
        for side, bound in (("low", "min"), ("high", "max")):
            edge = facts[f"{at}.{side}"]
            given[bound] = edge
            tails[side] = Tail(edge=float(edge), ties=facts[f"{at}.{side}_ties"])
    counts = facts.get(f"{at}.counts") or []
    once, rarest = 0, 0
    if counts and len(counts) <= LISTED and not unique:
        by_name = {
            next(v for k, v in entry.items() if k != "count"): entry["count"] for entry in counts
        }
        once = sum(count == 1 for count in by_name.values())
        rarest = min(by_name.values())
        given["categories"] = tuple(sorted(by_name))
        given["open"] = once > 0
    column = reading.model_copy(update=given)
    return column, Seen(rows=rows, missing=missing, once=once, rarest=rarest, **tails)
