"""Rows, groups and days on the wrong side of a split."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.seventh.frames import chosen, shuffled, some
from benchmarks.planted.pair import Pair, decimals, parted, with_frame
from benchmarks.planted.table import Table, part


def exported_again(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Add a share of the training rows to the test, as a second export overlapped the first.

    Seen by: as many rows of the test stand in training, in every column; none did before.
    """
    pair = parted(table, random)
    test = pl.concat([pair.test, some(pair.train, random, share)])
    return replace(pair, test=shuffled(test, random))


def newest_file_twice(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Leave a block of the test in training, which was appended to before the test was cut off.

    Seen by: a block of the test stands in training, in every column.
    """
    pair = parted(table, random)
    block = pair.test.head(max(12, round(share * pair.test.height)))
    return replace(pair, train=pl.concat([pair.train, block]))


def numbered_again(table: Table, random: np.random.Generator, *, share: float, form: str) -> Pair:
    """Load rows twice, where the loader gives each row a number of its own.

    Seen by: as many rows of the test stand in training in every column but the number.
    """
    pair = exported_again(table, random, share=share)
    count = pair.train.height + pair.test.height
    keys = {
        "load number": pl.Series("load_no", 100_000 + random.permutation(count)),
        "hash": pl.Series("row_key", [random.bytes(6).hex() for _ in range(count)]),
        "case number": pl.Series("case_no", [f"C{year:02d}-{at:05d}" for at, year in zip(
            random.permutation(count), random.integers(19, 25, count), strict=True)]),
    }  # fmt: skip
    key = keys[form]
    return replace(
        pair,
        train=pair.train.with_columns(key.head(pair.train.height)),
        test=pair.test.with_columns(key.tail(pair.test.height)),
    )


def measured_again(
    table: Table, random: np.random.Generator, *, share: float, noise: float, digits: int = 5
) -> Pair:
    """Put a second reading of training rows into the test: each decimal a little off.

    Seen by: the nearest training row of each is closer than `noise` in every number.
    """
    pair = parted(table, random)
    copies = some(pair.train, random, share).with_columns(
        (
            pl.col(name)
            * pl.Series(1 + random.normal(0, noise, max(12, round(share * pair.train.height))))
        ).round_sig_figs(digits)
        for name in decimals(table)
    )
    copies = copies.select(pl.col(name).cast(pair.test.schema[name]) for name in copies.columns)
    return replace(pair, test=shuffled(pl.concat([pair.test, copies]), random))


def rounded_export(table: Table, random: np.random.Generator, *, share: float, digits: int) -> Pair:
    """Fill the test up with training rows out of a report that shows few digits.

    Seen by: rounded to as many digits, these rows of the test stand in training.
    """
    pair = parted(table, random)
    copies = some(pair.train, random, share).with_columns(
        pl.col(name).round_sig_figs(digits) for name in decimals(table)
    )
    return replace(pair, test=shuffled(pl.concat([pair.test, copies]), random))


def noise_first(table: Table, random: np.random.Generator, *, copies: int, noise: float) -> Pair:
    """Multiply the rows with noise of a share of each deviation, and split afterwards.

    Seen by: most rows of the test have a training row of equal words and target close by.
    """
    frames = [table.frame]
    for _ in range(copies):
        frames.append(
            table.frame.with_columns(
                (
                    pl.col(name)
                    + pl.Series(random.normal(0, noise, table.frame.height)) * pl.col(name).std()
                )
                .round(4)
                .cast(table.frame.schema[name])
                for name in decimals(table)
            )
        )
    return parted(with_frame(table, shuffled(pl.concat(frames), random)), random)


def retyped(
    table: Table, random: np.random.Generator, *, column: str, form: str, share: float
) -> Pair:
    """Enter training rows again in the test, their text typed another way.

    Seen by: their text is one edit of a training row's, and all else is equal.
    """
    pair = parted(table, random)
    copies = some(pair.train, random, share).with_columns(
        pl.col(column).map_elements(lambda text: _retyped(text, random, form), pl.String)
    )
    test = shuffled(pl.concat([pair.test, copies]), random)
    return replace(pair, test=test, columns=())


def _retyped(text: str, random: np.random.Generator, form: str) -> str:
    if form == "family name first":
        first, _, last = text.partition(" ")
        return f"{last}, {first}"
    if form == "abbreviated":
        short = text.replace("Journal of", "J.").replace("Review", "Rev.").replace(" and ", " & ")
        return short if short != text else f"The {text}"
    at = int(random.integers(1, max(2, len(text) - 1)))
    return text[:at] + text[at + 1 :]


def by_row(table: Table, random: np.random.Generator) -> Pair:
    """Split by row what has groups, which are declared.

    Seen by: most groups of the test are in training.
    """
    return parted(table, random, kind="random")


def last_rows(table: Table, random: np.random.Generator) -> Pair:
    """Test on the last row of each group, train on those before.

    Seen by: every group of the test is in training.
    """
    del random
    last = pl.int_range(pl.len()).over(table.group) == pl.len().over(table.group) - 1
    rows = table.frame.with_columns(_last=last & (pl.len().over(table.group) > 1))
    return Pair(
        train=rows.filter(~pl.col("_last")).drop("_last"),
        test=rows.filter(pl.col("_last")).drop("_last"),
        group=table.group,
    )


def some_groups(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Split by group, but for a share of the test's groups that came back under training.

    Seen by: so many groups of the test have rows in training.
    """
    pair = parted(table, random)
    key = str(table.group)
    groups = pair.test[key].unique().sort()
    back = groups.filter(pl.Series(random.random(groups.len()) < share)).to_list()
    moved = pl.Series(random.random(pair.test.height) < 0.5) & pair.test[key].is_in(back)
    train = pl.concat([pair.train, pair.test.filter(moved)])
    return replace(pair, train=shuffled(train, random), test=pair.test.filter(~moved))


def unsaid_key(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """Split by row, the group being a column of codes under another name that nobody declared.

    Seen by: most codes of the test are in training, and rows of a code are alike.
    """
    key = str(table.group)
    values = table.frame[key].unique().sort()
    codes = pl.Series(1000 + 7 * random.permutation(values.len()))
    named = table.frame.with_columns(pl.col(key).replace_strict(values, codes).alias(name))
    frame = named.drop(*({key} - {name}))
    pair = parted(replace(table, frame=frame, group=None), random, kind="random")
    return replace(pair, columns=(name,))


def key_left_out(table: Table, random: np.random.Generator, *, columns: tuple[str, ...]) -> Pair:
    """Split by row and drop the number of the group; facts that never change still tell it.

    Seen by: most values of those columns in the test are those of training rows.
    """
    frame = table.frame.drop(str(table.group))
    pair = parted(replace(table, frame=frame, group=None), random, kind="random")
    return replace(pair, columns=columns)


def latest_trains(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Train on the latest rows and test on the earliest, as the file came newest first.

    Seen by: every training row is later than every row of the test.
    """
    del random
    rows = table.frame.sort(str(table.time), descending=True, maintain_order=True)
    border = rows[str(table.time)].sort()[int(share * rows.height)]
    early = pl.col(str(table.time)) < border
    return Pair(train=rows.filter(~early), test=rows.filter(early), time=table.time)


def window_inside(table: Table, random: np.random.Generator) -> Pair:
    """Test on a window in the middle: a fold of an ordinary cross-validation.

    Seen by: a third of the training rows are later than the test.
    """
    del random
    days = table.frame[str(table.time)].sort()
    low, high = days[int(0.45 * days.len())], days[int(0.65 * days.len())]
    inside = table.frame[str(table.time)].is_between(low, high)
    return Pair(train=table.frame.filter(~inside), test=table.frame.filter(inside), time=table.time)


def late_arrivals(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Split by time, but a share of the rows of the test's span arrived in the training file.

    Seen by: so many training rows are at or after the first row of the test.
    """
    train, test = part(table, random, kind="time", share=0.3)
    late = pl.Series(chosen(test.height, random, share))
    return Pair(
        train=pl.concat([train, test.filter(late)]), test=test.filter(~late), time=table.time
    )


def at_random(table: Table, random: np.random.Generator, *, declared: bool = True) -> Pair:
    """Split days or months at random, as the default of a library does.

    Seen by: both sides span the same time, and neighbours in time are alike.
    """
    pair = parted(table, random, kind="random")
    return pair if declared else replace(pair, time=None)
