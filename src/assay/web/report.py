"""The report of a run: one self-contained page."""

from __future__ import annotations

import html as escaping

from assay.core.evidence.bundle import Bundle
from assay.core.project import Settings
from assay.web import markdown


def html(bundle: Bundle, *, settings: Settings, card_markdown: str) -> str:
    """Return the report as one HTML file.

    Args:
        bundle: All evidence of the run; a section without evidence says so.
        settings: The project.
        card_markdown: The model card, as `assay.registry.card.markdown` gives it.
    """
    title = escaping.escape(settings.name)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<body>{markdown.html(card_markdown)}</body></html>"
    )
