"""Identifiers and places of rows that rank the outcome."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw, cut
from benchmarks.planted.pair import Pair, score
from benchmarks.planted.table import Table


def numbered(table: Table, random: Draw, *, name: str, form: str) -> Pair:
    """Let an identifier be given in the order of the outcome.

    Seen by: the identifier ranks the target: `sorted` wholly, `office` in ranges by class,
    `queue` but for a stir of a twentieth of the rows.
    """
    values = score(table) + random.random(table.frame.height) * 1e-6
    if form == "queue":
        values = values.argsort().argsort() + random.normal(0, 0.05 * values.size, values.size)
    if form == "office":
        offices = {each: 1 + place * 3 for place, each in enumerate(sorted(set(values.round())))}
        serial = random.permutation(table.frame.height)
        keys = [
            offices[each] * 1_000_000 + int(s)
            for each, s in zip(values.round(), serial, strict=True)
        ]
    else:
        keys = [40_021 + 3 * int(place) for place in values.argsort().argsort()]
    frame = table.frame.with_columns(pl.Series(name, keys))
    pair = cut(table, frame, random)
    return Pair(train=pair.train, test=pair.test, columns=(name,), id=name, metric=table.metric)


def stacked(table: Table, random: Draw, *, form: str) -> Pair:
    """Leave the rows in the order in which the source stacked them.

    Seen by: the place of a row ranks the target on both sides: `classes` one after the other,
    `batches` of eighty sorted each, `roughly` sorted with a stir.
    """
    values = score(table) + random.random(table.frame.height) * 1e-6
    place = np.arange(values.size)
    if form == "batches":
        order = np.lexsort((values, place // 80))
    elif form == "roughly":
        stirred = values.argsort().argsort() + random.normal(0, 0.12 * values.size, values.size)
        order = stirred.argsort()
    else:
        order = values.argsort()
    pair = cut(table, table.frame[order.tolist()], random)
    return Pair(train=pair.train, test=pair.test, metric=table.metric)
