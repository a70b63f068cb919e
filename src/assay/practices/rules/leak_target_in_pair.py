"""Two columns together give the target, as neither does alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, LeakEvidence, PairLeak
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

SMALLEST_EXACTNESS: Final = 0.95
"""Share of rows of the worst class where all columns together know much less."""

IMPLAUSIBLE: Final = 0.99
"""The same where the whole table knows much too, but each of the two hardly anything."""

MOST_ALONE: Final = 0.75
"""What the better of the two gives alone, then."""

SMALLEST_GAIN: Final = 0.2
"""Strength beyond all columns together, added up; or beyond all others, of what is implausible."""

MOST_LEFT: Final = 0.2
"""Part of the errors of the better one that the pair may leave, then."""

FEWEST_SETTLED: Final = 10
"""Rows that the better one leaves open; of a few, another pair fits by chance."""

SMALLEST_R2: Final = 0.99
"""For numbers; the area of a house tells its price by far less."""

LARGEST_LEFT: Final = 0.1
"""For numbers: part of what the better one, and the table without the two, leave unexplained."""

FEWEST_ROWS: Final = 60
"""On fewer, one of many pairs fits by chance."""

FEWEST_ROWS_OF_NUMBERS: Final = 40
"""The same for numbers, of which each row tells more."""


@rule(
    "leak-target-in-pair",
    severity="error",
    remedy="Leave both columns out (`data.leave_out`), or keep the one that is known beforehand.",
    practice="no leakage",
    acts="leave-out",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding | Unknown]:
    """Two columns together give the target, as neither does alone.

    ## Why
    A difference, a ratio, an equality or a code in two parts that decides nearly every row was
    written when the outcome was known. Trees find it, and it hides from every look at one column.

    ## Example
    `balance_after` - `balance_before` beside 'paid'; `sent_to` equal to `returned_from` beside
    'sent back'.

    ## Silent when
    One of the two is as good alone (see `leak-target-proxy`), or all columns together know as
    much by adding up what each tells: then the task is easy. Of numbers, what the two leave open is
    held against what the better one does, and the table without them. Where the others know nearly
    as much without the two, it is a warning: honest measures of one animal hold its shape in any
    pair.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579; Kapoor & Narayanan (2023), doi:10.1016/j.patter.2023.100804
    """
    for pair in leaks.pairs:
        if columns is not None and not set(pair.columns) <= set(columns.used):
            continue
        found = _number(pair) if leaks.task == "regression" else _class(pair, leaks.rows)
        if not found:
            continue
        seen = (
            f"{_in_words(pair)} gives the target {_share(leaks, pair)}, the better one alone "
            f"{pair.alone:.2f}, all columns together {pair.others:.2f}"
        )
        if leaks.rows < (FEWEST_ROWS_OF_NUMBERS if leaks.task == "regression" else FEWEST_ROWS):
            yield Unknown(reason=f"{seen}, but on {leaks.rows} rows only")
        else:
            yield Finding.at(
                columns=pair.columns,
                message=seen,
                measure=pair.exactness,
                threshold=SMALLEST_R2 if leaks.task == "regression" else SMALLEST_EXACTNESS,
                severity=None if leaks.task == "regression" or _sure(pair) else "warning",
            )


def _in_words(pair: PairLeak) -> str:
    quoted = {letter: f"'{name}'" for letter, name in zip("ab", pair.columns, strict=True)}
    return re.sub(r"\b[ab]\b", lambda letter: quoted[letter.group()], pair.operation)


def _class(pair: PairLeak, rows: int) -> bool:
    gains = 2 * pair.exactness - 1 - pair.others >= SMALLEST_GAIN
    found = gains or _hidden(pair) or _natural(pair) or _settles(pair, rows)
    return pair.exactness >= SMALLEST_EXACTNESS and found


def _settles(pair: PairLeak, rows: int) -> bool:
    """Whether the one says what the other leaves open, as the name of a dish beside its price."""
    settled = pair.exactness >= IMPLAUSIBLE and _more_than_rest(pair)
    settled &= (pair.exactness - pair.alone) * rows >= FEWEST_SETTLED
    return settled and 1 - pair.exactness <= MOST_LEFT * (1 - pair.alone)


def _hidden(pair: PairLeak) -> bool:
    return pair.exactness >= IMPLAUSIBLE and pair.alone <= MOST_ALONE


def _natural(pair: PairLeak) -> bool:
    return pair.exactness >= IMPLAUSIBLE and pair.natural_cut


def _sure(pair: PairLeak) -> bool:
    """Whether the rest of the table knows less: if not, they may be honest measures of one thing.

    Of lengths of the same animal any two give a shape, and the shape gives the species.
    """
    return _natural(pair) or _more_than_rest(pair)


def _more_than_rest(pair: PairLeak) -> bool:
    return 2 * pair.exactness - 1 - pair.without >= SMALLEST_GAIN


def _number(pair: PairLeak) -> bool:
    left = 1 - max(pair.alone, pair.without)
    return pair.exactness >= SMALLEST_R2 and 1 - pair.exactness <= LARGEST_LEFT * left


def _share(leaks: LeakEvidence, pair: PairLeak) -> str:
    if leaks.task == "regression":
        return f"with R2 {pair.exactness:.4f}"
    return f"in {pair.exactness:.1%} of the worst class"
