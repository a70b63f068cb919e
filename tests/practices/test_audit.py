from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.core.errors import ProjectError
from assay.core.evidence.audit import AuditEvidence, RuleOutcome
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding
from assay.core.project import Waiver
from assay.practices import catalogue
from assay.practices.audit import audit, columns_to_leave_out
from assay.practices.rule import Rule, rule

TODAY = datetime.date(2030, 1, 1)


def judged(bundle: Bundle, **changes: Any) -> AuditEvidence:
    arguments = {"severities": {}, "waivers": (), "today": TODAY, **changes}
    return audit(bundle, **arguments)


def outcome(said: AuditEvidence, name: str) -> RuleOutcome:
    return next(one for one in said.outcomes if one.rule == name)


def waiver(name: str, column: str | None = None, *, days: int = 30) -> Waiver:
    return Waiver(
        rule=name,
        column=column,
        reason="agreed with the owner",
        expires=TODAY + datetime.timedelta(days=days),
    )


def test_honest_run_has_no_findings(honest: Any) -> None:
    said = judged(honest.bundle())
    assert [(o.rule, o.findings) for o in said.outcomes if o.findings] == []
    missing = {name for o in said.verdicts("not applicable") for name in o.missing}
    given, served = (
        {"GivenModelEvidence", "GivenCodeEvidence"},
        {"ReplayEvidence", "RollbackEvidence", "TrafficEvidence"},
    )
    assert missing == given | served, "a run is given no model, and serves none yet"


def test_rule_without_its_evidence_is_never_passed() -> None:
    said = judged(Bundle())
    assert {o.rule for o in said.verdicts("passed")} == {"ops-waiver-unused", "ops-waiver-expired"}
    assert outcome(said, "split-group-overlap").missing == ("SplitEvidence",)
    assert len(said.outcomes) == len(catalogue.load())


def test_rule_that_cannot_decide_is_unknown_with_the_reason(honest: Any) -> None:
    said = outcome(judged(Bundle([honest.leaks()])), "leak-known-after-outcome")
    assert said.verdict == "unknown" and "every row has its outcome" in said.unknown[0]


def test_finding_carries_title_severity_and_remedy_of_its_rule(honest: Any) -> None:
    said = outcome(judged(Bundle([honest.lineage(code_version=None)])), "ops-unversioned-code")
    assert (said.verdict, said.severity) == ("found", "warning")
    assert said.title and said.remedy and said.blocks == "promote"


def test_severity_of_the_project_replaces_the_rules_own(honest: Any) -> None:
    said = judged(
        Bundle([honest.lineage(code_version=None)]), severities={"ops-unversioned-code": "error"}
    )
    assert [o.rule for o in said.found("error")] == ["ops-unversioned-code"]


def test_rule_that_is_off_is_listed_and_says_nothing(honest: Any) -> None:
    said = judged(
        Bundle([honest.lineage(code_version=None)]), severities={"ops-unversioned-code": "off"}
    )
    assert said.off == ("ops-unversioned-code",)
    assert "ops-unversioned-code" not in {o.rule for o in said.outcomes}


def test_waived_finding_is_still_found_and_shown(honest: Any) -> None:
    leaks = honest.leaks(honest.leak("alive", copies_target=True))
    said = judged(Bundle([leaks]), waivers=[waiver("leak-target-copy", "alive")])
    one = outcome(said, "leak-target-copy")
    assert (one.verdict, one.findings) == ("found", ())
    assert one.waived[0].reason == "agreed with the owner"
    assert one.waived[0].expires == "2030-01-31"
    assert said.found("error") == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it holds no state
@given(days=st.integers(-400, 400))
def test_expired_waiver_covers_nothing_and_is_listed(honest: Any, days: int) -> None:
    leaks = honest.leaks(honest.leak("alive", copies_target=True))
    rules = {name: catalogue.load()[name] for name in ("leak-target-copy", "ops-waiver-expired")}
    said = judged(Bundle([leaks]), waivers=[waiver("leak-target-copy", days=days)], catalogue=rules)
    expired = days < 0
    assert bool(outcome(said, "leak-target-copy").findings) == expired
    assert bool(said.expired) == expired
    assert bool(outcome(said, "ops-waiver-expired").findings) == expired


def test_waiver_that_covers_nothing_is_a_finding(honest: Any) -> None:
    leaks = honest.leaks(honest.leak("alive", copies_target=True))
    waivers = [waiver("leak-target-copy", "alive"), waiver("leak-target-copy", "dead")]
    (finding,) = outcome(judged(Bundle([leaks]), waivers=waivers), "ops-waiver-unused").findings
    assert "leak-target-copy at 'dead'" in finding.message


def test_waiver_of_a_rule_that_is_off_covers_nothing(honest: Any) -> None:
    said = judged(honest.bundle(), waivers=[waiver("fair-gap")], severities={"fair-gap": "off"})
    assert outcome(said, "ops-waiver-unused").findings


def test_waiver_of_what_was_not_looked_at_is_not_blamed() -> None:
    said = judged(Bundle(), waivers=[waiver("fair-gap"), waiver("ops-waiver-unused")])
    assert outcome(said, "ops-waiver-unused").verdict == "passed"


def test_waiver_of_one_of_two_columns_does_not_cover_their_sum(honest: Any) -> None:
    from assay.core.evidence.data import Combination

    total = Combination(columns=("casual", "registered"), weights=(1.0, 1.0), r2=1.0)
    leaks = honest.leaks(honest.leak("casual"), honest.leak("registered"), combinations=(total,))
    half = [waiver("leak-target-in-combination", "casual")]
    both = [*half, waiver("leak-target-in-combination", "registered")]
    name = "leak-target-in-combination"
    assert outcome(judged(Bundle([leaks]), waivers=half), name).findings
    assert not outcome(judged(Bundle([leaks]), waivers=both), name).findings


def test_unknown_rule_in_settings_is_a_mistake_with_the_nearest() -> None:
    with pytest.raises(ProjectError, match="did you mean 'fair-gap'"):
        judged(Bundle(), severities={"fair-gapp": "off"})
    with pytest.raises(ProjectError, match="there is no rule 'nothing-like-it'"):
        judged(Bundle(), waivers=[waiver("nothing-like-it")])


def test_crashing_rule_is_raised_with_its_name(honest: Any) -> None:
    @rule("split-broken", severity="info", remedy="none", practice="none")
    def broken(split: SplitEvidence) -> Any:
        """Crashes.

        ## Why
        x
        ## Example
        x
        ## References
        x
        """
        yield 1 / 0

    with pytest.raises(ZeroDivisionError) as error:
        judged(honest.bundle(), catalogue={broken.id: broken})
    assert error.value.__notes__ == [f"in rule 'split-broken' ({broken.module})"]


def test_leaking_columns_are_left_out_once_with_every_reason(honest: Any) -> None:
    leaks = honest.leaks(
        honest.leak("hour"),
        honest.leak("alive", copies_target=True, missing_strength=0.99),
        honest.leak("call", strength=0.9),
    )
    left_out = columns_to_leave_out(judged(Bundle([leaks])), catalogue.load())
    assert [(c.name, c.by, c.rule) for c in left_out] == [
        ("alive", "rule", "leak-filled-where-outcome-happened")
    ]
    assert "one to one" in left_out[0].reason and "is missing tells" in left_out[0].reason


@pytest.mark.parametrize(
    "changes",
    [
        {"waivers": [waiver("leak-target-copy", "alive")]},
        {"severities": {"leak-target-copy": "warning"}},
        {"severities": {"leak-target-copy": "off"}},
    ],
)
def test_accepted_leak_leaves_no_column_out(honest: Any, changes: dict[str, Any]) -> None:
    leaks = honest.leaks(honest.leak("alive", copies_target=True))
    assert columns_to_leave_out(judged(Bundle([leaks]), **changes), catalogue.load()) == ()


def test_error_of_a_rule_that_does_not_act_leaves_no_column_out(honest: Any) -> None:
    key = honest.column("key", kind="identifier", distinct=10_000)
    said = judged(Bundle([honest.profile(key), honest.columns("key")]))
    assert said.found("error")
    assert columns_to_leave_out(said, catalogue.load()) == ()


def test_only_rules_about_leaks_act() -> None:
    acting: list[Rule] = [one for one in catalogue.load().values() if one.acts]
    assert acting
    assert {one.area for one in acting} == {"leak"}


def unsure() -> Rule:
    @rule("split-half-sure", severity="error", remedy="Look at it.", practice="split")
    def check(split: SplitEvidence) -> Any:
        """One thing is sure and another is not.

        ## Why
        Why.

        ## Example
        Example.

        ## Silent when
        Silent.

        ## References
        None.
        """
        yield Finding.at(message="sure", column="a")
        yield Finding.at(message="likely", column="b", severity="warning")

    return check


def test_finding_less_sure_than_its_rule_is_told_at_its_own_severity(honest: Any) -> None:
    one = unsure()
    said = judged(honest.bundle(), catalogue={one.id: one})
    for severity, message in (("error", "sure"), ("warning", "likely")):
        (part,) = said.found(severity)  # type: ignore[arg-type]
        assert (part.severity, [f.message for f in part.findings]) == (severity, [message])
    raised = judged(
        honest.bundle(), catalogue={one.id: one}, severities={"split-half-sure": "error"}
    )
    assert len(raised.found("error")[0].findings) == 2, "the project's word counts for all of them"
