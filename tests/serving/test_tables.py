"""A table, Arrow or Parquet, gets the answers that its rows would get as JSON, bit for bit."""

from __future__ import annotations

import io
import os
import shutil
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.serving.conftest import Serve, Served, children_of, wait_until

import assay
from assay.serving.beside import table_scorer
from assay.serving.beside.tables import ARROW, PARQUET
from assay.serving.log import filing

MOST_BYTES = 1_000_000
FORMS = {"arrow": ARROW.decode(), "parquet": PARQUET.decode()}


@pytest.fixture(scope="module")
def served(
    two_champions: Path, tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> Iterator[Served]:
    """A server of a project of its own, whose process for tables is up."""
    folder = tmp_path_factory.mktemp("tables") / "project"
    shutil.copytree(two_champions, folder, ignore=shutil.ignore_patterns("serving"))
    settings = folder / "assay.toml"
    settings.write_text(settings.read_text() + f"most_bytes = {MOST_BYTES}\n")
    with serve(folder) as running:
        assert ask(running, table(folder).head(1), "arrow")[0] == 200
        yield running


def table(project: Path) -> pl.DataFrame:
    return pl.read_parquet(project / "cells.parquet").drop("diagnosis")


def written(frame: pl.DataFrame, form: str) -> bytes:
    out = io.BytesIO()
    if form == "arrow":
        frame.write_ipc_stream(out)
    else:
        frame.write_parquet(out)
    return out.getvalue()


def ask(
    served: Served, frame: pl.DataFrame | bytes, form: str, headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    body = frame if isinstance(frame, bytes) else written(frame, form)
    return served.ask("/v1/predict", body, headers={"content-type": FORMS[form], **(headers or {})})


def arrow_of(served: Served, frame: pl.DataFrame) -> pl.DataFrame:
    request = urllib.request.Request(
        f"{served.url}/v1/predict",
        written(frame, "arrow"),
        headers={"content-type": FORMS["arrow"], "accept": FORMS["arrow"]},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.headers["content-type"] == FORMS["arrow"]
        return pl.read_ipc_stream(io.BytesIO(answer.read()))


@pytest.mark.parametrize("form", FORMS)
def test_a_table_gets_the_answers_of_its_rows_as_json_bit_for_bit(
    served: Served, form: str
) -> None:
    frame = table(served.project)
    status, by_json = served.ask("/v1/predict", frame.to_dicts())
    assert status == 200
    assert ask(served, frame, form) == (200, {**by_json, "request_id": _any})


def test_an_answer_as_arrow_is_what_batch_adds_to_the_table(served: Served) -> None:
    source = pl.read_parquet(served.project / "cells.parquet")
    batch = assay.score(served.project, source)
    said = arrow_of(served, table(served.project))
    names = ["prediction", "probability_benign", "probability_malignant"]
    assert_frame_equal(said.select(names), batch.select(names), check_exact=True)
    assert said["model_version"].unique().to_list() == [2]


def test_rows_that_break_the_contract_are_refused_with_the_reasons_of_json(
    served: Served,
) -> None:
    frame = table(served.project).head(70)
    broken = {
        "text": frame.with_columns(mean_area=_at([3, 9], "mean_area", pl.lit("large"))),
        "missing": frame.with_columns(mean_area=_at([0], "mean_area", pl.lit(None))),
        "category": frame.with_columns(size=_at([69], "size", pl.lit("huge"))),
        "list": frame.with_columns(mean_area=pl.concat_list("mean_area")),
        "absent": frame.drop("mean_area"),
    }
    for name, each in broken.items():
        status, by_json = served.ask("/v1/predict", each.to_dicts())
        assert (name, status) == (name, 422)
        for form in FORMS:
            assert (name, *ask(served, each, form)) == (name, 422, by_json)


def _at(rows: list[int], column: str, value: pl.Expr) -> pl.Expr:
    place = pl.int_range(pl.len())
    kept = pl.col(column).cast(pl.String)
    return pl.when(place.is_in(rows)).then(value.cast(pl.String)).otherwise(kept)


def test_a_table_that_is_none_or_too_large_is_refused_in_words(served: Served) -> None:
    frame = table(served.project)
    for form in FORMS:
        assert ask(served, b"no table", form)[0] == 400
        assert ask(served, b"", form)[0] == 400
        assert ask(served, written(frame, form)[:-9], form)[0] in (200, 400)
        assert ask(served, frame.head(0), form)[0] == 400
        many = pl.concat([frame] * 18)
        assert many.height > 10_000
        assert ask(served, many, form)[0] == 413
        huge = frame.head(1).with_columns(note=pl.Series([os.urandom(MOST_BYTES)]))
        body = written(huge, form)
        assert ask(served, body, form)[0] == 413


def test_a_small_body_that_holds_gigabytes_is_refused_and_harms_nobody(served: Served) -> None:
    frame = table(served.project).head(1)
    for size, why in ((20_000_000, "more than 10,000,000 bytes"), (250_000_000, "memory")):
        body = written(frame.with_columns(note=pl.lit("0" * size)), "parquet")
        assert len(body) < 100_000
        status, said = ask(served, body, "parquet")
        assert (status, why in said["error"]["what"]) == (413, True), said
    record = table(served.project).row(0, named=True)
    assert served.ask("/v1/predict", record)[0] == 200
    wait_until(lambda: ask(served, table(served.project).head(1), "arrow")[0] == 200)


def test_answers_to_tables_are_logged_and_replayed_as_all_others(served: Served) -> None:
    frame = table(served.project)
    assert ask(served, frame, "parquet", {"x-request-id": "a-table"})[0] == 200
    folder = served.project / ".assay" / "serving"
    log = filing.read(folder / "spool", folder / "log").filter(pl.col("request") == "a-table")
    assert log.collect().height == frame.height
    found = assay.replay(served.project)
    assert found.rows >= frame.height and found.differing == 0
    _, metrics = served.ask("/metrics")
    assert "assay_log_dropped_total 0.0" in metrics


def test_a_table_follows_a_canary_by_its_key_as_json_does(project: Path, serve: Serve) -> None:
    assay.rollback(project)
    assay.deploy(project, 2, role="canary", percent=30)
    frame = table(project)
    with serve(project) as running:
        status, by_json = running.ask("/v1/predict", frame.to_dicts())
        assert status == 200
        assert {one["model_version"] for one in by_json["predictions"]} == {1, 2}
        assert ask(running, frame, "arrow") == (200, {**by_json, "request_id": _any})


def test_a_killed_process_for_tables_is_started_again(served: Served) -> None:
    frame = table(served.project).head(2)
    (worker,) = served.workers()
    children = children_of(worker)
    for child in children:
        if table_scorer.__name__.encode() in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(child, signal.SIGKILL)
    wait_until(lambda: ask(served, frame, "arrow")[0] == 200)


class _Any:
    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)

    __hash__ = None  # type: ignore[assignment]


_any = _Any()
