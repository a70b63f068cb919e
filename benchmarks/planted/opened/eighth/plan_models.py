"""What is planted into models and scripts."""

from __future__ import annotations

from benchmarks.planted.opened.eighth import models
from benchmarks.planted.plan import planting

FIT = (
    planting("model overfits", "working_wives", models.overgrown, model="grown_tree"),
    planting("model overfits", "health_spending", models.overgrown, model="cubic_terms"),
    planting("model overfits", "breast_cancer", models.overgrown, model="long_boosting"),
    planting("model underfits", "sun_angles", models.too_simple, model="one_question"),
    planting("model underfits", "body_measures", models.too_simple, model="held_too_tight"),
    planting("model underfits", "mouse_weights", models.too_simple, model="only_the_sex"),
    planting("model no better than baseline", "job_training", models.says_nothing,
             model="never_moves"),
    planting("model no better than baseline", "stock_returns", models.says_nothing,
             model="plain_line"),
    planting("model no better than baseline", "heart_attacks", models.says_nothing,
             model="only_the_year"),
    planting("model with unstable seeds", "diamonds", models.by_chance, model="tiny_network"),
    planting("model with unstable seeds", "breast_cancer", models.by_chance,
             model="large_steps"),
    planting("model with unstable seeds", "computing_jobs", models.by_chance,
             model="drawn_cuts"),
)  # fmt: skip

JUDGED = (
    planting("metric hides the minority", "mortgages", models.accuracy_alone,
             model="cautious_logistic"),
    planting("metric hides the minority", "smokers", models.accuracy_alone,
             model="cautious_logistic"),
    planting("metric hides the minority", "final_four", models.accuracy_alone,
             model="plain_logistic"),
    planting("model miscalibrated", "breast_cancer", models.odd_chances, model="naive"),
    planting("model miscalibrated", "mortgages", models.odd_chances, model="weighted_logistic"),
    planting("model miscalibrated", "smokers", models.odd_chances, model="smoothed_logistic"),
    planting("code that sees the target", "elementary", models.script,
             module="code_district_level"),
    planting("code that sees the target", "griliches", models.script, module="code_neighbours"),
    planting("code that sees the target", "mouse_weights", models.script,
             module="code_last_fit"),
    planting("slice that fails", "sun_angles", models.scanner_off,
             model="leafy_forest", kind="month", word="jul", column="tst"),
    planting("slice that fails", "working_wives", models.wrong_for_some, model="turned_slice",
             column="city"),
    planting("slice that fails", "mouse_weights", models.wrong_for_some, model="ounces_slice",
             column="gen"),
)  # fmt: skip

PLAN = (*FIT, *JUDGED)
