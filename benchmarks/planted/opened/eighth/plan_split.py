"""What is planted into splits."""

from __future__ import annotations

from benchmarks.planted.opened.eighth import splits, times, wording
from benchmarks.planted.plan import planting

EQUAL = (
    planting("equal rows", "mortgages", splits.loaded_twice, share=0.05),
    planting("equal rows", "griliches", splits.windows_overlap, first=0.8, last=0.27),
    planting("equal rows", "smokers", splits.test_of_all, share=0.2),
    planting("equal rows, fresh identifier", "swiss_women", splits.numbered_anew,
             share=0.06, form="line"),
    planting("equal rows, fresh identifier", "working_wives", splits.numbered_anew,
             share=0.15, form="request"),
    planting("equal rows, fresh identifier", "mouse_weights", splits.numbered_anew,
             share=0.04, form="stamp"),
)  # fmt: skip

NEAR = (
    planting("jittered rows", "mouse_weights", splits.measured_again,
             share=0.12, noise=0.01, columns=2),
    planting("jittered rows", "democracies", splits.second_system, share=0.35, digits=3),
    planting("jittered rows", "diamonds", splits.augmented, copies=2, noise=0.004),
    planting("rows with edited text", "industry_notes", wording.worded_again,
             column="includes", share=0.15, form="mistyped"),
    planting("rows with edited text", "industries", wording.worded_again,
             column="description", share=0.25, form="swapped"),
    planting("rows with edited text", "bakes", wording.worded_again,
             column="showstopper", share=0.2, form="marked"),
)  # fmt: skip

GROUPS = (
    planting("declared group on both sides", "family_cancer", splits.groups_ignored),
    planting("declared group on both sides", "tennessee", splits.groups_ignored, share=0.2),
    planting("declared group on both sides", "travel_modes", splits.groups_ignored, share=0.3),
    planting("declared group on both sides", "patents", splits.groups_topped_up,
             groups=20, share=0.3),
    planting("undeclared group on both sides", "county_crime", splits.groups_unsaid,
             key=("county", "pctmin80")),
    planting("undeclared group on both sides", "life_expectancy", splits.groups_unsaid,
             key=("country",)),
    planting("undeclared group on both sides", "galton", splits.groups_unsaid,
             drop=True, share=0.3),
)  # fmt: skip

TIME = (
    planting("training after test", "final_four", times.first_as_test),
    planting("training after test", "emails", times.fold_of_the_middle, place=0.4),
    planting("training after test", "stock_returns", times.late_corrections, share=0.35),
    planting("random split of ordered data", "macro", times.shuffled),
    planting("random split of ordered data", "beveridge", times.shuffled),
    planting("random split of ordered data", "stocks", times.shuffled, declared=False),
)

PLAN = (*EQUAL, *NEAR, *GROUPS, *TIME)
