from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from assay.core.finding import Finding
from assay.core.project import Waiver
from assay.practices.waivers import covering, in_force, waived

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 1, 1))
NAMES = st.sampled_from(["a", "b", "c"])


def waiver(column: str | None = None, *, expires: datetime.date | None = None) -> Waiver:
    return Waiver(
        rule="leak-target-proxy",
        column=column,
        reason=f"agreed with the owner of {column}",
        expires=expires or datetime.date(2030, 1, 31),
    )


@given(DAYS, DAYS)
def test_waiver_holds_until_its_last_day_and_no_longer(
    today: datetime.date, last: datetime.date
) -> None:
    holding, expired = in_force([waiver(expires=last)], today=today)
    assert bool(holding) == (today <= last)
    assert bool(expired) == (today > last)


@given(st.lists(DAYS), DAYS)
def test_every_waiver_either_holds_or_has_expired(
    days: list[datetime.date], today: datetime.date
) -> None:
    listed = [waiver(expires=day) for day in days]
    holding, expired = in_force(listed, today=today)
    assert sorted([*holding, *expired], key=id) == sorted(listed, key=id)


@given(st.lists(NAMES, unique=True), st.lists(NAMES))
def test_finding_is_covered_only_if_all_its_columns_are(
    columns: list[str], waived_columns: list[str]
) -> None:
    finding = Finding.at(message="leaks", columns=tuple(columns))
    cover = covering(finding, [waiver(column) for column in waived_columns])
    assert bool(cover) == (bool(columns) and set(columns) <= set(waived_columns))


@given(st.lists(NAMES, unique=True), st.lists(NAMES))
def test_waiver_without_a_column_covers_everything(
    columns: list[str], waived_columns: list[str]
) -> None:
    finding = Finding.at(message="leaks", columns=tuple(columns))
    assert covering(finding, [waiver(name) for name in [*waived_columns, None]])


@given(st.lists(NAMES, unique=True, min_size=1), st.lists(DAYS, min_size=3, max_size=3))
def test_cover_of_several_waivers_ends_with_the_first(
    columns: list[str], days: list[datetime.date]
) -> None:
    finding = Finding.at(message="leaks", columns=tuple(columns))
    listed = [waiver(name, expires=day) for name, day in zip("abc", days, strict=True)]
    cover = covering(finding, listed)
    together = waived(finding, cover)
    assert together.expires == min(w.expires for w in listed if w.column in columns).isoformat()
    assert all(f"of {column}" in together.reason for column in columns)
