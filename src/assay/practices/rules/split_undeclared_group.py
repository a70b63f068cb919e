"""A column that is not declared names groups that stand on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.overlap import OverlapEvidence, SharedKey
from assay.core.finding import Finding
from assay.practices.rule import rule

SMALLEST_SHARED: Final = 0.3
"""Of the test rows: fewer that return are a minority of the score."""

SMALLEST_TIE: Final = 0.3
"""Correlation of the target within a group: knowing the group then answers a good part."""

SMALLEST_ALIKE: Final = 0.3
"""Share of the other columns that hardly vary within a group."""

FEWEST_ALIKE: Final = 2
"""One column that follows a key may be its other name."""


@rule(
    "split-undeclared-group",
    severity="warning",
    remedy="If the model will meet new ones, declare the column as `data.group` (`--group`) and "
    "split by it; if it will meet the same ones again, waive this.",
    practice="separate train, validation, test; stratified",
)
def check(overlap: OverlapEvidence) -> Iterator[Finding]:
    """A column that is not declared names groups that stand on both sides.

    ## Why
    Rows of one patient, customer or machine resemble each other. A model that saw some of them
    recognises the others, and the test promises what strangers will not keep.

    ## Example
    A column `patient` with six visits each, split row by row.

    ## Silent when
    The column is a quantity or an ordinary category (a city, a brand): it must look like a name
    (`customer_id`, 'P0042'), or be measured so finely that equal values are of one thing, with
    few rows each, or be one of three quantities that always come together, as the age, height and
    weight of a patient do, or be columns whose equal rows never meet in another, as visits of one
    patient never fall in the same week; and rows of the same name must share their outcome or
    several other columns, as rows of the next name do not. Any other column of names or numbers
    needs both: rows that share their outcome and most of what else is known of them.

    ## References
    Kapoor & Narayanan (2023), Leakage and the reproducibility crisis,
    doi:10.1016/j.patter.2023.100804; Saeb et al. (2017), The need to approximate the use-case in
    clinical machine learning, doi:10.1093/gigascience/gix019
    """
    for key in overlap.keys:
        if key.rows_shared < SMALLEST_SHARED or not (_shares_target(key) or _shares_columns(key)):
            continue
        yield Finding.at(
            columns=(key.column, *key.beside),
            message=_apart(key) if key.apart else _together(key) if key.beside else _named(key),
            measure=key.rows_shared,
            threshold=SMALLEST_SHARED,
            key="data.group",
        )


def _named(key: SharedKey) -> str:
    same = f", and {len(key.alike)} of {key.compared} columns" if key.alike else ""
    return (
        f"'{key.column}' names {_groups(key)}; rows of a group share their outcome (correlation "
        f"{key.target_tie:.2f}){same}"
    )


def _together(key: SharedKey) -> str:
    names = ", ".join(map(repr, (key.column, *key.beside)))
    return (
        f"{names} have hardly more combinations than values, as if they told apart "
        f"{_groups(key)}; join them into one column to declare it"
    )


def _apart(key: SharedKey) -> str:
    names = ", ".join(map(repr, (key.column, *key.beside)))
    join = "; join them into one column to declare it" if key.beside else ""
    return (
        f"rows that agree in {names} hardly ever agree in '{key.apart}', as those of one unit: "
        f"{_groups(key)}; they share their outcome (correlation {key.target_tie:.2f} beside "
        f"'{key.apart}'){join}"
    )


def _groups(key: SharedKey) -> str:
    return (
        f"{key.groups:,} groups of {key.rows_in_group:.1f} rows that stand on both sides "
        f"({key.rows_shared:.0%} of the test rows)"
    )


def _shares_target(key: SharedKey) -> bool:
    return key.target_tie >= SMALLEST_TIE and key.target_tie > 2 * key.target_tie_by_chance


def _shares_columns(key: SharedKey) -> bool:
    if key.apart and len(key.alike) + len(key.beside) >= FEWEST_ALIKE:
        return True
    return len(key.alike) >= max(FEWEST_ALIKE, SMALLEST_ALIKE * key.compared)
