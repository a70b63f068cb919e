"""Missing values were filled from training and test together."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.together import FilledColumn, TogetherEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "leak-imputed-together",
    severity="warning",
    remedy="Split first; learn the filling value from training rows and use it in the test.",
    practice="no leakage",
)
def check(together: TogetherEvidence) -> Iterator[Finding]:
    """Missing values were filled from training and test together.

    ## Why
    The filling value holds the test's values. For one mean over many rows the price is small,
    hence a warning; but whoever fills before the split may have selected or encoded before it.

    ## Example
    `table.fillna(table.mean())` before `train_test_split`: 177 rows hold 29.699, the mean age of
    both sides, where training's own is 29.412.

    ## Silent when
    The value is as well training's own; or a median or mode on which many measured rows lie
    anyway, so that it would have been the same without the test.

    ## References
    Kapoor & Narayanan (2023), Leakage and the reproducibility crisis (L1.2),
    doi:10.1016/j.patter.2023.100804; Little & Rubin (2019), Statistical Analysis with Missing
    Data, doi:10.1002/9781119482260
    """
    for column in together.filled:
        yield Finding.at(
            column=column.name,
            message=f"{column.rows:,} rows of '{column.name}' ({column.rows_test:,} of the test) "
            f"hold {column.value:.8g}, the {column.kind} of the other values of both sides"
            f"{_within(column)}; training's own is {column.train:.8g}",
            measure=column.value,
            threshold=column.train,
        )


def _within(column: FilledColumn) -> str:
    return f" within one level of '{column.within}', and so in others" if column.within else ""
