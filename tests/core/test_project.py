"""`assay.toml`: every mistake at once, with its line, its key and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.core import project
from assay.core.errors import InputError, ProjectError

GOOD = """\
format = 1
name = "churn"

[data]
source = "churn.csv"
target = "churn"
task = "binary"

[fit]
metric = "log_loss"
"""


def _write(folder: Path, text: str) -> Path:
    (folder / "assay.toml").write_text(text, encoding="utf-8")
    return folder


def test_defaults_fill_what_is_not_said(tmp_path: Path) -> None:
    loaded = project.load(_write(tmp_path, GOOD))
    assert loaded.settings.split.test == 0.2
    assert loaded.settings.fit.budget_seconds == 60
    assert loaded.contract_path == tmp_path.resolve() / "contract.toml"


def test_comments_and_order_do_not_change_the_hash(tmp_path: Path) -> None:
    first = project.load(_write(tmp_path, GOOD)).hash
    moved = GOOD.replace('name = "churn"\n', "").replace(
        "format = 1\n", '# a comment\nname = "churn"\nformat = 1\n'
    )
    assert project.load(_write(tmp_path, moved)).hash == first
    assert project.load(_write(tmp_path, GOOD.replace("log_loss", "brier"))).hash != first


def test_all_mistakes_are_said_together_with_their_lines(tmp_path: Path) -> None:
    text = GOOD.replace("target =", "targt =").replace('"binary"', '"binry"')
    text += "\n[split]\nvalidation = 1.5\n\n[[practices.waivers]]\nrule = 'x'\n"
    with pytest.raises(ProjectError) as caught:
        project.load(_write(tmp_path, text))
    where = caught.value.where
    assert "assay.toml:6: data.targt: unknown key 'targt' (did you mean 'target'?)" in where
    assert "assay.toml:7: data.task: 'binry' is not valid (did you mean 'binary'?)" in where
    assert "assay.toml:13: split.validation" in where
    assert "practices.waivers[0].reason: is missing" in where
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[fit]", "[split]\nkind = 'time'\n[fit]"), "needs data.time"),
        (("[fit]", "[split]\nkind = 'group'\n[fit]"), "needs data.group"),
        (('"log_loss"', '"cost"'), "needs a table [fit.cost]"),
        (('task = "binary"', 'task = "binary"\nid = "churn"'), "cannot be time, group or id"),
        (("[fit]", "[split]\ntest = 0.5\nvalidation = 0.45\n[fit]"), "too little to train on"),
    ],
)
def test_contradictions_are_mistakes(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(ProjectError) as caught:
        project.load(_write(tmp_path, GOOD.replace(*change)))
    assert said in caught.value.where


def test_a_newer_format_asks_for_an_upgrade(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="a mistake") as caught:
        project.load(_write(tmp_path, GOOD.replace("format = 1", "format = 7")))
    assert "upgrade assay-ml" in caught.value.where


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="line 2"):
        project.load(_write(tmp_path, "format = 1\nname = churn\n"))


def test_a_missing_project_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        project.load(tmp_path)
    assert "assay init" in caught.value.remedy
