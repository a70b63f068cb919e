"""What is planted into splits."""

from __future__ import annotations

from benchmarks.planted.opened.ninth import order, rows
from benchmarks.planted.plan import planting

EQUAL = (
    planting("equal rows", "wines", rows.drawn_twice, train=0.7, test=0.3),
    planting("equal rows", "gamma_rays", rows.late_batch, share=0.02),
    planting("equal rows", "credits", rows.two_offices, share=0.07),
    planting("equal rows, fresh identifier", "gamma_rays", rows.new_keys,
             share=0.04, name="uid", form="hex"),
    planting("equal rows, fresh identifier", "staff", rows.new_keys,
             share=0.03, name="record_no", form="running"),
    planting("equal rows, fresh identifier", "wages_1982", rows.new_keys,
             share=0.06, name="loaded_at", form="clock"),
    planting("jittered rows", "thyroids", rows.second_reading, share=0.45, error=0.02),
    planting("jittered rows", "proteins", rows.noisy_copies, copies=1, error=0.02),
    planting("jittered rows", "pollen", rows.rounded_archive, share=0.15, digits=3),
    planting("rows with edited text", "airports", rows.retyped,
             column="name", share=0.25, form="abbreviated"),
    planting("rows with edited text", "senators", rows.retyped,
             column="name", share=0.3, form="turned"),
    planting("rows with edited text", "footballers", rows.retyped,
             column="short_name", share=0.15, form="mistyped"),
)  # fmt: skip

GROUPS = (
    planting("declared group on both sides", "cigarettes", order.last_of_each, by="year"),
    planting("declared group on both sides", "encounters", order.topped_up, share=0.3),
    planting("declared group on both sides", "vowels", order.by_rows, share=0.2),
    planting("undeclared group on both sides", "school_tests", order.keyed,
             name="building", code="B"),
    planting("undeclared group on both sides", "public_spending", order.keyed,
             name="treasury", code="T-"),
    planting("undeclared group on both sides", "encounters", order.nameless,
             traits=("age", "bmi", "schooling")),
)  # fmt: skip

TIME = (
    planting("training after test", "cement", order.turned),
    planting("training after test", "shares", order.backfilled, share=0.2),
    planting("training after test", "senate_races", order.old_season, start=0.4, share=0.2),
    planting("random split of ordered data", "interest", order.mixed_days,
             declared=True, shuffled=False),
    planting("random split of ordered data", "births", order.mixed_days,
             declared=False, shuffled=False),
    planting("random split of ordered data", "railways", order.mixed_days,
             declared=True, shuffled=True),
)  # fmt: skip

PLAN = (*EQUAL, *GROUPS, *TIME)
