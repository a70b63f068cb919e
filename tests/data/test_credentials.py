"""A password in a source's address gets nowhere but to the system it is for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from assay.core.errors import AssayError, InputError
from assay.core.evidence.bundle import Bundle
from assay.data import profile, snapshot
from assay.data.source import scan
from assay.lifecycle.initialise import initialise
from assay.web import profile_page

PASSWORD = "hunter2"
PLACE = f"memory://bob:{PASSWORD}@shop"
ROWS = "id,age,bought\n" + "".join(f"{n},{20 + n % 50},{n % 3 == 0}\n" for n in range(200))


@pytest.fixture
def url() -> Iterator[str]:
    url = f"{PLACE}/people.csv"
    with fsspec.open(url, "w") as file:
        file.write(ROWS)
    yield url
    fsspec.filesystem("memory").rm(f"/bob:{PASSWORD}@shop", recursive=True)


def _holding(folder: Path, text: str) -> list[Path]:
    """Return what names or holds a text, files and folders alike."""
    return [
        path
        for path in folder.rglob("*")
        if text in str(path.relative_to(folder))
        or (path.is_file() and text.encode() in path.read_bytes())
    ]


def test_password_is_nowhere_on_disk(tmp_path: Path, url: str) -> None:
    frame = scan(url)
    seen = profile.profile(frame, source=url, target="bought")
    taken = snapshot.take(frame, tmp_path / "snapshots", source=url)
    again = snapshot.take(frame, tmp_path / "snapshots", source=url)
    Bundle([seen, taken.evidence, again.evidence]).save(tmp_path / "evidence")
    (tmp_path / "profile.html").write_text(profile_page.html(seen), encoding="utf-8")
    assert len(list(tmp_path.rglob("*"))) > 4
    assert not _holding(tmp_path, PASSWORD)
    assert _holding(tmp_path, "bob:***@shop")


def test_version_is_found_by_its_source_with_and_without_the_password(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = snapshot.take(scan(url), tmp_path, source=url)
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)
    left_out = url.replace(PASSWORD, "${SHOP_PASSWORD}")
    assert scan(left_out).collect().equals(scan(url).collect())
    for source in (url, left_out, taken.evidence.source):
        assert snapshot.open_version(tmp_path, 0, source=source).evidence == taken.evidence
    assert PASSWORD not in str(snapshot.log(tmp_path))


@pytest.mark.parametrize(
    ("source", "query"),
    [
        (f"{PLACE}/nobody.csv", None),
        (f"{PLACE}/nobody.csv", "SELECT 1"),
        (f"nowhere://bob:{PASSWORD}@shop/a.csv", None),
        (f"delta+memory://bob:{PASSWORD}@shop/table", None),
        (f"postgresql://bob:{PASSWORD}@127.0.0.1:9/shop", "SELECT 1"),
        (f"postgresql://bob:{PASSWORD}@127.0.0.1:bad/shop", "SELECT 1"),
        (f"mysql+nothing://bob:{PASSWORD}@db/shop", "SELECT 1"),
        (f"sqlite://bob:{PASSWORD}@db/shop.db", "SELECT 1"),
        (f"https://127.0.0.1:9/a.csv?token={PASSWORD}", None),
    ],
)
def test_no_error_tells_the_password(tmp_path: Path, source: str, query: str | None) -> None:
    with pytest.raises(AssayError) as caught:
        scan(source, query=query, root=tmp_path)
    assert PASSWORD not in str(caught.value)


def test_unset_variable_is_named_before_anything_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SHOP_PASSWORD", raising=False)
    with pytest.raises(InputError, match="SHOP_PASSWORD"):
        scan("postgresql://bob:${SHOP_PASSWORD}@db/shop", query="SELECT 1")


def test_proposed_project_has_the_password_in_its_source_alone_and_says_so(
    tmp_path: Path, url: str
) -> None:
    proposal = initialise(url, target_column="bought", folder=tmp_path)
    lines = (tmp_path / "assay.toml").read_text(encoding="utf-8").splitlines()
    holding = [line for line in lines if PASSWORD in line]
    assert len(holding) == 1
    assert holding[0].startswith("source = ")
    assert "${NAME}" in holding[0]
    assert _holding(tmp_path, PASSWORD) == [tmp_path / "assay.toml"]
    assert PASSWORD not in f"{proposal.name} {proposal.profile}"
