"""The shell of a page: bundled scripts with their licences, and a policy that names them."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib import resources

from tests import example_run as example

from assay.web import card_page, page, profile_page


def test_policy_names_each_script_by_its_hash() -> None:
    html = profile_page.html(example.profile())
    policy = re.search(r'Content-Security-Policy" content="(.*?)">', html)
    assert policy is not None
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 4
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"sha256-{digest}" in policy[1].replace("&#43;", "+").replace("&#x2F;", "/")
    assert "default-src &#39;none&#39;" in policy[1]


def test_licences_travel_with_the_scripts() -> None:
    html = profile_page.html(example.profile())
    for holder in ("University of Washington Interactive Data Lab", "Mike Bostock", "Mapbox"):
        assert holder in html


def test_scripts_are_package_data_and_unchanged() -> None:
    folder = resources.files("assay.web") / "static"
    for name in page.PLOTTING:
        text = (folder / name).read_text("utf-8")
        assert "</script" not in text.lower()
        assert len(text) > 50_000


def test_card_page_without_plots_is_small() -> None:
    html = card_page.html("# Model card: a\n\n| x | y |\n| --- | --- |\n| 1 | 2 |", title="a <b>")
    assert len(html) < 30_000
    assert "<title>a &lt;b&gt;</title>" in html
    assert "<td>2</td>" in html
