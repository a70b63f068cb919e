"""Turn the model card's Markdown into HTML; HTML within it stays text."""

from __future__ import annotations

from markdown_it import MarkdownIt


def html(text: str) -> str:
    """Return safe HTML.

    Example:
        >>> html("# A\\n<b>x</b>")
        '<h1>A</h1>\\n<p>&lt;b&gt;x&lt;/b&gt;</p>\\n'
    """
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
