"""Hold groups of people against each other, and say when the test is too small to tell."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.evaluation import Fairness, FairnessGroup
from assay.evaluation import conditions, confusion
from assay.evaluation.loss import row_loss

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from assay.core.evidence.data import Task
    from assay.evaluation.interval import Groups
    from assay.evaluation.metric import Floats

    Score = Callable[[NDArray[np.bool_]], float | None]

GROUPS = 20
"""Categories that stand for themselves; rarer ones together are `(other)`."""

DRAWS = 4000
HOPELESS = 1000
"""A test that must grow by more than this factor to decide is not worth asking for."""

Verdict = Literal["pass", "fail", "cannot tell"]


def fairness(
    test: pl.DataFrame,
    column: str,
    *,
    task: Task,
    labels: Floats,
    scores: Floats,
    threshold: float | None,
    allowed: float,
    level: float,
    seed: int,
    score: Score | None = None,
    belongs: Groups | None = None,
) -> tuple[Fairness, ...]:
    """Return each criterion for one sensitive column, with a verdict.

    Classification: demographic parity (gap of the rate of positive decisions), equalized odds
    (the larger gap of true and false positive rates), equal opportunity (gap of the true positive
    rate); for multiclass the largest over classes, each against the rest. Regression: gap of the
    mean squared error, as a share of that over all rows.

    The interval bounds the largest gap between any two groups at once, by a parametric bootstrap
    of all groups' rates: with many small groups some gap is always seen, and only what exceeds
    that chance counts. Rates count one more hit and one more miss (Agresti & Caffo), so that a
    group of three without a hit is not taken as certain. Pass: the whole interval is within what
    is allowed. Fail: it lies wholly above.

    Args:
        test: Test rows.
        column: The sensitive column; numbers of more than ten values are taken by quartile.
        task: What is predicted.
        labels: 0 or 1, class index, or value, shape (n,).
        scores: What a `Scorer` returns, shape (n,) or (n, classes).
        threshold: Decision threshold of a binary model.
        allowed: Largest gap that passes.
        level: Coverage of each interval, in (0, 1).
        seed: Seed of the draws.
        score: Gives the project's metric on a part of the rows, None where it cannot.
        belongs: Whom each row belongs to, from 0 without gaps, where rows of one are not
            independent; deviations are then at least those between them.

    Raises:
        InputError: If the column is not in the test.

    References:
        Hardt et al. (2016), arXiv:1610.02413; Agresti & Caffo (2000),
        doi:10.1080/00031305.2000.10474560
    """
    if column not in test.columns:
        raise InputError(
            f"sensitive column '{column}' is not in the test{did_you_mean(column, test.columns)}",
            where="assay.toml, key evaluate.sensitive",
            remedy="name a column of the data, or leave it out",
        )
    names, codes = _groups(test[column])
    blocks = _blocks(task, labels, scores, threshold, codes, len(names), belongs)
    groups = _described(names, codes, blocks, score, task)
    rng = np.random.default_rng(seed)
    return tuple(
        _judge(column, criterion, parts, groups, allowed=allowed, level=level, rng=rng)
        for criterion, parts in blocks.items()
    )


@dataclass(frozen=True, slots=True)
class _Rates:
    """A rate, or mean loss, by group.

    Attributes:
        seen: As measured; NaN where the group has no rows to measure it on.
        estimate: Drawn towards the middle where rows are few.
        deviation: Of the estimate.
        rows: Rows that it was measured on.
    """

    seen: Floats
    estimate: Floats
    deviation: Floats
    rows: Floats


def _groups(series: pl.Series) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    most = 10 if conditions.is_ordered(series) else GROUPS
    coded = conditions.code_column(series, smallest=1, most=most, bins=4)
    if coded is None:
        return ("(all)",), np.zeros(len(series), dtype=np.int64)
    if (coded.codes < 0).any():
        other = np.where(coded.codes < 0, len(coded.names), coded.codes)
        return (*coded.names, "(other)"), other
    return coded.names, coded.codes


def _blocks(
    task: Task,
    labels: Floats,
    scores: Floats,
    threshold: float | None,
    codes: NDArray[np.int64],
    count: int,
    belongs: Groups | None,
) -> dict[str, tuple[_Rates, ...]]:
    """Return what each criterion compares."""
    if task == "regression":
        return {"group loss": (_losses(row_loss(task, labels, scores), codes, count, belongs),)}
    decisions = confusion.decide(scores, threshold)
    positives = (1,) if task == "binary" else tuple(range(confusion.classes_in(scores)))
    every = np.ones(len(labels), dtype=bool)
    selected, true, false = [], [], []
    for positive in positives:
        chosen = decisions == positive
        selected.append(_rates(chosen, every, codes, count, belongs))
        true.append(_rates(chosen, labels == positive, codes, count, belongs))
        false.append(_rates(chosen, labels != positive, codes, count, belongs))
    return {
        "demographic parity": tuple(selected),
        "equalized odds": (*true, *false),
        "equal opportunity": tuple(true),
    }


def _rates(
    chosen: NDArray[np.bool_],
    among: NDArray[np.bool_],
    codes: NDArray[np.int64],
    count: int,
    belongs: Groups | None,
) -> _Rates:
    """Return the share chosen in each group, by fairlearn's selection rate among some rows."""
    from fairlearn.metrics import MetricFrame, selection_rate

    rows = np.bincount(codes[among], minlength=count).astype(np.float64)
    seen: Floats = np.full(count, np.nan)
    if among.any():
        frame = MetricFrame(
            metrics=selection_rate,
            y_true=among[among],
            y_pred=chosen[among],
            sensitive_features={"group": codes[among]},
        )
        seen[frame.by_group.index.to_numpy().astype(np.intp)] = frame.by_group.to_numpy()
    hits = np.where(rows > 0, np.nan_to_num(seen) * rows, 0)
    estimate = (hits + 1) / (rows + 2)
    deviation: Floats = np.sqrt(estimate * (1 - estimate) / (rows + 2))
    if belongs is not None:
        between = _between(chosen[among].astype(np.float64), codes[among], count, belongs[among])
        deviation = np.maximum(deviation, between)
    return _Rates(seen, estimate, deviation, rows)


def _between(values: Floats, codes: NDArray[np.int64], count: int, belongs: Groups) -> Floats:
    """Return the deviation of each group's mean, where whole belongings were drawn."""
    rows = np.maximum(np.bincount(codes, minlength=count), 1)
    means = np.bincount(codes, values, minlength=count) / rows
    width = int(belongs.max(initial=0)) + 1
    pairs, place = np.unique(codes * width + belongs, return_inverse=True)
    sums = np.bincount(place, values - means[codes], minlength=len(pairs))
    squares = np.bincount(pairs // width, np.square(sums), minlength=count)
    drawn = np.bincount(pairs // width, minlength=count)
    deviation: Floats = np.sqrt(squares * drawn / np.maximum(drawn - 1, 1)) / rows
    return deviation


def _losses(losses: Floats, codes: NDArray[np.int64], count: int, belongs: Groups | None) -> _Rates:
    """Return each group's mean loss over that of all rows; few rows borrow the deviation of all."""
    overall = max(float(losses.mean()), 1e-300)
    relative = losses / overall
    rows = np.bincount(codes, minlength=count).astype(np.float64)
    means = np.bincount(codes, relative, minlength=count) / rows
    squares = np.bincount(codes, np.square(relative - means[codes]), minlength=count)
    borrowed = 5.0
    variance = (squares + borrowed * relative.var()) / (rows - 1 + borrowed)
    deviation: Floats = np.sqrt(variance / rows)
    if belongs is not None:
        deviation = np.maximum(deviation, _between(relative, codes, count, belongs))
    return _Rates(means, means, deviation, rows)


def _described(
    names: Sequence[str],
    codes: NDArray[np.int64],
    blocks: dict[str, tuple[_Rates, ...]],
    score: Score | None,
    task: Task,
) -> tuple[FairnessGroup, ...]:
    binary = task == "binary"
    selected = blocks["demographic parity"][0].seen if binary else None
    true, false = (rates.seen for rates in blocks["equalized odds"]) if binary else (None, None)
    return tuple(
        FairnessGroup(
            name=name,
            rows=int((codes == place).sum()),
            selection_rate=_known(selected, place),
            true_positive_rate=_known(true, place),
            false_positive_rate=_known(false, place),
            score=score(codes == place) if score is not None else None,
        )
        for place, name in enumerate(names)
    )


def _known(rates: Floats | None, place: int) -> float | None:
    return None if rates is None or np.isnan(rates[place]) else float(rates[place])


def _judge(
    column: str,
    criterion: str,
    parts: tuple[_Rates, ...],
    groups: tuple[FairnessGroup, ...],
    *,
    allowed: float,
    level: float,
    rng: np.random.Generator,
) -> Fairness:
    difference = max(_range(rates.seen) for rates in parts)
    low, high = _band(parts, level, rng) if len(groups) > 1 else (0.0, 1.0)
    low, high = min(low, difference), max(high, difference)
    verdict: Verdict = "pass" if high <= allowed else "fail" if low > allowed else "cannot tell"
    undecided = verdict == "cannot tell" and len(groups) > 1
    return Fairness(
        column=column,
        criterion=criterion,
        difference=difference,
        low=low,
        high=high,
        allowed=allowed,
        verdict=verdict,
        rows_needed=(
            _rows_needed(sum(group.rows for group in groups), difference, low, high, allowed)
            if undecided
            else None
        ),
        groups=groups,
    )


def _range(seen: Floats) -> float:
    known = seen[~np.isnan(seen)]
    return float(np.ptp(known)) if len(known) else 0.0


def _band(parts: tuple[_Rates, ...], level: float, rng: np.random.Generator) -> tuple[float, float]:
    """Return bounds of the largest gap, from a band that holds for all pairs of groups at once."""
    gaps, deviations, errors = [], [], []
    for rates in parts:
        drawn = rng.normal(size=(DRAWS, len(rates.estimate))) * rates.deviation
        for i, j in itertools.combinations(range(len(rates.estimate)), 2):
            deviation = float(np.hypot(rates.deviation[i], rates.deviation[j]))
            gaps.append(abs(rates.estimate[i] - rates.estimate[j]))
            deviations.append(deviation)
            errors.append(np.abs(drawn[:, i] - drawn[:, j]) / max(deviation, 1e-300))
    reach = float(np.quantile(np.max(errors, axis=0), level)) * np.array(deviations)
    low, high = np.array(gaps) - reach, np.array(gaps) + reach
    return max(0.0, float(low.max())), float(high.max())


def _rows_needed(
    rows: int, difference: float, low: float, high: float, allowed: float
) -> int | None:
    """Return how many further rows would decide it, if the gap stays: widths go as 1 / sqrt(n).

    None where no number of rows that anyone will collect would: the gap is as good as allowed.
    """
    margin = abs(allowed - difference)
    reach = high - difference if difference <= allowed else difference - low
    if margin < 1e-9 or (needed := (reach / margin) ** 2) > HOPELESS:
        return None
    return max(1, int(np.ceil(rows * (needed - 1))))
