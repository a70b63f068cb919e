"""Thirty kinds of bad input: each one clear error with a remedy, exit code 2, no traceback."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.journeys.conftest import Assay, breast_cancer

Case = Callable[[Path], list[str]]


def _rows(number: int = 60) -> str:
    lines = ["a,b,when,who,y"]
    lines += [f"{i % 7},{i * 1.5},2024-01-{i % 28 + 1:02d},p{i % 9},{i % 2}" for i in range(number)]
    return "\n".join(lines) + "\n"


def _init(folder: Path, content: str | bytes, *more: str, name: str = "t.csv") -> list[str]:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    return ["init", name, "--target", "y", *more]


def _project(folder: Path, text: str) -> list[str]:
    (folder / "t.csv").write_text(_rows())
    (folder / "contract.toml").write_text("format = 1\n")
    (folder / "assay.toml").write_text(text)
    return ["run", "--budget", "1"]


GOOD = 'format = 1\nname = "t"\n[data]\nsource = "t.csv"\ntarget = "y"\ntask = "binary"\n'

CASES: dict[str, Case] = {
    "missing file": lambda f: ["init", "nowhere.csv", "--target", "y"],
    "missing folder": lambda f: ["init", "no/such/place/*.parquet", "--target", "y"],
    "empty file": lambda f: _init(f, ""),
    "header only": lambda f: _init(f, "a,b,y\n"),
    "unknown target": lambda f: [*_init(f, _rows())[:2], "--target", "z"],
    "unknown time column": lambda f: _init(f, _rows(), "--time", "whenn"),
    "unknown group column": lambda f: _init(f, _rows(), "--group", "whoo"),
    "unknown id column": lambda f: _init(f, _rows(), "--id", "ident"),
    "unknown task": lambda f: _init(f, _rows(), "--task", "binry"),
    "unknown positive": lambda f: _init(f, _rows(), "--positive", "maybe"),
    "all-null target": lambda f: _init(f, "a,y\n" + "1,\n" * 50),
    "one class": lambda f: _init(f, "a,y\n" + "".join(f"{i},1\n" for i in range(50))),
    "duplicate columns": lambda f: _init(f, "a,a,y\n1,2,0\n3,4,1\n"),
    "not UTF-8": lambda f: _init(f, "näme,y\nä,1\nö,0\n".encode("latin-1")),
    "ragged rows": lambda f: _init(f, "a,b,y\n1,2,0\n1,2,3,4,1\n"),
    "not Parquet": lambda f: _init(f, "a,y\n1,0\n", name="t.parquet"),
    "not gzip": lambda f: _init(f, "a,y\n1,0\n", name="t.csv.gz"),
    "cut gzip": lambda f: _init(f, gzip.compress(_rows(5000).encode())[:400], name="t.csv.gz"),
    "broken JSON lines": lambda f: _init(f, '{"a": 1, "y": 0}\n{"a": \n', name="t.jsonl"),
    "unknown form": lambda f: _init(f, "x", name="t.xyz"),
    "unknown database": lambda f: [
        "init",
        "sqlite:///none.db",
        "--query",
        "select 1",
        "--target",
        "y",
    ],
    "no such function": lambda f: ["init", "nomodule:function", "--target", "y"],
    "too few rows": lambda f: _init(f, _rows(6)),
    "project there already": lambda f: [*_project(f, GOOD)[:0], *_init(f, _rows())],
    "no project": lambda f: ["run"],
    "wrong key": lambda f: _project(f, GOOD + '[fit]\nmetric = "roc_auc"\nbudgt = 3\n'),
    "broken TOML": lambda f: _project(f, "format = 1\nname = t\n"),
    "unknown metric": lambda f: _project(f, GOOD + '[fit]\nmetric = "roc_ac"\n'),
    "newer format": lambda f: _project(f, GOOD.replace("= 1", "= 9") + '[fit]\nmetric = "f1"\n'),
    "unknown rule": lambda f: _project(
        f, GOOD + '[fit]\nmetric = "f1"\n[practices.severity]\nleak-everything = "off"\n'
    ),
    "no such version": lambda f: ["promote", "7"],
    "unknown output form": lambda f: ["predict", "t.csv", "--out", "p.xlsx"],
    "absurd dates": lambda f: _init(
        f,
        "when,a,y\n" + "".join(f"2024-13-{i % 40 + 1},{i},{i % 2}\n" for i in range(60)),
        "--time",
        "when",
    ),
    "unknown verb": lambda f: ["runn"],
    "budget of zero": lambda f: ["run", "--budget", "0"],
}


AS_PROCESS = ("missing file", "broken TOML", "unknown verb")


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_one_clear_error(
    name: str, tmp_path: Path, assay: Assay, within: Assay
) -> None:
    arguments = CASES[name](tmp_path)
    if name == "project there already":
        (tmp_path / "assay.toml").write_text(GOOD)
    if name in ("no such version", "unknown output form"):
        (tmp_path / "t.csv").write_text(_rows())
        (tmp_path / "contract.toml").write_text("format = 1\n")
        (tmp_path / "assay.toml").write_text(GOOD + '[fit]\nmetric = "f1"\n')
    line = assay if name in AS_PROCESS else within
    done = line(*arguments, cwd=tmp_path)
    said = done.stdout + done.stderr
    assert done.returncode == 2, f"exit {done.returncode}: {said}"
    assert "Traceback" not in said
    if name not in ("unknown verb", "budget of zero"):
        assert "error:" in done.stderr
        assert "remedy:" in done.stderr


def test_mixed_types_late_in_a_file_do_not_stop_it(tmp_path: Path, within: Assay) -> None:
    table = breast_cancer().select("mean_area", "mean_texture", "diagnosis")
    text = table.write_csv() + "unknown,12.5,benign\n"
    (tmp_path / "t.csv").write_text(text)
    done = within("init", "t.csv", "--target", "diagnosis", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "mean_area" in (tmp_path / "contract.toml").read_text()


def test_json_errors_are_json(tmp_path: Path, assay: Assay) -> None:
    done = assay("init", "nowhere.csv", "--target", "y", "--json", cwd=tmp_path)
    assert done.returncode == 2
    assert set(pl.read_json(done.stdout.encode())["error"][0]) == {"what", "where", "remedy"}


@pytest.mark.parametrize(
    "words",
    [
        ("runn", "--json"),
        ("run", "--budget", "0", "--json"),
        ("init", "--json"),
        ("explain-row", "t.csv", "--row", "x", "--json"),
        ("runs", "--bogus", "--json"),
    ],
)
def test_json_usage_errors_are_json(words: tuple[str, ...], tmp_path: Path, within: Assay) -> None:
    done = within(*words, cwd=tmp_path)
    assert done.returncode == 2
    told = json.loads(done.stdout)["error"]
    assert set(told) == {"what", "where", "remedy"}
    assert all(told.values())
    assert "--help" in told["remedy"]
