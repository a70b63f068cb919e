"""What is planted as models."""

from __future__ import annotations

from benchmarks.planted.heldout_next import models
from benchmarks.planted.plan import planting

PLAN = (
    planting("model overfits", "gbsg", models.with_function, model="grown_tree"),
    planting("model overfits", "pensions", models.with_function, model="nearest_row"),
    planting("model overfits", "rotterdam", models.with_file, model="deep_tree", form="skops"),
    planting("model underfits", "engineers", models.with_function, model="smothered_logistic",
             half=True),
    planting("model underfits", "scottish_pupils", models.with_function, model="smothered_ridge"),
    planting("model underfits", "hot_days", models.with_file, model="stump", form="onnx"),
    planting("model no better than baseline", "rotterdam", models.with_function, model="coin"),
    planting("model no better than baseline", "young_men", models.with_function,
             model="median_alone"),
    planting("model with unstable seeds", "high_schools", models.with_function,
             model="one_random_tree"),
    planting("model with unstable seeds", "liver_tumour", models.with_function,
             model="jumping_network"),
    planting("model with unstable seeds", "skin_tumour", models.with_function,
             model="three_trees"),
    planting("metric hides the minority", "mgus", models.with_function, model="majority_leaning",
             metric="accuracy"),
    planting("metric hides the minority", "job_training", models.with_function,
             model="majority_leaning", metric="accuracy"),
    planting("model miscalibrated", "mgus", models.with_function, model="balanced_logistic"),
    planting("model miscalibrated", "graduates", models.with_function, model="timid_boosting"),
    planting("model miscalibrated", "rotterdam", models.with_file, model="naive",
             form="mlflow"),
    planting("code that sees the target", "gbsg", models.with_script, script="code_scales_all",
             function="model"),
    planting("code that sees the target", "speech", models.with_script, script="code_selects_all",
             function="model"),
    planting("code that sees the target", "midwest", models.with_script,
             script="code_encodes_target", function="build"),
    planting("code that sees the target", "mgus", models.with_script, script="code_repeats_rare",
             function="estimator"),
    planting("slice that fails", "trainees", models.broken_slice, column="office", value="north",
             values=("north", "south", "east", "west"), model="ridge"),
    planting("slice that fails", "scottish_pupils", models.broken_slice, column="sex", value="M",
             model="boosted"),
    planting("slice that fails", "engineers", models.broken_slice, column="plant", value="C",
             values=("A", "B", "C"), model="logistic", half=True),
)  # fmt: skip
