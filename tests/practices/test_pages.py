from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from assay.core.errors import InputError
from assay.practices import catalogue, guide, pages, rules
from assay.practices.rule import Rule
from assay.practices.thresholds import thresholds

DOCS = Path(__file__).parents[2] / "docs"
OWN = catalogue.gather([rules])


def test_committed_pages_say_what_the_rules_say() -> None:
    assert pages.drift(DOCS) == []
    assert pages.main([str(DOCS), "--check"]) == 0


@pytest.mark.parametrize("rule", OWN.values(), ids=OWN)
def test_page_holds_everything_a_user_needs(rule: Rule) -> None:
    text = pages.page(rule)
    for part in (rule.id, rule.title, rule.remedy, rule.severity, "## Why", "## Example"):
        assert part in text
    assert rule.title.endswith(".") and rule.remedy.endswith(".")


@pytest.mark.parametrize("rule", OWN.values(), ids=OWN)
def test_every_threshold_has_a_value_and_a_reason(rule: Rule) -> None:
    for threshold in thresholds(rule):
        assert threshold.value and len(threshold.reason) > 10


def test_drift_is_named_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = tmp_path / "docs"
    assert pages.main([str(docs)]) == 0
    assert pages.main([str(docs), "--check"]) == 0
    (docs / "rules" / "fair-gap.md").write_text("old")
    (docs / "rules" / "fair-gone.md").write_text("a rule that is no more")
    (docs / "practices.md").unlink()
    assert pages.main([str(docs), "--check"]) == 1
    said = capsys.readouterr().err
    for name in ("docs/practices.md", "docs/rules/fair-gap.md", "docs/rules/fair-gone.md"):
        assert f"{name} is not what the rules say" in said
    pages.write(docs)
    assert pages.drift(docs) == []


def test_rule_whose_page_would_be_bare_is_a_fault() -> None:
    one = OWN["fair-gap"]
    bare = dataclasses.replace(one, sections=())
    misfiled = dataclasses.replace(one, id="fair-gaps")
    homeless = dataclasses.replace(one, practice="be good")
    with pytest.raises(InputError) as error:
        pages.pages({"bare": bare, "misfiled": misfiled, "homeless": homeless})
    assert "fair-gap: it has no documentation" in error.value.where
    assert "fair-gaps: its file is called assay.practices.rules.fair_gap" in error.value.where
    assert "fair-gap: there is no practice 'be good'" in error.value.where


def test_fault_of_a_rule_fails_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bare = dataclasses.replace(OWN["fair-gap"], sections=())
    monkeypatch.setattr(catalogue, "gather", lambda sources: {"fair-gap": bare})
    assert pages.main([str(tmp_path), "--check"]) == 2
    assert pages.main([str(tmp_path)]) == 2


def test_links_of_the_pages_lead_somewhere() -> None:
    written = pages.pages()
    for name, text in written.items():
        for link in re.findall(r"\]\(((?!https:)[^)]+)\)", text):
            target = (Path("/") / name).parent / link
            assert str(target.resolve()).lstrip("/") in written, (name, link)


def test_every_practice_is_enforced_by_a_rule_or_the_gate() -> None:
    by_practice = guide.rules_of(OWN)
    bare = [p.name for p in guide.PRACTICES if not by_practice[p.name]]
    assert bare == ["one registry: version, stage, lineage"]  # kept by the gate itself
    assert set(by_practice) == {practice.name for practice in guide.PRACTICES}


def test_verbs_of_the_practices_are_verbs_of_the_command_line() -> None:
    import typer

    from assay.cli.main import app

    verbs = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert {verb for practice in guide.PRACTICES for verb in practice.verbs} <= verbs
