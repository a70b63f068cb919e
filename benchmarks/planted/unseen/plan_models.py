"""Cases whose fault is in the model that comes with them."""

from __future__ import annotations

from benchmarks.planted.plan import planting
from benchmarks.planted.unseen import given

MODELS = [
    planting("model overfits", "medicaid", given.modelled, make="grown_to_the_end"),
    planting("model overfits", "tv friends", given.modelled, make="weighted_by_distance"),
    planting("model overfits", "turnout", given.modelled, make="narrow_kernel"),
    planting("model overfits", "sleepers", given.modelled, make="trees_without_draw"),
    planting("model underfits", "used cars", given.modelled, make="one_question"),
    planting("model underfits", "stones", given.modelled, make="crowd_of_neighbours"),
    planting("model underfits", "old cars", given.modelled, make="heavy_penalty"),
    planting("model underfits", "basketballers", given.modelled, make="crowd_of_voters"),
    planting(
        "model no better than baseline", "card balances", given.modelled, make="penalty_beyond_all"
    ),
    planting(
        "model no better than baseline", "dengue", given.modelled, make="reset_index_classes"
    ),
    planting(
        "model no better than baseline", "first years", given.modelled, make="reset_index_numbers"
    ),
    planting("model with unstable seeds", "frogs", given.modelled,
             make="one_step_unscaled"),
    planting("model with unstable seeds", "tissues", given.modelled, make="one_random_tree"),
    planting("model with unstable seeds", "countries", given.modelled,
             make="one_random_tree_of_numbers"),
    planting("model with unstable seeds", "exams", given.modelled, make="brief_network"),
    planting("metric hides the minority", "heart attacks", given.modelled_rare,
             make="careful_of_the_rare", share=0.09, metric="accuracy"),
    planting("metric hides the minority", "turnout", given.modelled_rare,
             make="shy_forest", share=0.08, metric="accuracy"),
    planting("metric hides the minority", "poisoned", given.modelled_rare,
             make="shy_tree", share=0.07, metric="accuracy"),
    planting("model miscalibrated", "turnout", given.modelled, make="naive_of_repeats"),
    planting("model miscalibrated", "medicaid", given.modelled, make="naive_of_repeats"),
    planting("model miscalibrated", "heart attacks", given.modelled, make="balanced_weights"),
    planting("model miscalibrated", "police trust", given.modelled, make="leaves_of_one"),
    planting("code that sees the target", "heating", given.modelled,
             make="cache_of_heating", file="leaking"),
    planting("code that sees the target", "savers", given.modelled,
             make="cache_of_savers", file="leaking"),
    planting("code that sees the target", "sleepers", given.modelled,
             make="nearest_of_sleepers", file="leaking"),
    planting("code that sees the target", "medicaid", given.modelled,
             make="nearest_of_medicaid", file="leaking"),
    planting("slice that fails", "used cars", given.broken_in_a_slice,
             column="make", value="Cadillac", make="straight_line"),
    planting("slice that fails", "training log", given.turned_in_a_slice,
             column="weekday", value="Tue", make="straight_line", by="Miles"),
    planting("slice that fails", "chicks", given.turned_in_a_slice,
             column="Diet", value="3", make="straight_line", by="Time"),
    planting("slice that fails", "card balances", given.turned_in_a_slice,
             column="Ethnicity", value="Asian", make="straight_line", by="Limit"),
    planting("slice that fails", "dengue", given.broken_in_a_slice,
             column="region", value="Asia", make="straight_border"),
]  # fmt: skip
