"""Levels that are one level in two spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import polars as pl

from assay.core.evidence.schema import Respelling
from assay.data.sides.schema_meanings import same_meaning
from assay.data.sides.schema_written import Pair, Written

MOST_LEVELS = 2_000
"""Levels of a side; more are names or free text."""

MOST_LEVELS_LIKE = 100
"""Levels among which some are not alike by themselves, as names and abbreviations are."""

ROWS_A_LEVEL = 3.0
"""Rows a level on average; fewer are names or free text."""

FEWEST = 5
"""Rows that hold the other spelling."""

CHANCE = 1e-4
"""Chance that a level is on one side only, or gone, by the draw."""

FEWEST_TOGETHER = 2
"""Levels that are respelled at once, so that what they all lost may be counted in one."""

LIKE = 0.35
"""Part by which the rows of an old and a new spelling may differ: shares of two draws do."""

Counts = dict[str, int]


def respellings(pair: Pair) -> Iterator[Respelling]:
    """Yield levels that differ by case, spaces, marks, accents, abbreviation, letter or tongue."""
    if pair.train.kind != "text" or pair.test.kind != "text":
        return
    train, test = _levels(pair.train), _levels(pair.test)
    if train is None or test is None:
        return
    rows = sum(train.values()), sum(test.values())
    found: set[str] = set()
    for one in _equal_but_for_form(pair.name, train, test, rows):
        found |= {one.level, one.other}
        yield one
    yield from _replaced(pair.name, train, test, rows, found)


def _levels(side: Written) -> Counts | None:
    distinct, rows = side.distinct, int(side.distinct["rows"].sum())
    if not distinct.height or distinct.height > MOST_LEVELS:
        return None
    if rows < ROWS_A_LEVEL * distinct.height and rows >= 20:
        return None
    numbers = int(distinct.filter(pl.col("number").is_not_null())["rows"].sum())
    if distinct.height > 50 and numbers > 0.9 * rows:
        return None
    return dict(distinct.select("value", "rows").iter_rows())


def _equal_but_for_form(
    name: str, train: Counts, test: Counts, rows: tuple[int, int]
) -> Iterator[Respelling]:
    """Yield spellings that are equal when case, spaces, marks and accents are left away."""
    many = len(train) > MOST_LEVELS_LIKE
    least = [max(FEWEST, 0.01 * one) if many else min(FEWEST, 0.05 * one + 1) for one in rows]
    spelled: dict[str, list[str]] = {}
    for level in dict.fromkeys((*train, *test)):
        spelled.setdefault(plain(level), []).append(level)
    for spellings in spelled.values():
        if len(spellings) < 2 or not spellings[0].strip():
            continue
        usual = max(spellings, key=lambda one: (train.get(one, 0), test.get(one, 0)))
        for other in spellings:
            if other == usual:
                continue
            counts = train.get(other, 0), test.get(other, 0)
            side = 1 if counts[1] * rows[0] > counts[0] * rows[1] else 0
            if counts[side] >= least[side]:
                yield Respelling(
                    column=name,
                    level=usual,
                    other=other,
                    how=_difference(usual, other),
                    side="test" if side else "train",
                    rows=counts[side],
                    share=counts[side] / rows[side],
                    between=not counts[1 - side],
                )


def _replaced(
    name: str, train: Counts, test: Counts, rows: tuple[int, int], found: set[str]
) -> Iterator[Respelling]:
    """Yield new levels of the test that stand where a level of like name became rare."""
    if len(train) > MOST_LEVELS_LIKE:
        return
    new = [one for one in test if one not in train and one not in found and test[one] >= FEWEST]
    gone = [one for one in train if one not in found and _fell([one], train, test, rows)]
    if not new or len(new) * len(train) > 10_000:
        return
    gone += _fell_together(new, [one for one in train if one not in found], train, test, rows)
    drawn = rows[0] / sum(rows)
    for other in new:
        if drawn ** test[other] < 1e-300 or (1 - drawn) ** test[other] > CHANCE:
            continue
        for level in gone:
            how = likeness(level, other)
            expected = train[level] * rows[1] / rows[0]
            there = test[other] + test.get(level, 0)
            if how and abs(there - expected) <= LIKE * expected + 3 * expected**0.5:
                yield Respelling(
                    column=name,
                    level=level,
                    other=other,
                    how=how,
                    side="test",
                    rows=test[other],
                    share=test[other] / rows[1],
                    between=True,
                )
                break


def _fell_together(
    new: list[str], levels: list[str], train: Counts, test: Counts, rows: tuple[int, int]
) -> list[str]:
    """Return levels that each have a new one a letter away, and that fell as a whole.

    In a small test each of them may have lost too little to be told from the draw. Where the others
    fell too, the test holds other groups, whose names may be a letter away.
    """
    fewer = [one for one in levels if test.get(one, 0) * rows[0] < train[one] * rows[1]]
    beside = [one for one in fewer if any(likeness(one, other) == "one letter" for other in new)]
    others = [one for one in levels if one not in beside]
    if len(beside) < FEWEST_TOGETHER or _fell(others, train, test, rows):
        return []
    return beside if _fell(beside, train, test, rows) else []


def _fell(levels: list[str], train: Counts, test: Counts, rows: tuple[int, int]) -> bool:
    """Whether the test has fewer rows of some levels than the draw would leave it."""
    expected = sum(train[one] for one in levels) * rows[1] / rows[0]
    there = sum(test.get(one, 0) for one in levels)
    return (
        expected >= FEWEST
        and expected - there >= 4 * expected**0.5 * (1 + rows[1] / rows[0]) ** 0.5
    )


def plain(level: str) -> str:
    """Return a level without case, accents, spaces and the marks that part words.

    Marks between digits stay, and so do + - < > at an end: they are part of what is said.

    Example:
        >>> plain(" New-York "), plain("A+"), plain("10-20"), plain("1.0"), plain("Sao_Paulo")
        ('newyork', 'a+', '10-20', '1', 'saopaulo')
    """
    text = unicodedata.normalize("NFKD", level).casefold().strip()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    if re.fullmatch(r"[-+]?\d+\.0+", text):
        return text.partition(".")[0]
    text = re.sub(r"(?<=\d)[\s_]*([-./,:])[\s_]*(?=\d)", r"\1", text)
    text = re.sub(r"(?<=[^\W\d_])[\s_\-./,'&]+(?=\w)|(?<=\w)[\s_\-./,'&]+(?=[^\W\d_])", "", text)
    text = re.sub(r"[.,;:]+$|^['\"]|['\"]$", "", text)
    return re.sub(r"[\s_]+", " ", text)


def likeness(level: str, other: str) -> str | None:
    """Say how two spellings may be one level: abbreviation, one letter or a translation.

    Returns:
        How; None if they are not.

    Example:
        >>> likeness("Male", "M"), likeness("Female", "Femail"), likeness("Oak", "Elm")
        ('abbreviation', None, None)
        >>> likeness("yes", "Oui")
        'translation'
    """
    long, short = sorted((plain(level), plain(other)), key=len, reverse=True)
    if not short:
        return None
    translated = "translation" if same_meaning(long, short) else None
    if re.sub(r"\D", "", long) != re.sub(r"\D", "", short):
        return translated
    initials = "".join(word[0] for word in re.findall(r"[^\W_]+", max(level, other, key=len)))
    words_apart = len(initials) > 1 and initials.casefold() == short
    if long.startswith(short) or words_apart:
        return "abbreviation"
    if len(short) >= 5 and _one_edit(long, short):
        return "one letter"
    consonants = re.sub(r"(?<!^)[aeiou]", "", long)
    return "abbreviation" if len(short) >= 2 and consonants == short else translated


def _one_edit(long: str, short: str) -> bool:
    start = 0
    while start < len(short) and long[start] == short[start]:
        start += 1
    rest, tail = long[start:], short[start:]
    if len(long) == len(short):
        return rest[1:] == tail[1:] or (rest[2:] == tail[2:] and rest[:2] == tail[1::-1])
    return len(long) == len(short) + 1 and rest[1:] == tail


def _difference(usual: str, other: str) -> str:
    if usual.strip() == other.strip():
        return "spaces around it"
    if usual.strip().casefold() == other.strip().casefold():
        return "case"
    return "spaces, marks or accents"
