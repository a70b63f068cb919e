"""Parts never overlap, whatever the kind, and nothing but content decides where a row goes."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.core.errors import InputError
from assay.core.evidence.data import ColumnProfile, ProfileEvidence
from assay.core.evidence.split import SplitKind
from assay.data.rowhash import row_hashes
from assay.data.split import SplitPlan, Splits, propose, split

KINDS: tuple[SplitKind, ...] = ("random", "group", "time", "group-time")
CALM = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def table(seed: int, rows: int, *, task: str = "binary") -> pl.DataFrame:
    """Rows of customers that come and go, some repeated, some without outcome."""
    draw = np.random.default_rng(seed)
    customer = draw.integers(0, max(rows // 8, 8), rows)
    day = np.clip(customer * 8 + draw.integers(-6, 6, rows), 0, None)
    target: Any = {
        "binary": draw.random(rows) < 0.4,
        "multiclass": draw.choice(["a", "b", "c"], rows),
        "regression": draw.normal(size=rows).round(2),
    }[task]
    frame = pl.DataFrame(
        {
            "x": draw.integers(0, 6, rows),
            "customer": [f"c{number}" for number in customer],
            "day": pl.Series(day).cast(pl.Int32).cast(pl.Date),
            "y": target,
        }
    )
    repeated = frame.with_columns(
        y=pl.when(pl.int_range(pl.len()) % 17 == 3).then(None).otherwise("y")
    )
    return pl.concat([repeated, repeated.head(rows // 10)])


def part(frame: pl.DataFrame, folder: Path, **plan: Any) -> Splits:
    settings = {"target": "y", "task": "binary", "time": "day", "group": "customer", **plan}
    return split(
        frame.lazy(), SplitPlan(**settings), snapshot_hash="00", sealed_folder=folder, openings=0
    )


def sealed(splits: Splits, folder: Path) -> pl.DataFrame:
    labels = pl.read_parquet(folder / f"{splits.evidence.sealed_id}.parquet")["label"].alias("y")
    return splits.test.with_columns(labels)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@CALM
@given(seed=st.integers(0, 2**16))
def test_parts_cover_all_rows_and_share_none(
    kind: SplitKind, task: str, seed: int, tmp_path: Path
) -> None:
    frame = table(seed, 400, task=task)
    splits = part(frame, tmp_path, kind=kind, task=task, seed=seed)
    evidence, test = splits.evidence, sealed(splits, tmp_path)
    columns = frame.columns
    kept = pl.concat([splits.development, test.select(columns), splits.unlabelled])
    assert kept.height + evidence.rows_dropped == frame.height
    if evidence.rows_dropped == 0:
        assert np.array_equal(np.sort(row_hashes(kept)), np.sort(row_hashes(frame)))
    shared = np.isin(row_hashes(test, columns), row_hashes(splits.development))
    assert not shared.any() and evidence.rows_shared == 0
    assert splits.unlabelled["y"].null_count() == splits.unlabelled.height
    assert evidence.rows_without_target == splits.unlabelled.height
    assert "y" not in splits.test.columns


@pytest.mark.parametrize("kind", KINDS)
@CALM
@given(seed=st.integers(0, 2**16))
def test_row_order_changes_no_assignment(kind: SplitKind, seed: int, tmp_path: Path) -> None:
    frame = table(seed, 300)
    shuffled = frame[np.random.default_rng(seed).permutation(frame.height)]
    one, two = (part(rows, tmp_path, kind=kind, seed=seed) for rows in (frame, shuffled))
    assert one.development.equals(two.development)
    assert one.test.equals(two.test)
    assert one.evidence == two.evidence
    for left, right in zip(one.folds, two.folds, strict=True):
        assert np.array_equal(left.fit, right.fit) and np.array_equal(left.score, right.score)


@pytest.mark.parametrize("kind", ["group", "group-time"])
@CALM
@given(seed=st.integers(0, 2**16))
def test_group_never_stands_on_two_sides(kind: SplitKind, seed: int, tmp_path: Path) -> None:
    splits = part(table(seed, 400), tmp_path, kind=kind)
    evidence = splits.evidence
    train = splits.development[splits.folds[0].fit]["customer"]
    validation = splits.development[splits.folds[0].score]["customer"]
    held = [set(train), set(validation), set(splits.test["customer"])]
    assert not held[0] & held[1] and not held[0] & held[2] and not held[1] & held[2]
    assert evidence.groups_shared == 0 and evidence.groups_test == len(held[2])
    for fold in splits.folds:
        groups = splits.development["customer"]
        assert not set(groups[fold.fit]) & set(groups[fold.score])


@pytest.mark.parametrize("kind", ["time", "group-time"])
@CALM
@given(seed=st.integers(0, 2**16))
def test_future_row_never_stands_before_the_border(
    kind: SplitKind, seed: int, tmp_path: Path
) -> None:
    splits = part(table(seed, 400), tmp_path, kind=kind)
    for fold in splits.folds:
        days = splits.development["day"]
        latest, earliest = days[fold.fit].max(), days[fold.score].min()
        assert isinstance(latest, datetime.date) and isinstance(earliest, datetime.date)
        assert latest < earliest
    latest, earliest = splits.development["day"].max(), splits.test["day"].min()
    assert isinstance(latest, datetime.date) and isinstance(earliest, datetime.date)
    assert latest < earliest
    assert splits.evidence.rows_before_border == 0


@CALM
@given(seed=st.integers(0, 2**16))
def test_folds_score_each_training_row_once(seed: int, tmp_path: Path) -> None:
    splits = part(table(seed, 400), tmp_path, seed=seed)
    train, validation = splits.folds[0].fit, splits.folds[0].score
    assert np.array_equal(np.concatenate([train, validation]), np.arange(len(splits.development)))
    assert np.array_equal(np.sort(np.concatenate([f.score for f in splits.folds[1:]])), train)
    for fold in splits.folds:
        assert not set(fold.fit) & set(fold.score)
        assert len(fold.fit) + len(fold.score) == len(splits.development)
    hashes = row_hashes(splits.development)
    assert not any(np.isin(hashes[f.score], hashes[f.fit]).any() for f in splits.folds)


def test_shares_and_class_shares_are_kept(tmp_path: Path) -> None:
    rows = 10_000
    draw = np.random.default_rng(0)
    frame = pl.DataFrame({"x": draw.normal(size=rows), "y": draw.random(rows) < 0.03})
    evidence = part(frame, tmp_path, time=None, group=None, test=0.25, validation=0.15).evidence
    sizes = {held.name: held.rows for held in evidence.parts}
    assert sizes == {"train": 6_000, "validation": 1_500, "test": 2_500}
    positive = [dict(held.shares)["true"] for held in evidence.parts]
    assert max(positive) - min(positive) < 0.001


def test_regression_parts_have_alike_targets(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    frame = pl.DataFrame({"x": range(2_000), "y": np.exp(draw.normal(size=2_000) * 2)})
    splits = part(frame, tmp_path, task="regression", time=None, group=None)
    medians = [splits.development["y"].median(), sealed(splits, tmp_path)["y"].median()]
    assert isinstance(medians[0], float) and isinstance(medians[1], float)
    assert abs(np.log(medians[0]) - np.log(medians[1])) < 0.1


def test_rows_that_differ_in_their_id_only_stay_together(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"id": range(600), "x": [i // 3 for i in range(600)], "y": [i // 3 % 2 for i in range(600)]}
    )
    together = part(frame, tmp_path, id="id", time=None, group=None)
    assert together.evidence.rows_shared == 0
    assert not set(together.test["x"]) & set(together.development["x"])
    apart = part(frame, tmp_path, id=None, time=None, group=None)
    assert set(apart.test["x"]) & set(apart.development["x"])


def test_same_data_and_plan_seal_the_same_test(tmp_path: Path) -> None:
    frame = table(0, 300)
    names = {
        part(frame, tmp_path, seed=seed, reason=reason).evidence.sealed_id
        for seed, reason in ((0, "a"), (0, "b"), (1, "a"))
    }
    assert len(names) == 2
    assert {path.stem for path in tmp_path.iterdir()} == names


@pytest.mark.parametrize("kind", ["random", "time"])
def test_a_few_new_rows_hardly_change_the_test(kind: SplitKind, tmp_path: Path) -> None:
    """What `evaluation.sealed` relies on when it pays for looks at kindred tests."""
    frame = table(2, 2_000)
    before, after = (part(rows, tmp_path, kind=kind).test for rows in (frame.slice(20), frame))
    held = np.isin(row_hashes(after), row_hashes(before)).mean()
    assert held > 0.9


def test_groups_that_live_throughout_lose_rows_and_say_so(tmp_path: Path) -> None:
    draw = np.random.default_rng(3)
    frame = pl.DataFrame(
        {
            "customer": draw.integers(0, 60, 3_000),
            "day": draw.integers(0, 300, 3_000),
            "x": draw.normal(size=3_000),
            "y": draw.random(3_000) < 0.5,
        }
    )
    evidence = part(frame, tmp_path, kind="group-time").evidence
    kept = sum(held.rows for held in evidence.parts)
    assert evidence.rows_dropped == 3_000 - kept > 0
    assert f"{evidence.rows_dropped} of 3000 rows dropped" in evidence.reason
    assert evidence.groups_shared == 0 and evidence.rows_before_border == 0
    assert min(held.rows for held in evidence.parts) > 0.1 * kept


def test_random_split_of_timed_rows_tells_that_it_mixes_times(tmp_path: Path) -> None:
    frame = table(5, 400).with_columns(y=pl.col("day") > pl.col("day").median())
    evidence = part(frame, tmp_path, kind="random").evidence
    assert evidence.rows_before_border > 0.9 * evidence.part("test").rows
    assert evidence.groups_shared > 0
    assert evidence.time_drift is not None and evidence.time_drift > 0.5
    steady = frame.with_columns(y=pl.int_range(pl.len()).hash(0) % 2 == 0)
    drift = part(steady, tmp_path, kind="random").evidence.time_drift
    assert drift is not None and drift < 0.2


def test_large_data_has_the_validation_fold_only(tmp_path: Path) -> None:
    rows = 130_000
    frame = pl.DataFrame({"x": range(rows), "y": [i % 2 for i in range(rows)]})
    splits = part(frame, tmp_path, time=None, group=None)
    assert len(splits.folds) == splits.evidence.folds == 1


ROWS = 60


@pytest.mark.parametrize(
    ("columns", "plan", "said"),
    [
        ({"y": [None] * ROWS}, {}, "missing in every row"),
        ({"y": ["a"] * ROWS}, {}, "one value only"),
        ({"y": [1.0] * ROWS}, {"task": "regression"}, "one value only"),
        ({"y": ["a", "b"] * 30 + ["c"]}, {"task": "multiclass"}, "'c' \\(1\\)"),
        ({"y": ["a", "b", "c"] * 20}, {}, "3 classes"),
        ({"y": ["a", "b"] * 30}, {"target": "z"}, "no column 'z'"),
        ({"y": ["a", "b"] * 30}, {"kind": "time"}, "needs a time column"),
        ({"y": ["a", "b"] * 5}, {}, "needs 20"),
        ({"y": ["a", "b"] * 30, "x": [1, 2] * 30}, {}, "would hold"),
        (
            {"y": ["a", "b"] * 30, "g": ["one"] * ROWS},
            {"kind": "group", "group": "g"},
            "would hold",
        ),
        (
            {"y": ["a", "b"] * 30, "g": ["big"] * 55 + list("abcde")},
            {"kind": "group", "group": "g"},
            "would hold",
        ),
        (
            {"y": ["a", "b"] * 30, "t": ["2020-01-01"] * 59 + ["soon"]},
            {"kind": "time", "time": "t"},
            "not a time: 'soon'",
        ),
        ({"y": ["a", "b"] * 30, "t": [1, 2] * 30}, {"kind": "time", "time": "t"}, "would hold"),
        (
            {"y": ["a", "b"] * 30, "t": [None] * 50 + list(range(10))},
            {"kind": "time", "time": "t"},
            "no value in t",
        ),
        (
            {"y": ["a"] * 40 + ["b"] * 20, "t": list(range(ROWS))},
            {"kind": "time", "time": "t"},
            "missing from train",
        ),
    ],
)
def test_rows_that_cannot_be_parted_are_refused_with_a_remedy(
    columns: dict[str, list[Any]], plan: dict[str, Any], said: str, tmp_path: Path
) -> None:
    frame = pl.DataFrame(columns)
    if "x" not in columns:
        frame = frame.with_columns(x=pl.int_range(pl.len()))
    with pytest.raises(InputError, match=said) as caught:
        part(frame, tmp_path, **{"time": None, "group": None, **plan})
    assert caught.value.remedy and caught.value.where


def test_one_group_is_named_in_the_remedy(tmp_path: Path) -> None:
    frame = pl.DataFrame({"y": [0, 1] * 30, "g": ["one"] * 60, "x": range(60)})
    with pytest.raises(InputError) as caught:
        part(frame, tmp_path, kind="group", group="g", time=None)
    assert "one group only ('one')" in caught.value.remedy


def profile_of(frame: pl.DataFrame, *, datetimes: tuple[str, ...] = ()) -> ProfileEvidence:
    return ProfileEvidence(
        source="table",
        rows=frame.height,
        sampled=frame.height,
        columns=tuple(
            ColumnProfile(
                name=name,
                dtype=str(frame[name].dtype),
                kind="datetime" if name in datetimes else "categorical",
                rows=frame.height,
                missing=0,
                distinct=frame[name].n_unique(),
            )
            for name in frame.columns
        ),
        duplicate_rows=0,
        target="y",
        task="binary",
    )


@pytest.mark.parametrize(
    ("time", "group", "kind", "said"),
    [
        (None, None, "random", "declare it as data.time"),
        ("day", None, "time", "drifts along it"),
        (None, "customer", "group", "rows each"),
        ("day", "customer", "group-time", "latest part"),
        ("day", "shop", "time", "live through the borders"),
        (None, "row", "random", "names each row"),
    ],
)
def test_proposal_follows_what_is_declared_and_gives_its_reason(
    time: str | None, group: str | None, kind: SplitKind, said: str
) -> None:
    frame = table(0, 2_000).with_columns(
        y=pl.col("day") > pl.col("day").median(),
        shop=pl.int_range(pl.len()) % 9,
        row=pl.int_range(pl.len()),
    )
    proposed, reason = propose(
        profile_of(frame, datetimes=("day",)), frame.lazy(), time=time, group=group
    )
    assert proposed == kind
    assert said in reason


def test_key_whose_rows_share_their_outcome_is_named() -> None:
    draw = np.random.default_rng(0)
    patient = draw.integers(0, 400, 2_000)
    frame = pl.DataFrame(
        {
            "patient_id": patient,
            "ward": draw.choice([f"w{i}" for i in range(100)], 2_000),
            "y": draw.random(400)[patient] < 0.5,
        }
    )
    _, reason = propose(profile_of(frame), frame.lazy(), time=None, group=None)
    assert "same 'patient_id' share their 'y'" in reason
    honest = frame.with_columns(y=draw.random(2_000) < 0.5)
    _, reason = propose(profile_of(honest), honest.lazy(), time=None, group=None)
    assert "share" not in reason
