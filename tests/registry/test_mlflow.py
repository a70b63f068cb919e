"""Runs and versions in MLflow: nothing half-made, nothing twice, and anybody can score them."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.fitted_models import EXAMPLES, Example

from assay.core.errors import BackendError, InputError
from assay.core.evidence.data import SnapshotEvidence
from assay.registry.adapters.mlflow import Mlflow
from assay.registry.scorer import compile
from assay.registry.tracking import CANDIDATE, CHAMPION, Tracker, VersionStore
from assay.training.members import PriorMember

# MLflow's own use of SQLAlchemy and pydantic warns; what Assay calls is quiet by itself.
pytestmark = pytest.mark.filterwarnings("ignore:::mlflow")


def opened(folder: Path, *, model: str = "late") -> Mlflow:
    return Mlflow(
        f"sqlite:///{folder / 'mlflow.db'}",
        artifacts=folder / "artifacts",
        project="flights",
        model=model,
    )


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a fresh database: making one takes MLflow a second."""
    folder = tmp_path_factory.mktemp("mlflow")
    opened(folder)
    return folder


@pytest.fixture
def folder(empty: Path, tmp_path: Path) -> Path:
    (tmp_path / "mlflow.db").write_bytes((empty / "mlflow.db").read_bytes())
    return tmp_path


@pytest.fixture
def registry(folder: Path) -> Mlflow:
    # A second project: the first one's experiment points at the folder that was copied.
    return Mlflow(
        f"sqlite:///{folder / 'mlflow.db'}",
        artifacts=folder / "artifacts",
        project="flights here",
        model="late",
    )


@pytest.fixture
def scorer_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "scorer.json").write_text("{}")
    (folder / "scorer.onnx").write_bytes(b"graph")
    return folder


def registered(registry: Mlflow, scorer_folder: Path, run_id: str = "R1") -> int:
    tracking_id = registry.start(name="run", run_id=run_id)
    version = registry.register(
        tracking_id,
        scorer_folder,
        columns=("hour", "carrier"),
        classes=("no", "yes"),
        tags={"assay.run_id": run_id, "assay.model_hash": "ab" * 32},
    )
    registry.finish(tracking_id, status="finished")
    return version.number


def test_adapter_is_a_tracker_and_a_version_store(registry: Mlflow) -> None:
    assert isinstance(registry, Tracker)
    assert isinstance(registry, VersionStore)


def test_run_keeps_parameters_metrics_tags_and_artefacts(
    registry: Mlflow, scorer_folder: Path, folder: Path
) -> None:
    tracking_id = registry.start(name="run", run_id="R1")
    params = {f"p{i}": i for i in range(250)}
    metrics = {f"m{i}": i / 7 for i in range(120)}
    registry.log(tracking_id, params=params, metrics=metrics, tags={"team": "ops"})
    registry.artifacts(tracking_id, scorer_folder, into="evidence")
    registry.finish(tracking_id, status="finished")
    (run,) = registry.runs()
    assert (run.run_id, run.name, run.status) == ("R1", "run", "finished")
    assert run.params == {name: str(value) for name, value in params.items()}
    assert run.metrics == metrics
    assert run.tags["team"] == "ops"
    kept = list((folder / "artifacts").rglob("evidence/scorer.json"))
    assert len(kept) == 1


def test_every_call_may_be_repeated(registry: Mlflow, scorer_folder: Path) -> None:
    for _ in range(2):
        tracking_id = registry.start(name="run", run_id="R1")
        registry.log(tracking_id, params={"a": 1}, metrics={"auc": 0.5}, tags={"b": 2})
        registry.dataset(tracking_id, snapshot(), target="late")
        registry.artifacts(tracking_id, scorer_folder)
        number = registered(registry, scorer_folder)
        registry.set_alias(CANDIDATE, number)
        registry.tag_version(number, {"assay.ledger": "cd"})
    assert len(registry.runs()) == 1
    assert [version.number for version in registry.versions()] == [1]
    for _ in range(2):
        registry.delete_version(1)
    assert registry.versions() == ()


def test_parameter_logged_again_with_another_value_keeps_the_first(registry: Mlflow) -> None:
    tracking_id = registry.start(name="run", run_id="R1")
    registry.log(tracking_id, params={"seed": 1})
    registry.log(tracking_id, params={"seed": 2, "folds": 5})
    assert registry.runs()[0].params == {"seed": "1", "folds": "5"}


def snapshot() -> SnapshotEvidence:
    return SnapshotEvidence(
        uri="/somewhere/.assay/snapshots/flights",
        version=3,
        content_hash="5f" * 32,
        rows=7,
        schema=(("late", "String"),),
        source="data/flights.csv.gz",
    )


def test_run_names_its_dataset_by_content_hash(registry: Mlflow) -> None:
    from mlflow.tracking import MlflowClient

    tracking_id = registry.start(name="run", run_id="R1")
    registry.dataset(tracking_id, snapshot(), target="late")
    run = MlflowClient(tracking_uri=registry.uri).get_run(tracking_id)
    assert run.inputs is not None
    (given,) = run.inputs.dataset_inputs
    assert given.dataset.name == "flights.csv"
    assert ("5f" * 32).startswith(given.dataset.digest)
    assert given.dataset.profile is not None
    assert "5f" * 32 in given.dataset.profile
    assert [(tag.key, tag.value) for tag in given.tags] == [("mlflow.data.context", "training")]


def test_alias_moves_and_moves_back(registry: Mlflow, scorer_folder: Path) -> None:
    assert registry.alias(CHAMPION) is None
    first, second = (registered(registry, scorer_folder, run) for run in ("R1", "R2"))
    registry.set_alias(CHAMPION, first)
    registry.set_alias(CHAMPION, second)
    champion = registry.alias(CHAMPION)
    assert champion is not None
    assert (champion.number, champion.run_id) == (second, "R2")
    registry.set_alias(CHAMPION, first)
    assert [version.aliases for version in registry.versions()] == [(), (CHAMPION,)]


def test_deleted_number_of_an_older_version_is_not_given_again(
    registry: Mlflow, scorer_folder: Path
) -> None:
    registered(registry, scorer_folder, "R1")
    registered(registry, scorer_folder, "R2")
    registry.delete_version(1)
    assert registered(registry, scorer_folder, "R3") == 3


def test_version_carries_its_tags_from_the_start(registry: Mlflow, scorer_folder: Path) -> None:
    registered(registry, scorer_folder)
    registry.tag_version(1, {"assay.ledger": "cd"})
    (version,) = registry.versions()
    assert version.tags["assay.model_hash"] == "ab" * 32
    assert version.tags["assay.ledger"] == "cd"


def test_two_projects_in_one_database_do_not_see_each_other(
    registry: Mlflow, scorer_folder: Path, folder: Path
) -> None:
    other = Mlflow(registry.uri, artifacts=folder / "other", project="bikes", model="rentals")
    registered(registry, scorer_folder)
    assert other.runs() == ()
    assert other.versions() == ()
    assert registered(other, scorer_folder, "B1") == 1


def test_names_that_mlflow_refuses_are_made_to_fit(folder: Path, scorer_folder: Path) -> None:
    registry = Mlflow(
        f"sqlite:///{folder / 'mlflow.db'}", artifacts=folder / "a", project="o'clock", model="v1.2"
    )
    assert registry.model == "v1-2"
    assert registered(registry, scorer_folder, 'run"1') == 1
    assert registry.start(name="run", run_id='run"1') == registry.runs()[0].tracking_id


def test_version_that_is_not_there_is_named_with_those_that_are(
    registry: Mlflow, scorer_folder: Path
) -> None:
    registered(registry, scorer_folder)
    with pytest.raises(InputError) as caught:
        registry.set_alias(CHAMPION, 9)
    assert "no version 9" in caught.value.what
    assert "1" in caught.value.remedy


def test_unreachable_server_is_a_backend_error_without_the_password(tmp_path: Path) -> None:
    os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "0"
    try:
        with pytest.raises(BackendError) as caught:
            Mlflow("http://me:secret@127.0.0.1:9", artifacts=tmp_path, project="p", model="m")
    finally:
        del os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"]
    assert "secret" not in str(caught.value)
    assert caught.value.exit_code == 4


def test_file_that_is_no_database_is_a_backend_error(tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").write_text("this is not a database, but a text of some length")
    with pytest.raises(BackendError):
        opened(tmp_path)


@pytest.mark.parametrize("delay_ms", [250, 700, 1100, 1400])
def test_kill_while_the_database_is_made_leaves_none_or_a_whole_one(
    tmp_path: Path, delay_ms: int
) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from assay.registry.adapters.mlflow import _create_database, Mlflow;"
        "import mlflow.tracking; print('ready', flush=True);"
        "_create_database(Path(sys.argv[1]) / 'mlflow.db', Path(sys.argv[1]) / 'artifacts')"
    )
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    deadline = time.monotonic() + delay_ms / 1000
    while process.poll() is None and time.monotonic() < deadline:
        process.poll()
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    database = tmp_path / "mlflow.db"
    if database.exists():
        with sqlite3.connect(database) as connection:
            tables = {row[0] for row in connection.execute("select name from sqlite_master")}
        connection.close()
        assert {"runs", "model_versions", "alembic_version"} <= tables


def test_calls_are_quiet_and_leave_nothing_in_the_present_folder(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    program = (
        "from pathlib import Path; import sys, json;"
        "from assay.registry.adapters.mlflow import Mlflow; w = Path(sys.argv[1]);"
        "m = Mlflow(f'sqlite:///{w}/mlflow.db', artifacts=w / 'artifacts', project='p', model='m');"
        "r = m.start(name='n', run_id='R'); m.log(r, params={'a': 1}, metrics={'b': 2.0});"
        "(w / 'model').mkdir(); (w / 'model' / 'scorer.json').write_text('{}');"
        "m.register(r, w / 'model', columns=('a',), classes=(), tags={'assay.run_id': 'R'});"
        "m.set_alias('candidate', 1); m.finish(r, status='finished')"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(tmp_path)],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(here.iterdir()) == []


@pytest.fixture(params=sorted(EXAMPLES))
def example(request: pytest.FixtureRequest) -> Example:
    made: Example = EXAMPLES[request.param]()
    return made


def test_anybody_can_load_and_score_a_version_with_mlflow(
    registry: Mlflow, example: Example, tmp_path: Path
) -> None:
    import mlflow
    import pandas as pd

    compiled = compile(example.fitted)
    compiled.save(tmp_path / "compiled")
    tracking_id = registry.start(name="run", run_id="R1")
    version = registry.register(
        tracking_id,
        tmp_path / "compiled",
        columns=compiled.columns,
        classes=compiled.classes,
        tags={"assay.run_id": "R1"},
    )
    registry.set_alias(CANDIDATE, version.number)
    mlflow.set_tracking_uri(registry.uri)
    mlflow.set_registry_uri(registry.uri)
    rows = example.held_out.select(compiled.columns)
    frame = pd.DataFrame({name: rows[name].to_list() for name in rows.columns})
    loaded = mlflow.pyfunc.load_model(f"models:/late@{CANDIDATE}")
    predicted = loaded.predict(frame)
    expected = compiled.scores(example.held_out)
    assert len(predicted) == rows.height
    if not compiled.classes:
        np.testing.assert_array_equal(predicted["prediction"], expected)
        return
    assert set(predicted["prediction"]) <= set(compiled.classes)
    columns = [f"probability_{name}" for name in compiled.classes]
    given = predicted[columns].to_numpy()
    np.testing.assert_allclose(given.sum(axis=1), 1.0)
    np.testing.assert_array_equal(given[:, 1] if expected.ndim == 1 else given, expected)
    if compiled.threshold is not None:
        positive = (expected >= compiled.threshold).astype(int)
        assert list(predicted["prediction"]) == [compiled.classes[k] for k in positive]


def test_try_that_was_cut_short_leaves_no_half_version(
    registry: Mlflow, scorer_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlflow.tracking import MlflowClient

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(MlflowClient, "create_model_version", cut)
        with pytest.raises(KeyboardInterrupt):
            registered(registry, scorer_folder)
    assert registry.versions() == ()
    assert registered(registry, scorer_folder) == 1
    client = MlflowClient(tracking_uri=registry.uri)
    experiment = client.get_experiment_by_name("flights here")
    assert experiment is not None
    models = client.search_logged_models([experiment.experiment_id])
    assert [str(each.status) for each in models] == ["READY"]


def kind_of(dtype: pl.DataType) -> str:
    if dtype.is_numeric():
        return "number"
    return 'datetime"\ntimezone = "UTC' if dtype.is_temporal() else "text"


def as_text(series: pl.Series) -> list[str | None]:
    if series.dtype.is_temporal():
        return series.dt.strftime("%Y-%m-%dT%H:%M:%S").to_list()
    return series.cast(pl.String).to_list()


def test_raw_rows_are_read_by_the_contract_that_travels_with_the_version(
    registry: Mlflow, tmp_path: Path
) -> None:
    """Text with blanks where numbers belong, in other columns' company, as a CSV gives it."""
    import mlflow
    import pandas as pd

    from assay.core import project as projects
    from assay.registry import rows

    example = EXAMPLES["binary"]()
    compiled = compile(example.fitted)
    compiled.save(tmp_path / "compiled")
    folder = tmp_path / "project"
    folder.mkdir()
    kinds = {name: kind_of(example.held_out[name].dtype) for name in compiled.columns}
    columns = "\n".join(
        f'[columns.{name}]\ntype = "{kind}"\nnullable = true' for name, kind in kinds.items()
    )
    (folder / "contract.toml").write_text(
        f'format = 1\n[table]\ntarget = "late"\n{columns}\n[columns.late]\ntype = "text"\n'
    )
    (folder / "assay.toml").write_text(
        'format = 1\nname = "late"\n[data]\nsource = "a.csv"\ntarget = "late"\n'
        'task = "binary"\n[fit]\nmetric = "log_loss"\n'
    )
    needed = rows.keep(tmp_path / "compiled", projects.load(folder), compiled)
    assert set(needed) == set(compiled.columns)
    tracking_id = registry.start(name="run", run_id="R1")
    registry.register(
        tracking_id, tmp_path / "compiled", columns=needed, classes=compiled.classes, tags={}
    )
    mlflow.set_tracking_uri(registry.uri)
    mlflow.set_registry_uri(registry.uri)
    held_out = example.held_out.select(compiled.columns)
    text = {
        name: [" " if value is None else value for value in as_text(held_out[name])]
        for name in compiled.columns
    }
    frame = pd.DataFrame({"remarks": ["x"] * held_out.height, **text})
    predicted = mlflow.pyfunc.load_model("models:/late/1").predict(frame)
    expected = compiled.scores(example.held_out)
    positive = f"probability_{compiled.classes[1]}"
    np.testing.assert_allclose(predicted[positive], expected, rtol=1e-6)


def test_version_that_reads_no_columns_is_kept_and_scores_each_row(
    registry: Mlflow, tmp_path: Path
) -> None:
    """The prior ships where nothing beats it."""
    import mlflow
    import pandas as pd

    from assay.core import project as projects
    from assay.registry import rows

    prior = replace(
        EXAMPLES["binary"]().fitted,
        columns=(),
        members=(PriorMember(np.array([0.0])),),
        tree_encoding=None,
        linear_encoding=None,
    )
    compiled = compile(prior)
    compiled.save(tmp_path / "compiled")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "contract.toml").write_text(
        'format = 1\n[table]\ntarget = "late"\n[columns.hour]\ntype = "integer"\n'
        '[columns.late]\ntype = "text"\n'
    )
    (folder / "assay.toml").write_text(
        'format = 1\nname = "late"\n[data]\nsource = "a.csv"\ntarget = "late"\n'
        'task = "binary"\n[fit]\nmetric = "log_loss"\n'
    )
    needed = rows.keep(tmp_path / "compiled", projects.load(folder), compiled)
    assert needed == ()
    tracking_id = registry.start(name="run", run_id="R1")
    registry.register(
        tracking_id, tmp_path / "compiled", columns=needed, classes=compiled.classes, tags={}
    )
    mlflow.set_tracking_uri(registry.uri)
    mlflow.set_registry_uri(registry.uri)
    loaded = mlflow.pyfunc.load_model("models:/late/1")
    predicted = loaded.predict(pd.DataFrame({"hour": [1, 2, 3]}, index=[7, 8, 9]))
    assert list(predicted.index) == [7, 8, 9]
    assert predicted[f"probability_{compiled.classes[1]}"].to_list() == [0.5] * 3


def test_no_pickle_is_kept_with_a_version(
    registry: Mlflow, scorer_folder: Path, folder: Path
) -> None:
    registered(registry, scorer_folder)
    kept = {path.name for path in (folder / "artifacts").rglob("*") if path.is_file()}
    assert kept == {
        *("MLmodel", "scorer.json", "scorer.onnx"),
        *("conda.yaml", "python_env.yaml", "requirements.txt"),
    }


def test_predictor_takes_polars_and_keeps_the_order_and_index_of_pandas() -> None:
    import pandas as pd

    from assay.registry.pyfunc import Predictor

    class Echo:
        task, classes, threshold, columns = "binary", ("no", "yes"), 0.3, ("x",)

        def scores(self, rows: pl.DataFrame) -> np.ndarray:
            return rows["x"].to_numpy().astype(np.float64)

    predictor = Predictor(Echo())  # type: ignore[arg-type]
    given = predictor.predict(pd.DataFrame({"x": [0.9, 0.1, 0.3]}, index=[7, 5, 6]))
    assert list(given.index) == [7, 5, 6]
    assert list(given["prediction"]) == ["yes", "no", "yes"]
    assert list(given.columns) == ["prediction", "probability_no", "probability_yes"]
    assert list(predictor.predict(pl.DataFrame({"x": [0.2]}))["prediction"]) == ["no"]
