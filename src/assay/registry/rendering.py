"""How templates are rendered, for the card and the pages: strict, with numbers that read alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from assay.registry import wording

if TYPE_CHECKING:
    import jinja2


def environment(
    package: str, *, autoescape: bool, filters: Mapping[str, Callable[..., Any]]
) -> jinja2.Environment:
    """Return what renders a package's folder `templates`; an unknown name is an error.

    Args:
        package: Such as `assay.registry`.
        autoescape: Whether values are escaped for HTML.
        filters: What the templates of this package need besides the wording of numbers.

    Example:
        >>> made = environment("assay.registry", autoescape=False, filters={"loud": str.upper})
        >>> made.from_string("{{ 0.5 | percent }} {{ 'x' | loud }}").render() == "50\u202f% X"
        True
    """
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=autoescape,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": wording.number,
        "percent": wording.percent,
        "signed": wording.signed,
        "metric": wording.metric,
        "parted": wording.parted,
        **filters,
    }
    made.globals |= {
        "plural": wording.plural,
        "listing": wording.listing,
        "estimate": wording.estimate,
    }
    return made
