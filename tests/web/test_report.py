"""The report says what the evidence says, and nothing that the data holds becomes code."""

from __future__ import annotations

import dataclasses
import json
import re
from html.parser import HTMLParser

import pytest
from tests import example_run as example

from assay.core.evidence.audit import AuditEvidence, GateEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.evaluation import CurveLine, EvaluationEvidence, Fairness, Slice
from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.split import SplitEvidence
from assay.registry import card
from assay.web import report


def drawn(bundle: Bundle) -> str:
    settings = example.settings()
    return report.html(bundle, settings=settings, card_markdown=card.markdown(bundle, settings))


class Elements(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.images = 0
        self.words: list[str] = []
        self._within: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._within.append(tag)
        if tag == "script":
            self.scripts.append(given)
        self.images += tag in ("img", "iframe", "object", "embed")
        self.addresses += [
            value for name in ("src", "href") if (value := given.get(name)) is not None
        ]
        self.handlers += [name for name in given if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self._within and self._within[-1] not in ("script", "style"):
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            while self._within.pop() != tag:
                pass

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def section(page: str, name: str) -> str:
    inside = page.partition(f'<section id="{name}"')[2].partition("</section>")[0]
    return Elements(inside).text


def test_hostile_names_and_values_become_neither_code_nor_addresses() -> None:
    page = Elements(drawn(example.bundle()))
    assert page.images == 0
    assert page.handlers == []
    assert all(address.startswith(("#", "data:,")) for address in page.addresses)
    inert = ("application/json", "text/plain")
    code = [script for script in page.scripts if script.get("type") not in inert]
    assert code == [{}, {}, {}, {}]
    assert "alert('x')" in page.text


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inside for text in texts(each)]


def test_data_of_plots_is_json_that_cannot_end_its_script() -> None:
    found = re.findall(
        r'<script type="application/json">(.*?)</script>', drawn(example.bundle()), re.DOTALL
    )
    assert len(found) == 17
    held = [text for each in found for text in texts(json.loads(each))]
    assert example.HOSTILE in held
    assert not any("<" in each for each in found)


def test_number_that_is_not_finite_is_drawn_as_missing() -> None:
    bundle = example.bundle()
    fit = dataclasses.replace(bundle.get(FitEvidence), linear_score=float("nan"))
    assert "NaN" not in drawn(bundle.add(fit)).partition('id="licences"')[0].replace("isNaN", "")


@pytest.mark.parametrize("name", [name for name, _ in report.SECTIONS if name != "card"])
def test_section_without_evidence_says_so(name: str) -> None:
    assert "left no evidence" in section(drawn(Bundle()), name)


@pytest.mark.parametrize("kind", sorted(card.EVIDENCE))
def test_report_is_drawn_whatever_single_evidence_is_missing(kind: str) -> None:
    missing = card.EVIDENCE[kind]
    rest = Bundle([value for value in example.bundle() if not isinstance(value, missing)])
    assert "<h1>" in drawn(rest)


def test_verdict_comes_first_and_is_said_in_three_sentences() -> None:
    page = drawn(example.bundle())
    says = Elements(page.partition('<ul class="says">')[2].partition("</ul>")[0]).text
    assert "ranks the right one higher in 73.6 %" in says
    assert "better than always giving the same answer and a simple linear model" in says
    assert "cannot be told apart from the present champion" in says
    assert "1 error and 1 warning need a look" in says
    assert page.index("A candidate") < page.index('id="findings"')


def test_closed_gate_gives_its_reasons_at_the_top() -> None:
    gate = GateEvidence(purpose="register", open=False, reasons=("error leak-target-proxy",))
    page = drawn(example.bundle().add(gate))
    head = Elements(page.partition('<section id="findings"')[0]).text
    assert "Not a candidate" in head
    assert "error leak-target-proxy" in head


def test_run_that_never_reached_the_gate_is_not_called_a_candidate() -> None:
    head = Elements(drawn(Bundle()).partition('<section id="findings"')[0]).text
    assert "Not judged" in head


def test_linear_model_that_ships_is_not_said_to_tie_with_itself() -> None:
    bundle = example.bundle()
    fit = dataclasses.replace(bundle.get(FitEvidence), shipped="linear")
    head = Elements(drawn(bundle.add(fit)).partition('<section id="findings"')[0]).text
    assert "It is a simple linear model itself." in head


def test_findings_list_errors_first_then_waived_unknown_and_not_applicable() -> None:
    text = section(drawn(example.bundle()), "findings")
    order = [
        "A column is known only after the outcome",
        "A slice does significantly worse",
        "The best parameter lies at the edge",
        "remarks are typed after landing",
        "eval-accuracy-on-imbalance",
        "only one seed fitted",
        "The same group stands",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_columns_left_out_for_one_reason_stand_together() -> None:
    text = section(drawn(example.bundle()), "columns")
    assert "dep_delay , dep_time , arr_time , air_time" in text
    assert text.count("known only after the outcome") == 1


def test_fairness_shows_all_three_verdicts_and_rows_needed() -> None:
    text = section(drawn(example.bundle()), "fairness")
    assert all(verdict in text for verdict in ("fail", "pass", "cannot tell"))
    assert "14 200 more rows would decide it" in text


def changed(**fields: object) -> Bundle:
    bundle = example.bundle()
    evaluation = dataclasses.replace(bundle.get(EvaluationEvidence), **fields)  # type: ignore[arg-type]
    return bundle.add(evaluation)


def test_regression_is_drawn_without_classes() -> None:
    line = CurveLine(name="residual", x=(1.0, 2.0), y=(-0.5, 0.25))
    page = drawn(changed(task="regression", classes=(), confusion=(), curves=(line,)))
    assert "Residuals" in section(page, "test")
    assert "ROC curve" not in section(page, "test")


def test_each_class_of_many_has_its_curve() -> None:
    lines = tuple(
        CurveLine(name="roc", x=(0.0, 0.5, 1.0), y=(0.0, 0.8, 1.0), label=label)
        for label in ("ant", "bee", "cat")
    )
    page = drawn(
        changed(task="multiclass", classes=("ant", "bee", "cat"), confusion=(), curves=lines)
    )
    specs = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    (roc,) = [json.loads(each) for each in specs if '"title":"true positive rate"' in each]
    assert {row["class"] for row in roc["data"]["values"]} == {"ant", "bee", "cat"}


def test_no_slices_fairness_or_errors_is_said_and_not_left_blank() -> None:
    none: tuple[Slice | Fairness, ...] = ()
    page = drawn(changed(slices=none, fairness=none, worst_rows=none, clusters=none))
    assert "none stands out" in section(page, "slices")
    assert "not measured on origin" in section(page, "fairness")
    assert "No rows are listed" in section(page, "errors")


def test_split_without_time_is_a_stack_and_with_many_classes_stays_narrow() -> None:
    bundle = example.bundle()
    parted = bundle.get(SplitEvidence)
    parts = tuple(
        dataclasses.replace(
            part,
            time_from=None,
            time_to=None,
            shares=tuple((f"class {k}", 1 / 30) for k in range(30)),
        )
        for part in parted.parts
    )
    split = dataclasses.replace(parted, kind="random", time=None, parts=parts)
    text = section(drawn(bundle.add(split)), "split")
    assert "at random" in text
    assert "class 7" in text
    assert "class 8" not in text


def test_rule_switched_off_and_evidence_it_lacked_are_said() -> None:
    audit = dataclasses.replace(example.audit(), off=("tune-on-test",))
    assert "switched off tune-on-test" in section(drawn(example.bundle().add(audit)), "findings")
    assert isinstance(audit, AuditEvidence)


def test_same_evidence_gives_the_same_page() -> None:
    assert drawn(example.bundle()) == drawn(example.bundle())
