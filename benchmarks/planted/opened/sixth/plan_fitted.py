"""What is planted as steps fitted on both sides together, and into labels."""

from __future__ import annotations

from benchmarks.planted.opened.sixth import labels, together
from benchmarks.planted.plan import planting

TOGETHER = (
    planting("scaled together", "gbsg", together.scaled, form="standard"),
    planting("scaled together", "midwest", together.scaled, form="range of 2"),
    planting("scaled together", "food_shares", together.scaled, form="robust"),
    planting("imputed together", "chain", together.imputed,
             columns=("log_virus", "income"), form="mean"),
    planting("imputed together", "fatty_liver", together.imputed_by_class,
             columns=("weight", "height"), by="male"),
    planting("imputed together", "food_shares", together.imputed,
             columns=("salcohol",), form="median", holes=0.2),
    planting("selected together", "steroid_toxicity", together.selected,
             candidates=3000, kept=20, form="gaussian", event="toxic"),
    planting("selected together", "skin_tumour", together.selected,
             candidates=4000, kept=30, form="genotypes", event="yes", keep_table=False),
    planting("selected together", "houses", together.selected,
             candidates=2500, kept=15, form="gaussian"),
    planting("oversampled before the split", "mgus", together.oversampled,
             event="progressed", share=0.5),
    planting("oversampled before the split", "liver_injury", together.oversampled,
             event="severe", share=0.25),
    planting("interpolated before the split", "mgus", together.interpolated,
             event="progressed", share=0.4),
    planting("interpolated before the split", "speech", together.interpolated,
             event="control", share=0.5),
    planting("interpolated before the split", "meats", together.interpolated_everywhere, more=0.7),
)  # fmt: skip

LABELS = (
    planting("label noise", "engineers", labels.relabelled, share=0.25, half=True),
    planting("label noise", "meats", labels.relabelled, share=0.25, half=True),
    planting("label noise", "soybeans", labels.relabelled, share=0.3, half=True, only="high"),
    planting("conflicting labels", "gbsg", labels.contradicted, share=0.08),
    planting("conflicting labels", "commuters", labels.contradicted, share=0.12),
    planting("label shift", "colon", labels.other_shares, event="dead", keep=0.3),
    planting("label shift", "rotterdam", labels.other_shares, event="yes", keep=0.55),
    planting("label shift", "commuters", labels.other_shares, event="car", keep=0.3, side="train"),
    planting("accuracy on imbalance", "mgus", labels.judged_by_accuracy, metric="accuracy"),
    planting("accuracy on imbalance", "job_training", labels.rarer,
             event="yes", keep=0.25, metric="accuracy"),
    planting("class absent on one side", "liver_injury", labels.absent_class,
             event="severe", side="test"),
    planting("class absent on one side", "prostate", labels.absent_class,
             event="dead of it", side="train"),
    planting("class absent on one side", "framing", labels.absent_class,
             event="Favor", side="test"),
)  # fmt: skip

PLAN = (*TOGETHER, *LABELS)
