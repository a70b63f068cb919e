from __future__ import annotations

from typing import Any

from assay.core.evidence.given import CodeFault, GivenCodeEvidence, ShuffledOutcomes
from assay.practices.rules.leak_in_code import check


def code(**changed: Any) -> GivenCodeEvidence:
    fields: dict[str, Any] = {"files": ("work.py",), "faults": (), "shuffled": None} | changed
    return GivenCodeEvidence(**fields)


def test_a_line_that_lets_the_answer_in_is_named(said: Any) -> None:
    fault = CodeFault(file="work.py", line=16, what="a scaler is fitted before the split")
    (finding,) = said(check, code(faults=(fault,))).findings
    assert finding.message == "work.py, line 16: a scaler is fitted before the split"


def test_outcomes_that_nobody_can_know_but_are_predicted_are_found(said: Any) -> None:
    read = ShuffledOutcomes(correlations=(0.4, 0.5, 0.45), deviations=18.0)
    assert "by 0.45" in said(check, code(shuffled=read)).findings[0].message


def test_chance_on_exchanged_outcomes_is_silent(said: Any) -> None:
    chance = ShuffledOutcomes(correlations=(0.1, -0.05, 0.06), deviations=1.2)
    slight = ShuffledOutcomes(correlations=(0.02, 0.02, 0.02), deviations=4.5)
    assert said(check, code(shuffled=chance)).silent
    assert said(check, code(shuffled=slight)).silent


def test_answers_that_were_not_learnt_are_found_unless_one_fit_tells_nothing(said: Any) -> None:
    (finding,) = said(check, code(untaught=(0.9, 0.92, 0.88, 0.9, 0.91))).findings
    assert finding.severity == "warning" and "90%" in finding.message
    assert said(check, code(untaught=(0.3, 0.25, -0.1))).silent
    assert said(check, code(untaught=(0.3, 0.25, 0.02, 0.2, 0.3))).silent


def test_code_that_was_too_slow_to_try_is_unknown(said: Any) -> None:
    assert "60 s" in said(check, code(reason="one call takes 60 s")).unknown[0]
