"""Look for preparations that were fitted on training and test together."""

from __future__ import annotations

from assay.core.evidence.together import FilledColumn, TogetherEvidence
from assay.data.sides.table import Sides
from assay.data.sides.together_encoded import encodings
from assay.data.sides.together_imputed import fill
from assay.data.sides.together_imputed_within import filled_within
from assay.data.sides.together_oversampled import repeats
from assay.data.sides.together_pool import Pooled, pooled
from assay.data.sides.together_scaled import scale
from assay.data.sides.together_selected import edges
from assay.data.sides.together_synthetic import between


def measure(sides: Sides) -> TogetherEvidence:
    """Return what shows that a preparation saw both sides.

    Exact means, ranges and quartiles are of all rows; repeated rows, rows between others and
    means by level are of the sample of each side.
    """
    columns = list(pooled(sides))
    encoded, left_open = encodings(sides)
    selections, selection_open = edges(sides)
    return TogetherEvidence(
        task=sides.task,
        rows_train=sides.train.total,
        rows_test=sides.test.total,
        tested=sides.test_labels is not None,
        scaled=tuple(found for column in columns if (found := scale(column)) is not None),
        filled=_filled(columns, sides),
        encoded=encoded,
        encodings_open=left_open,
        selections=selections,
        selection_open=selection_open,
        repeats=repeats(sides),
        between=between(sides),
        columns_numeric=sum(sides.numbers(name) is not None for name in sides.features),
    )


def _filled(columns: list[Pooled], sides: Sides) -> tuple[FilledColumn, ...]:
    whole = tuple(one for column in columns if (one := fill(column)) is not None)
    told = {one.name for one in whole}
    return whole + tuple(one for one in filled_within(sides) if one.name not in told)
