"""The Ladder reports progress and gives nothing to those who fish in noise."""

from __future__ import annotations

import numpy as np
import pytest

from assay.core.errors import InputError
from assay.evaluation.ladder import Ladder


def test_known_steps_of_the_paper_s_algorithm() -> None:
    """n = 100: a gain of 10 rows has a paired deviation of 0.3015, so a step of 0.0302."""
    base = np.repeat([1.0, 0.0], 50)
    ladder = Ladder().submit(base)
    assert (ladder.released, ladder.climbed) == (0.5, True)
    within = base.copy()
    within[0] = 0.0  # gain 0.01, noise std(0.1)/10 = 0.01: not below R - noise
    ladder = ladder.submit(within)
    assert (ladder.released, ladder.climbed) == (0.5, False)
    beyond = base.copy()
    beyond[:10] = 0.0  # gain 0.10, noise 0.0302
    ladder = ladder.submit(beyond)
    assert ladder.released == pytest.approx(0.4) and ladder.climbed
    worse = ladder.submit(base)
    assert worse.released == pytest.approx(0.4) and not worse.climbed
    assert worse.submissions == 4


def test_released_loss_is_rounded_to_one_row() -> None:
    assert Ladder().submit(np.array([0.11, 0.12, 0.13, 0.14])).released == 0.25 * round(0.125 * 4)
    assert Ladder().submit(np.full(1_000, 0.12345)).released == pytest.approx(0.123)


def test_best_of_many_random_submissions_fools_a_plain_board_but_not_the_ladder() -> None:
    """The paper's attack: the vote of those random submissions that the board said were better.

    Labels are coin tosses, so the true loss of everything is one half.
    """
    draw = np.random.default_rng(0)
    rows, submissions = 1_000, 600
    labels = draw.integers(0, 2, rows)
    guesses = draw.integers(0, 2, (submissions, rows))
    plain, climbed, ladder = [], [], Ladder()
    for guess in guesses:
        losses = (guess != labels).astype(float)
        ladder = ladder.submit(losses)
        plain.append(losses.mean())
        climbed.append(ladder.climbed)
    fished = guesses[np.array(plain) < 0.5].mean(axis=0) > 0.5
    assert (fished != labels).mean() < 0.38  # the plain board reports this, far below one half
    noise = 0.5 / np.sqrt(rows)
    vote = guesses[np.array(climbed)].mean(axis=0) > 0.5
    ladder = ladder.submit((vote != labels).astype(float))
    assert sum(climbed) <= 5
    assert ladder.released > 0.5 - 3.5 * noise


def test_real_progress_is_released() -> None:
    draw = np.random.default_rng(1)
    ladder = Ladder()
    for error in (0.5, 0.4, 0.3, 0.2, 0.1):
        ladder = ladder.submit((draw.random(5_000) < error).astype(float))
        assert ladder.climbed
        assert ladder.released == pytest.approx(error, abs=0.02)


def test_losses_of_another_test_are_refused() -> None:
    ladder = Ladder().submit(np.zeros(10))
    with pytest.raises(InputError, match="9 losses were given, 10 before"):
        ladder.submit(np.zeros(9))
    with pytest.raises(InputError, match="finite"):
        ladder.submit(np.full(10, np.nan))
