from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import TargetEncoder
from tests.fitted_models import flights

from assay.features.encoders import target
from assay.features.encoders.target import Target
from assay.features.inputs import InputSpec

SPEC = InputSpec(strings=("c",))


def test_random_categories_tell_nothing_of_the_rows_they_were_fitted_on() -> None:
    draw = np.random.default_rng(0)
    labels = draw.integers(0, 2, size=4_000).astype(float)
    inputs = SPEC.read(pl.DataFrame({"c": draw.integers(0, 1_500, size=4_000)}))
    encoder = Target.fit(inputs, "c", labels, classes=0, purpose="tree")
    honest = encoder.cross_transform(inputs, labels, seed=0).values[:, 0]
    naive = encoder.transform(inputs)[:, 0]
    assert roc_auc_score(labels, naive) > 0.7
    assert abs(roc_auc_score(labels, honest) - 0.5) < 0.05


def test_no_row_is_encoded_by_its_own_target() -> None:
    labels = np.zeros(50)
    inputs = SPEC.read(pl.DataFrame({"c": [str(row) for row in range(50)]}))
    encoder = Target.fit(inputs, "c", labels, classes=0, purpose="tree")
    before = encoder.cross_transform(inputs, labels, seed=1).values
    for row in (0, 17, 49):
        changed = labels.copy()
        changed[row] = 1e-9  # keeps its place among the folds
        folds = target._folds(labels, 1), target._folds(changed, 1)
        if (folds[0] == folds[1]).all():
            after = encoder.cross_transform(inputs, changed, seed=1).values
            assert after[row] == before[row]


def test_every_fold_has_the_same_share_of_positives() -> None:
    labels = (np.arange(1_000) % 10 == 0).astype(float)
    folds = target._folds(labels, 0)
    assert {int(labels[folds == fold].sum()) for fold in range(target.FOLDS)} == {20}


@pytest.mark.parametrize("smoothing", [1.0, 25.0])
def test_encodings_agree_with_scikit_learn(
    smoothing: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(target, "_smoothing", lambda *_: smoothing)
    frame = flights().select("dest", "arr_delay").drop_nulls()
    labels = (frame["arr_delay"] > 15).cast(pl.Float64).to_numpy()
    spec = InputSpec(strings=("dest",))
    train, other = frame.head(4_000), frame.slice(4_000)
    ours = Target.fit(spec.read(train), "dest", labels[:4_000], classes=0, purpose="tree")
    theirs = TargetEncoder(smooth=smoothing, target_type="continuous")
    theirs.fit(train["dest"].to_numpy().reshape(-1, 1), labels[:4_000])
    np.testing.assert_allclose(
        ours.transform(spec.read(other)),
        theirs.transform(other["dest"].to_numpy().reshape(-1, 1)),
        rtol=1e-6,
    )


def test_multiclass_encodings_agree_with_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "_smoothing", lambda *_: 5.0)
    frame = flights().select("dest", "origin").drop_nulls()
    labels = frame["origin"].rank("dense").cast(pl.Float64).to_numpy() - 1
    spec = InputSpec(strings=("dest",))
    ours = Target.fit(spec.read(frame), "dest", labels, classes=3, purpose="tree")
    column = frame["dest"].to_numpy().reshape(-1, 1)
    theirs = TargetEncoder(smooth=5.0, target_type="multiclass").fit(column, labels)
    np.testing.assert_allclose(
        ours.transform(spec.read(frame)), theirs.transform(column), rtol=1e-5, atol=1e-7
    )
    np.testing.assert_allclose(ours.transform(spec.read(frame)).sum(axis=1), 1, rtol=0.02)


def test_informative_categories_are_trusted_and_noise_is_not() -> None:
    draw = np.random.default_rng(0)
    codes = draw.integers(0, 20, size=4_000)
    inputs = SPEC.read(pl.DataFrame({"c": codes}))
    tells = Target.fit(inputs, "c", codes.astype(float), classes=0, purpose="tree")
    random = draw.normal(size=4_000)
    noise = Target.fit(inputs, "c", random, classes=0, purpose="tree")
    means = [random[codes == code].mean() for code in range(20)]
    learned = {key: row[0] for key, row in zip(tells.categories, tells.table, strict=True)}
    assert learned["19"] == pytest.approx(19, abs=0.1)
    assert np.ptp(np.array(noise.table)) < 0.6 * np.ptp(means)


def test_unknown_category_gets_the_prior_and_missing_its_own_mean() -> None:
    frame = pl.DataFrame({"c": ["a"] * 50 + [None] * 50})
    labels = np.array([0.0] * 50 + [1.0] * 50)
    encoder = Target.fit(SPEC.read(frame), "c", labels, classes=0, purpose="tree")
    rows = SPEC.read(pl.DataFrame({"c": ["a", None, "new"]}))
    known, missing, unknown = encoder.transform(rows)[:, 0].tolist()
    assert (known < 0.1, missing > 0.9, unknown) == (True, True, 0.5)
