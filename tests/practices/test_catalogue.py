from __future__ import annotations

import dataclasses
import subprocess
import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from assay.core.errors import InputError
from assay.practices import catalogue, rules
from assay.practices.form import AREAS
from assay.practices.rules.fair_gap import check as fair_gap
from assay.practices.rules.split_group_overlap import check as group_overlap


def test_every_file_of_the_folder_holds_a_rule() -> None:
    import pkgutil

    files = {info.name.replace("_", "-") for info in pkgutil.iter_modules(rules.__path__)}
    assert files == set(catalogue.gather([rules]))


def test_rules_stand_in_the_order_of_the_lifecycle() -> None:
    areas = [AREAS.index(rule.area) for rule in catalogue.load().values()]
    assert areas == sorted(areas)


def test_loading_gives_a_copy_that_may_be_changed() -> None:
    catalogue.load().clear()
    assert catalogue.load()


def test_two_rules_with_one_id_are_an_error() -> None:
    module = ModuleType("pack")
    module.other = dataclasses.replace(fair_gap)  # type: ignore[attr-defined]
    with pytest.raises(InputError) as error:
        catalogue.gather([rules, module])
    assert "two rules are called 'fair-gap'" in error.value.where


def test_one_rule_under_two_names_is_one_rule() -> None:
    module = ModuleType("pack")
    module.one = module.two = fair_gap  # type: ignore[attr-defined]
    assert list(catalogue.gather([module])) == ["fair-gap"]


def test_rules_of_other_packages_come_by_entry_point() -> None:
    value = "assay.practices.rules.split_group_overlap"
    for target in (value, f"{value}:check", "assay.practices.rules"):
        entry = EntryPoint(name="pack", value=target, group=catalogue.GROUP)
        assert catalogue.gather([entry])["split-group-overlap"] is group_overlap


def test_every_pack_that_cannot_be_loaded_is_named() -> None:
    entries = [
        EntryPoint(name="gone", value="no_such_package_at_all", group=catalogue.GROUP),
        EntryPoint(name="odd", value="math:pi", group=catalogue.GROUP),
        EntryPoint(name="nameless", value="math:no_such_name", group=catalogue.GROUP),
    ]
    with pytest.raises(InputError) as error:
        catalogue.gather(entries)
    assert "entry point 'gone'" in error.value.where
    assert "entry point 'nameless'" in error.value.where
    assert "'odd' is neither a rule nor a module with rules" in error.value.where


def test_unsound_rule_of_a_pack_is_named_with_its_faults(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("packs")
    pack = folder / "unsound_pack"
    pack.mkdir()
    (pack / "__init__.py").write_text("")
    (pack / "one.py").write_text(
        "from assay.practices.rule import rule\n"
        "@rule('split-odd', severity='info', remedy='none', practice='none')\n"
        "def check(split): yield\n"
    )
    (pack / "two.py").write_text("import no_such_package_at_all\n")
    monkeypatch.syspath_prepend(str(folder))
    with pytest.raises(InputError) as error:
        catalogue.gather([EntryPoint(name="p", value="unsound_pack", group=catalogue.GROUP)])
    assert "rule 'split-odd' is not sound" in error.value.where
    assert "unsound_pack.two" in error.value.where


def test_unknown_names_are_mistakes_with_the_nearest() -> None:
    names = ["fair-gap", "fair-gaps", "zzzz", "fair-gaps"]
    assert catalogue.unknown_names(names) == [
        "there is no rule 'fair-gaps' (did you mean 'fair-gap'?)",
        "there is no rule 'zzzz'",
    ]


def test_catalogue_needs_no_heavy_package() -> None:
    program = (
        "import sys; from assay.practices import catalogue; catalogue.load()\n"
        "heavy = {'polars', 'numpy', 'sqlalchemy', 'pydantic', 'sklearn', 'pandas', 'mlflow'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
