from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fitted_models import EXAMPLES, Example, late_flights, numbers

from assay.core.errors import InputError
from assay.core.protocols import Scorer
from assay.features.plan import EncodingPlan
from assay.registry.compiled import engine
from assay.registry.compiled.engine import GraphEngine
from assay.registry.scorer import CompiledScorer, compile
from assay.training.members import LinearMember, Member, PriorMember, TreeMember
from assay.training.model import Fitted


@pytest.fixture(params=sorted(EXAMPLES), scope="module")
def example(request: pytest.FixtureRequest) -> Example:
    made: Example = EXAMPLES[request.param]()
    return made


@pytest.fixture(scope="module")
def compiled(example: Example) -> CompiledScorer:
    return compile(example.fitted)


def test_compiled_equals_fitted_on_held_out_rows(
    example: Example, compiled: CompiledScorer
) -> None:
    rows = example.held_out
    np.testing.assert_allclose(compiled.scores(rows), example.fitted.scores(rows), rtol=1e-12)
    np.testing.assert_allclose(compiled.margins(rows), example.fitted.margins(rows), rtol=1e-9)


def test_compiled_scorer_is_a_scorer(example: Example, compiled: CompiledScorer) -> None:
    assert isinstance(compiled, Scorer)
    fitted = example.fitted
    assert (compiled.task, compiled.classes) == (fitted.task, fitted.classes)
    assert (compiled.threshold, compiled.columns) == (fitted.threshold, fitted.columns)


def test_same_model_compiles_to_same_bytes(example: Example, compiled: CompiledScorer) -> None:
    assert compile(example.fitted).hash == compiled.hash


def test_saved_scorer_scores_the_same(
    example: Example, compiled: CompiledScorer, tmp_path: Path
) -> None:
    compiled.save(tmp_path)
    loaded = CompiledScorer.load(tmp_path)
    assert loaded.description == compiled.description
    assert (loaded.scores(example.held_out) == compiled.scores(example.held_out)).all()


def test_row_alone_scores_bit_for_bit_as_in_a_table(
    example: Example, compiled: CompiledScorer
) -> None:
    rows = example.held_out.head(100)
    alone = np.array([compiled.score_row(record) for record in rows.iter_rows(named=True)])
    together = compiled.scores(rows).reshape(alone.shape)
    np.testing.assert_array_equal(alone, together)


def test_neither_chunks_nor_threads_change_a_score(
    example: Example, compiled: CompiledScorer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = compiled.scores(example.held_out)
    monkeypatch.setattr(engine, "CHUNK_ROWS", 64)
    for threads in (1, 3):
        compiled.save(tmp_path)
        chunked = CompiledScorer.load(tmp_path, threads=threads).scores(example.held_out)
        np.testing.assert_array_equal(chunked, whole)


def test_empty_table_gives_no_scores(example: Example, compiled: CompiledScorer) -> None:
    assert len(compiled.scores(example.held_out.head(0))) == 0


number = st.one_of(
    st.none(),
    st.integers(1, 12),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(width=32),
    st.sampled_from([0.0, -0.0, 1e-45, 1e308]),
)
text = st.one_of(st.none(), st.just(""), st.text(st.characters(exclude_categories=["Cs"])))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_compiled_equals_fitted_on_arbitrary_rows(
    data: st.DataObject, example: Example, compiled: CompiledScorer
) -> None:
    spec = compiled.description.spec
    texts = [name for name in spec.strings if name not in spec.numeric]
    known = {
        name: text | st.sampled_from(example.train[name].drop_nulls().unique().sort().to_list())
        for name in texts
    }
    times = st.one_of(st.none(), st.datetimes())
    record = {
        **{name: data.draw(number, label=name) for name in spec.numeric},
        **{name: data.draw(values, label=name) for name, values in known.items()},
        **{date.name: data.draw(times, label=date.name) for date in spec.dates},
    }
    schema: dict[str, pl.DataType] = {
        **dict.fromkeys(spec.numeric, pl.Float64()),
        **dict.fromkeys(texts, pl.String()),
        **{date.name: pl.Datetime("us") for date in spec.dates},
    }
    rows = pl.DataFrame([record], schema=schema, strict=False)
    original = example.fitted.scores(rows)
    assert np.isfinite(original).all()
    np.testing.assert_allclose(compiled.scores(rows), original, rtol=1e-9, atol=1e-12)
    alone = compiled.score_row(record).reshape(original.shape)
    np.testing.assert_allclose(alone, original, rtol=1e-9, atol=1e-12)


def _one_member(member: Member) -> Fitted:
    example = late_flights()
    return Fitted(
        task="binary",
        classes=("no", "yes"),
        threshold=0.5,
        columns=example.fitted.columns,
        tree_encoding=example.fitted.tree_encoding if member.purpose == "tree" else None,
        linear_encoding=example.fitted.linear_encoding if member.purpose == "linear" else None,
        members=(member,),
    )


@pytest.mark.parametrize("kind", [PriorMember, LinearMember, TreeMember])
def test_model_of_one_member_compiles(kind: type) -> None:
    example = late_flights()
    member = next(m for m in example.fitted.members if isinstance(m, kind))
    fitted = _one_member(member)
    rows = example.held_out.head(50)
    compiled = compile(fitted)
    np.testing.assert_allclose(compiled.scores(rows), fitted.scores(rows), rtol=1e-12)
    assert compiled.score_row(rows.row(0, named=True)).shape == (1,)


def _train_on(values: np.ndarray, labels: np.ndarray, **parameters: object) -> Fitted:
    from assay.features.encoding import fit_encoding

    lightgbm = pytest.importorskip("lightgbm")
    frame = pl.DataFrame({"a": values})
    plan = EncodingPlan(task="regression", columns=tuple(numbers("a")))
    encoding = fit_encoding(plan, frame, labels, purpose="tree", seed=0)
    settings = {"objective": "regression", "verbose": -1, "num_threads": 1, "min_data_in_leaf": 1}
    data = lightgbm.Dataset(encoding.transform(frame), labels, params=parameters)
    booster = lightgbm.train({**settings, **parameters}, data, num_boost_round=5)
    return Fitted(
        task="regression",
        classes=(),
        threshold=None,
        columns=("a",),
        tree_encoding=encoding,
        linear_encoding=None,
        members=(TreeMember(booster.model_to_string(), 1),),
    )


def test_missing_goes_where_lightgbm_sends_it_though_training_had_none() -> None:
    values = np.linspace(-5, 5, 200)
    fitted = _train_on(values, np.sign(values) * 10)
    # the encoder would fill the gap, so ask the member and the graph below it
    member = fitted.members[0]
    gap = member.margins(np.array([[np.nan]], dtype=np.float32))
    from assay.features.graph import DOUBLE, GraphBuilder
    from assay.features.inputs import InputSpec
    from assay.registry.compiled.trees import emit_trees

    assert isinstance(member, TreeMember)
    graph = GraphBuilder(InputSpec(numeric=("a",)))
    wide = graph.node("Cast", [graph.numbers(["a"])], {"to": DOUBLE})
    trees = emit_trees(graph, wide, member.booster, 1)
    import onnxruntime

    session = onnxruntime.InferenceSession(graph.finish({"y": (trees, 1)}, kind=DOUBLE))
    out = session.run(None, {"numeric": np.array([[np.nan]], dtype=np.float32)})[0]
    np.testing.assert_allclose(out, gap, rtol=1e-12)


def test_missing_in_training_keeps_its_own_branch() -> None:
    values = np.where(np.arange(200) % 7 == 0, np.nan, np.linspace(-5, 5, 200))
    labels = np.where(np.isnan(values), 100.0, values)
    fitted = _train_on(values, labels)
    rows = pl.DataFrame({"a": [None, 1.0, float("nan"), -3.0]})
    scores = compile(fitted).scores(rows)
    np.testing.assert_allclose(scores, fitted.scores(rows), rtol=1e-12)
    assert scores[0] == scores[2] != scores[1]


@pytest.mark.parametrize("low", [0.0, 1.0], ids=["cut below zero", "cut above zero"])
def test_next_to_zero_is_zero_as_in_lightgbm(low: float) -> None:
    values = np.repeat([-1.0, 0.0, 1.0], 50)
    fitted = _train_on(values, np.where(values < low, 0.0, 1.0))
    size = np.float32(1e-35)  # LightGBM's zero reaches so far, and it cuts exactly there
    sizes = [size, np.nextafter(size, np.float32(0)), np.nextafter(size, np.float32(1)), 1e-45, 0]
    rows = pl.DataFrame({"a": [float(sign * each) for each in sizes for sign in (-1, 1)]})
    scores = fitted.scores(rows)
    assert len(set(scores)) == 2
    np.testing.assert_allclose(compile(fitted).scores(rows), scores, rtol=1e-12)


def test_trees_without_a_split_compile() -> None:
    fitted = _train_on(np.zeros(100), np.full(100, 7.0))
    rows = pl.DataFrame({"a": [0.0, 1.0, None]})
    np.testing.assert_allclose(compile(fitted).scores(rows), [7.0, 7.0, 7.0])


def test_zero_read_as_missing_is_refused() -> None:
    values = np.where(np.arange(200) % 2 == 0, 0.0, np.linspace(-5, 5, 200))
    fitted = _train_on(values, values**2, zero_as_missing=True)
    with pytest.raises(InputError, match="zero as missing"):
        compile(fitted)


def test_trees_with_linear_leaves_are_refused() -> None:
    values = np.linspace(-5, 5, 200)
    fitted = _train_on(values, values**2, linear_tree=True)
    with pytest.raises(InputError, match="linear leaves"):
        compile(fitted)


def test_random_forest_of_lightgbm_is_refused() -> None:
    values = np.linspace(-5, 5, 200)
    fitted = _train_on(values, values, boosting="rf", bagging_fraction=0.5, bagging_freq=1)
    with pytest.raises(InputError, match="random forest"):
        compile(fitted)


@pytest.mark.parametrize("file", ["scorer.onnx", "scorer.json"])
def test_changed_file_is_refused(compiled: CompiledScorer, tmp_path: Path, file: str) -> None:
    compiled.save(tmp_path)
    path = tmp_path / file
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    with pytest.raises(InputError, match="changed after it was written"):
        CompiledScorer.load(tmp_path)


def test_threshold_changed_beside_the_graph_is_refused(tmp_path: Path) -> None:
    compile(late_flights().fitted).save(tmp_path)
    saved = msgspec.json.decode((tmp_path / "scorer.json").read_bytes())
    saved["description"]["threshold"] = 0.9
    (tmp_path / "scorer.json").write_bytes(msgspec.json.encode(saved))
    with pytest.raises(InputError, match=r"scorer\.json was changed"):
        CompiledScorer.load(tmp_path)


def test_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no scorer\.json"):
        CompiledScorer.load(tmp_path)


def test_foreign_graph_is_refused() -> None:
    from assay.features.graph import GraphBuilder
    from assay.features.inputs import InputSpec

    graph = GraphBuilder(InputSpec(numeric=("a",)))
    data = graph.finish({"y": (graph.node("Neg", [graph.numbers(["a"])]), 1)})
    with pytest.raises(InputError, match="not compiled by Assay"):
        GraphEngine(data)
    with pytest.raises(InputError, match="cannot read the graph"):
        GraphEngine(b"not a graph")


def test_loading_needs_no_training_package_and_no_pickle(
    compiled: CompiledScorer, tmp_path: Path
) -> None:
    compiled.save(tmp_path)
    code = (
        "import sys, pathlib; from assay.registry.scorer import CompiledScorer; "
        f"CompiledScorer.load(pathlib.Path({str(tmp_path)!r})); "
        "print([n for n in ('sklearn', 'lightgbm', 'pandas', 'onnx', 'pyarrow', 'skops') "
        "if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
