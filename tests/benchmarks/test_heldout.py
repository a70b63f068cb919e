from __future__ import annotations

from collections import Counter

from benchmarks.planted.case import FAULTS
from benchmarks.planted.heldout.plan import PARTS


def test_the_parts_plant_every_fault_at_least_twice() -> None:
    planted = Counter(each.fault for part in PARTS for each in part.PLAN if each.fault)
    assert set(planted) == set(FAULTS)
    assert min(planted.values()) >= 2


def test_no_name_stands_in_two_parts() -> None:
    assert max(Counter(each.name for part in PARTS for each in part.PLAN).values()) == 1
