from __future__ import annotations

from typing import Any

from assay.core.evidence.fit import Edge
from assay.practices.rules.tune_at_edge import check

EDGE = Edge(parameter="learning_rate", value=0.01, low=0.01, high=0.3)


def test_smallest_learning_rate_is_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.fit(search=honest.search(edges=(EDGE,)))).findings
    assert "learning_rate = 0.01, searched from 0.01 to 0.3" in finding.message


def test_few_trials_are_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.fit(search=honest.search(trials=4, edges=(EDGE,))))
    assert not answer.findings and answer.unknown


def test_optimum_inside_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit()).silent


def test_no_search_is_unknown(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(search=None)).unknown
