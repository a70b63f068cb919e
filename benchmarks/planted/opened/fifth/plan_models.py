"""Cases whose fault is in the model that comes with them."""

from __future__ import annotations

from benchmarks.planted.opened.fifth import given
from benchmarks.planted.plan import planting

MODELS = [
    planting("model overfits", "park visitors", given.modelled, make="grown_to_the_end"),
    planting("model overfits", "tv friends", given.modelled, make="weighted_by_distance"),
    planting("model overfits", "turnout", given.modelled, make="narrow_kernel"),
    planting("model overfits", "fringe pay", given.modelled, make="trees_without_draw"),
    planting("model underfits", "pumps", given.modelled, make="one_question"),
    planting("model underfits", "stones", given.modelled, make="crowd_of_neighbours"),
    planting("model underfits", "hours", given.modelled, make="heavy_penalty"),
    planting("model underfits", "basketballers", given.modelled, make="crowd_of_voters"),
    planting(
        "model no better than baseline", "stones", given.modelled, make="penalty_beyond_all"
    ),
    planting(
        "model no better than baseline", "frogs", given.modelled, make="reset_index_classes"
    ),
    planting(
        "model no better than baseline", "hours", given.modelled, make="reset_index_numbers"
    ),
    planting("model with unstable seeds", "frogs", given.modelled,
             make="one_step_unscaled"),
    planting("model with unstable seeds", "tissues", given.modelled, make="one_random_tree"),
    planting("model with unstable seeds", "countries", given.modelled,
             make="one_random_tree_of_numbers"),
    planting("model with unstable seeds", "exams", given.modelled, make="brief_network"),
    planting("metric hides the minority", "values", given.modelled_rare,
             make="careful_of_the_rare", share=0.09, metric="accuracy"),
    planting("metric hides the minority", "turnout", given.modelled_rare,
             make="shy_forest", share=0.08, metric="accuracy"),
    planting("metric hides the minority", "park visitors", given.modelled_rare,
             make="shy_tree", share=0.07, metric="accuracy"),
    planting("model miscalibrated", "turnout", given.modelled, make="naive_of_repeats"),
    planting("model miscalibrated", "park visitors", given.modelled, make="naive_of_repeats"),
    planting("model miscalibrated", "kidneys", given.modelled, make="balanced_weights"),
    planting("model miscalibrated", "police trust", given.modelled, make="leaves_of_one"),
    planting("code that sees the target", "heating", given.modelled,
             make="cache_of_heating", file="leaking"),
    planting("code that sees the target", "savers", given.modelled,
             make="cache_of_savers", file="leaking"),
    planting("code that sees the target", "hoops pay", given.modelled,
             make="nearest_of_hoops_pay", file="leaking"),
    planting("code that sees the target", "park visitors", given.modelled,
             make="nearest_of_park_visitors", file="leaking"),
    planting("slice that fails", "pumps", given.broken_in_a_slice,
             column="drive_sys", value="F", make="straight_line"),
    planting("slice that fails", "training log", given.turned_in_a_slice,
             column="weekday", value="Tue", make="straight_line", by="Miles"),
    planting("slice that fails", "chicks", given.turned_in_a_slice,
             column="Diet", value="3", make="straight_line", by="Time"),
    planting("slice that fails", "health bill", given.broken_in_a_slice,
             column="Party", value="D", make="straight_border"),
]  # fmt: skip
