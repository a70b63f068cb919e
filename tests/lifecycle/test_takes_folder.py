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
    "blame": ("a-request",),
    "compare": ("a", "b"),
    "data_diff": ("0", "1"),
    "deploy": (2,),
    "explain_row": ("t.csv", 0),
    "plan_experiment": (2,),
    "predict": ("t.csv", Path("out.csv")),
    "score": (pl.DataFrame({"a": [1]}),),
    "shadow": (2,),
}
NAMED: dict[str, dict[str, Any]] = {
    "data_diff": {"key": None},
    "export": {"to": "onnx"},
    "plan_experiment": {"effect": 0.1, "requests_a_day": 100},
}


def called(verb: str, project: object) -> None:
    getattr(assay, verb)(project, *ARGUMENTS.get(verb, ()), **NAMED.get(verb, {}))


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
