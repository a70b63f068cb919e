"""The model card as a page."""

from __future__ import annotations

from assay.web import page


def html(card_markdown: str, *, title: str) -> str:
    """Return the model card as one HTML file.

    Args:
        card_markdown: As `assay.registry.card.markdown` gives it.
        title: What the browser's tab says.
    """
    values = {"card_html": page.markdown(card_markdown)}
    return page.render("card.html.j2", title=title, plots=False, values=values)
