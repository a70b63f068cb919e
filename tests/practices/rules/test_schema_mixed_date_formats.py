from __future__ import annotations

from typing import Any

from assay.core.evidence.schema import DateFormats, SchemaEvidence
from assay.practices.rules.schema_mixed_date_formats import check


def test_formats_are_named_with_their_shares(said: Any) -> None:
    dates = DateFormats(
        column="opened",
        train=(("year first", 1.0),),
        test=(("year first", 0.7), ("day/month/year", 0.3)),
        examples=("2024-01-31", "31/01/2024"),
        between=False,
    )
    (finding,) = said(
        check, SchemaEvidence(train_rows=1_500, test_rows=500, columns=9, dates=(dates,))
    ).findings
    assert finding.columns == ("opened",) and "day/month/year 30% in the test" in finding.message


def test_one_format_is_silent(said: Any) -> None:
    assert said(check, SchemaEvidence(train_rows=1_500, test_rows=500, columns=9)).silent
