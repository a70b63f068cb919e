"""`check` finds what is wrong with the project before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.core.errors import ProjectError
from assay.lifecycle.check import Checked, check

TOML = """
format = 1
name = "t"
[data]
source = "t.csv"
target = "y"
task = "binary"
[fit]
metric = "roc_auc"
"""
CONTRACT = """
format = 1
[table]
target = "y"
[columns.a]
type = "number"
[columns.y]
type = "boolean"
"""


def checked(folder: Path, more: str) -> Checked:
    (folder / "contract.toml").write_text(CONTRACT)
    (folder / "assay.toml").write_text(TOML + more)
    return check(folder)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def maid(): return []", r"has no function 'made' \(did you mean 'maid'\?\)"),
        ("def outer():\n    def made(): return []", "has no function 'made'"),
        ("x = 1\ndef made(:", r"features.py, line 2 is not Python"),
    ],
)
def test_features_function_that_is_not_there_is_told(
    tmp_path: Path, source: str, said: str
) -> None:
    (tmp_path / "features.py").write_text(source)
    with pytest.raises(ProjectError, match=said):
        checked(tmp_path, '[features]\nmodule = "features.py:made"\n')


@pytest.mark.parametrize(
    "source",
    [
        "def made(): return []",
        "made = lambda: []",
        "from elsewhere import made",
        "from elsewhere import *",
        "if True:\n    def made(): return []",
    ],
)
def test_features_are_looked_for_but_not_run(tmp_path: Path, source: str) -> None:
    ran = "raise RuntimeError('ran')\n"
    (tmp_path / "features.py").write_text(ran + source)
    checked(tmp_path, '[features]\nmodule = "features.py:made"\n')


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("nomodule:made", "no module 'nomodule'"),
        ("sklearn.nowhere:made", "no module 'sklearn.nowhere'"),
        ("sklearn.linear_model:RidgeClassifie", "did you mean 'RidgeClassifier'"),
        ("mine:maid", "did you mean 'made'"),
        ("mine", "'mine' is not module:factory"),
    ],
)
def test_estimator_that_does_not_import_is_told(tmp_path: Path, reference: str, said: str) -> None:
    (tmp_path / "mine.py").write_text("raise RuntimeError('ran')\ndef made(): ...\n")
    with pytest.raises(ProjectError, match=said):
        checked(tmp_path, f'estimators = ["{reference}"]\n')


@pytest.mark.parametrize(
    "reference",
    [
        "mine:made",
        "own.deep:made",
        "bare.deeper.still:made",
        "sklearn.linear_model:LogisticRegression",
    ],
)
def test_estimator_that_is_there_is_accepted_without_running_it(
    tmp_path: Path, reference: str
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "bare" / "deeper").mkdir(parents=True)
    for path in ("mine.py", "own/__init__.py", "own/deep.py", "bare/deeper/still.py"):
        (tmp_path / path).write_text("raise RuntimeError('ran')\ndef made(): ...\n")
    checked(tmp_path, f'estimators = ["{reference}"]\n')


def test_a_variable_that_is_not_set_here_is_mentioned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve = (
        '[serve]\ncontrol_token = "${NO_SUCH_CONTROL}"\n[serve.tokens]\nshop = "${NO_SUCH_SHOP}"\n'
    )
    assert checked(tmp_path, serve).unset == (
        "NO_SUCH_SHOP, which serve.tokens.shop names",
        "NO_SUCH_CONTROL, which serve.control_token names",
    )
    monkeypatch.setenv("NO_SUCH_SHOP", "a")
    monkeypatch.setenv("NO_SUCH_CONTROL", "b")
    assert checked(tmp_path, serve).unset == ()


def test_expired_waiver_is_mentioned(tmp_path: Path) -> None:
    waiver = '[[practices.waivers]]\nrule = "fair-gap"\nreason = "agreed by the board"\nexpires = '
    assert checked(tmp_path, waiver + "2020-01-31\n").expired == (
        "fair-gap (agreed by the board), on 2020-01-31",
    )
    assert checked(tmp_path, waiver + "2999-01-31\n").expired == ()
