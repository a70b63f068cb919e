"""The same thing written in another way: units, spellings, numbers, dates and times."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table

SPELLINGS = {
    "upper": pl.element().str.to_uppercase(),
    "lower": pl.element().str.to_lowercase(),
    "snake": pl.element().str.to_lowercase().str.replace_all(" ", "_"),
    "padded": pl.element() + "  ",
    "title": pl.element().str.to_titlecase(),
    "initial": pl.element().str.slice(0, 1).str.to_uppercase(),
}


def respelled(
    table: Table, random: np.random.Generator, *, column: str, how: str, share: float = 1.0
) -> Pair:
    """Spell values of the test in another way, all or a share of their rows.

    Seen by: at least 3 % of the test rows hold a spelling that training never shows.
    """
    pair = parted(table, random)
    values = pl.DataFrame({"old": table.frame[column].drop_nulls().unique().sort()})
    new = values.select(pl.col("old").implode().list.eval(SPELLINGS[how]).explode())["old"]
    words = dict(zip(values["old"], new, strict=True))
    drawn = pl.lit(pl.Series(random.random(pair.test.height) < share))
    other = pl.when(drawn).then(pl.col(column).replace(words)).otherwise(pl.col(column))
    return replace(pair, test=pair.test.with_columns(other.alias(column)), columns=(column,))


def other_unit(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    plus: float = 0.0,
    places: int = 1,
) -> Pair:
    """Write all values of the test in another unit.

    Seen by: a rank test between the sides, p < .001; turned back, the sides are alike.
    """
    pair = parted(table, random)
    turned = (pl.col(column) * factor + plus).round(places)
    return replace(pair, test=pair.test.with_columns(turned.alias(column)), columns=(column,))


def unit_of_some(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    by: str = "",
    values: tuple[str, ...] = (),
    share: float = 0.2,
    sides: str = "both",
) -> Pair:
    """Write part of the rows in another unit: of some branches, or of some who typed it.

    Seen by: at least 10 rows that fit with the others, once they are turned back.
    """
    pair = parted(table, random)

    def turned(side: pl.DataFrame) -> pl.DataFrame:
        drawn = pl.lit(pl.Series(random.random(side.height) < share))
        some = pl.col(by).is_in(list(values)) if by else drawn
        kept = pl.col(column).cast(pl.Float64)
        new = pl.when(some).then((kept * factor).round(3)).otherwise(kept)
        return side.with_columns(new.alias(column))

    train = (
        turned(pair.train)
        if sides == "both"
        else pair.train.with_columns(pl.col(column).cast(pl.Float64))
    )
    return replace(pair, train=train, test=turned(pair.test), columns=(column,))


def with_commas(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    share: float = 0.3,
    places: int = 2,
    sides: str = "both",
    by: str = "",
    value: str = "",
) -> Pair:
    """Write numbers as text, and some of them with a comma for the point.

    Seen by: texts with one comma and no point next to texts with a point.
    """
    pair = parted(table, random)

    def comma(side: pl.DataFrame, part: float) -> pl.DataFrame:
        drawn = random.random(side.height) < part
        some = (side[by] == value).to_list() if by and part else drawn.tolist()
        texts = [
            None if number is None else f"{number:.{places}f}".replace(".", "," if hit else ".")
            for number, hit in zip(side[column], some, strict=True)
        ]
        return side.with_columns(pl.Series(column, texts, dtype=pl.String))

    return replace(
        pair,
        train=comma(pair.train, share if sides == "both" else 0),
        test=comma(pair.test, share),
        columns=(column,),
    )


def dates_mixed(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    form: str,
    share: float,
    sides: str = "both",
) -> Pair:
    """Write part of the dates in another format.

    Seen by: at least 3 % of the texts do not read as the format of the others.
    """
    pair = parted(table, random)
    old = "%Y-%m-%d %H:%M:%S" if len(str(table.frame[column][0])) > 10 else "%Y-%m-%d"

    def other(side: pl.DataFrame) -> pl.DataFrame:
        drawn = pl.lit(pl.Series(random.random(side.height) < share))
        new = pl.col(column).str.to_datetime(old).dt.strftime(form)
        return side.with_columns(pl.when(drawn).then(new).otherwise(pl.col(column)).alias(column))

    train = other(pair.train) if sides == "both" else pair.train
    return replace(pair, train=train, test=other(pair.test), columns=(column,), time=None)


def zones_mixed(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    offset: int,
    share: float,
    here: str = "",
    there: str = "+00:00",
    sides: str = "both",
) -> Pair:
    """Write part of the times in UTC and the others in local time, each with or without a mark.

    Seen by: marks of two kinds (or none) in one column, in at least 3 % of the rows each.
    """
    pair = parted(table, random)

    def other(side: pl.DataFrame, part: float) -> pl.DataFrame:
        drawn = pl.lit(pl.Series(random.random(side.height) < part))
        at = pl.col(column).str.to_datetime("%Y-%m-%d %H:%M:%S")
        new = at.dt.offset_by(f"{offset}h").dt.strftime("%Y-%m-%dT%H:%M:%S") + there
        old = at.dt.strftime("%Y-%m-%dT%H:%M:%S") + here
        return side.with_columns(pl.when(drawn).then(new).otherwise(old).alias(column))

    train = other(pair.train, share if sides == "both" else 0)
    test = other(pair.test, share)
    return replace(pair, train=train, test=test, columns=(column,), time=None)


def zone_of_the_type(
    table: Table, random: np.random.Generator, *, column: str, train: str, test: str
) -> Pair:
    """Read the times of either side as of another zone, as two loaders did.

    Seen by: the types of the column.
    """
    frame = table.frame.with_columns(pl.col(column).str.to_datetime("%Y-%m-%d %H:%M:%S"))
    pair = parted(with_frame(table, frame), random)

    def zoned(side: pl.DataFrame, zone: str) -> pl.DataFrame:
        at = pl.col(column).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        return side.with_columns(at)

    return replace(
        pair, train=zoned(pair.train, train), test=zoned(pair.test, test), columns=(column,)
    )
