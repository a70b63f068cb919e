"""The pages in a real browser: drawn, quiet, without network, on a phone and on a desk."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import ProfileEvidence
from assay.registry import card
from assay.web import card_page, profile_page, report
from tests import example_run as example

sync_api = pytest.importorskip("playwright.sync_api")

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1360, "height": 900}
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("there is no Chromium: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=QUIET.split())
        yield running
        running.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    settings, bundle = example.settings(), example.bundle()
    text = card.markdown(bundle, settings)
    content = {
        "report": report.html(bundle, settings=settings, card_markdown=text),
        "empty": report.html(Bundle(), settings=settings, card_markdown=text),
        "profile": profile_page.html(example.profile()),
        "card": card_page.html(text, title="flights"),
    }
    for name, html in content.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in content}


class Visit:
    """A page that was opened, with all that it said and asked for."""

    def __init__(self, browser: Any, path: Path, size: dict[str, int], **context: str) -> None:
        self.context = browser.new_context(viewport=size, **context)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(f"dialog {dialog.message}"))
        self.page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("file:", "data:"))
                else self.asked.append(request.url)
            ),
        )
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=60_000)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def count(self, selector: str) -> int:
        return int(self.page.locator(selector).count())


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ["report", "empty", "profile", "card"])
def test_page_is_drawn_without_complaint_network_or_sideways_scrolling(
    browser: Any, pages: dict[str, Path], name: str, size: dict[str, int]
) -> None:
    with Visit(browser, pages[name], size) as visit:
        assert visit.said == []
        assert visit.asked == []
        width = visit.page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"]
        assert visit.count("figure.chart .plot svg") == visit.count("figure.chart")


def test_every_kind_of_plot_has_marks(browser: Any, pages: dict[str, Path]) -> None:
    with Visit(browser, pages["report"], DESK) as visit:
        assert visit.count("figure.chart") == 17
        bare = visit.page.evaluate(
            "[...document.querySelectorAll('figure.chart')].filter(f =>"
            " !f.querySelector(':is(.mark-symbol, .mark-rect, .mark-line, .mark-rule) > *'))"
            ".map(f => f.querySelector('figcaption').textContent)"
        )
        assert bare == []


def test_pointing_at_a_mark_tells_its_numbers(browser: Any, pages: dict[str, Path]) -> None:
    with Visit(browser, pages["report"], DESK) as visit:
        figure = visit.page.locator("figure.chart", has_text="Candidates").first
        figure.scroll_into_view_if_needed()
        figure.locator(".mark-symbol path").nth(2).hover()
        tip = visit.page.locator("#vg-tooltip-element.visible")
        tip.wait_for(timeout=5_000)
        assert "lightgbm shallow" in tip.inner_text()
        assert "0.731" in tip.inner_text()


def test_choosing_a_row_explains_that_row(browser: Any, pages: dict[str, Path]) -> None:
    with Visit(browser, pages["report"], PHONE) as visit:
        figure = visit.page.locator("figure.chart", has=visit.page.locator("select"))
        assert figure.locator("svg text", has_text="origin").count() == 0
        figure.locator("select").select_option("4742")
        figure.locator("svg text", has_text="origin").wait_for(state="attached", timeout=10_000)
        assert figure.locator("svg text", has_text="distance").count() == 0


def test_findings_unfold_errors_stand_open(browser: Any, pages: dict[str, Path]) -> None:
    with Visit(browser, pages["report"], PHONE) as visit:
        error = visit.page.locator("details.finding", has_text="known only after the outcome")
        assert error.get_attribute("open") is not None
        warning = visit.page.locator("details.finding", has_text="A slice does significantly worse")
        remedy = warning.get_by_text("Add features that describe the slice")
        assert not remedy.is_visible()
        warning.locator("summary").click()
        assert remedy.is_visible()


def test_plots_in_dark_mode_take_dark_colours(browser: Any, pages: dict[str, Path]) -> None:
    with Visit(browser, pages["report"], DESK, color_scheme="dark") as visit:
        accent = visit.page.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
        )
        assert accent == "#67b1ee"
        assert visit.count("figure.chart svg [fill='#67b1ee']") > 0
        assert visit.count("figure.chart svg :is([fill^='@'], [stroke^='@'])") == 0


def test_changing_the_scheme_paints_anew(browser: Any, pages: dict[str, Path]) -> None:
    with Visit(browser, pages["report"], DESK, color_scheme="light") as visit:
        visit.page.emulate_media(color_scheme="dark")
        painted = visit.page.locator("figure.chart svg [fill='#67b1ee']").first
        painted.wait_for(state="attached", timeout=30_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["report", "profile"])
def test_text_has_contrast_enough(
    browser: Any, pages: dict[str, Path], name: str, scheme: str
) -> None:
    """WCAG 2.2 AA: 4.5 to 1, for every element that holds text of its own."""
    program = """() => {
      const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
      const behind = (at) => { for (; at; at = at.parentElement) {
        const c = rgb(getComputedStyle(at).backgroundColor);
        if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
      const weak = new Set();
      for (const at of document.querySelectorAll('body *:not(svg *):not(script)')) {
        if (![...at.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
        if (!at.checkVisibility()) continue;
        const [a, b] = [light(rgb(getComputedStyle(at).color)), light(behind(at))];
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        if (ratio < 4.5) weak.add(`${at.tagName}.${at.className} ${ratio.toFixed(2)}`);
      }
      return [...weak];
    }"""
    with Visit(browser, pages[name], DESK, color_scheme=scheme) as visit:
        assert visit.page.evaluate(program) == []


def test_headings_go_down_one_level_at_a_time(browser: Any, pages: dict[str, Path]) -> None:
    for name in ("report", "profile"):
        with Visit(browser, pages[name], DESK) as visit:
            levels = visit.page.evaluate(
                "[...document.querySelectorAll('h1, h2, h3, h4, h5')].map(h => +h.tagName[1])"
            )
            assert levels[0] == 1
            assert levels.count(1) == 1
            assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_columns_of_a_profile_are_found_by_name_value_and_kind(
    browser: Any, pages: dict[str, Path]
) -> None:
    with Visit(browser, pages["profile"], PHONE) as visit:
        shown = visit.page.locator("#columns > li:visible h3 > span:first-child")
        assert shown.first.inner_text() == "dep_delay"  # suspicious ones stand first
        search = visit.page.get_by_label("Find a column")
        search.fill("DIST")
        assert shown.all_inner_texts() == ["distance"]
        assert visit.page.locator("#columns-count").inner_text() == "1 of 11 shown"
        search.fill("jfk")
        assert shown.all_inner_texts() == ["origin"]
        search.fill("")
        visit.page.get_by_label("Kind").select_option("odd")
        assert shown.all_inner_texts() == ["dep_delay", "year"]


def test_profile_without_ties_needs_no_plots(browser: Any, tmp_path: Path) -> None:
    lone = ProfileEvidence(source="a.csv", rows=0, sampled=0, columns=(), duplicate_rows=0)
    path = tmp_path / "lone.html"
    path.write_text(profile_page.html(lone), encoding="utf-8")
    assert path.stat().st_size < 60_000
    with Visit(browser, path, PHONE) as visit:
        assert visit.said == []


def test_printing_opens_what_is_folded(browser: Any, pages: dict[str, Path]) -> None:
    with Visit(browser, pages["report"], DESK) as visit:
        assert visit.count("details:not([open])") > 0
        assert len(visit.page.pdf()) > 50_000
        assert visit.count("details:not([open])") == 0


def test_what_slips_through_escaping_would_not_run(browser: Any, pages: dict[str, Path]) -> None:
    """The page's policy allows its own scripts by their hashes, and no other."""
    with Visit(browser, pages["report"], DESK) as visit:
        visit.page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'),"
            " {textContent: 'window.slipped = 1'}))"
        )
        assert visit.page.evaluate("window.slipped") is None
        assert any("Content Security Policy" in line for line in visit.said)
