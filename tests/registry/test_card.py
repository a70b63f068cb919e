"""The model card says what the evidence says, and lists what nobody answered."""

from __future__ import annotations

import dataclasses

import pytest
from tests import example_run as example

from assay.core.evidence.bundle import Bundle
from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.evidence.registry import LineageEvidence
from assay.core.project import CardSection
from assay.registry import card, wording
from assay.web import page

SECTIONS = (
    "Model details",
    "Intended use",
    "Factors",
    "Metrics",
    "Evaluation data",
    "Training data",
    "Quantitative analyses",
    "Ethical considerations",
    "Caveats and recommendations",
)


def full() -> str:
    return card.markdown(example.bundle(), example.settings())


@pytest.mark.parametrize("bundle", [example.bundle(), Bundle()])
def test_card_has_every_section_of_mitchell_in_order(bundle: Bundle) -> None:
    text = card.markdown(bundle, example.settings())
    places = [text.index(f"## {name}\n") for name in SECTIONS]
    assert places == sorted(places)


def test_what_people_wrote_stands_in_the_card() -> None:
    settings = example.settings()
    for answer in settings.card.model_dump().values():
        assert answer in full()


def test_unanswered_question_is_listed_and_not_invented() -> None:
    settings = example.settings(answered=False)
    text = card.markdown(Bundle(), settings)
    listed = text.partition("### Unanswered")[2]
    for key in CardSection.model_fields:
        assert f"`card.{key}`" in listed
    assert "*Unanswered.*" in text.partition("## Intended use")[2].partition("## Factors")[0]
    assert text.count("left no evidence") >= 8


def test_answered_card_with_all_evidence_has_no_question_for_people() -> None:
    listed = card.unanswered(example.bundle(), example.settings())
    assert not any("card." in question for question in listed)
    assert card.answers(example.settings()).unanswered == ()


def test_unanswered_names_test_too_small_for_fairness_with_rows_needed() -> None:
    listed = card.unanswered(example.bundle(), example.settings())
    assert any("equalized odds" in line and "14\u202f200" in line for line in listed)


def test_sensitive_column_that_was_not_measured_is_unanswered() -> None:
    bundle = example.bundle()
    evaluation = dataclasses.replace(bundle.get(EvaluationEvidence), fairness=())
    listed = card.unanswered(bundle.add(evaluation), example.settings())
    assert any("`origin`" in line and "not measured" in line for line in listed)


@pytest.mark.parametrize(
    ("commit", "words"), [(None, "not under git"), ("abc+changes", "not committed")]
)
def test_code_that_cannot_be_found_again_is_unanswered(commit: str | None, words: str) -> None:
    bundle = example.bundle()
    lineage = dataclasses.replace(bundle.get(LineageEvidence), code_version=commit)
    assert any(words in line for line in card.unanswered(bundle.add(lineage), example.settings()))


def test_waiver_stands_with_reason_and_expiry_and_expired_ones_too() -> None:
    waivers = full().partition("### Waivers")[2].partition("###")[0]
    assert "remarks are typed after landing" in waivers
    assert "2027-03-31" in waivers
    assert "expired: eval-accuracy-on-imbalance" in waivers


def test_intervals_openings_certificate_and_lineage_stand_in_the_card() -> None:
    text = full()
    assert "| **ROC AUC** | 0.736 | 0.729 to 0.743 | higher is better |" in text
    assert "Intervals cover 99.17\u202f%" in text
    assert "opened 2 times; 8 openings are left" in text
    assert "passed: largest difference 5.9e\u22127" in text
    commit = example.lineage().code_version
    assert commit is not None
    assert commit in text
    assert example.snapshot().content_hash in text
    assert example.fit().model_hash in text


def test_closed_gate_is_said_first_with_its_reasons() -> None:
    from assay.core.evidence.audit import GateEvidence

    gate = GateEvidence(purpose="register", open=False, reasons=("error leak-target-proxy",))
    text = card.markdown(example.bundle().add(gate), example.settings())
    head = text.partition("## Model details")[0]
    assert "may not be registered" in head
    assert "error leak-target-proxy" in head


def test_hostile_names_stay_text_when_the_card_is_drawn() -> None:
    drawn = str(page.markdown(full()))
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert 'href="javascript' not in drawn
    assert "alert(&#x27;x&#x27;)" in drawn or "alert('x')" in drawn


@pytest.mark.parametrize(
    "text",
    [
        "a_b",
        "a|b",
        "`",
        "``",
        "*x*",
        "[a](b)",
        "<b>",
        "a\nb",
        " a",
        "\\",
        "#1",
        "",
        "~~x~~",
        "&lt;",
    ],
)
def test_any_name_reads_back_as_it_was(text: str) -> None:
    """Drawn within a table cell, as the card does, the name comes out unchanged."""
    import html
    import re

    drawn = str(page.markdown(f"| a | b |\n| --- | --- |\n| {wording.name(text)} | end |"))
    cells = re.findall(r"<td>(.*?)</td>", drawn)
    assert len(cells) == 2
    shown = html.unescape(re.sub(r"</?code>", "", cells[0]))
    assert shown == (" ".join(text.split()) or "(empty)")
