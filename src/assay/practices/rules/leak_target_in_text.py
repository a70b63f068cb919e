"""A word, a character or a number in a text gives the target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnLeak, ColumnsEvidence, LeakEvidence, TextLeak
from assay.core.finding import Finding, Unknown
from assay.practices.leaks import copied
from assay.practices.rule import rule

SMALLEST_EXACTNESS: Final = 0.95
"""Share of rows of the worst class; the words of an honest text are in a part of it only."""

SMALLEST_PURITY: Final = 0.99
"""Share of the rows with a word that are of one class, for a warning."""

SMALLEST_OF_PURE: Final = 0.25
"""Share of that class's rows that hold it: words of a subject are rarer, or less sure."""

SMALLEST_QUOTED: Final = 0.2
"""Share of texts that hold the outcome as a number, far more than hold that of another row."""

SURELY_QUOTED: Final = 0.3
"""Share from which it is an error."""

SMALLEST_LEAD: Final = 0.05
"""Beyond what the best other column gives; where all is easy, a word may be honest."""

WHOLLY: Final = 0.99
"""Share of rows that the text as a whole decides: leak-target-proxy says so."""

FEWEST_ROWS: Final = 40
"""On fewer, some word of many fits by chance."""


@rule(
    "leak-target-in-text",
    severity="error",
    remedy="Cut the part that gives the outcome out of the text, or leave the column out "
    "(`data.leave_out`).",
    practice="no leakage",
    acts="leave-out",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding | Unknown]:
    """A word, a character or a number in a text gives the target.

    ## Why
    A note that was written when the case was closed says how it ended, and so does a code that
    was given by the outcome. A model that reads texts finds it; in service it is not there yet.

    ## Example
    'account closed, outcome=churn' in the remarks about a customer; `K-1-4711` where the middle
    says whether the loan was repaid.

    ## Silent when
    Words are frequent in one class, as in any text about a subject: one word, or a few together,
    must give nearly every row. Or another column gives as much, unless the word is the very name of
    the class. A word that stands in a quarter of the
    texts of one class and in no others is a warning: a subject may be the class. A number must be
    the outcome, to the digits that are written, in far more rows than by chance.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579; Kapoor & Narayanan (2023), doi:10.1016/j.patter.2023.100804
    """
    judged = {column.name: column for column in leaks.columns}
    for found in leaks.texts:
        if columns is not None and found.column not in columns.used:
            continue
        beside = judged.get(found.column)
        if beside is not None and _holds_it(beside):
            continue  # it holds the target and nothing else
        if found.quoted:
            yield from _quoted(found, leaks.rows)
            continue
        if found.purity >= SMALLEST_PURITY and found.exactness >= SMALLEST_OF_PURE:
            yield from _telltale(found, leaks.rows)
            continue
        if found.exactness < SMALLEST_EXACTNESS:
            continue
        rest = beside.exactness_of_rest if beside is not None else None
        led = rest is None or found.exactness - rest >= SMALLEST_LEAD
        if not (led or found.named):
            continue
        seen = (
            f"in '{found.column}', {found.pattern} gives the target in {found.exactness:.1%} of "
            f"{'rows' if leaks.task == 'regression' else 'the worst class'}, as in "
            f"'{found.example}'"
        )
        if leaks.rows < FEWEST_ROWS:
            yield Unknown(reason=f"{seen}, but on {leaks.rows} rows only")
        else:
            yield Finding.at(
                column=found.column,
                message=seen,
                measure=found.exactness,
                threshold=SMALLEST_EXACTNESS,
            )


def _holds_it(column: ColumnLeak) -> bool:
    """Whether the text as a whole is the target in another code, or is there by the outcome."""
    filled = column.one_sided is not None and column.one_sided.filled
    told = (column.follows, column.mirrors, column.on_curve, column.exactness)
    return copied(column) or max(told) >= WHOLLY or (filled and column.missing_strength >= WHOLLY)


def _quoted(found: TextLeak, rows: int) -> Iterator[Finding | Unknown]:
    seen = (
        f"in '{found.column}', {found.exactness:.0%} of the texts hold the target as a number, as "
        f"in '{found.example}'"
    )
    if rows < FEWEST_ROWS:
        yield Unknown(reason=f"{seen}, but on {rows} rows only")
    elif found.exactness >= SMALLEST_QUOTED:
        yield Finding.at(
            column=found.column,
            message=seen,
            measure=found.exactness,
            threshold=SMALLEST_QUOTED,
            severity=None if found.exactness >= SURELY_QUOTED else "warning",
        )


def _telltale(found: TextLeak, rows: int) -> Iterator[Finding | Unknown]:
    seen = (
        f"in '{found.column}', {found.pattern} stands in {found.exactness:.0%} of the texts of one "
        f"class and {1 - found.purity:.1%} of its rows are of the other, as in '{found.example}'"
    )
    if rows < FEWEST_ROWS:
        yield Unknown(reason=f"{seen}, but on {rows} rows only")
    else:
        yield Finding.at(
            column=found.column,
            message=seen,
            measure=found.exactness,
            threshold=SMALLEST_OF_PURE,
            severity="warning",
        )
