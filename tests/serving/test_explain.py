"""An answer says why, if it is asked to: as `assay explain-row` does, and never at its own cost."""

from __future__ import annotations

import math
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.fitted_models import EXAMPLES
from tests.serving.conftest import Serve, Served, children_of, records, wait_until

import assay
from assay.evaluation import explain
from assay.serving.beside import explainer
from assay.serving.beside.explanation import Rows

ADDRESS = "/v1/predict?explain=true"


@pytest.fixture(scope="module")
def served(
    two_champions: Path, tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> Iterator[Served]:
    """A server whose first explanation was waited for."""
    folder = tmp_path_factory.mktemp("explained") / "project"
    shutil.copytree(two_champions, folder, ignore=shutil.ignore_patterns("serving"))
    settings = folder / "assay.toml"
    settings.write_text(settings.read_text() + "explain_seconds = 30\n")
    with serve(folder) as running:
        assert running.ask(ADDRESS, records(folder)[0])[1]["explanation"] is not None
        yield running


def test_an_answer_is_explained_as_a_row_of_a_table_is(served: Served) -> None:
    for row, record in enumerate(records(served.project, 3)):
        status, said = served.ask(ADDRESS, record)
        assert status == 200
        found = said["explanation"]
        source = str(served.project / "cells.parquet")
        known = assay.explain_row(served.project, source, row)
        assert list(found["contributions"].items()) == [
            (part.column, part.contribution) for part in known.parts
        ]
        assert (found["explains"], found["scale"]) == (known.explains, known.scale)
        assert (found["base"], found["total"]) == (known.base, known.total)


def test_base_and_contributions_add_up_to_the_margin_of_the_answer(served: Served) -> None:
    status, said = served.ask(ADDRESS, records(served.project, 40))
    assert status == 200
    for one in said["predictions"]:
        found = one["explanation"]
        total = found["base"] + math.fsum(found["contributions"].values())
        assert total == pytest.approx(found["total"], abs=1e-6)
        assert one["probability"]["malignant"] == pytest.approx(1 / (1 + math.exp(-total)), 1e-4)


def test_an_answer_that_was_not_asked_why_does_not_say_it(served: Served) -> None:
    for address in ("/v1/predict", "/v1/predict?explain=false"):
        said = served.ask(address, records(served.project)[0])[1]
        assert not {"explanation", "explanation_missing"} & said.keys()
    assert served.ask("/v1/predict?explain=perhaps", records(served.project)[0])[0] == 400


def test_more_rows_than_are_explained_at_once_are_answered_without(served: Served) -> None:
    status, said = served.ask(ADDRESS, records(served.project, 101))
    assert status == 200
    assert {one["explanation"] for one in said["predictions"]} == {None}
    assert "at most 100" in said["predictions"][0]["explanation_missing"]


def test_an_answer_does_not_wait_for_an_explainer_that_died(served: Served) -> None:
    record = records(served.project)[0]
    os.kill(_explainer(served), signal.SIGKILL)
    status, said = served.ask(ADDRESS, record)
    assert (status, said["prediction"]) == (200, served.ask("/v1/predict", record)[1]["prediction"])
    wait_until(lambda: served.ask(ADDRESS, record)[1]["explanation"] is not None)


def test_a_version_whose_fitted_model_was_changed_is_not_explained_by_it(served: Served) -> None:
    run = max((served.project / ".assay" / "runs").iterdir())
    model = run / "fitted" / "model" / "model.json"
    model.write_bytes(model.read_bytes().replace(b'"weight":', b'"weight":1', 1))
    os.kill(_explainer(served), signal.SIGKILL)
    record = records(served.project)[0]

    def told() -> bool:
        status, said = served.ask(ADDRESS, record)
        assert (status, said["explanation"]) == (200, None)
        return "is not the one" in said["explanation_missing"]

    wait_until(told)


def test_the_first_explanation_waits_for_the_start_and_others_no_longer_than_was_said(
    project: Path, serve: Serve
) -> None:
    settings = project / "assay.toml"
    settings.write_text(settings.read_text() + "explain_seconds = 0.001\n")
    with serve(project) as running:
        status, said = running.ask(ADDRESS, records(project)[0])
        assert status == 200
        assert said["explanation"]["contributions"]
        status, said = running.ask(ADDRESS, records(project, 100))
        assert status == 200
        missing = {one["explanation_missing"] for one in said["predictions"]}
        assert missing == {"it took longer than 0.001 s"}
        assert said["predictions"][0]["probability"]


def _explainer(served: Served) -> int:
    (worker,) = served.workers()
    children = children_of(worker)
    (found,) = [
        child
        for child in children
        if explainer.__name__.encode() in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    return found


@pytest.mark.parametrize("task", EXAMPLES)
def test_matrices_are_explained_as_the_rows_that_they_were_read_from(task: str) -> None:
    example = EXAMPLES[task]()
    fitted, rows = example.fitted, example.held_out.head(20)
    encoding: Any = fitted.tree_encoding
    inputs = encoding.spec.read(rows)
    asked = Rows(
        run="",
        version=1,
        model_hash="",
        rows=rows.height,
        numeric=np.ascontiguousarray(inputs.numeric).tobytes(),
        strings=inputs.string_matrix().T.tolist(),
    )
    for row, (_, base, total, parts) in enumerate(explainer.explain(fitted, asked)):
        known = explain.explain_row(fitted, rows, row)
        assert list(parts) == [name for name, _ in known.contributions]
        assert list(parts.values()) == pytest.approx([each for _, each in known.contributions])
        assert (base, total) == pytest.approx((known.base, known.margin))
