"""Models that are given, and what each does on the test."""

from __future__ import annotations

from benchmarks.planted.heldout.answers.given import code, judged_by_accuracy, model
from benchmarks.planted.plan import planting

FIT = (
    # Seen by: R2 1 and -0.1 where a forest has 0.28; error 43 % where the large class has 37 %;
    # R2 0.99 and below -20 (a cube of 11 columns, 363 terms for 429 rows).
    planting("model overfits", "benefits", model, made_by="full_tree"),
    planting("model overfits", "german_visits", model, made_by="one_neighbour"),
    planting("model overfits", "castle_states", model, made_by="cubed_line"),
    # Seen by: R2 0.15 where a line has 0.9; no phishing site found where a logistic finds 90 %;
    # R2 0.33 in training where boosted trees have 0.7.
    planting("model underfits", "state_output", model, made_by="drawn_to_mean"),
    planting("model underfits", "phishing_sites", model, made_by="timid_boosting"),
    planting("model underfits", "roll_calls", model, made_by="one_split"),
)

SCORE = (
    # Seen by: log-loss that of the rate to 0.001; R2 -0.2, its error that of the median;
    # R2 -0.18, interval from -0.23 to -0.15.
    planting("model no better than baseline", "german_visits", model, made_by="income_alone"),
    planting("model no better than baseline", "state_output", model, made_by="default_kernel"),
    planting("model no better than baseline", "medicines", model, made_by="logged_amount"),
    # Seen by: R2 from -0.66 to 0.05 over eight seeds; area under the curve from 0.44 to 0.61;
    # R2 from -0.42 to 0.46.
    planting("model with unstable seeds", "benefits", model, made_by="random_tree"),
    planting("model with unstable seeds", "employer_cover", model, made_by="restless_line"),
    planting("model with unstable seeds", "maize_plots", model, made_by="hasty_network"),
    # Seen by: recall of the rare class 4 of 50, 0 of 15 and 0 of 109, accuracy 82, 97 and 93 %.
    planting("metric hides the minority", "sunspots", judged_by_accuracy, made_by="all_quiet"),
    planting("metric hides the minority", "strong_flares", judged_by_accuracy,
             made_by="all_quiet_strong", share=0.4),
    planting("metric hides the minority", "shuttle_sensors", judged_by_accuracy,
             made_by="all_well"),
    # Seen by: says 25 % and 44 % happened, worse than the rate by ten standard errors; says 41 %
    # and 19 % happened; says 25 to 37 % for two fifths of the rows, of which none happened.
    planting("model miscalibrated", "employer_cover", model, made_by="naive_flags"),
    planting("model miscalibrated", "sunspots", model, made_by="weighed_classes"),
    planting("model miscalibrated", "phishing_sites", model, made_by="shy_boosting"),
)  # fmt: skip

PARTS = (
    # Seen by: on a shuffled target, cross-validated area 0.9 and R2 1 from the second fold on;
    # R2 0.73 on the test, and 0.55 if seats are known from training alone.
    planting("code that sees the target", "german_visits", code, made_by="known_persons"),
    planting("code that sees the target", "medicines", code, made_by="archive"),
    planting("code that sees the target", "roll_calls", code, made_by="seat_record"),
    # Seen by: error 8 where the other sites have 3 (28 rows of 114); 38 % right where the others
    # are 91 % right (63 of 312); error 25 where the other region has 16, 8 standard errors.
    planting("slice that fails", "maize_plots", model, made_by="without_two_sites", share=0.35),
    planting("slice that fails", "phishing_sites", model, made_by="trusts_https"),
    planting("slice that fails", "roll_calls", model, made_by="without_south"),
)

PLAN = (*FIT, *SCORE, *PARTS)
