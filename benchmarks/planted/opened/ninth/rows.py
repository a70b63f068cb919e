"""Rows that stand on both sides."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw, some
from benchmarks.planted.pair import Pair, decimals, parted, with_frame
from benchmarks.planted.table import Table


def drawn_twice(table: Table, random: Draw, *, train: float, test: float) -> Pair:
    """Draw a training and a test sample from the whole table, each without a look at the other.

    Seen by: a share of about `train` of the test rows is equal to a training row in all columns.
    """
    frame = table.frame
    sides = [
        frame.filter(pl.Series(random.random(frame.height) < share)) for share in (train, test)
    ]
    return Pair(train=sides[0], test=sides[1], id=table.id, metric=table.metric)


def late_batch(table: Table, random: Draw, *, share: float) -> Pair:
    """Export the last block of the training rows once more with the new ones that are the test.

    Seen by: `share` of the training rows, one block at its end, are equal to test rows.
    """
    pair = parted(table, random)
    block = pair.train.tail(int(share * pair.train.height))
    test = pl.concat([block, pair.test])
    return Pair(train=pair.train, test=test, id=table.id, metric=table.metric)


def two_offices(table: Table, random: Draw, *, share: float) -> Pair:
    """Join the lists of two offices that share customers, then part the long list at random.

    Seen by: equal rows within each side and across, about `share` of the rows have a twin.
    """
    frame = table.frame
    both = pl.concat([frame, some(frame, random, share)])
    return parted(with_frame(table, both), random, kind="random")


def new_keys(table: Table, random: Draw, *, share: float, name: str, form: str) -> Pair:
    """Load rows of the training a second time into the test; the database numbers all anew.

    Seen by: without the key, `share` of the training rows are equal to a test row; with it, none.
    """
    pair = parted(table, random)
    again = some(pair.train, random, share)
    test = some(pl.concat([pair.test, again]), random, 1.0)
    total = pair.train.height + test.height
    keys = _keys(random, total, form)
    column = pl.Series(name, keys)
    return Pair(
        train=pair.train.with_columns(column[: pair.train.height]),
        test=test.with_columns(column[pair.train.height :]),
        id=name if form != "clock" else None,
        metric=table.metric,
    )


def _keys(random: Draw, total: int, form: str) -> list[str]:
    if form == "running":
        return [f"R-{100_000 + number}" for number in range(total)]
    if form == "hex":
        return [random.bytes(8).hex() for _ in range(total)]
    start = np.datetime64("2023-04-03T08:00:00")
    seconds = np.cumsum(random.integers(1, 90, total))
    return [str(start + np.timedelta64(int(each), "s")) for each in seconds]


def second_reading(table: Table, random: Draw, *, share: float, error: float) -> Pair:
    """Take rows whose instruments were read twice: the second reading goes to the test.

    Seen by: `share` of the test rows have a training row within `error` deviations in all
    measured columns and the same outcome; other test rows are ten times as far away.
    """
    pair = parted(table, random)
    count = int(share * pair.test.height)
    again = some(pair.train, random, count / pair.train.height)
    test = pl.concat([pair.test[count:], _read(table, again, random, error)])
    return Pair(train=pair.train, test=some(test, random, 1.0), id=table.id, metric=table.metric)


def noisy_copies(table: Table, random: Draw, *, copies: int, error: float) -> Pair:
    """Add copies with a little noise to each row "for robustness", then part at random.

    Seen by: nearly every test row has a training row within `error` deviations, same outcome.
    """
    frame = table.frame
    more = [_read(table, frame, random, error) for _ in range(copies)]
    whole = pl.concat([frame, *more])
    return parted(with_frame(table, whole), random, kind="random")


def rounded_archive(table: Table, random: Draw, *, share: float, digits: int) -> Pair:
    """Fill the test up from an archive that holds training rows, rounded to so many digits.

    Seen by: `share` of the test rows equal a training row after rounding to `digits` digits.
    """
    pair = parted(table, random)
    measured = [name for name in decimals(table) if table.frame[name].dtype.is_float()]
    again = some(pair.train, random, share * pair.test.height / pair.train.height)
    again = again.with_columns(pl.col(measured).round_sig_figs(digits))
    test = some(pl.concat([pair.test, again]), random, 1.0)
    return Pair(train=pair.train, test=test, id=table.id, metric=table.metric)


def _read(table: Table, rows: pl.DataFrame, random: Draw, error: float) -> pl.DataFrame:
    columns = []
    for name in decimals(table):
        values = table.frame[name]
        noise = random.normal(0, error * float(values.std()), rows.height)  # type: ignore[arg-type]
        if values.dtype.is_float():
            columns.append((rows[name] + pl.Series(noise)).round(4).alias(name))
    return rows.with_columns(columns)


def retyped(table: Table, random: Draw, *, column: str, share: float, form: str) -> Pair:
    """Take training rows into the test whose text another clerk typed.

    Seen by: `share` of the test rows equal a training row in all but `column`, and the two texts
    there differ in a few letters, the case, or an abbreviation.
    """
    pair = parted(table, random, kind="random")
    count = int(share * pair.test.height)
    again = some(pair.train.drop_nulls(column), random, count / pair.train.height)
    texts = [_typed(text, random, form) for text in again[column].to_list()]
    again = again.with_columns(pl.Series(column, texts))
    test = some(pl.concat([pair.test[count:], again]), random, 1.0)
    return Pair(train=pair.train, test=test, metric=table.metric)


ABBREVIATED = {
    "International": "Intl", "Regional": "Rgnl", "Municipal": "Muni", "County": "Co",
    "Airport": "Arpt", "Field": "Fld", "Memorial": "Meml", "Air Force Base": "AFB",
}  # fmt: skip


def _typed(text: str, random: Draw, form: str) -> str:
    if form == "abbreviated":
        for long, short in ABBREVIATED.items():
            text = text.replace(long, short)
        return f"{text} (US)" if text.isascii() and random.random() < 0.5 else text.upper()
    if form == "turned":
        family, _, given = text.partition(", ")
        return f"{given} {family}".strip() + ("" if random.random() < 0.5 else ".")
    spot = int(random.integers(1, len(text) - 1))
    swapped = text[: spot - 1] + text[spot] + text[spot - 1] + text[spot + 1 :]
    return swapped if swapped != text else text + text[-1]
