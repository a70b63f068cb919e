"""Find a word, a character or a number in a text that gives the target."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from assay.core.evidence.data import TextLeak
from assay.data.leak_exactness import exactness
from assay.data.leak_levels import Codes, Flags, Floats, Levels
from assay.data.leak_strength import Target
from assay.data.ordinals import ordinals

WORTH_TELLING = 0.9
SURE = 0.95
"""From which the target follows, so that no weaker sign is sought."""

WORTH_TELLING_PURE = 0.25
"""The same where rows with the words are of one of two classes without exception, nearly."""

PUREST = 0.99
FEWEST_PURE = 15
"""Share and number of the rows with such words that are of the class."""

MOST_ROWS = 6_000
MOST_WORDS = 40
"""Words of one text that are looked at: a note, not a book; its end as well as its beginning."""

MOST_JOINED, MOST_SYNONYMS = 5, 30
"""Words that may stand for one class together, as synonyms do, and of how many they are chosen."""

PURE = 0.98
"""Share of the rows with a word that have to be of its class before it joins others."""

PLACES = (*range(8), *range(-8, 0))
NUMBERS, MOST_CHARACTERS = 4, 600
LEAST_WITH_NUMBERS = 0.2
"""Share of texts that hold a number, from which numbers are looked at."""

WORTH_TELLING_QUOTED, TIMES_CHANCE, FEWEST_QUOTED = 0.2, 5.0, 20
"""Share of rows whose text holds the outcome as a number, how many times that of other rows' texts,
and how many rows at least."""

MOSTLY_BEYOND_CHANCE = 0.5
"""Of the texts that hold no other row's outcome by chance: of few outcomes chance gives some."""

SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "bn": 1e9, "tsd": 1e3, "thousand": 1e3}
NUMBER = re.compile(
    r"(?<![\w.,])[-+]?(\d{1,3}(?:[,.'\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?:[eE]([-+]?\d{1,3}))?\s?(?i:(k|mn?|mio|bn|tsd|thousand)\b)?"
)
"""A number as people write it: with signs between the thousands, a comma for the point, or k."""

FEWEST_ROWS = 20
FEWEST_PHRASES, FEWEST_WORDS = 8, 3
"""Different values, and words of each as a rule, from which few values are phrases put together."""

EXAMPLE_LENGTH = 60


def text_leaks(
    frame: pl.DataFrame, columns: list[str], target: Target, names: tuple[str, ...] = ()
) -> tuple[TextLeak, ...]:
    """Return, for each column of texts, what in it gives the target almost exactly.

    Columns of few different values are left to the measures of levels, unless they are phrases.

    Args:
        frame: The rows; 6,000 of them, evenly spread, are looked at.
        columns: Columns to look at.
        target: The outcomes of the same rows.
        names: Names of the classes, in the order of their codes.
    """
    step = -(-frame.height // MOST_ROWS)
    rows = frame[::step]
    part = target if step == 1 else target.every(step)
    found = []
    for name in columns:
        if rows[name].dtype not in (pl.String, pl.Categorical, pl.Enum):
            continue
        texts = rows[name].cast(pl.String).fill_null("")
        many = texts.n_unique() > max(FEWEST_ROWS, 0.02 * len(texts))
        if many or _phrases(texts):
            best = _best(texts, part, names)
            if best is not None:
                found.append(best)
    return tuple(found)


def _phrases(texts: pl.Series) -> bool:
    values = texts.unique()
    words = values.str.count_matches(r"\p{L}+").median()
    return len(values) >= FEWEST_PHRASES and isinstance(words, float) and words >= FEWEST_WORDS


def _best(texts: pl.Series, target: Target, names: tuple[str, ...]) -> TextLeak | None:
    words = _words(texts, target, names) if target.classes else []
    told = [(one.share, one.pattern, one.example) for one in words]
    told += [*_numbers(texts, target), *_characters(texts, target)]
    best = max(told, key=lambda one: one[0])
    if best[0] < SURE and not target.classes:
        quoted = _quoted(texts, target)
        if quoted is not None:
            return quoted
    if best[0] < SURE:
        pure = [one for one in words if one.purity >= PUREST and one.share >= WORTH_TELLING_PURE]
        if pure:
            best = (pure[0].share, pure[0].pattern, pure[0].example)
        elif best[0] < WORTH_TELLING:
            return None
    share, pattern, example = best
    by_word = next((one for one in words if one.pattern == pattern), None)
    return TextLeak(
        column=texts.name,
        pattern=pattern,
        exactness=share,
        example=example[:EXAMPLE_LENGTH],
        purity=by_word.purity if by_word is not None and share < SURE else 0.0,
        named=by_word is not None and by_word.named,
    )


def _quoted(texts: pl.Series, target: Target) -> TextLeak | None:
    """Return how many texts hold the outcome as a number somewhere, as those of other rows do not.

    A number that is written shorter than the outcome is the outcome if it rounds to it.
    """
    if not _holds_numbers(texts):
        return None
    rows, numbers, reaches = _written(texts)
    held = _held(rows, numbers, reaches, target.values)
    shuffled = np.random.default_rng(0).permutation(target.values)
    by_chance = int(_held(rows, numbers, reaches, shuffled).sum())
    share = float(held.mean())
    beyond = (held.sum() - by_chance) / max(1, len(held) - by_chance)
    enough = held.sum() >= FEWEST_QUOTED and (
        held.sum() >= TIMES_CHANCE * by_chance or beyond >= MOSTLY_BEYOND_CHANCE
    )
    if share < WORTH_TELLING_QUOTED or not enough:
        return None
    return TextLeak(
        column=texts.name,
        pattern="a number in it",
        exactness=share,
        example=str(texts[int(np.argmax(held))])[:EXAMPLE_LENGTH],
        purity=1.0,
        quoted=True,
    )


def _written(texts: pl.Series) -> tuple[Codes, Floats, Floats]:
    """Return the numbers of all texts: row, value, and half a unit of the last digit written."""
    found: list[tuple[int, float, float]] = []
    for row, text in enumerate(texts.to_list()):
        for digits, power, scale in NUMBER.findall(text[:MOST_CHARACTERS]):
            for value, unit in _readings(digits):
                scales = {1.0, SCALES.get(scale.lower(), 1.0)}  # the outcome may be in thousands
                for times in (each * float(f"1e{power or 0}") for each in scales):
                    if math.isfinite(value * times):  # an identifier such as 7e512 is no number
                        found.append((row, value * times, 0.5 * unit * times))
    table = np.array(found, dtype=np.float64).reshape(-1, 3)
    return table[:, 0].astype(np.int64), table[:, 1], table[:, 2]


def _readings(digits: str) -> list[tuple[float, float]]:
    """Return what written digits may mean, each with the unit of the last one.

    Example:
        >>> _readings("1.234"), _readings("12,5")
        ([(1.234, 0.001), (1234.0, 1.0)], [(12.5, 0.1)])
    """
    plain = re.sub(r"['\u00a0\u202f ]", "", digits)
    marks = [mark for mark in plain if mark in ",."]
    last = max(plain.rfind(","), plain.rfind("."))
    whole, part = (plain, "") if not marks else (plain[:last], plain[last + 1 :])
    whole = whole.replace(",", "").replace(".", "")
    grouped = (float(whole + part), 1.0)
    if not marks:
        return [grouped]
    if len(marks) > 1 and len(set(marks)) == 1:
        return [grouped]
    decimal = (float(f"{whole}.{part}"), 10.0 ** -len(part))
    ambiguous = len(marks) == 1 and len(part) == 3 and len(plain) == len(digits)
    return [decimal, grouped] if ambiguous else [decimal]


def _held(rows: Codes, numbers: Floats, reaches: Floats, values: Floats) -> Flags:
    """Return which rows hold their outcome, written to two digits at least."""
    own = values[rows]
    written = reaches <= 0.05 * np.abs(own)
    near = np.abs(numbers - own) <= np.maximum(reaches, 1e-9 * np.abs(own))
    held = np.zeros(len(values), dtype=bool)
    held[rows[written & near]] = True
    return held


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that name the classes.

    Attributes:
        share: The worst class's recall where they do.
        purity: Which part of the rows with these words is of the class, at the least.
        named: Whether they are the names of their classes.
    """

    share: float
    pattern: str
    example: str
    purity: float
    named: bool


def _words(texts: pl.Series, target: Target, names: tuple[str, ...]) -> list[_Words]:
    """Return the best words of each class, if there are rows enough of each."""
    words, rows, vocabulary = _split(texts)
    outcomes = target.values.astype(np.int64)
    totals = np.bincount(outcomes, minlength=target.classes).astype(np.float64)
    if not len(words) or (totals[totals > 0] < FEWEST_ROWS / 2).any():
        return []
    counts = np.bincount(
        words * target.classes + outcomes[rows], minlength=len(vocabulary) * target.classes
    ).reshape(len(vocabulary), target.classes)
    told = [
        (place, *_of_class(place, counts, totals, words, rows, len(outcomes)))
        for place in range(target.classes)
        if totals[place]
    ]
    told.sort(key=lambda one: one[1])
    if len(told) == 2:
        told = told[1:]  # the other class is all that lacks the word
    elif len(told) > 2:
        told = told[1:]  # one class may be the one without a word
    shown = [vocabulary[word] for *_, chosen in reversed(told) for word in chosen][:4]
    example = texts.filter(texts.str.to_lowercase().str.contains(shown[0], literal=True))
    quoted = ", ".join(f"'{word}'" for word in shown)
    return [
        _Words(
            share=told[0][1],
            pattern=f"the word {quoted}",
            example=example[0] if len(example) else "",
            purity=min(_purity(chosen, words, rows, outcomes) for *_, chosen in told),
            named=bool(names)
            and all(_names(vocabulary, chosen, names[place]) for place, _, chosen in told),
        )
    ]


def _names(vocabulary: list[str], chosen: list[int], name: str) -> bool:
    """Whether all the words stand in the name of a class."""
    parts = set(_split(pl.Series([name]))[2])
    return all(vocabulary[word] in parts for word in chosen)


def _purity(chosen: list[int], words: Codes, rows: Codes, outcomes: Codes) -> float:
    """Return which part of the rows with one of the words is of their class; 0 if too few."""
    held = np.bincount(outcomes[np.unique(rows[np.isin(words, chosen)])])
    return float(held.max() / held.sum()) if held.max() >= FEWEST_PURE else 0.0


def _split(texts: pl.Series) -> tuple[Codes, Codes, list[str]]:
    """Return the index of each different word of each text, its row, and the words."""
    lists = texts.str.to_lowercase().str.extract_all(r"[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]+")
    parted = texts.str.replace_all(r"(\p{Ll})(\p{Lu})", "$1 $2").str.to_lowercase()
    letters = parted.str.extract_all(r"\p{L}+")  # scan_benign_0031, ScanBenign31
    half = MOST_WORDS // 2
    ends = [
        end
        for name in ("w", "l")
        for end in (pl.col(name).list.head(half), pl.col(name).list.tail(half))
    ]
    table = pl.DataFrame({"w": lists, "l": letters, "row": np.arange(len(texts))})
    long = table.select("row", pl.concat_list(ends).list.unique().alias("w"))
    long = long.explode("w").drop_nulls()
    if not long.height:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), []
    codes = ordinals(long["w"]) - 1
    return codes, long["row"].to_numpy(), long["w"].unique().sort().to_list()


def _of_class(
    place: int, counts: Codes, totals: Floats, words: Codes, rows: Codes, height: int
) -> tuple[float, list[int]]:
    """Return how well words tell one class from the rest, and which words."""
    own, others = totals[place], totals.sum() - totals[place]
    hits, misses = counts[:, place], counts.sum(axis=1) - counts[:, place]
    alone = np.minimum(hits / own, 1 - misses / max(others, 1))
    best = int(np.argmax(alone))
    pure = np.flatnonzero((misses <= np.maximum(1, (1 - PURE) * hits)) & (hits >= 0.05 * own))
    usual = pure[np.argsort(-hits[pure], kind="stable")][:MOST_SYNONYMS]
    joined, covered = _covering([(int(word), rows[words == word]) for word in usual], height)
    if len(joined) > 1:
        extra = int(misses[joined].sum())
        share = min((covered - extra) / own, 1 - extra / max(others, 1))
        if share > alone[best] or (share >= WORTH_TELLING_PURE and alone[best] < WORTH_TELLING):
            return float(share), joined
    return float(alone[best]), [best]


def _covering(words: list[tuple[int, Codes]], height: int) -> tuple[list[int], int]:
    """Return a few words that stand in most rows together, and in how many: greedily."""
    held, chosen = np.zeros(height, dtype=bool), []
    for _ in range(min(MOST_JOINED, len(words))):
        word, places = max(words, key=lambda one: int((~held[one[1]]).sum()))
        if held[places].all():
            break  # it stands beside the others, as 'charged' does beside 'fee'
        held[places] = True
        chosen.append(word)
    return chosen, int(held.sum())


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
    found = texts.str.extract_all(r"[-+]?\d{1,40}(?:\.\d+)?(?:[eE][-+]?\d\d?\b)?")
    told = []
    for place in (*range(NUMBERS), -1):
        numbers = found.list.get(place, null_on_oob=True).cast(pl.Float64, strict=False)
        if numbers.null_count() < 0.5 * len(numbers) and numbers.n_unique() > 1:
            share = max(exactness(Levels.of(numbers), target), _r2(numbers, target))
            told.append((share, "a number in it", str(texts[0])))
    return told


def _holds_numbers(texts: pl.Series) -> bool:
    few = texts.gather_every(max(1, len(texts) // 200)).to_list()
    return sum(bool(re.search(r"\d", text)) for text in few) > LEAST_WITH_NUMBERS * len(few)


def _r2(numbers: pl.Series, target: Target) -> float:
    """Return R2 of the line through the number, for a target that is a number itself."""
    if target.classes:
        return 0.0
    there = numbers.is_not_null().to_numpy()
    x, y = numbers.fill_null(0.0).to_numpy()[there], target.values[there]
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1] ** 2) * len(x) / len(there)
