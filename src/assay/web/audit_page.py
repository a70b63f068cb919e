"""The audit of somebody's tables as a page: findings, what they cost, what would be found."""

from __future__ import annotations

from assay.lifecycle.audit import AuditReport, PricedFinding
from assay.web import page
from assay.web.charts import prices


def html(report: AuditReport, *, title: str = "") -> str:
    """Return the audit as one HTML file.

    Args:
        report: As `assay.audit` gives it.
        title: What was audited.
    """
    counts = {"error": 0, "warning": 0, "info": 0}
    for finding in report.findings:
        counts[finding.severity] += 1
    drawn = prices.prices(
        [(_named(each), each.price) for each in report.findings if each.price is not None]
    )
    return page.render(
        "audit.html.j2",
        title=title or "audit",
        plots=drawn is not None,
        values={"report": report, "counts": counts, "prices": drawn},
    )


def _named(finding: PricedFinding) -> str:
    columns = ", ".join(finding.columns[:2])
    return f"{finding.rule}: {columns}" if columns else finding.rule
