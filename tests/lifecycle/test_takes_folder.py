"""Every verb that takes a project takes its folder too, and says so of anything else."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import assay
from assay.core.errors import InputError

VERBS = [
    name
    for name in sorted(set(assay.__all__) - {"__version__"})
    if "project" in inspect.signature(getattr(assay, name)).parameters
]
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "compare": ("a", "b"),
    "data_diff": ("0", "1"),
    "explain_row": ("t.csv", 0),
    "predict": ("t.csv", Path("out.csv")),
    "score": (pl.DataFrame({"a": [1]}),),
}


def called(verb: str, project: object) -> None:
    more = {"key": None} if verb == "data_diff" else {}
    getattr(assay, verb)(project, *ARGUMENTS.get(verb, ()), **more)


def test_no_verb_is_forgotten() -> None:
    assert {"check", "run", "promote", "predict", "score", "verify", "report"} <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_folder_without_a_project_is_told_as_such(verb: str, tmp_path: Path) -> None:
    for folder in (tmp_path, str(tmp_path)):
        with pytest.raises(InputError, match=r"assay\.toml"):
            called(verb, folder)


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_no_project_is_told_with_a_remedy(verb: str) -> None:
    with pytest.raises(InputError, match="a project is expected, not DataFrame") as told:
        called(verb, pl.DataFrame())
    assert "assay.load" in told.value.remedy
