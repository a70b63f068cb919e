"""Every page that a run leaves, drawn from its evidence."""

from __future__ import annotations

from collections.abc import Mapping

from assay.core.evidence.bundle import Bundle
from assay.core.project import Settings
from assay.registry import card
from assay.web import card_page, report


def draw(evidence: Bundle, settings: Settings) -> Mapping[str, bytes]:
    """Return the model card and the report, by file name."""
    text = card.markdown(evidence, settings)
    return {
        "card.md": text.encode(),
        "card.html": card_page.html(text, title=f"{settings.name}: model card").encode(),
        "report.html": report.html(evidence, settings=settings, card_markdown=text).encode(),
    }
