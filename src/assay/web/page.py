"""The shell of every page: one file that needs no network, with its scripts and styles inside."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import math
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

import jinja2
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from assay.core.version import __version__
from assay.registry import rendering

PLOTTING = ("vega.min.js", "vega-lite.min.js", "vega-embed.min.js")
_TICKED = re.compile(r"`([^`]+)`")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def render(template: str, *, title: str, plots: bool, values: Mapping[str, Any]) -> str:
    """Return a page as one HTML file.

    Args:
        template: Name of the template within `assay.web`.
        title: What the browser's tab says.
        plots: Whether the page draws any; 830 KB of scripts are left out otherwise.
        values: What the template reads.
    """
    scripts = [*(PLOTTING if plots else ()), "page.js"]
    return (
        _environment()
        .get_template(template)
        .render(
            title=title,
            version=__version__,
            styles=_asset("page.css"),
            scripts=[_asset(name) for name in scripts],
            licences=_asset("LICENSES.txt") if plots else "",
            policy=_policy(tuple(scripts)),
            **values,
        )
    )


def markdown(text: str, *, below: int = 0) -> Markup:
    r"""Turn the model card into HTML; HTML within it stays text.

    Args:
        text: Markdown.
        below: How many levels its headings go down, where it stands within another page.

    Example:
        >>> markdown("# A\n<b>x</b>")
        Markup('<h1>A</h1>\n<p>&lt;b&gt;x&lt;/b&gt;</p>\n')
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + below)}"
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # the parser escapes


def ticked(text: str) -> Markup:
    """Return a text safe for HTML, with what stands between backticks as code.

    Example:
        >>> ticked("run `git init` in <here>")
        Markup('run <code>git init</code> in &lt;here&gt;')
    """
    return Markup(_TICKED.sub(r"<code>\1</code>", str(escape(text))))


def embedded(value: object) -> Markup:
    """Return JSON that may stand inside a script element, whatever its texts hold.

    Example:
        >>> "<" in embedded({"a": "</script>", "b": float("nan")})
        False
    """
    text = json.dumps(_finite(value), separators=(",", ":"), allow_nan=False)
    for mark in "<>&'\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # escaped above


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return value


@functools.cache
def _asset(name: str) -> Markup:
    text = (resources.files("assay.web") / "static" / name).read_text("utf-8")
    return Markup(_SOURCE_MAP.sub("", text).strip())  # Assay's own files


@functools.cache
def _policy(scripts: tuple[str, ...]) -> str:
    """Allow these very scripts and nothing from anywhere: what slips through does not run."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(_asset(name).encode()).digest()).decode()}'"
        for name in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@functools.cache
def _environment() -> jinja2.Environment:
    return rendering.environment(
        "assay.web", autoescape=True, filters={"embedded": embedded, "ticked": ticked}
    )
