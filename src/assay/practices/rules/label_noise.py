"""Outcomes are wrong where a model is sure of another one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.labels import (
    Evenly,
    Exchanged,
    LabelNoiseEvidence,
    Slips,
    Sureness,
    TwoSides,
)
from assay.core.finding import Finding, Unknown
from assay.practices.chance import wilson
from assay.practices.rule import rule

SMALLEST_SHARE: Final = 0.035
"""Share of wrong labels among the rows that a model is surest of; of clean tables it is less."""

SMALLEST_FLOOR: Final = 0.03
"""Lower end of that share's interval."""

SMALLEST_EASY_FLOOR: Final = 0.01
"""The same where the classes are told apart with ease."""

SMALLEST_RATIO: Final = 0.5
"""Of that share to the share among all rows: in a hard problem the sure rows err far less."""

SMALLEST_EASY_RATIO: Final = 0.4
"""The same where the classes are told apart with ease."""

SMALLEST_SKILL: Final = 0.5
"""Share of the errors of a constant that the model avoids, once wrong labels are set aside."""

EASY_SKILL: Final = 0.65
"""The same, from which on the classes are told apart with ease."""

EVEN_RATIO: Final = 0.7
"""Of the shares, from which on a little less skill suffices: many wrong labels hide it."""

EVEN_SKILL: Final = 0.45
"""That skill."""

FEWEST_WRONG: Final = 3
"""Sure rows that are labelled otherwise; one or two stand in any table."""

FEWEST_ROWS: Final = 300
"""On fewer, a model is sure too soon, unless the classes are told apart with ease."""

SMALLEST_CLASS_FLOOR: Final = 0.06
"""The same of the rows that the model gives one class."""

LARGEST_CLASS_SHARE: Final = 0.18
"""Where more is wrong, the class is hard: of wrong labels alone, one in six is many."""

LARGEST_CLASS_REST: Final = 0.06
"""Errors among the rows given one class, once wrong labels are set aside: the class is easy."""

LARGEST_ONE_WAY: Final = 0.3
"""The same where the other classes are nearly without errors."""

LARGEST_CLEAN: Final = 0.08
"""Errors among the rows given each other class, then."""

LARGEST_DRAWN: Final = 0.15
"""The same where a model is right whenever it is sure: rows with a wrong label draw their like."""

EVEN_ONE_WAY: Final = 0.75
"""Of the share among sure rows to that among all given the class: it does not fall."""

DEVIATIONS: Final = 1.64
"""Standard errors by which a share of wrong labels is taken lower than it was counted."""

FEWEST_SURE: Final = 25
"""Rows among which wrong labels are counted."""

SMALLEST_EVEN_SHARE: Final = 0.015
"""Wrong labels, by what the classes show that are confused least, times all other classes; its
lower end."""

LARGEST_EVEN_SHARE: Final = 0.15
"""Errors among the sure rows, above which the problem is hard everywhere."""

FEWEST_EVEN: Final = 6
"""Wrong labels among those classes."""

FEWEST_DEVIATIONS: Final = 3.0
"""Standard errors by which models err more on training than on the test."""

SMALLEST_DIFFERENCE: Final = 0.03
"""Of those errors."""

FEWEST_SLIPS: Final = 5
"""Outcomes off by a power of ten."""

SMALLEST_LEAD: Final = 3.0
"""Outcomes off by a power of ten for each that is off by another large factor."""

LARGEST_SPREAD: Final = 1.8
"""Factor that two in three outcomes are within: else a factor of ten is in the tail."""

LARGEST_CORE: Final = 0.38
"""Deviation of the errors over that of the outcomes: then models tell them."""

FEWEST_FAR: Final = 7
"""Outcomes that are far off; a few are in any tail."""

SMALLEST_FAR: Final = 0.012
"""Lower end of their share."""

LARGEST_EXTREME: Final = 0.36
"""Of the ranks from the middle; a quarter, were they any row's."""

MORE_EXTREME: Final = 0.04
"""Beyond what outcomes drawn for other rows would be, that are as far off."""

LARGEST_TIE: Final = 0.35
"""Correlation of the ranks held with those told."""

LEAST_OF_SIDE: Final = 0.2
"""Share of them on either side: errors of a skewed kind lie on one."""


@rule(
    "label-noise",
    severity="warning",
    remedy="Look at the rows that are named, and have a sample labelled again by somebody who "
    "does not know the first label; correct what is wrong, in the test first.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(noise: LabelNoiseEvidence) -> Iterator[Finding | Unknown]:
    """Outcomes are wrong where a model is sure of another one.

    ## Why
    A model learns wrong labels, and a test with wrong labels cannot show how good it is: with
    10 % of them, 90 % is the most that a perfect model gets, and the better of two models may
    seem the worse.

    ## Example
    Tumours entered under the neighbouring line; prices with the decimal point one digit off, or
    in the row of another house.

    ## Silent when
    The problem is hard: then errors fall towards nothing among the rows that models which did
    not see them are surest of. Wrong labels stand there as often as elsewhere; of four
    classes and more they fall also on pairs that nothing else confuses, and those of training
    alone do not reach the test, where the same models err less. Where models
    cannot tell the classes apart, wrong labels and a hard problem look alike (unknown).

    ## References
    Northcutt, Jiang & Chuang (2021), Confident learning: estimating uncertainty in dataset
    labels, doi:10.1613/jair.1.12125; Liu & Tao (2016), Classification with noisy labels by
    importance reweighting, doi:10.1109/TPAMI.2015.2456899
    """
    if noise.exchanged is not None and _of_other_rows(noise.exchanged):
        yield _out_of_place(noise, noise.exchanged)
        return
    if noise.unpredicted is not None:
        yield Unknown(reason=noise.unpredicted)
    if noise.slips is not None:
        yield from _slipped(noise, noise.slips)
    if noise.overall is None:
        return
    if noise.overall.sure < FEWEST_SURE:
        yield Unknown(reason=f"{noise.rows:,} rows are too few to count wrong labels among")
        return
    floor, ratio = _floor(noise.overall), _ratio(noise.overall)
    skill, many = _skill(noise, floor), noise.rows >= FEWEST_ROWS
    easy, share = skill >= EASY_SKILL, noise.overall.sure_wrong / noise.overall.sure
    even = floor >= SMALLEST_FLOOR and ratio >= SMALLEST_RATIO
    easily = floor >= SMALLEST_EASY_FLOOR and ratio >= SMALLEST_EASY_RATIO and easy
    classes = [
        each
        for each in noise.by_class
        if (many or easy) and (_easy_but_wrong(each) or _one_way(each, noise.by_class))
    ]
    if easily and share >= SMALLEST_SHARE and noise.overall.sure_wrong >= FEWEST_WRONG:
        yield _finding(noise, noise.overall, SMALLEST_EASY_FLOOR)
    elif even and many and skill >= (EVEN_SKILL if ratio >= EVEN_RATIO else SMALLEST_SKILL):
        yield _finding(noise, noise.overall, SMALLEST_FLOOR)
    elif classes:
        yield _finding(noise, max(classes, key=_floor), SMALLEST_CLASS_FLOOR)
    elif (
        noise.evenly is not None
        and _even_share(noise.evenly) >= SMALLEST_EVEN_SHARE
        and skill >= SMALLEST_SKILL
        and share <= LARGEST_EVEN_SHARE
    ):
        yield _evenly_wrong(noise, noise.evenly)
    elif noise.sides is not None and _on_one_side(noise.sides):
        yield _worse_than_the_test(noise, noise.sides)
    elif even:
        yield Unknown(
            reason=f"{noise.overall.sure_wrong:,} of the {noise.overall.sure:,} rows that a model "
            f"is surest of are labelled otherwise, but it tells the classes of '{noise.target}' "
            "apart too badly to call that wrong labels"
        )


def _floor(seen: Sureness) -> float:
    """Return the lower end of an interval of the share of wrong labels (Wilson)."""
    share, rows = seen.sure_wrong / seen.sure, seen.sure
    square = DEVIATIONS**2
    spread = DEVIATIONS * math.sqrt(share * (1 - share) / rows + square / (4 * rows**2))
    return (share + square / (2 * rows) - spread) / (1 + square / rows)


def _ratio(seen: Sureness) -> float:
    return (seen.sure_wrong / seen.sure) / (seen.wrong / seen.rows) if seen.wrong else 0.0


def _skill(noise: LabelNoiseEvidence, floor: float) -> float:
    """Return the share of a constant's errors that the model avoids on correct labels."""
    assert noise.overall is not None
    error, constant = noise.overall.wrong / noise.overall.rows, noise.others
    return 1 - max(error - floor, 0.0) / (constant - floor) if constant > floor else 0.0


def _easy_but_wrong(seen: Sureness) -> bool:
    share, error = seen.sure_wrong / seen.sure, seen.wrong / seen.rows
    return (
        seen.sure >= FEWEST_SURE
        and _floor(seen) >= SMALLEST_CLASS_FLOOR
        and share <= LARGEST_CLASS_SHARE
        and error - share <= LARGEST_CLASS_REST * (1 - share)
    )


def _one_way(seen: Sureness, all_classes: tuple[Sureness, ...]) -> bool:
    """Whether labels are wrong in one direction: however sure the model, and nowhere else.

    In a hard class the surest rows err less; in an easy table with cases that were never reported
    they err as often as the others, and the other class is nearly without errors.
    """
    others = [each for each in all_classes if each.name != seen.name]
    share, error = seen.sure_wrong / seen.sure, seen.wrong / seen.rows
    return (
        seen.sure >= FEWEST_SURE
        and bool(others)
        and _floor(seen) >= SMALLEST_CLASS_FLOOR
        and share <= LARGEST_ONE_WAY
        and share >= EVEN_ONE_WAY * error
        and error - share <= LARGEST_CLASS_REST * (1 - share)
        and all(map(_without_errors, others))
    )


def _without_errors(seen: Sureness) -> bool:
    if seen.wrong <= LARGEST_CLEAN * seen.rows:
        return True
    right = seen.sure >= FEWEST_SURE and not seen.sure_wrong
    return right and seen.wrong <= LARGEST_DRAWN * seen.rows


def _even_share(seen: Evenly) -> float:
    """Return the lower end of the share of wrong labels, if they fall on all classes evenly."""
    if seen.wrong < FEWEST_EVEN:
        return 0.0
    return seen.others * wilson(seen.wrong, seen.rows)[0]


def _evenly_wrong(noise: LabelNoiseEvidence, seen: Evenly) -> Finding:
    return Finding.at(
        column=noise.target,
        rows=noise.places,
        message=f"models that did not see them confuse half of the pairs of classes least, and "
        f"still {seen.wrong:,} of {seen.rows:,} rows there are labelled as the other class: "
        f"{seen.wrong / seen.rows:.2%} for each of {seen.others} classes. Confident learning "
        f"counts {noise.confident:,} wrong labels in {noise.rows:,} rows",
        measure=_even_share(seen),
        threshold=SMALLEST_EVEN_SHARE,
    )


def _on_one_side(seen: TwoSides) -> bool:
    more = seen.train - seen.test
    return seen.deviations >= FEWEST_DEVIATIONS and more >= SMALLEST_DIFFERENCE


def _worse_than_the_test(noise: LabelNoiseEvidence, seen: TwoSides) -> Finding:
    return Finding.at(
        column=noise.target,
        rows=noise.places,
        message=f"models that saw neither err in {seen.train:.1%} of training's rows and in "
        f"{seen.test:.1%} of the {seen.rows_test:,} test rows: {seen.deviations:.1f} standard "
        "errors more, as where labels of training alone are wrong",
        measure=seen.deviations,
        threshold=FEWEST_DEVIATIONS,
    )


def _finding(noise: LabelNoiseEvidence, seen: Sureness, threshold: float) -> Finding:
    share = seen.sure_wrong / seen.sure
    which = f" to be '{seen.name}'" if seen.name else ""
    return Finding.at(
        column=noise.target,
        rows=noise.places,
        message=f"of the {seen.sure:,} rows that models which did not see them are surest of"
        f"{which}, {seen.sure_wrong:,} ({share:.1%}) are labelled otherwise; of all "
        f"{seen.rows:,} it is {seen.wrong / seen.rows:.1%}. Confident learning counts "
        f"{noise.confident:,} wrong labels in {noise.rows:,} rows",
        measure=_floor(seen),
        threshold=threshold,
    )


def _of_other_rows(seen: Exchanged) -> bool:
    """Whether far outcomes might be any row's: both signs, all sizes, and no tie to what is told.

    In a hard problem, or one with a heavy tail, large errors stand beside large outcomes.
    """
    return (
        seen.core <= LARGEST_CORE
        and seen.far >= FEWEST_FAR
        and wilson(seen.far, seen.rows)[0] >= SMALLEST_FAR
        and seen.extreme <= max(LARGEST_EXTREME, seen.extreme_by_chance + MORE_EXTREME)
        and seen.tie <= LARGEST_TIE
        and LEAST_OF_SIDE <= seen.above <= 1 - LEAST_OF_SIDE
    )


def _out_of_place(noise: LabelNoiseEvidence, seen: Exchanged) -> Finding:
    return Finding.at(
        column=noise.target,
        rows=noise.places,
        message=f"{seen.far:,} of {seen.rows:,} values of '{noise.target}' are more than five "
        f"deviations from what models that did not see them tell, and neither large nor small: "
        "as if they stood in the rows of others",
        measure=seen.far / seen.rows,
        threshold=SMALLEST_FAR,
    )


def _slipped(noise: LabelNoiseEvidence, slips: Slips) -> Iterator[Finding | Unknown]:
    if slips.rows < FEWEST_SLIPS:
        return
    seen = (
        f"{slips.rows:,} of {noise.rows:,} values of '{noise.target}' are about 10, 100 or 1,000 "
        f"times what models predict, or a part of it, and {slips.beside:,} are off by factors "
        "between"
    )
    if slips.spread > LARGEST_SPREAD:
        yield Unknown(
            reason=f"{seen}; but two in three are off by a factor of up to {slips.spread:.1f}"
        )
    elif slips.rows >= SMALLEST_LEAD * (slips.beside + 1):
        yield Finding.at(
            column=noise.target,
            rows=noise.places,
            message=seen,
            measure=slips.rows / (slips.beside + 1),
            threshold=SMALLEST_LEAD,
        )
