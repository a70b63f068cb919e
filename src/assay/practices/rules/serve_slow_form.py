"""The model could not be compiled and is served as an estimator."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.registry import CertificateEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "serve-slow-form",
    severity="warning",
    remedy="Use columns, encoders and models that compile (`assay explain serve-slow-form`), or "
    "accept that each prediction costs a hundred times more.",
    practice="fast, resilient endpoint",
)
def check(certificate: CertificateEvidence) -> Iterator[Finding]:
    """The model could not be compiled and is served as an estimator.

    ## Why
    An estimator needs its libraries, memory and milliseconds where the compiled graph needs
    microseconds, and its file must be trusted to be loaded.

    ## Example
    An own scikit-learn estimator with Python code in `predict`.

    ## References
    Paleyes, Urma & Lawrence (2022), Challenges in deploying machine learning,
    doi:10.1145/3533378
    """
    if certificate.form == "estimator":
        yield Finding.at(
            message=f"a row takes {certificate.seconds_per_row * 1000:.2g} ms, uncompiled",
            measure=certificate.seconds_per_row,
            key="fit.estimators",
        )
