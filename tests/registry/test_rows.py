from __future__ import annotations

import json
import types
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assay.core import project as projects
from assay.core.errors import InputError
from assay.registry import rows
from assay.registry.rows import RawRows, digest_of

FEATURES = """
import polars as pl

def made():
    return {"twice": pl.col("a") * 2}
"""


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return a folder in which contract and features are kept."""
    project, folder = tmp_path / "project", tmp_path / "model"
    project.mkdir()
    folder.mkdir()
    (project / "features.py").write_text(FEATURES)
    (project / "contract.toml").write_text(
        'format = 1\n[table]\ntarget = "y"\n[columns.a]\ntype = "integer"\n'
        '[columns.y]\ntype = "text"\n'
    )
    (project / "assay.toml").write_text(
        'format = 1\nname = "late"\n[data]\nsource = "a.csv"\ntarget = "y"\n'
        'task = "binary"\n[features]\nmodule = "features.py:made"\n[fit]\nmetric = "log_loss"\n'
    )
    scorer: Any = types.SimpleNamespace(columns=("a", "twice"))
    assert rows.keep(folder, projects.load(project), scorer) == ("a",)
    return folder


def test_rows_are_read_as_in_training(kept: Path) -> None:
    raw = RawRows.load(kept)
    assert raw is not None
    assert raw.read(pl.DataFrame({"a": ["1", "2"]}))["twice"].to_list() == [2, 4]
    assert raw.hash == digest_of(kept)


def test_changed_features_are_refused_before_they_are_run(kept: Path, tmp_path: Path) -> None:
    proof = tmp_path / "was-run"
    text = (kept / "features.py").read_text()
    (kept / "features.py").write_text(f"open({str(proof)!r}, 'w').close()\n{text}")
    for read in (RawRows.load, digest_of):
        with pytest.raises(InputError, match=r"features\.py was changed"):
            read(kept)
    assert not proof.exists()


def test_changed_contract_is_refused(kept: Path) -> None:
    path = kept / "contract.toml"
    path.write_text(path.read_text().replace("integer", "text"))
    with pytest.raises(InputError, match=r"contract\.toml was changed"):
        RawRows.load(kept)


@pytest.mark.parametrize("name", ["features.py", "contract.toml"])
def test_missing_file_is_told(kept: Path, name: str) -> None:
    (kept / name).unlink()
    with pytest.raises(InputError, match=f"{name} is missing"):
        RawRows.load(kept)


def test_no_other_file_can_be_named(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text("raise SystemExit\n")
    path = kept / "rows.json"
    path.write_text(path.read_text().replace("features.py:", "../other.py:"))
    raw = RawRows.load(kept)  # the text whose hash was compared is run, whatever it is called
    assert raw is not None and raw.features is not None
    assert raw.features.source == FEATURES


def test_description_without_hashes_is_refused(kept: Path) -> None:
    path = kept / "rows.json"
    saved = json.loads(path.read_text())
    for key in ("contract_hash", "features_hash"):
        path.write_text(json.dumps({name: saved[name] for name in saved if name != key}))
        with pytest.raises(InputError, match="changed after it was written, or is of an older"):
            RawRows.load(kept)
    path.write_text(json.dumps({**saved, "features_hash": None}))
    with pytest.raises(InputError, match=r"features\.py was changed"):
        RawRows.load(kept)
    path.write_text(json.dumps({**saved, "format": 99}))
    with pytest.raises(InputError, match="newer form"):
        RawRows.load(kept)


def test_digest_names_features_and_contract(kept: Path) -> None:
    before = digest_of(kept)
    text = (kept / "features.py").read_text().replace("* 2", "* 3").encode()
    (kept / "features.py").write_bytes(text)
    path = kept / "rows.json"
    saved = json.loads(path.read_text())
    path.write_text(json.dumps({**saved, "features_hash": rows._sha256(text)}))
    assert digest_of(kept) != before  # a consistent forgery is told by the ledger's digest


def test_nothing_kept_is_no_digest(tmp_path: Path) -> None:
    assert RawRows.load(tmp_path) is None
    assert digest_of(tmp_path) == ""
