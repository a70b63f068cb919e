"""Which packages an image gets."""

from __future__ import annotations

import hashlib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from assay.core.errors import InputError
from assay.registry.exports import lock, wheel


def test_closure_holds_what_a_package_needs_and_nothing_of_an_extra() -> None:
    found = lock.closure(["uvicorn"])
    assert {"uvicorn", "click", "h11"} <= set(found)
    assert "lime" not in lock.closure(["assay-ml"])
    assert "lime" in lock.closure(["assay-ml[lime]"])
    assert found["uvicorn"] == metadata.version("uvicorn")


def test_missing_package_is_told() -> None:
    with pytest.raises(InputError, match="'no-such-package' is not installed"):
        lock.closure(["no-such-package"])


def test_versions_that_do_not_fit_are_refused() -> None:
    versions = lock.closure(["pydantic"])
    lock.refuse_conflicts(versions)
    with pytest.raises(InputError, match="do not fit together") as told:
        lock.refuse_conflicts({**versions, "pydantic-core": "0.1"})
    assert "pydantic needs pydantic-core" in told.value.where


def test_imports_of_own_features_are_packages_of_the_image() -> None:
    source = "import json, polars as pl\nfrom sklearn.utils import shuffle\nimport yaml"
    found = lock.imported(source)
    assert found == ("PyYAML", "polars", "scikit-learn")


def test_hash_is_that_of_the_file_that_pip_would_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = wheel.pack(tmp_path)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    version = metadata.version("assay-ml")
    found = lock.locked({"assay-ml": version}, folder=tmp_path)
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    assert found.lines() == [f"assay-ml=={version} --hash=sha256:{digest}"], found.why


def test_no_index_is_told_and_is_no_error(tmp_path: Path) -> None:
    found = lock.locked({"no-such-package": "1.0"}, folder=tmp_path)
    assert found.lines() == ["no-such-package==1.0"]
    assert "no-such-package==1.0" in found.why


def test_wheel_is_the_same_each_time_and_holds_the_code_that_runs(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    first, second = wheel.pack(tmp_path), wheel.pack(tmp_path / "again")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        names = archive.namelist()
        assert archive.read("assay/registry/exports/wheel.py") == Path(wheel.__file__).read_bytes()
    assert not any("__pycache__" in name for name in names)
    assert any(name.endswith(".dist-info/entry_points.txt") for name in names)
