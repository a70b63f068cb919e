"""What `promote` judges again, and what it says when it refuses."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assay.core.errors import GateClosed
from assay.core.evidence.data import ValidationEvidence
from assay.core.evidence.registry import LineageEvidence
from assay.lifecycle.promote import promote
from assay.lifecycle.state import RunFolder


@pytest.fixture
def project(finished: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(finished, copy)
    return copy


def only_run(project: Path) -> RunFolder:
    [folder] = (project / ".assay" / "runs").iterdir()
    return RunFolder(folder)


def test_expired_waiver_is_named_by_the_refusal(project: Path) -> None:
    with (project / "assay.toml").open("a") as file:
        file.write('[practices.severity]\ncard-unanswered = "error"\n')
        file.write('[[practices.waivers]]\nrule = "card-unanswered"\nexpires = 2020-01-31\n')
        file.write('reason = "the owner answers next week"\n')
    with pytest.raises(GateClosed) as told:
        promote(project)
    assert "waiver expired: card-unanswered (the owner answers next week)" in told.value.where


def test_evidence_of_other_data_is_refused_as_unversioned(project: Path) -> None:
    folder = only_run(project)
    folder.keep(replace(folder.evidence.get(LineageEvidence), snapshot_hash="00" * 32))
    with pytest.raises(GateClosed) as told:
        promote(project)
    assert "data-unversioned" in told.value.where


def test_evidence_of_too_many_bad_rows_is_refused(project: Path) -> None:
    folder = only_run(project)
    validation = folder.evidence.get(ValidationEvidence)
    folder.keep(replace(validation, quarantined=60))
    with pytest.raises(GateClosed) as told:
        promote(project)
    assert "contract-too-many-quarantined" in told.value.where
    folder.keep(replace(validation, quarantined=60, most_quarantined=0.2))
    assert promote(project).after == 1
