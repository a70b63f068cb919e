"""The file contract.toml: it comes back as it was written, and tells every mistake at once."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from assay.core.errors import InputError, ProjectError
from assay.data.contract.model import Column, Contract, Expression, Seen, Table, Tail, load
from assay.data.contract.text import to_toml

WHOLE = Contract(
    format=1,
    table=Table(
        target="left",
        time="day",
        id="who",
        keys=(("who", "day"),),
        min_rows=10,
        max_rows=10_000_000,
        fresh_within_days=2.5,
        extra_columns="forbid",
    ),
    columns={
        "who": Column(type="text", unique=True, pattern='[A-Z]"\\d{2}'),
        "day": Column(
            type="date", format="%d-%m-%Y", min=datetime.date(2001, 1, 1), missing=("0000", "?")
        ),
        "at": Column(
            type="datetime",
            timezone="UTC",
            max=datetime.datetime(2030, 1, 1, 12, tzinfo=datetime.UTC),
        ),
        "hours per week": Column(type="integer", min=0, max=99, nullable=True, most_missing=0.031),
        "größe [cm]": Column(type="number", min=-1e-7, max=1e22, decimal=",", thousands="."),
        "tab\tand\nline": Column(type="text", categories=("ä", "it's", '"'), open=True, strip=True),
        "left": Column(type="boolean", nullable=True, true=("ja",), false=("nein",)),
    },
    expressions=(Expression(name="long enough", sql="\"hours per week\" > 0 OR who LIKE 'A%'"),),
    seen={
        "hours per week": Seen(
            rows=7043,
            missing=12,
            low=Tail(edge=1.0, ties=20, before=32, natural=True),
            high=Tail(edge=99.0, threshold=80.0, share=0.1, scale=3.2, shape=-0.2),
            drift=-0.01,
        ),
        "größe [cm]": Seen(rows=7043, high=Tail(edge=1e21)),
    },
)


def test_contract_changes_when_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "contract.toml"
    path.write_text(to_toml(WHOLE), encoding="utf-8")
    assert load(path) == WHOLE


def test_bound_does_not_say_what_it_rests_on() -> None:
    text = to_toml(WHOLE)
    assert (
        "max = 1e+22  # 7,043 rows reach 1e+21; a clean batch of 10,000 breaks it in 59 %" in text
    )
    assert (
        "max = 99  # 7,031 rows reach 99; a clean batch of 10,000 breaks it in under 0.1 %" in text
    )
    assert "min = 0  # 7,031 rows reach 1 and crowd there; zero is taken as a limit" in text
    assert "most_missing = 0.031  # 0.17 % seen; a clean batch of 10,000 breaks it in" in text


def test_support_or_comment_changes_the_hash() -> None:
    assert WHOLE.hash == WHOLE.model_copy(update={"seen": {}}).hash
    other = WHOLE.model_copy(update={"table": WHOLE.table.model_copy(update={"min_rows": 11})})
    assert WHOLE.hash != other.hash


MISTAKES = """\
format = 1
[table]
target = "lefft"
time = "left"
keys = [["who", "wen"]]
min_rows = 5
max_rows = 4
fresh_within_days = 3
[columns.who]
type = "txt"
[columns.age]
type = "integer"
min = 9
max = 1
nullabel = true
[columns.name]
type = "text"
min = 3
pattern = "(a"
most_missing = 0.1
[columns.job]
type = "text"
categories = ["a", 1, "a"]
[columns.none]
type = "text"
open = true
[columns.size]
type = "number"
max = "tall"
format = "%Y"
categories = [1]
thousands = "."
decimal = "."
timezone = "UTC"
[columns.day]
type = "date"
format = "%d-%m"
min = 2020-01-01T00:00:00
max = 5
[columns.left]
type = "boolean"
true = ["y", "1"]
false = ["n", "1"]
[[expressions]]
name = "a"
sql = "age <="
[[expressions]]
name = "b"
sql = "agge > 1"
[[expressions]]
name = "c"
sql = "age > avg(age)"
[[expressions]]
name = "d"
sql = "age + 1"
[[expressions]]
name = "e"
sql = "age in (select 1)"
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (3, "table.target: there is no column 'lefft' (did you mean 'left'?)"),
        (5, "table.keys: there is no column 'wen'"),
        (7, "table.max_rows: 4 is below min_rows 5"),
        (8, "table.fresh_within_days: column 'left' is of type boolean"),
        (10, "columns.who.type: 'txt' is not valid (did you mean 'text'?)"),
        (14, "columns.age.max: max 1 is below min 9"),
        (15, "columns.age.nullabel: unknown key 'nullabel' (did you mean 'nullable'?)"),
        (18, "columns.name.min: a column of type text has no bounds"),
        (19, "columns.name.pattern: is no regular expression"),
        (20, "columns.name.most_missing: no value may be missing"),
        (23, "columns.job.categories: 1 does not fit type text"),
        (23, "columns.job.categories: 'a' stands there twice"),
        (26, "columns.none.open: there are no categories to be open"),
        (29, "columns.size.max: 'tall' is neither a number nor a date"),
        (30, "columns.size.format: a column of type number has no date format"),
        (31, "columns.size.categories: a column of type number has none"),
        (32, "columns.size.thousands: '.' is the decimal mark too"),
        (34, "columns.size.timezone: a column of type number has no time zone"),
        (37, "columns.day.format: '%d-%m' does not say the day of a year"),
        (38, "columns.day.min: 2020-01-01 00:00:00 is a moment, the column holds dates"),
        (39, "columns.day.max: 5 is no bound for a column of type date"),
        (43, "columns.left.false: '1' means true too"),
        (46, "expressions[0].sql: is no SQL condition"),
        (49, "expressions[1].sql: there is no column 'agge' (did you mean 'age'?)"),
        (52, "expressions[2].sql: does not look at one row alone"),
        (55, "expressions[3].sql: gives a value, not true or false"),
        (58, "expressions[4].sql: does not look at one row alone"),
    ],
)
def test_mistake_is_not_told_with_its_line(tmp_path: Path, line: int, said: str) -> None:
    path = tmp_path / "contract.toml"
    path.write_text(MISTAKES)
    with pytest.raises(ProjectError) as raised:
        load(path)
    assert f"contract.toml:{line}: {said}" in raised.value.where


def test_other_files_break_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "contract.toml"
    with pytest.raises(InputError, match=r"no contract\.toml"):
        load(path)
    path.write_text("format = 99")
    with pytest.raises(ProjectError) as raised:
        load(path)
    assert "newer than this Assay reads" in raised.value.where
    path.write_text("columns = 3\ntable = []\nexpressions = 5\nseen = 1")
    with pytest.raises(ProjectError, match="5 mistakes"):
        load(path)
