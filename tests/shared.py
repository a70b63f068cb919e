"""What tests of several rooms need: a trained project that is built once a run, and cheaply."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """Return this process's own copy of a folder that the first one to ask has built.

    Args:
        name: Of the folder, unique.
        build: Fills an empty folder; the others wait for it, and try in its place if it fails.
    """
    place = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent  # of the run, not of this process
    folder, done = place / f"{name}-built", place / f"{name}-built.done"
    with (place / f"{name}-built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder)
            done.touch()
    return Path(shutil.copytree(folder, factory.mktemp(name) / "project"))


def leave_out_self_test(folder: Path) -> None:
    """Plant no faults in a project's run: seconds, where nothing asks which would be found."""
    settings = folder / "assay.toml"
    text = settings.read_text()
    assert text.count("[practices]\n") == 1
    settings.write_text(text.replace("[practices]\n", "[practices]\nself_test = false\n"))
