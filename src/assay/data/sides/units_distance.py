"""How far two samples of one number are apart, and in which steps they are written."""

from __future__ import annotations

import numpy as np

from assay.data.sides.table import Floats

WHOLLY_APART = 0.9
"""Distance of the sides from which two modes of a column are mostly its two sides."""

SAMPLE = 8_000
"""Values of a side that distances look at, taken at even places."""

CHANCE_FACTOR = 1.95
"""Kolmogorov and Smirnov: the distance that chance passes once in a thousand, times its scale."""

MOST_ROUNDED = 0.12
"""Part of a step by which rounding may move a value that is still said to return to it."""

ROUNDED_BESIDES = 1.1
"""Times the rounding that is allowed, since factors are written short: 0.5556 for 5/9."""

MOSTLY_RETURNED = 0.95
"""Share of values that are on a step but for rounding; by chance a quarter would be."""


def finite_sample(values: Floats) -> Floats:
    """Return known values, sorted, at most `SAMPLE` taken at even places of the table."""
    stride = max(1, len(values) // SAMPLE)
    taken = values[::stride]
    return np.sort(taken[np.isfinite(taken)])


def distance(left: Floats, right: Floats, *, tolerance: float = 0.0) -> float:
    """Return the greatest difference of two distribution functions.

    Args:
        left: Sorted values.
        right: Sorted values.
        tolerance: Values may be moved by so much, since they were rounded.

    Example:
        >>> distance(np.array([1.0, 2.0]), np.array([2.0, 3.0]))
        0.5
        >>> distance(np.array([1.0, 2.0]), np.array([1.01, 1.99]), tolerance=0.05)
        0.0
    """
    at = np.concatenate([left, right])
    if not tolerance:
        return float(np.abs(_below(left, at) - _below(right, at)).max())
    above = _below(left, at) - _below(right, at + tolerance)
    under = _below(right, at) - _below(left, at + tolerance)
    return max(0.0, float(above.max()), float(under.max()))


def chance_distance(left: int, right: int) -> float:
    """Return the distance that two samples of one distribution pass once in a thousand draws."""
    return float(CHANCE_FACTOR * np.sqrt(1 / left + 1 / right))


def counts_up(sides: tuple[Floats, Floats]) -> bool:
    """Say whether a column numbers its rows: every value is greater than the one before it.

    Example:
        >>> counts_up((np.array([1.0, 3.0]), np.array([2.0, 4.0])))
        True
    """
    return any(len(one) > 1 and bool(np.all(one[1:] > one[:-1])) for one in sides)


def sides_apart(sides: tuple[Floats, Floats]) -> bool:
    """Say whether hardly a value of one side is among those of the other.

    Example:
        >>> sides_apart((np.array([1.0, 2.0]), np.array([30.0, 40.0])))
        True
    """
    left, right = (finite_sample(one) for one in sides)
    return bool(len(left) and len(right)) and distance(left, right) >= WHOLLY_APART


def step_of(values: Floats) -> float:
    """Return the power of ten in whose multiples values are written; 0 if there is none.

    Example:
        >>> step_of(np.array([1.5, 2.25])), step_of(np.array([10.0, 300.0]))
        (0.01, 1.0)
    """
    shown = values[:: max(1, len(values) // 500)]
    for step in (1.0, 0.1, 0.01, 0.001):
        scaled = shown / step
        whole = np.round(scaled)
        if (np.abs(scaled - whole) <= 1e-6 + 1e-9 * np.abs(whole)).all():
            return step
    return 0.0


def off_grid(train: Floats, test: Floats, back: Floats, *, tolerance: float = 0.0) -> float | None:
    """Return the share of test values that only their conversion puts on training's steps.

    Args:
        train: Values of training.
        test: Values of the test.
        back: The same, converted.
        tolerance: By how much the test's rounding may have moved them; it counts where it is a
            small part of a step and nearly all values return.
    """
    step = step_of(train)
    if not step:
        return None
    returned = on_steps(back, step)
    if tolerance <= MOST_ROUNDED * step:
        near = np.abs(back / step - np.round(back / step)) <= ROUNDED_BESIDES * tolerance / step
        returned |= near if near.mean() >= MOSTLY_RETURNED else False
    return float(np.mean(returned & ~on_steps(test, step)))


def on_steps(values: Floats, step: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Say of each value whether it is a multiple of the step, but for rounding."""
    scaled = values / step
    close: np.ndarray[tuple[int], np.dtype[np.bool_]]
    close = np.abs(scaled - np.round(scaled)) <= 1e-6 * np.maximum(1.0, np.abs(scaled))
    return close


def _below(values: Floats, at: Floats) -> Floats:
    return np.searchsorted(values, at, side="right") / len(values)
