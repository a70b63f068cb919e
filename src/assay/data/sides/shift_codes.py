"""Tell numbers that stand for a missing value from natural ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assay.data.sides.table import Floats, Places

LEAST_SHARE = 0.003
FEWEST_ROWS = 5
FEWEST_OTHERS = 30
FEWEST_LEVELS = 3
MANY_LEVELS = 10
MOST_ZEROS = 0.35
"""Share of rows; a value that more rows hold is part of the matter, but for a plain code."""

ZERO_GAP = 0.4
"""Gap between 0 and the others, in their medians, from which a 0 cannot be."""

ZERO_GAP_OF_MEASURES = 0.15
"""The same for what is never 0: no skin, no pulse and no weight of anybody."""

ZERO_GAP_OF_FRACTIONS, TIMES_WIDEST, FRACTIONS = 0.25, 5.0, 30
"""The same for fractions of so many levels, if it is so many times the widest gap in their lower
half: where 0 comes by nature, the next numbers come near it."""

LEAST_COUNT = 3.0
"""The same of whole numbers: after 0 a count goes on with 1 or 2."""

FAR = 2.0
"""Gap, in ranges of the others, from which any repeated number alone is taken for a code."""

MOST_OF_RUN = 3
"""Codes that follow each other up to one of nines."""

SPIKE = 5.0
"""Times the rows of the most frequent other number."""


@dataclass(frozen=True, slots=True)
class Code:
    """A number that seems to stand for a missing value.

    Attributes:
        kind: Whether it lies apart from the others, or among them but far too often.
        nearest: The nearest other number, or for a spike the next frequent one.
    """

    value: float
    kind: Literal["apart", "spike"]
    nearest: float


@dataclass(frozen=True, slots=True)
class _Rest:
    """What the numbers are like without those at the end of the line.

    `middle` is the range of the middle 90 in 100, `quarters` that of the middle 50, `widest` the
    largest gap between neighbours below the median.
    """

    low: float
    high: float
    levels: int
    median: float
    middle: float
    quarters: float
    widest: float
    whole: bool


NEVER_ZERO = re.compile(
    r"skin|thick|pressure|(^|_)(s|d)?bp($|_)|systol|diastol|bmi|weight|height|(^|_)[wh]t($|_)|glucose"
    r"|insulin|pulse|heart|cholest|h(a)?emoglob|albumin|sodium|potassium|creatin|platelet|triceps"
    r"|girth|waist|(^|_)hip|length|width|depth|diameter|(^|_)area|sqft|square|volume|age($|_)"
    r"|horsepower|mileage|(^|_)price|salary|wage($|_)|lifetime|(^|_)ph($|_)|density",
    re.IGNORECASE,
)
"""Names of what nothing and nobody has 0 of."""


def numbers_for_none(
    values: Floats, train: Places, test: Places, *, name: str = ""
) -> tuple[Code, ...]:
    """Return the numbers that seem to stand for a missing value.

    Args:
        name: Name of the column; some things cannot be 0.
        values: Distinct numbers in ascending order, shape (k,).
        train: Rows of training with each, shape (k,).
        test: Rows of the test with each, shape (k,).

    Example:
        >>> ages, rows = np.append(-999.0, np.arange(18.0, 78)), np.full(61, 10)
        >>> [code.value for code in numbers_for_none(ages, rows, rows)]
        [-999.0]
        >>> numbers_for_none(ages[1:], rows[1:], rows[1:])
        ()
    """
    both = train + test
    shares = np.maximum(train / max(1, train.sum()), test / max(1, test.sum()))
    frequent = (both >= FEWEST_ROWS) & (shares >= LEAST_SHARE)
    pooled = both / max(1, both.sum())
    low, high = 0, len(values) - 1
    while low < high and frequent[low] and _at_end(values, low, low, high):
        low += 1
    while high > low and frequent[high] and _at_end(values, high, low, high):
        high -= 1
    low, high = _joined(values, low, high)
    rest = _rest(values[low : high + 1], both[low : high + 1])
    if rest is None:
        return ()
    ends = [*range(low), *range(high + 1, len(values))]
    found = [
        Code(float(values[at]), "apart", rest.low if at < low else rest.high)
        for at in ends
        if _apart(
            _last_of_run(values, at, high),
            float(pooled[at]),
            rest,
            nearest=float(values[high + 1]) if at > high else float(values[at]),
            measure=bool(NEVER_ZERO.search(name)),
        )
    ]
    return (*found, *_spikes(values, both, frequent))


def _at_end(values: Floats, at: int, low: int, high: int) -> bool:
    """Say whether the number at an end may be a code: by its digits, or by the gap after it."""
    value = float(values[at])
    if value in (0.0, -1.0, 9.0) or _repeated_digit(value):
        return True
    if at == high and _last_of_run(values, at, high - 1) != value:
        return True
    if high - low < MANY_LEVELS:
        return False
    first, last = (low + 1, high) if at == low else (low, high - 1)
    gap = min(abs(value - float(values[first])), abs(value - float(values[last])))
    return gap >= FAR * float(values[last] - values[first]) > 0


def _last_of_run(values: Floats, at: int, high: int) -> float:
    """Return the 9, 99 or 999 that a number at the upper end leads up to, itself if to none.

    Surveys have a code each for not asked, not known and not said: 7, 8 and 9, or 97 to 99.
    """
    value = float(values[at])
    for last in range(at + 1, min(at + MOST_OF_RUN, len(values))) if at > high else ():
        if values[last] != value + last - at:
            break
        if float(values[last]) in (9.0, 99.0, 999.0, 9999.0):
            return float(values[last])
    return value


def _joined(values: Floats, low: int, high: int) -> tuple[int, int]:
    """Return the ends of what is no code, with the next steps of a scale of whole numbers."""
    whole = bool((values[low : high + 1] == np.round(values[low : high + 1])).all())
    while (
        whole and low > 0 and high - low + 1 < FEWEST_LEVELS and values[low] == values[low - 1] + 1
    ):
        low -= 1
    return low, high


def _repeated_digit(value: float) -> bool:
    """Say whether a number is 99, 999.9, -8888 or the like; of negative ones one digit will do."""
    digits = f"{abs(value):.10g}".replace(".", "")
    return len(digits) >= (1 if value < 0 else 2) and len(set(digits)) == 1 and digits[0] in "789"


def _never_measured(value: float, rest: _Rest) -> bool:
    """Say whether it is a code however many rows hold it: -9 of counts, 999 far above the others.

    Where most people were never asked, the code is the most frequent number.
    """
    if not _repeated_digit(value):
        return False
    if value < 0:
        return rest.low >= 0
    return value >= 777 and value - rest.high >= rest.high - rest.low


def _rest(values: Floats, rows: Places) -> _Rest | None:
    total = int(rows.sum())
    if len(values) < FEWEST_LEVELS or total < FEWEST_OTHERS:
        return None
    until = np.cumsum(rows)
    at = [values[np.searchsorted(until, q * total)] for q in (0.05, 0.25, 0.5, 0.75, 0.95)]
    return _Rest(
        low=float(values[0]),
        high=float(values[-1]),
        levels=len(values),
        median=float(at[2]),
        middle=float(at[4] - at[0]),
        quarters=float(at[3] - at[1]),
        widest=float(np.diff(values[values <= at[2]], prepend=values[0]).max()),
        whole=bool((values == np.round(values)).all()),
    )


def _apart(value: float, share: float, rest: _Rest, *, nearest: float, measure: bool) -> bool:
    """Say whether a number at an end is a code.

    Args:
        value: The number, or the last of a run of codes that it is of.
        share: Share of the rows of both sides with it.
        rest: What the numbers are like without those at the ends.
        nearest: The number of its end that is nearest to the rest.
        measure: Whether it is of what is never 0.
    """
    if rest.low <= value <= rest.high or (share > MOST_ZEROS and not _never_measured(value, rest)):
        return False
    gap = rest.low - value if value < rest.low else value - rest.high
    first = nearest - rest.high
    reach = rest.high - rest.low
    many = rest.levels >= MANY_LEVELS
    far = many and gap >= FAR * reach
    if value == 0.0:
        least = max(0.8 * rest.quarters, ZERO_GAP * abs(rest.median), LEAST_COUNT * rest.whole)
        fine = not rest.whole and rest.levels >= FRACTIONS
        if fine and gap >= TIMES_WIDEST * rest.widest:
            least = min(least, ZERO_GAP_OF_FRACTIONS * abs(rest.median))
        if measure:
            least = min(least, max(ZERO_GAP_OF_MEASURES * abs(rest.median), 1e-12))
        return far or (many and rest.low > 0 and gap >= least)
    if value == -1.0:
        return far or (many and rest.low >= 0)
    if value == 9.0:
        scale = rest.whole and rest.high <= 6 and (rest.low >= 0 or rest.low == -rest.high)
        return scale and first >= max(3.0, 0.75 * reach)
    if not _repeated_digit(value):
        return far
    return gap >= max(rest.middle, 0.5 * reach) or (value < 0 <= rest.low and gap >= 1)


def _spikes(
    values: Floats, both: Places, frequent: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Iterator[Code]:
    """Yield codes that lie among the natural numbers but are held by far too many rows."""
    if len(values) < FEWEST_OTHERS:
        return
    order = np.argsort(both)
    most, next_most = int(order[-1]), int(order[-2])
    value = float(values[most])
    if not frequent[most] or most in (0, len(values) - 1) or both[most] < SPIKE * both[next_most]:
        return
    if both[most] > MOST_ZEROS * both.sum():
        return
    digits = len(f"{abs(value):.10g}".replace(".", ""))
    if value == -1.0 or (_repeated_digit(value) and (digits >= 3 or value < 0)):
        yield Code(value, "spike", float(values[next_most]))
