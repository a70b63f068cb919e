"""Versions of the data are immutable, named by their content, and kept once."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.core.errors import InputError
from assay.data import snapshot
from assay.data.snapshot import content_hash, diff, log, open_version, take

KNOWN = "2ac268255bd52c9a7afd9fe48455d4c3a9b46063152d3b97b51a5e7b1c88584d"


@pytest.fixture
def people() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "id": [1, 2, 3, 4],
            "name": ["ada", "bo", None, "di"],
            "age": [36.0, 41.5, 28.0, float("nan")],
        }
    )


def test_known_table_has_its_known_hash_in_every_version(people: pl.DataFrame) -> None:
    assert content_hash(people.lazy()) == KNOWN


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**16), rows=st.integers(2, 50))
def test_row_order_changes_no_hash(seed: int, rows: int) -> None:
    draw = np.random.default_rng(seed)
    frame = pl.DataFrame({"a": draw.integers(0, 5, rows), "b": draw.normal(size=rows)})
    shuffled = frame[draw.permutation(rows)]
    assert content_hash(frame.lazy()) == content_hash(shuffled.lazy())


def test_repeated_rows_are_counted(people: pl.DataFrame) -> None:
    doubled = pl.concat([people, people])
    hashes = {content_hash(frame.lazy()) for frame in (people, doubled, people.head(3))}
    assert len(hashes) == 3


def test_type_and_name_are_part_of_the_hash(people: pl.DataFrame) -> None:
    hashes = {
        content_hash(people.lazy()),
        content_hash(people.lazy().cast({"id": pl.Float64})),
        content_hash(people.lazy().rename({"age": "years"})),
    }
    assert len(hashes) == 3


def test_batches_do_not_change_the_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({"a": range(1_000), "s": [f"v{i % 7}" for i in range(1_000)]}).lazy()
    whole = content_hash(frame)
    monkeypatch.setattr(snapshot, "BATCH_ROWS", 64)
    assert content_hash(frame) == whole


def test_same_data_is_stored_once(people: pl.DataFrame, tmp_path: Path) -> None:
    first = take(people.lazy(), tmp_path, source="people.csv")
    again = take(people.reverse().lazy(), tmp_path, source="people.csv")
    moved = take(people.lazy(), tmp_path, source="elsewhere/people.csv")
    assert first.evidence == again.evidence
    assert moved.evidence.uri == first.evidence.uri
    assert moved.evidence.source == "elsewhere/people.csv"
    assert len(log(tmp_path)) == 1
    assert len(list(tmp_path.rglob("*.parquet"))) == 1


def test_version_returns_exactly_what_was_taken(people: pl.DataFrame, tmp_path: Path) -> None:
    old = take(people.lazy(), tmp_path, source="people.csv")
    new = take(
        people.lazy().with_columns(extra=pl.lit("x")).drop("name"), tmp_path, source="people.csv"
    )
    assert [version.version for version in log(tmp_path)] == [0, 1]
    for taken, wanted in (
        (old, people),
        (new, people.with_columns(extra=pl.lit("x")).drop("name")),
    ):
        assert taken.frame.collect().sort("id").equals(wanted)
        assert content_hash(taken.frame) == taken.evidence.content_hash
        assert taken.evidence.rows == 4
    by_number = open_version(tmp_path, 0)
    by_hash = open_version(tmp_path, old.evidence.content_hash[:10])
    assert by_number.evidence == by_hash.evidence == old.evidence
    going_back = take(people.lazy(), tmp_path, source="people.csv")
    assert going_back.evidence.version == 0


def test_unknown_version_names_the_ones_there_are(people: pl.DataFrame, tmp_path: Path) -> None:
    taken = take(people.lazy(), tmp_path, source="people.csv")
    with pytest.raises(InputError) as caught:
        open_version(tmp_path, 7)
    assert taken.evidence.content_hash[:12] in caught.value.remedy


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pl.LazyFrame({"a": []}, schema={"a": pl.Int64}), "no rows"),
        (pl.LazyFrame({"a": [1], "A": [2]}), "upper and lower"),
        (pl.LazyFrame({"a": [1]}, schema={"a": pl.Int128}), "Int128"),
        (pl.LazyFrame({"a": [2**64 - 1]}, schema={"a": pl.UInt64}), "no form"),
    ],
)
def test_table_that_delta_cannot_hold_is_refused(
    frame: pl.LazyFrame, said: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=said):
        take(frame, tmp_path, source="people.csv")
    assert log(tmp_path) == ()


def test_source_that_changes_while_it_is_read_makes_no_version(
    people: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = iter([people, people.with_columns(id=pl.col("id") + 1)])
    monkeypatch.setattr(snapshot, "_batches", lambda _: iter([next(reads)]))
    with pytest.raises(InputError, match="changed while"):
        take(people.lazy(), tmp_path, source="people.csv")
    assert log(tmp_path) == ()


def test_kill_while_writing_leaves_the_version_before(people: pl.DataFrame, tmp_path: Path) -> None:
    before = take(people.lazy(), tmp_path, source="people.csv")
    died = _python(
        f"""
        import os, pathlib, signal
        import polars as pl
        from assay.data import snapshot

        frame = pl.DataFrame({{"id": range(100_000)}})
        reads = []
        def batches(stored):
            reads.append(1)
            yield frame
            if len(reads) == 2:
                os.kill(os.getpid(), signal.SIGKILL)
        snapshot._batches = batches
        snapshot.take(frame.lazy(), pathlib.Path({str(tmp_path)!r}), source="people.csv")
        """
    )
    assert died.returncode == -9
    assert log(tmp_path) == (before.evidence,)
    assert open_version(tmp_path, 0).frame.collect().height == 4
    after = take(pl.LazyFrame({"id": range(100_000)}), tmp_path, source="people.csv")
    assert after.evidence.version == 1


@pytest.mark.parametrize("same", [True, False])
def test_writer_that_is_overtaken_keeps_both_or_finds_its_own(
    same: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pl.LazyFrame({"id": [1, 2]})
    other = f"""
        import pathlib
        import polars as pl
        from assay.data.snapshot import take
        frame = pl.LazyFrame({{"id": {[1, 2] if same else [3]}}})
        take(frame, pathlib.Path({str(tmp_path)!r}), source="x")
    """
    read, reads = snapshot._batches, iter([False, True, False, False])

    def batches(stored: pl.LazyFrame) -> Iterator[pl.DataFrame]:
        overtaken = next(reads)
        yield from read(stored)
        if overtaken:  # just before the commit
            assert _python(other).returncode == 0

    monkeypatch.setattr(snapshot, "_batches", batches)
    taken = take(frame, tmp_path, source="x")
    assert taken.frame.collect()["id"].to_list() == [1, 2]
    assert [version.version for version in log(tmp_path)] == ([0] if same else [0, 1])
    assert taken.evidence.version == log(tmp_path)[-1].version


def test_snapshots_need_no_pyarrow(tmp_path: Path) -> None:
    done = _python(
        f"""
        import pathlib, sys
        class NoArrow:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] == "pyarrow":
                    raise ModuleNotFoundError(name)
        sys.meta_path.insert(0, NoArrow())
        import polars as pl
        from assay.data.snapshot import diff, take
        folder = pathlib.Path({str(tmp_path)!r})
        a = take(pl.LazyFrame({{"k": [1, 2], "v": ["x", None]}}), folder, source="x")
        b = take(pl.LazyFrame({{"k": [1, 3], "v": ["x", "y"]}}), folder, source="x")
        print(diff(a, b, key="k").added, a.frame.collect().height)
        """
    )
    assert done.stdout.split() == ["1", "2"], done.stderr


def test_diff_by_key_counts_rows_and_cells(people: pl.DataFrame, tmp_path: Path) -> None:
    a = take(people.lazy(), tmp_path, source="people.csv")
    changed = people.with_columns(
        name=pl.when(pl.col("id") == 3).then(pl.lit("cy")).otherwise("name"),
        age=pl.when(pl.col("id") <= 3).then(pl.col("age") + 1).otherwise("age"),
    )
    new_row = pl.DataFrame({"id": [9], "name": ["eve"], "age": [50.0]})
    b = take(pl.concat([changed.filter(pl.col("id") != 1), new_row]).lazy(), tmp_path, source="p")
    by_key = diff(a, b, key="id")
    assert (by_key.added, by_key.removed, by_key.changed) == (1, 1, 2)
    assert by_key.changed_cells == (("age", 2), ("name", 1))  # NaN equals NaN
    assert by_key.example_keys == ("2", "3")
    whole = diff(a, b, key=None)
    assert (whole.added, whole.removed) == (3, 3)


def test_diff_of_a_version_with_itself_is_empty(people: pl.DataFrame, tmp_path: Path) -> None:
    a = take(pl.concat([people, people]).lazy(), tmp_path, source="people.csv")
    nothing = diff(a, a, key=None)
    assert (nothing.added, nothing.removed, nothing.changed) == (0, 0, 0)
    assert all(column.effect == 0 for column in nothing.columns)


def test_diff_says_how_far_a_distribution_moved(tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    base = pl.DataFrame({"x": draw.normal(size=5_000), "c": draw.choice(["a", "b"], 5_000)})
    a = take(base.lazy(), tmp_path, source="x")
    moved = base.with_columns(pl.col("x") + 1, c=pl.lit("a"), new=pl.lit(1))
    b = take(moved.lazy(), tmp_path, source="x")
    changes = diff(a, b, key=None)
    effects = {column.name: column.effect for column in changes.columns}
    assert changes.columns_added == ("new",)
    assert effects["x"] == pytest.approx(1 / np.sqrt(1.25), abs=0.03)  # shift over pooled deviation
    assert effects["c"] == pytest.approx(0.5, abs=0.02)


def test_repeated_key_is_refused(people: pl.DataFrame, tmp_path: Path) -> None:
    a = take(pl.concat([people, people]).lazy(), tmp_path, source="people.csv")
    with pytest.raises(InputError, match="repeated"):
        diff(a, a, key="id")
    with pytest.raises(InputError, match="did you mean 'name'"):
        diff(a, a, key="nam")


def _start(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _python(code: str) -> subprocess.CompletedProcess[str]:
    running = _start(code)
    out, err = running.communicate(timeout=60)
    return subprocess.CompletedProcess(running.args, running.returncode, out, err)


def test_rows_of_a_killed_writer_are_removed_and_those_of_versions_and_living_ones_stay(
    people: pl.DataFrame, tmp_path: Path
) -> None:
    first = take(people.lazy(), tmp_path, source="people.csv")
    table = Path(first.evidence.uri)
    for name in ("part-dead.parquet", "part-living.parquet"):
        (table / name).write_bytes(b"half of it")
    yesterday = time.time() - 25 * 3600
    for path in table.glob("*.parquet"):
        if path.name != "part-living.parquet":
            os.utime(path, (yesterday, yesterday))
    take(people.head(2).lazy(), tmp_path, source="people.csv")
    assert not (table / "part-dead.parquet").exists()
    assert (table / "part-living.parquet").exists()
    assert open_version(tmp_path, 0).frame.collect().sort("id").equals(people)
    assert open_version(tmp_path, 1).frame.collect().height == 2
