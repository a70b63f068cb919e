"""What is planted by fitting on both sides, and into labels."""

from __future__ import annotations

from benchmarks.planted.opened.eighth import labels, together
from benchmarks.planted.plan import planting

FITTED = (
    planting("scaled together", "haemoglobin", together.scaled, form="standard"),
    planting("scaled together", "mortgages", together.scaled, form="standard",
             only=("dir", "hir", "lvr", "uria")),
    planting("scaled together", "health_spending", together.scaled, form="range"),
    planting("scaled together", "smokers", together.scaled, form="quartiles",
             only=("wt71", "ht", "sbp", "cholesterol")),
    planting("imputed together", "smokers", together.imputed, form="mean",
             names=("sbp", "dbp", "income", "cholesterol")),
    planting("imputed together", "haemoglobin", together.imputed, form="mean",
             names=("alb", "creat")),
    planting("imputed together", "mouse_weights", together.imputed, form="median",
             names=("bone_density", "percent_fat"), gaps=0.15, by="diet"),
    planting("selected together", "haemoglobin", together.screened,
             many=3000, kept=40, form="snp"),
    planting("selected together", "social_cognition", together.screened,
             many=2000, kept=30, form="word"),
    planting("selected together", "lung_patients", together.screened,
             many=4000, kept=50, form="gene"),
    planting("oversampled before the split", "mortgages", together.repeated_rare, form="times",
             times=3),
    planting("oversampled before the split", "heart_attacks", together.repeated_rare,
             form="balanced"),
    planting("oversampled before the split", "computing_jobs", together.repeated_rare,
             form="balanced"),
    planting("interpolated before the split", "smokers", together.between_neighbours,
             label="yes", times=2.0),
    planting("interpolated before the split", "computing_jobs", together.between_neighbours,
             label="L", times=3.0),
    planting("interpolated before the split", "health_spending", together.blended,
             rows=120, places=6),
)  # fmt: skip

MIRRORED = (("VF", "L"), ("F", "M"), ("M", "F"), ("L", "VF"))

LABELS = (
    planting("label noise", "autolander", labels.mislabelled, share=0.1,
             swaps=(("auto", "noauto"), ("noauto", "auto"))),
    planting("label noise", "computing_jobs", labels.mislabelled, share=0.12, swaps=MIRRORED),
    planting("label noise", "body_measures", labels.wrong_chart, share=0.16),
    planting("conflicting labels", "mortgages", labels.judged_twice, share=0.06),
    planting("conflicting labels", "industries", labels.judged_twice, share=0.1),
    planting("conflicting labels", "swiss_women", labels.judged_twice, share=0.15),
    planting("label shift", "heart_attacks", labels.other_mix, label="live", kept=0.3,
             side="test"),
    planting("label shift", "swiss_women", labels.other_mix, label="yes", kept=0.35,
             side="train"),
    planting("label shift", "car_choice", labels.other_mix, label="choice5", kept=0.2,
             side="test"),
    planting("label shift", "fruit_flies", labels.heavier_first, pull=3.3),
    planting("accuracy on imbalance", "resumes", labels.judged_by_accuracy),
    planting("accuracy on imbalance", "final_four", labels.judged_by_accuracy),
    planting("accuracy on imbalance", "emails", labels.judged_by_accuracy),
    planting("class absent on one side", "car_choice", labels.class_gone, label="choice4",
             side="test"),
    planting("class absent on one side", "computing_jobs", labels.class_gone, label="L",
             side="train"),
    planting("class absent on one side", "industries", labels.class_gone, label="trade",
             side="test"),
)  # fmt: skip

PLAN = (*FITTED, *LABELS)
