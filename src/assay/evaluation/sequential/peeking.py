"""Simulated experiments, looked at many times: how often a rule errs, and how soon it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation.sequential import sums

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats


def proportions(
    generator: np.random.Generator,
    *,
    champion: float,
    challenger: float,
    requests: int,
    peeks: int,
    experiments: int,
    share: float = 0.5,
) -> tuple[Floats, Floats]:
    """Return the running sums of both arms at each peek, each request sent by its own draw.

    Args:
        generator: Source of chance.
        champion: True rate of hits.
        challenger: True rate of hits.
        requests: Of both arms, at the last peek; rounded down to a multiple of `peeks`.
        peeks: Equally spaced.
        experiments: How many.
        share: Part of the traffic that the challenger gets.

    Returns:
        Sums of the champion and of the challenger, each of shape (3, experiments, peeks).

    Example:
        >>> a, b = proportions(
        ...     np.random.default_rng(0),
        ...     champion=0.1,
        ...     challenger=0.1,
        ...     requests=1_000,
        ...     peeks=10,
        ...     experiments=5,
        ... )
        >>> a.shape, (a + b)[0, 0, -1].item()
        ((3, 5, 10), 1000.0)
    """
    batch, shape = requests // peeks, (experiments, peeks)
    sent = generator.binomial(batch, share, shape)
    counts, rates = (batch - sent, sent), (champion, challenger)
    a, b = (
        sums.of_hits(generator.binomial(count, rate).cumsum(axis=1), count.cumsum(axis=1))
        for count, rate in zip(counts, rates, strict=True)
    )
    return a, b
