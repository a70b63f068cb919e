"""What is planted into splits."""

from __future__ import annotations

from benchmarks.planted.opened.seventh import splits
from benchmarks.planted.plan import planting

EQUAL = (
    planting("equal rows", "schooling", splits.exported_again, share=0.04),
    planting("equal rows", "batters", splits.newest_file_twice, share=0.4),
    planting("equal rows", "caterpillars", splits.exported_again, share=0.12),
    planting("equal rows, fresh identifier", "breast_cancer", splits.numbered_again,
             share=0.08, form="load number"),
    planting("equal rows, fresh identifier", "incinerator", splits.numbered_again,
             share=0.1, form="hash"),
    planting("equal rows, fresh identifier", "shelters", splits.numbered_again,
             share=0.06, form="case number"),
    planting("jittered rows", "firms", splits.measured_again, share=0.2, noise=0.003),
    planting("jittered rows", "media_markets", splits.rounded_export, share=0.25, digits=3),
    planting("jittered rows", "nations", splits.noise_first, copies=2, noise=0.01),
    planting("rows with edited text", "dishes", splits.retyped,
             column="signature", form="mistyped", share=0.2),
    planting("rows with edited text", "player_pay", splits.retyped,
             column="player", form="family name first", share=0.15),
    planting("rows with edited text", "journals", splits.retyped,
             column="title", form="abbreviated", share=0.3),
)  # fmt: skip

GROUPS = (
    planting("declared group on both sides", "ketchup", splits.by_row),
    planting("declared group on both sides", "hepatitis", splits.last_rows),
    planting("declared group on both sides", "michigan_schools", splits.some_groups, share=0.3),
    planting("undeclared group on both sides", "life_expectancy", splits.unsaid_key, name="unit"),
    planting("undeclared group on both sides", "attitudes", splits.unsaid_key, name="panel_no"),
    planting("undeclared group on both sides", "liver_visits", splits.key_left_out,
             columns=("age",)),
)  # fmt: skip

TIME = (
    planting("training after test", "petrol", splits.latest_trains),
    planting("training after test", "savings", splits.window_inside),
    planting("training after test", "rodents", splits.late_arrivals, share=0.25),
    planting("random split of ordered data", "births", splits.at_random),
    planting("random split of ordered data", "municipalities", splits.at_random),
    planting("random split of ordered data", "fuel_oil", splits.at_random, declared=False),
)

PLAN = (*EQUAL, *GROUPS, *TIME)
