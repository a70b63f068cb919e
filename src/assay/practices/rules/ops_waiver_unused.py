"""A waiver covers nothing."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.audit import WaiversEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "ops-waiver-unused",
    severity="warning",
    remedy="Remove the waiver from `practices.waivers`.",
    practice="CI/CD and continuous training, retrain on drift or drop",
)
def check(waivers: WaiversEvidence) -> Iterator[Finding]:
    """A waiver covers nothing.

    ## Why
    A waiver for a finding that is no longer there would hide the next one of its kind unseen.

    ## Example
    A waiver for `leak-target-proxy` at `duration`, after `duration` was left out.

    ## Silent when
    The rule could not be decided in this run: then nothing is known of what the waiver covers.

    ## References
    ESLint, `--report-unused-disable-directives`; ruff, `unused-noqa` (RUF100)
    """
    for waiver in waivers.unused:
        yield Finding.at(message=f"nothing is found for {waiver}", key="practices.waivers")
