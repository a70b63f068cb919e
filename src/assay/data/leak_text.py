"""Find a word, a character or a number in a text that gives the target."""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from assay.core.evidence.data import TextLeak
from assay.data.leak_exactness import exactness
from assay.data.leak_levels import Codes, Floats, Levels
from assay.data.leak_strength import Target

WORTH_TELLING = 0.9
WORTH_TELLING_PURE = 0.4
"""The same where rows with the words are of one of two classes without exception, nearly."""

PUREST = 0.99
FEWEST_PURE = 15
"""Share and number of the rows with such words that are of the class."""

MOST_ROWS = 6_000
MOST_WORDS = 40
"""Words of one text that are looked at: a note, not a book; its end as well as its beginning."""

MOST_JOINED = 5
"""Words that may stand for one class together, as synonyms do."""

PURE = 0.98
"""Share of the rows with a word that have to be of its class before it joins others."""

PLACES = (*range(8), *range(-8, 0))
NUMBERS = 4
FEWEST_ROWS = 20
EXAMPLE_LENGTH = 60


def text_leaks(frame: pl.DataFrame, columns: list[str], target: Target) -> tuple[TextLeak, ...]:
    """Return, for each column of texts, what in it gives the target almost exactly.

    Columns of few different values are left to the measures of levels.

    Args:
        frame: The rows; 6,000 of them, evenly spread, are looked at.
        columns: Columns to look at.
        target: The outcomes of the same rows.
    """
    step = -(-frame.height // MOST_ROWS)
    rows = frame[::step]
    part = target if step == 1 else target.every(step)
    found = []
    for name in columns:
        if rows[name].dtype not in (pl.String, pl.Categorical, pl.Enum):
            continue
        texts = rows[name].cast(pl.String).fill_null("")
        if texts.n_unique() > max(FEWEST_ROWS, 0.02 * len(texts)):
            best = _best(texts, part)
            if best is not None:
                found.append(best)
    return tuple(found)


def _best(texts: pl.Series, target: Target) -> TextLeak | None:
    words = _words(texts, target) if target.classes else []
    told = [(share, pattern, example, 0.0) for share, pattern, example, _ in words]
    told += [(*one, 0.0) for one in (*_numbers(texts, target), *_characters(texts, target))]
    best = max(told, key=lambda one: one[0])
    if best[0] < WORTH_TELLING:
        pure = [one for one in words if one[3] >= PUREST and one[0] >= WORTH_TELLING_PURE]
        if not pure or target.classes != 2:
            return None
        best = pure[0]
    share, pattern, example, purity = best
    return TextLeak(
        column=texts.name,
        pattern=pattern,
        exactness=share,
        example=example[:EXAMPLE_LENGTH],
        purity=purity,
    )


def _words(texts: pl.Series, target: Target) -> list[tuple[float, str, str, float]]:
    """Return the worst class's recall where the best words of each class name it.

    And which part of the rows with these words is of the class, of the first class shown.
    """
    words, rows, vocabulary = _split(texts)
    outcomes = target.values.astype(np.int64)
    totals = np.bincount(outcomes, minlength=target.classes).astype(np.float64)
    if not len(words) or (totals[totals > 0] < FEWEST_ROWS / 2).any():
        return []
    counts = np.bincount(
        words * target.classes + outcomes[rows], minlength=len(vocabulary) * target.classes
    ).reshape(len(vocabulary), target.classes)
    told = [
        _of_class(place, counts, totals, words, rows, len(outcomes))
        for place in range(target.classes)
        if totals[place]
    ]
    told.sort(key=lambda one: one[0])
    if len(told) == 2:
        told = told[1:]  # the other class is all that lacks the word
    elif len(told) > 2:
        told = told[1:]  # one class may be the one without a word
    worst = told[0][0]
    shown = [vocabulary[word] for _, chosen in reversed(told) for word in chosen][:4]
    example = texts.filter(texts.str.to_lowercase().str.contains(shown[0], literal=True))
    quoted = ", ".join(f"'{word}'" for word in shown)
    purity = _purity(told[0][1], words, rows, outcomes)
    return [(worst, f"the word {quoted}", example[0] if len(example) else "", purity)]


def _purity(chosen: list[int], words: Codes, rows: Codes, outcomes: Codes) -> float:
    """Return which part of the rows with one of the words is of their class; 0 if too few."""
    held = np.bincount(outcomes[np.unique(rows[np.isin(words, chosen)])])
    return float(held.max() / held.sum()) if held.max() >= FEWEST_PURE else 0.0


def _split(texts: pl.Series) -> tuple[Codes, Codes, list[str]]:
    """Return the index of each different word of each text, its row, and the words."""
    lists = texts.str.to_lowercase().str.extract_all(r"[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]+")
    half = MOST_WORDS // 2
    both = pl.concat_list(pl.col("w").list.head(half), pl.col("w").list.tail(half)).list.unique()
    long = pl.DataFrame({"w": lists, "row": np.arange(len(texts))}).select("row", both)
    long = long.explode("w").drop_nulls()
    if not long.height:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), []
    codes = long["w"].rank("dense").cast(pl.Int64).to_numpy() - 1
    return codes, long["row"].to_numpy(), long["w"].unique().sort().to_list()


def _of_class(
    place: int, counts: Codes, totals: Floats, words: Codes, rows: Codes, height: int
) -> tuple[float, list[int]]:
    """Return how well words tell one class from the rest, and which words."""
    own, others = totals[place], totals.sum() - totals[place]
    hits, misses = counts[:, place], counts.sum(axis=1) - counts[:, place]
    alone = np.minimum(hits / own, 1 - misses / max(others, 1))
    best = int(np.argmax(alone))
    pure = np.flatnonzero((hits >= PURE * (hits + misses)) & (hits >= 0.05 * own))
    joined = pure[np.argsort(-hits[pure], kind="stable")][:MOST_JOINED]
    if len(joined) > 1:
        any_of = np.zeros(height, dtype=bool)
        any_of[rows[np.isin(words, joined)]] = True
        covered = int(any_of.sum())
        extra = int(misses[joined].sum())
        share = min((covered - extra) / own, 1 - extra / max(others, 1))
        if share > alone[best]:
            return float(share), [int(word) for word in joined]
    return float(alone[best]), [best]


def _characters(texts: pl.Series, target: Target) -> list[tuple[float, str, str]]:
    told = []
    for place in PLACES:
        found = texts.str.slice(place, 1) if place >= 0 else texts.str.slice(place).str.slice(0, 1)
        if 2 <= found.n_unique() <= 100:
            share = exactness(Levels.of(found), target)
            where = f"{place + 1} from its start" if place >= 0 else f"{-place} from its end"
            told.append((share, f"the character {where}", str(texts[0])))
    length = Levels.of(texts.str.len_chars().cast(pl.Int64))
    return [*told, (exactness(length, target), "its length", str(texts[0]))]


def _numbers(texts: pl.Series, target: Target) -> list[tuple[float, str, str]]:
    """Return how well the first few numbers in the text give the target."""
    if not _holds_numbers(texts):
        return []
    found = texts.str.extract_all(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
    told = []
    for place in (*range(NUMBERS), -1):
        numbers = found.list.get(place, null_on_oob=True).cast(pl.Float64, strict=False)
        if numbers.null_count() < 0.5 * len(numbers) and numbers.n_unique() > 1:
            share = max(exactness(Levels.of(numbers), target), _r2(numbers, target))
            told.append((share, "a number in it", str(texts[0])))
    return told


def _holds_numbers(texts: pl.Series) -> bool:
    few = texts.head(200).to_list()
    return sum(bool(re.search(r"\d", text)) for text in few) > 0.5 * len(few)


def _r2(numbers: pl.Series, target: Target) -> float:
    """Return R2 of the line through the number, for a target that is a number itself."""
    if target.classes:
        return 0.0
    there = numbers.is_not_null().to_numpy()
    x, y = numbers.fill_null(0.0).to_numpy()[there], target.values[there]
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1] ** 2) * len(x) / len(there)
