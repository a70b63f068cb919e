"""How numbers read in the card and on the pages: short, and never more exact than known."""

from __future__ import annotations

import math
import re

MINUS = "\N{MINUS SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"

_TICKED = re.compile(r"`([^`]+)`")
PARTED = {
    "random": "at random",
    "group": "by group",
    "time": "by time",
    "group-time": "by group and time",
}
METRICS = {
    "log_loss": "log-loss",
    "roc_auc": "ROC AUC",
    "average_precision": "average precision",
    "f1": "F1",
    "balanced_accuracy": "balanced accuracy",
    "accuracy": "accuracy",
    "brier": "Brier score",
    "rmse": "RMSE",
    "mae": "MAE",
    "r2": "R²",
    "quantile_loss": "quantile loss",
    "cost": "cost",
}


def number(value: float | None, *, digits: int = 3) -> str:
    r"""Return a number with that many significant digits, and thin spaces in long ones.

    Example:
        >>> number(0.83456), number(0.5), number(336776), number(None)
        ('0.835', '0.5', '336\u202f776', 'unknown')
        >>> number(-0.00001234) == "\u22121.23e\u22125"
        True
    """
    if value is None or math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "infinite" if value > 0 else f"{MINUS}infinite"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if not -4 <= size < 15:
        mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
        text = (
            f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa}e{int(exponent)}"
        )
    elif size >= digits - 1 or value == int(value):
        text = f"{value:,.0f}".replace(",", THIN)
    else:
        text = f"{value:.{digits - 1 - size}f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def estimate(value: float, low: float, high: float, *, sign: bool = False) -> tuple[str, str, str]:
    r"""Return a value and its bounds with as many decimals as the interval's width supports.

    Example:
        >>> estimate(0.73621, 0.72941, 0.74303), estimate(33.87, 33.26, 34.48)
        (('0.736', '0.729', '0.743'), ('33.9', '33.3', '34.5'))
        >>> print(*estimate(0.0671, 0.0612, 0.073, sign=True))
        +0.067 +0.061 +0.073
    """
    width = high - low
    if not all(map(math.isfinite, (value, low, high))) or width <= 0:
        form = signed if sign else number
        return form(value), form(low), form(high)
    decimals = max(0, 1 - math.floor(math.log10(width)))

    def text(each: float) -> str:
        shown = f"{each:{'+' if sign else ''},.{decimals}f}".replace(",", THIN)
        return shown.replace("-", MINUS)

    return text(value), text(low), text(high)


def percent(share: float | None, *, digits: int = 1) -> str:
    r"""Return a share as a percentage.

    Example:
        >>> percent(0.1234), percent(1.0), percent(0.0000001)
        ('12.3\u202f%', '100\u202f%', 'below 0.1\u202f%')
    """
    if share is None or math.isnan(share):
        return "unknown"
    least = 10.0**-digits
    if 0 < share * 100 < least:
        return f"below {least:g}{THIN}%"
    text = f"{share * 100:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    return text.replace("-", MINUS) + THIN + "%"


def signed(value: float) -> str:
    """Return a number with its sign.

    Example:
        >>> signed(0.0213), signed(0.0)
        ('+0.0213', '0')
    """
    return ("+" if value > 0 else "") + number(value)


def metric(name: str) -> str:
    """Return how a metric is written in a sentence.

    Example:
        >>> metric("roc_auc"), metric("own_metric")
        ('ROC AUC', 'own metric')
    """
    return METRICS.get(name, name.replace("_", " "))


def parted(kind: str) -> str:
    """Return how a kind of split assigns rows.

    Example:
        >>> parted("group-time")
        'by group and time'
    """
    return PARTED.get(kind, f"by {kind}")


def plural(count: int, noun: str, many: str = "") -> str:
    """Return a count with its noun.

    Example:
        >>> plural(1, "row"), plural(0, "row"), plural(2, "entry", "entries")
        ('1 row', '0 rows', '2 entries')
    """
    return f"{number(count)} {noun if count == 1 else many or noun + 's'}"


def listing(names: tuple[str, ...] | list[str], *, most: int = 8) -> str:
    """Return names as an enumeration, the rest as a count.

    Example:
        >>> listing(["a", "b", "c"]), listing(["a", "b", "c"], most=2), listing([])
        ('a, b and c', 'a, b and 1 more', 'none')
    """
    if not names:
        return "none"
    shown = list(names[:most])
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def prose(text: str) -> str:
    r"""Return text that Markdown shows as it is, also when it is hostile.

    Example:
        >>> print(prose("a|b"), prose("<script>"), prose("[x](y)"))
        a\|b &lt;script&gt; \[x\](y)
        >>> print(prose("run `git init` first"))
        run `git init` first
    """
    spans = _TICKED.split(" ".join(text.split()))
    return "".join(name(span) if at % 2 else _escaped(span) for at, span in enumerate(spans))


def name(text: str) -> str:
    r"""Return the name of a column or a value as Markdown code, where it is safe as such.

    Example:
        >>> print(name("dep_delay"), name("a|b"))
        `dep_delay` a\|b
    """
    hostile = not text.strip() or text != text.strip() or set(text) & set("`|\\\n\r")
    return (_escaped(" ".join(text.split())) or "(empty)") if hostile else f"`{text}`"


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*\[\]|#~!$])", r"\\\1", text)
    return re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)  # within a word it marks nothing
