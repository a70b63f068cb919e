"""What is planted into splits."""

from __future__ import annotations

from benchmarks.planted.opened.sixth import splits
from benchmarks.planted.plan import planting

EQUAL = (
    planting("equal rows", "commuters", splits.appended_rows, share=0.05),
    planting("equal rows", "high_schools", splits.twice_exported, share=0.08),
    planting("equal rows", "colon", splits.appended_rows, share=0.15),
    planting("equal rows, fresh identifier", "liver_tumour", splits.renumbered_rows,
             share=0.15, form="count"),
    planting("equal rows, fresh identifier", "food_shares", splits.renumbered_rows,
             share=0.06, form="hash"),
    planting("equal rows, fresh identifier", "rotterdam", splits.renumbered_rows,
             share=0.1, form="key"),
    planting("jittered rows", "meats", splits.remeasured_rows, share=0.35, noise=0.002, places=5),
    planting("jittered rows", "midwest", splits.remeasured_rows, share=0.25, noise=0.004),
    planting("jittered rows", "steroid_toxicity", splits.augmented_first, copies=2, noise=0.01),
    planting("rows with edited text", "bakes", splits.reworded_rows,
             column="showstopper", share=0.3, form="mistyped"),
    planting("rows with edited text", "courses", splits.reworded_rows,
             column="course", share=0.2, form="reordered"),
    planting("rows with edited text", "bakes", splits.reworded_rows,
             column="signature", share=0.25, form="relaid"),
)  # fmt: skip

GROUPS = (
    planting("declared group on both sides", "medicare", splits.known_groups),
    planting("declared group on both sides", "crackers", splits.known_groups, share=0.2),
    planting("declared group on both sides", "soybeans", splits.known_groups, share=0.4),
    planting("undeclared group on both sides", "spruces", splits.unknown_groups, name="tree_no"),
    planting("undeclared group on both sides", "professors", splits.unknown_groups, name="staff"),
    planting("undeclared group on both sides", "counties", splits.hidden_groups),
)  # fmt: skip

TIME = (
    planting("training after test", "lodging", splits.future_first),
    planting("training after test", "commodities", splits.window_inside),
    planting("training after test", "baseball_teams", splits.window_inside),
    planting("random split of ordered data", "months", splits.shuffled_time),
    planting("random split of ordered data", "voting_polls", splits.shuffled_time),
    planting("random split of ordered data", "commodities", splits.shuffled_time, declared=False),
)

PLAN = (*EQUAL, *GROUPS, *TIME)
