"""Who may be given out, where it appears, and what is kept of it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from tests.registered_versions import project_of, register

import assay
from assay.core.errors import GateClosed, InputError
from assay.core.project import Project
from assay.core.workspace import Workspace
from assay.lifecycle.export import RECORD


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three versions: 1 was taken back to, 2 was taken back, 3 is a candidate."""
    project = project_of("multiclass", tmp_path_factory.mktemp("versions") / "project")
    for promoted in (True, True, False):
        register(project, "multiclass", promoted=promoted)
    ledger = Workspace(project).ledger
    ledger.append("rollback", {"version": 1, "before": 2, "reason": ""})
    return project.root


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Project:
    return assay.load(shutil.copytree(made, tmp_path / "project"))


def _model(project: Project, version: int) -> Path:
    return project.root / ".assay" / "runs" / f"run-{version}" / "model"


def test_champion_is_exported_where_no_version_is_named(project: Project) -> None:
    found = assay.export(project, to="onnx")
    assert found.version == 1
    assert found.folder == project.root / "exports" / f"{project.settings.name}-1-onnx"
    assert (found.folder / "model.onnx").exists()


def test_folder_may_be_named_by_a_text(project: Project, tmp_path: Path) -> None:
    assert assay.export(project, to="onnx", out=str(tmp_path / "there")).folder.name == "there"


@pytest.mark.parametrize("version", [2, 3, "3"])
def test_version_without_evidence_is_not_given_out(project: Project, version: int | str) -> None:
    with pytest.raises(GateClosed, match="did not come through the gate, or was taken back"):
        assay.export(project, version, to="onnx")
    assert not (project.root / "exports").exists()
    assert not list(Workspace(project).ledger.entries("export"))


def test_reason_for_a_version_without_evidence_is_kept(project: Project) -> None:
    assay.export(project, 3, to="onnx", reason="the edge team tries its device")
    (entry,) = Workspace(project).ledger.entries("export")
    assert entry.body["version"] == 3
    assert entry.body["reason"] == "the edge team tries its device"


def test_way_back_may_be_exported(project: Project) -> None:
    Workspace(project).ledger.append("promotion", {"version": 2, "before": 1, "run": "run-2"})
    assert assay.export(project, 1, to="onnx").version == 1


def test_ledger_holds_the_record_and_the_record_every_file(project: Project) -> None:
    found = assay.export(project, to="onnx")
    record = (found.folder / RECORD).read_bytes()
    (entry,) = Workspace(project).ledger.entries("export")
    assert entry.body["record"] == found.record == hashlib.sha256(record).hexdigest()
    files = json.loads(record)["files"]
    assert set(files) == {p.name for p in found.folder.iterdir()} - {RECORD}
    for name, digest in files.items():
        assert hashlib.sha256((found.folder / name).read_bytes()).hexdigest() == digest
    assert Workspace(project).ledger.verify().broken is None


def test_export_that_stands_is_replaced_only_when_asked(project: Project) -> None:
    folder = assay.export(project, to="onnx").folder
    (folder / "note.txt").write_text("mine")
    with pytest.raises(InputError, match="an export stands there already"):
        assay.export(project, to="onnx")
    assert (folder / "note.txt").exists()
    assay.export(project, to="onnx", overwrite=True)
    assert not (folder / "note.txt").exists()
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_folder_that_is_no_export_is_never_replaced(project: Project, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.tex").write_text("...")
    with pytest.raises(InputError, match="something else stands there"):
        assay.export(project, to="onnx", out=tmp_path / "home", overwrite=True)
    assert (tmp_path / "home" / "thesis.tex").exists()


def test_empty_folder_may_be_written_into(project: Project, tmp_path: Path) -> None:
    (tmp_path / "mounted").mkdir()
    assert assay.export(project, to="onnx", out=tmp_path / "mounted").folder.samefile(
        tmp_path / "mounted"
    )


@pytest.mark.parametrize("name", ["scorer.onnx", "contract.toml", "proof.json"])
def test_changed_version_is_not_exported_and_nothing_is_left(project: Project, name: str) -> None:
    path = _model(project, 1) / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(InputError):
        assay.export(project, to="onnx")
    assert not (project.root / "exports").exists()
    assert not list(Workspace(project).ledger.entries("export"))


def test_failed_export_leaves_the_one_before_and_no_scrap(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = assay.export(project, to="onnx")
    monkeypatch.setattr("sys.executable", "/nonexistent/python")  # the fresh process cannot start
    with pytest.raises(GateClosed, match="proof rows in a fresh process"):
        assay.export(project, to="onnx", overwrite=True)
    assert [path.name for path in before.folder.parent.iterdir()] == [before.folder.name]
    assert (before.folder / "model.onnx").exists()


def test_what_a_kill_left_of_an_export_is_gone_after_the_next(project: Project) -> None:
    folder = assay.export(project, to="onnx").folder
    work = folder.with_name(f".{folder.name}.work")
    (work / "new").mkdir(parents=True)
    (work / "new" / "half.onnx").write_bytes(b"half")
    assay.export(project, to="onnx", overwrite=True)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_export_that_a_kill_had_moved_aside_stands_again_after_the_next_call(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = assay.export(project, to="onnx").folder
    work = folder.with_name(f".{folder.name}.work")
    work.mkdir()
    folder.rename(work / "before")
    monkeypatch.setattr("sys.executable", "/nonexistent/python")
    with pytest.raises(GateClosed, match="proof rows in a fresh process"):
        assay.export(project, to="onnx", overwrite=True)
    assert (folder / "model.onnx").exists()
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_unknown_target_and_version_are_told(project: Project) -> None:
    with pytest.raises(InputError, match="did you mean 'onnx'"):
        assay.export(project, to="onxx")
    with pytest.raises(InputError, match="there is no version 9"):
        assay.export(project, 9, to="onnx")


def test_nobody_to_export_is_told(tmp_path: Path) -> None:
    project = project_of("multiclass", tmp_path)
    register(project, "multiclass", promoted=False)
    with pytest.raises(InputError, match="there is no champion to export"):
        assay.export(project, to="onnx")
