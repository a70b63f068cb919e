"""The model card has questions that nobody answered."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.registry import CardEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "card-unanswered",
    severity="warning",
    remedy="Answer in the section [card] of assay.toml; Assay does not invent answers.",
    practice="model card: performance, use, limits, fairness",
)
def check(card: CardEvidence) -> Iterator[Finding]:
    """The model card has questions that nobody answered.

    ## Why
    What a model is for, what it must not be used for and who answers for it only people can
    say. Without that, somebody will use it for what it cannot do.

    ## Example
    A score made to rank phone calls is used to set prices.

    ## References
    Mitchell et al. (2019), Model cards for model reporting, doi:10.1145/3287560.3287596
    """
    for question in card.unanswered:
        yield Finding.at(message=f"card.{question} is not answered", key=f"card.{question}")
