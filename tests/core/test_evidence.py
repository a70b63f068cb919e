"""Evidence survives the disk, and equal evidence has an equal name."""

from __future__ import annotations

from pathlib import Path

from assay.core.evidence.bundle import Bundle, kinds
from assay.core.evidence.codec import decode, digest, encode
from assay.core.evidence.data import ColumnLeak, LeakEvidence, SnapshotEvidence
from assay.core.workspace import write_atomic


def _snapshot(rows: int = 3) -> SnapshotEvidence:
    return SnapshotEvidence(
        uri="u", version=0, content_hash="h", rows=rows, schema=(("a", "Int64"),), source="s.csv"
    )


def test_evidence_reads_back_equal(tmp_path: Path) -> None:
    leak = LeakEvidence(
        target="y",
        task="binary",
        rows=3,
        columns=(
            ColumnLeak(
                name="é ✓",
                kind="numeric",
                strength=0.5,
                strength_of_rest=0.1,
                exactness=0.2,
                distinct_share=1.0,
                copies_target=False,
                missing_with_outcome=0.0,
                missing_without=0.0,
                rows_without_outcome=0,
                missing_strength=0.0,
            ),
        ),
    )
    Bundle([_snapshot(), leak]).save(tmp_path)
    loaded = Bundle.load(tmp_path)
    assert loaded.get(SnapshotEvidence) == _snapshot()
    assert loaded.get(LeakEvidence) == leak


def test_a_name_depends_on_the_content_alone() -> None:
    assert digest(_snapshot()) == digest(decode(encode(_snapshot()), SnapshotEvidence))
    assert digest(_snapshot()) != digest(_snapshot(rows=4))


def test_every_stage_has_its_evidence_type() -> None:
    assert {"ProfileEvidence", "SplitEvidence", "FitEvidence", "EvaluationEvidence"} <= set(kinds())


def test_atomic_write_leaves_no_parts(tmp_path: Path) -> None:
    write_atomic(tmp_path / "deep" / "file", b"one")
    write_atomic(tmp_path / "deep" / "file", b"two")
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["file"]
    assert (tmp_path / "deep" / "file").read_bytes() == b"two"
