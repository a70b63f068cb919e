"""The pitfalls benchmark plants what it says, and judges what was said of it rightly."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import FAULTS, Case
from benchmarks.planted.development.faults import answers, split, together
from benchmarks.planted.development.plan import PLAN, cases
from benchmarks.planted.pair import parted
from benchmarks.planted.table import Table
from benchmarks.planted.verdict import Said, by_check, judge, total

ACCEPTED = {"target copied": ("copy", "proxy")}


def test_every_fault_is_planted_and_no_two_cases_share_a_name() -> None:
    assert {one.fault for one in PLAN} - {None} == set(FAULTS)
    names = [one.name for one in PLAN]
    assert len(names) == len(set(names))


def test_a_case_is_the_same_at_every_call() -> None:
    first, second = (next(cases("swiss: clean")) for _ in range(2))
    assert first.train.equals(second.train)
    assert first.test.equals(second.test)


def test_equal_rows_are_really_copies_and_as_many_as_said() -> None:
    pair = split.equal_rows(_table(), np.random.default_rng(0), share=0.1)
    shared = pair.test.join(pair.train, on=pair.train.columns, how="semi")
    assert shared.height == int(0.1 * pair.test.height)


def test_training_after_test_puts_no_row_on_both_sides() -> None:
    table = _table()
    pair = split.training_after_test(table, np.random.default_rng(0), share=0.2)
    assert pair.train.height + pair.test.height == table.frame.height
    assert not pair.test.join(pair.train, on="day", how="semi").height


def test_scaled_together_has_mean_zero_over_both_sides_and_not_over_training() -> None:
    pair = together.scaled_together(_table(), np.random.default_rng(0))
    whole = pl.concat([pair.train, pair.test])
    assert whole["size"].mean() == pytest.approx(0, abs=1e-12)
    assert abs(_mean(pair.train["size"])) > 1e-3


def test_scaled_by_training_has_mean_zero_over_training_alone() -> None:
    pair = together.scaled_by_training(_table(), np.random.default_rng(0))
    assert pair.train["size"].mean() == pytest.approx(0, abs=1e-12)
    assert abs(_mean(pair.test["size"])) > 1e-3


def test_an_aggregate_holds_the_rows_own_target() -> None:
    pair = answers.aggregate_with_own_target(_table(), np.random.default_rng(0), size=5)
    whole = pl.concat([pair.train, pair.test])
    again = whole.select(
        pl.col("branch_mean"), again=(pl.col("lost") == "yes").mean().over("branch")
    )
    assert again["branch_mean"].to_list() == pytest.approx(again["again"].to_list())


def test_a_finding_about_another_column_does_not_find_the_fault() -> None:
    assert not judge(_case(), _said("copy", "error", "size"), ACCEPTED).found
    assert judge(_case(), _said("copy", "warning", "outcome"), ACCEPTED).found == ("copy",)


def test_an_info_does_not_find_the_fault() -> None:
    assert not judge(_case(), _said("copy", "info", "outcome"), ACCEPTED).found


def test_an_error_of_another_check_is_off_target_and_a_warning_is_not() -> None:
    assert judge(_case(), _said("shift", "error", "size"), ACCEPTED).errors == ("shift",)
    assert not judge(_case(), _said("shift", "warning", "size"), ACCEPTED).errors


def test_an_error_on_a_clean_control_is_an_alarm() -> None:
    verdicts = [judge(_case(fault=None), _said("copy", "error", "size"), ACCEPTED)]
    assert total(verdicts).alarmed == 1
    assert by_check(verdicts, ACCEPTED)["copy"].errors == 1


def test_a_fault_is_counted_for_the_check_that_is_meant() -> None:
    verdicts = [judge(_case(), _said("proxy", "error", "outcome"), ACCEPTED)]
    assert total(verdicts).found == 1
    meant = by_check(verdicts, ACCEPTED)["copy"]
    assert (meant.planted, meant.found) == (1, 0)


def _table() -> Table:
    random = np.random.default_rng(5)
    frame = pl.DataFrame(
        {
            "day": np.arange(400),
            "size": random.normal(3, 1, 400),
            "lost": np.where(random.random(400) < 0.3, "yes", "no"),
        }
    )
    return Table(name="made", frame=frame, target="lost", time="day", why="made for the test")


def _case(fault: str | None = "target copied") -> Case:
    pair = parted(_table(), np.random.default_rng(1))
    columns = ("outcome",) if fault else ()
    return Case(
        name="made", fault=fault, train=pair.train, test=pair.test, target="lost", columns=columns
    )


def _said(check: str, severity: str, column: str) -> Said:
    finding: dict[str, Any] = {"check": check, "severity": severity, "columns": (column,)}
    return Said(findings=(finding,), decided=(check,))


def _mean(column: pl.Series) -> float:
    value = column.mean()
    assert isinstance(value, float)
    return value
