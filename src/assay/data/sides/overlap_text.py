"""Find test rows whose text is an edited copy of a training row's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.overlap import NearRows
from assay.data.columns import named
from assay.data.rowhash import mix, passing_hashes
from assay.data.sides.overlap_codes import Coded, coded, comparable
from assay.data.sides.overlap_equal import as_one_type
from assay.data.sides.table import Sides

PIECE, LONG_PIECE = 4, 7
"""Letters in a piece of text; an edited letter changes four pieces. Long ones are rarer."""

ALIKE = (0.8, 0.65, 0.5, 0.35)
"""Pieces in common, of all in the two texts: how alike is asked, as edits may be of any size."""

KIN = 0.15
"""Texts that fall short by so much, and no more, are kin: where many are, some are alike by chance.
"""

TIMES_EXPECTED = 3.0
"""The likeness is reported at which copies stand out most beyond so many of their kin."""

FEWEST_TEXTS, SHORTEST_TEXT = 20, 8
FEWEST_LETTERS = 0.6
"""Of what is written: dates and codes are mostly digits, and alike by nature."""

MOST_ROWS = 600
MOST_LETTERS = 4_000_000
"""Letters of training that are cut into pieces; longer texts are looked at from their start."""

COMMON = 20
"""Training rows that hold a piece, beyond which it says nothing about one of them."""

REPEATED = 5
"""Times that a text may repeat a rare piece."""

MOST_PIECES = 60
"""Rare pieces of a text by which its like are sought."""

TRIED = 3
"""Training rows with most rare pieces in common, that are compared whole."""

OF_FORM, FEWEST_OF_FORM = 0.5, 10
"""Share of texts with a piece from which on it belongs to their form, and texts at least."""

FEWEST_PIECES = 6
"""Of a text that may be the beginning of a longer one; a word alone is part of many."""

LARGEST_GAP = 0.1
"""In interquartile ranges: numbers beside the text that differ by more belong to two things."""

LOOKED_AT = 1_000
SHOWN = 5

CACHED = 1 << 15
"""Letters whose codes are made at a time, so that they stay in the processor's cache."""

Pieces = NDArray[np.uint32]
Rows = NDArray[np.int64]
Alike = tuple[Rows, NDArray[np.float64]]


def text_rows(sides: Sides) -> tuple[NearRows, ...]:
    """Return the edited copies among the texts, if there are texts enough."""
    names = tuple(name for name in sides.features if _telling(sides, name))
    tested, learnt = sides.test.rows.height, sides.train.rows.height
    if not names or not tested:
        return ()
    whole = _Texts.of(sides, names)
    checked, asked = (
        np.unique(np.linspace(0, n - 1, min(n, MOST_ROWS)).astype(np.int64))
        for n in (tested, learnt)
    )
    (pairs, alike), (others, likeness) = whole.pairs(checked, asked)
    found = [_found(least, pairs, alike) for least in ALIKE]
    least, rows, expected = max(found, key=lambda one: one[1] - TIMES_EXPECTED * one[2])
    return (
        NearRows(
            kind="text",
            columns=names,
            checked=len(checked),
            asked=len(asked),
            rows=rows,
            expected=float(expected),
            within_training=_found(least, others, likeness)[1] / len(asked),
            within=least,
            seen=learnt / sides.train.total,
            places=tuple(
                (int(sides.test.places[checked[at]]), int(sides.train.places[of]))
                for at, of in pairs[alike >= least][:SHOWN]
            ),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Texts:
    """Training rows, to which others are held.

    Attributes:
        names: Columns of text, read as one.
        rest: Columns of both sides beside them.
        table: The same and the target in numbers.
        longest: Letters that are looked at.
        form: Pieces that very many texts hold, as of a form that was filled in.
    """

    names: tuple[str, ...]
    rest: tuple[str, ...]
    sides: Sides
    table: Coded
    texts: pl.Series
    letters: _Letters
    longest: int
    form: Pieces

    @classmethod
    def of(cls, sides: Sides, names: tuple[str, ...]) -> _Texts:
        longest = max(PIECE * 4, MOST_LETTERS // sides.train.rows.height)
        rest = tuple(n for n in sides.features if n not in names and comparable(sides, n))
        texts = _texts(sides.train.rows, names, longest)
        return cls(
            names=names,
            rest=rest,
            sides=sides,
            table=coded(sides, rest + ((sides.target,) if sides.tested else ())),
            texts=texts,
            letters=_Letters.of(texts),
            longest=longest,
            form=_form(texts),
        )

    def pairs(self, checked: Rows, asked: Rows) -> tuple[Alike, Alike]:
        """Return pairs of a row and a training row that may be copies, and how alike they are.

        Their texts differ and their other columns nearly agree. Rows of the test and of training
        are asked at once, as each search goes through all letters.

        Args:
            checked: Places of rows of the test, shape (n,).
            asked: Places of rows of training, which are held to all others, shape (m,).

        Returns:
            Of either, pairs of a position among those asked and a training row's place, shape
            (k, 2), and the share of their pieces in common, shape (k,).
        """
        some = (self.sides.test.rows[checked], self.sides.train.rows[asked])
        texts = pl.concat([_texts(rows, self.names, self.longest) for rows in some])
        values = np.concatenate([self.table.test[checked], self.table.train[asked]])
        itself = np.concatenate([np.full(len(checked), -1), asked])
        own = _Letters.of(texts)
        found = [_sharing(own, self.letters, size) for size in (PIECE, LONG_PIECE)]
        found.append(self._equal_else(some))
        pairs = np.unique(np.concatenate(found), axis=0)
        pairs = pairs[itself[pairs[:, 0]] != pairs[:, 1]]
        differ = texts.gather(pairs[:, 0]) != self.texts.gather(pairs[:, 1])
        pairs = pairs[differ.to_numpy()]
        gaps = np.abs(values[pairs[:, 0]] - self.table.train[pairs[:, 1]])
        differing = (gaps > np.where(self.table.numeric, LARGEST_GAP, 0)).sum(axis=1)
        kept = differing <= len(self.table.names) // 5
        pairs, same = pairs[kept], differing[kept] == 0
        alike = _alike(texts, self.texts, pairs, same=same, form=self.form)
        tested = pairs[:, 0] < len(checked)
        learnt = pairs[~tested] - [len(checked), 0]
        return (pairs[tested], alike[tested]), (learnt, alike[~tested])

    def _equal_else(self, some: Sequence[pl.DataFrame]) -> Rows:
        """Return the pairs that are equal in all columns but the texts, one for each row."""
        if len(self.rest) < 2:
            return np.empty((0, 2), dtype=np.int64)
        types = as_one_type(self.sides, self.rest)
        own = np.concatenate([passing_hashes(rows.select(types), self.rest) for rows in some])
        learnt = passing_hashes(self.sides.train.rows.select(types), self.rest)
        order = np.argsort(learnt, kind="stable")
        at = np.minimum(np.searchsorted(learnt[order], own), len(learnt) - 1)
        same = learnt[order][at] == own
        return np.stack([np.flatnonzero(same), order[at[same]]], axis=1)


def _found(least: float, pairs: Rows, alike: NDArray[np.float64]) -> tuple[float, int, int]:
    """Return the test rows with a text as alike, and those with one that is nearly so."""
    copies = np.unique(pairs[alike >= least, 0])
    kin = np.setdiff1d(pairs[alike >= least - KIN, 0], copies)
    return least, len(copies), len(kin)


def _telling(sides: Sides, name: str) -> bool:
    texts = sides.texts(name)
    if texts is None or sides.distinct(name) < FEWEST_TEXTS:
        return False
    some = texts[0].drop_nulls().head(LOOKED_AT)
    words = some.str.count_matches(r"\p{L}{2,}")
    letters = some.str.count_matches(r"\p{L}") / some.str.len_chars()
    long = some.str.len_chars() >= SHORTEST_TEXT
    return int((long & (words >= 1) & (letters >= FEWEST_LETTERS)).sum()) > len(some) / 2


def _texts(rows: pl.DataFrame, names: tuple[str, ...], longest: int) -> pl.Series:
    each = [named(name).cast(pl.String).str.slice(0, longest) for name in names]
    return rows.select(text=pl.concat_str(each, separator=" ", ignore_nulls=True)).to_series()


@dataclass(frozen=True, slots=True)
class _Letters:
    """Small letters and digits of texts, one after the other.

    Attributes:
        bytes: All of them, shape (n,).
        rows: Which text each is of, shape (n,).
    """

    bytes: NDArray[np.uint8]
    rows: NDArray[np.int32]
    _codes: dict[int, Pieces] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, texts: pl.Series) -> _Letters:
        plain = texts.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
        lengths = plain.str.len_bytes().fill_null(0).to_numpy()
        joined = plain.fill_null("").str.join("").item()
        letters = np.frombuffer(joined.encode(), dtype=np.uint8)
        return cls(letters, np.repeat(np.arange(len(lengths), dtype=np.int32), lengths))

    def codes(self, size: int) -> Pieces:
        """Return a number of 32 bits for the letters from each place on, shape (n - size + 1,)."""
        if size not in self._codes:
            codes = np.empty(max(0, len(self.bytes) - size + 1), dtype=np.uint32)
            for start in range(0, len(codes), CACHED):
                part = codes[start : start + CACHED]
                code = np.zeros(len(part), dtype=np.uint64)
                for at in range(start, start + size):
                    code *= np.uint64(256)
                    code += self.bytes[at : at + len(part)]
                part[:] = mix(code, salt=np.uint64(size)) >> np.uint64(32)
            self._codes[size] = codes
        return self._codes[size]


def _pieces(texts: _Letters, size: int, *, among: Pieces | None = None) -> tuple[Pieces, Rows]:
    """Return every distinct piece of every text, as a number, and the row that holds it.

    With `among`, few pieces are returned beside those, and few of those that are common.
    """
    rows, code = texts.rows, texts.codes(size)
    count = len(code)
    inside = rows[:count] == rows[size - 1 :][:count]
    if among is not None:
        seen = np.zeros(1 << 22, dtype=bool)
        seen[among >> np.uint32(10)] = True
        inside &= seen[code >> np.uint32(10)]
    wanted = np.flatnonzero(inside)
    if among is not None:
        bucket = code[wanted] >> np.uint32(10)
        wanted = wanted[np.bincount(bucket, minlength=1)[bucket] <= REPEATED * COMMON]
    both = np.sort((rows[wanted].astype(np.uint64) << np.uint64(32)) + code[wanted])
    both = both[np.diff(both, prepend=~both[:1]) != 0]  # as np.unique, which is ten times slower
    return both.astype(np.uint32), (both >> np.uint64(32)).astype(np.int64)


def _sharing(texts: _Letters, others: _Letters, size: int) -> Rows:
    """Return the pairs of rows that have most rare pieces in common, shape (n, 2)."""
    pieces, rows = _pieces(texts, size)
    learnt = pl.DataFrame(
        dict(zip(("piece", "other"), _pieces(others, size, among=pieces), strict=True))
    )
    rare = learnt.filter(pl.len().over("piece") <= COMMON)
    own = pl.DataFrame({"piece": pieces, "row": rows}).join(rare, on="piece", how="semi")
    best = (
        own.group_by("row", maintain_order=True)
        .head(MOST_PIECES)
        .join(rare, on="piece")
        .group_by("row", "other")
        .len("shared")
        .sort("shared", "row", "other", descending=[True, False, False])
        .group_by("row", maintain_order=True)
        .head(TRIED)
    )
    return best.select("row", "other").to_numpy().astype(np.int64).reshape(-1, 2)


def _form(texts: pl.Series) -> Pieces:
    """Return the pieces that are in so many texts that they tell nothing of any."""
    some = texts.gather_every(max(1, len(texts) // LOOKED_AT))
    pieces, counts = np.unique(_pieces(_Letters.of(some), PIECE)[0], return_counts=True)
    return pieces[counts > max(FEWEST_OF_FORM, OF_FORM * len(some))]


def _alike(
    texts: pl.Series,
    others: pl.Series,
    pairs: Rows,
    *,
    same: NDArray[np.bool_],
    form: Pieces,
) -> NDArray[np.float64]:
    """Return the share of pieces that two rows have in common, for each pair.

    Of the shorter's pieces, where all else is the `same`: words may have been added to it. Pieces
    of the form do not count.

    References:
        Broder (1997), On the resemblance and containment of documents,
        doi:10.1109/SEQUEN.1997.666900
    """
    held = []
    for at, side in enumerate((texts, others)):
        rows, index = np.unique(pairs[:, at], return_inverse=True)
        pieces, place = _pieces(_Letters.of(side.gather(rows)), PIECE)
        told = ~np.isin(pieces, form)
        own = pl.DataFrame({"row": place[told], "piece": pieces[told]})
        wanted = pl.DataFrame({"row": index, "pair": np.arange(len(pairs))})
        held.append(wanted.join(own, on="row").select("pair", "piece"))
    shared = held[0].join(held[1], on=["pair", "piece"])["pair"].to_numpy()
    counts = [np.bincount(part["pair"].to_numpy(), minlength=len(pairs)) for part in held]
    common = np.bincount(shared, minlength=len(pairs))
    shorter = np.minimum(*counts)
    resemblance = common / np.maximum(counts[0] + counts[1] - common, 1)
    containment = np.where(same & (shorter >= FEWEST_PIECES), common / np.maximum(shorter, 1), 0)
    return np.asarray(np.maximum(resemblance, containment))
