"""The compiled scorer does not give what was fitted."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.registry import CertificateEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "serve-unproven-scorer",
    severity="error",
    remedy="Do not serve it. Keep the estimator uncompiled (`form = estimator`), and report the "
    "case: Assay's own encoders and models must compile exactly.",
    practice="training-serving skew tested and watched",
    blocks="register",
)
def check(certificate: CertificateEvidence) -> Iterator[Finding]:
    """The compiled scorer does not give what was fitted.

    ## Why
    Converters are silently wrong in places. A scorer whose answers differ from the model that was
    evaluated is a model that nobody evaluated.

    ## Example
    A scaler before a forest, rounded to 32 bits: one row in twenty lands on the other side of a
    split.

    ## References
    Breck et al. (2017), The ML Test Score, doi:10.1109/BigData.2017.8258038 (Monitor 3)
    """
    if certificate.passed:
        return
    failed = [case for case in certificate.cases if case.difference > certificate.tolerance]
    for case in failed:
        yield Finding.at(
            message=f"on {case.name} rows ({case.rows:,}) it differs by {case.difference:.3g}, "
            f"and decides {case.disagreements:,} of them otherwise",
            measure=case.difference,
            threshold=certificate.tolerance,
        )
    if not failed:
        yield Finding.at(message="the certificate did not pass")
