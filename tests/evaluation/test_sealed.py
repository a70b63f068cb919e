"""Nobody looks at the sealed test without a trace, nor more often than allowed."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from assay.core.errors import GateClosed, InputError
from assay.core.ledger import Ledger
from assay.data.seal import seal
from assay.evaluation.sealed import Opened, SealedTest, paid_level


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(f"sqlite:///{tmp_path / 'ledger.db'}")


def test_of(
    folder: Path,
    ledger: Ledger,
    *,
    sealed_id: str = "abc",
    allowed: int = 3,
    rows: tuple[int, ...] = (1, 2, 3),
) -> SealedTest:
    test = pl.DataFrame({"y": ["a", "b", None], "x": rows})
    seal(test, folder / f"{sealed_id}.parquet", target="y", features=["x"])
    return SealedTest(folder, sealed_id, ledger, allowed=allowed, level=0.95)


test_of.__test__ = False  # type: ignore[attr-defined]


def test_opening_is_written_with_run_and_purpose(tmp_path: Path, ledger: Ledger) -> None:
    opened = test_of(tmp_path, ledger).open("run-1", "final evaluation")
    assert opened.labels.to_list() == ["a", "b", None]
    assert (opened.opening, opened.left) == (1, 2)
    (entry,) = ledger.entries("opening")
    assert entry.body == {"sealed_id": "abc", "run_id": "run-1", "purpose": "final evaluation"}


def test_labels_are_not_read_before_the_ledger_is_written(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = test_of(tmp_path, ledger)
    seen: list[int] = []

    def read(path: Path, *, columns: list[str]) -> pl.DataFrame:
        seen.append(len(list(ledger.entries("opening"))))
        raise OSError("the disk died")

    monkeypatch.setattr(pl, "read_parquet", read)
    with pytest.raises(OSError, match="the disk died"):
        sealed.open("run-1", "final evaluation")
    assert seen == [1] and sealed.openings() == 1


def test_unwritable_ledger_means_no_look(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = test_of(tmp_path, ledger)
    monkeypatch.setattr(ledger, "append", lambda *_: (_ for _ in ()).throw(OSError("full")))
    monkeypatch.setattr(pl, "read_parquet", lambda *_, **__: pytest.fail("the labels were read"))
    with pytest.raises(OSError, match="full"):
        sealed.open("run-1", "final evaluation")


def test_gate_closes_after_the_allowed_openings(tmp_path: Path, ledger: Ledger) -> None:
    sealed = test_of(tmp_path, ledger, allowed=2)
    levels = [sealed.open(f"run-{i}", "look").level for i in range(2)]
    assert levels == pytest.approx([1 - 0.05 / 2, 1 - 0.05 / 6])
    with pytest.raises(GateClosed) as caught:
        sealed.open("run-3", "look")
    assert "split.openings" in caught.value.remedy and "new test" in caught.value.remedy
    assert "assay history --openings" in caught.value.where
    assert sealed.openings() == 2  # what was refused saw nothing and costs nothing
    raised = SealedTest(tmp_path, "abc", ledger, allowed=3, level=0.95)
    assert raised.open("run-3", "look").opening == 3


def test_each_sealed_test_is_counted_by_itself(tmp_path: Path, ledger: Ledger) -> None:
    test_of(tmp_path, ledger).open("run-1", "look")
    other = test_of(tmp_path, ledger, sealed_id="other", rows=(1, 5, 6))
    assert other.openings() == 0
    opened = other.open("run-1", "look")
    assert (opened.opening, opened.kindred, opened.level) == (1, 0, paid_level(0.95, 1))


def test_looks_at_nearly_the_same_rows_are_paid_for_together(
    tmp_path: Path, ledger: Ledger
) -> None:
    """A few new rows make a new snapshot and a new name, but not a new test."""
    for run in ("run-1", "run-2"):
        test_of(tmp_path, ledger).open(run, "look")
    opened = test_of(tmp_path, ledger, sealed_id="other", rows=(1, 2, 9)).open("run-3", "look")
    assert (opened.opening, opened.kindred, opened.left) == (1, 2, 2)
    assert opened.level == paid_level(0.95, 3)


def test_openings_at_once_get_numbers_of_their_own(tmp_path: Path, ledger: Ledger) -> None:
    test_of(tmp_path, ledger)
    opened: list[Opened] = []
    closed: list[GateClosed] = []
    start = threading.Barrier(6)

    def look(run: int) -> None:
        own = Ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
        start.wait()
        try:
            opened.append(
                SealedTest(tmp_path, "abc", own, allowed=4, level=0.95).open(f"run-{run}", "look")
            )
        except GateClosed as refused:
            closed.append(refused)
        own.close()

    threads = [threading.Thread(target=look, args=(run,)) for run in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(look.opening for look in opened) == [1, 2, 3, 4]
    assert len({look.level for look in opened}) == 4
    assert len(closed) == 2
    assert ledger.verify().broken is None


def test_missing_labels_are_said_without_an_opening(tmp_path: Path, ledger: Ledger) -> None:
    sealed = SealedTest(tmp_path, "gone", ledger, allowed=3, level=0.95)
    with pytest.raises(InputError, match="missing"):
        sealed.open("run-1", "look")
    assert sealed.openings() == 0


def test_errors_spent_never_exceed_what_the_level_leaves() -> None:
    spent = sum(1 - paid_level(0.9, opening) for opening in range(1, 2_000))
    assert 0.0999 < spent < 0.1


def test_intervals_with_the_paid_level_hold_together() -> None:
    """Ten independent looks: plain 90 % intervals miss somewhere in 65 % of worlds."""
    from scipy.stats import norm

    draw = np.random.default_rng(0)
    worlds, looks = 4_000, 10
    errors = np.abs(draw.normal(size=(worlds, looks)))
    plain = (errors <= norm.ppf(0.95)).all(axis=1).mean()
    width = norm.ppf([(1 + paid_level(0.9, look)) / 2 for look in range(1, looks + 1)])
    assert plain < 0.4
    assert (errors <= width).all(axis=1).mean() >= 0.9
