"""What is planted as steps over both sides, and into labels."""

from __future__ import annotations

from benchmarks.planted.opened.ninth import labels, together
from benchmarks.planted.plan import planting

TOGETHER = (
    planting("scaled together", "gamma_rays", together.scaled, form="standard"),
    planting("scaled together", "silhouettes", together.scaled, form="range"),
    planting("scaled together", "wines", together.scaled, form="robust"),
    planting("scaled together", "staff", together.scaled, form="standard",
             columns=("age", "hours"), digits=4),
    planting("imputed together", "aids_trial", together.imputed,
             columns=("wtkg", "cd80"), holes=0.2, form="mean"),
    planting("imputed together", "desert_animals", together.imputed,
             columns=("hindfoot_length",), holes=0.25, form="mean", by="species_id"),
    planting("imputed together", "gamma_rays", together.imputed,
             columns=("alpha", "distance"), holes=0.08, form="median", test_holes=0.3),
    planting("selected together", "cement", together.searches, count=600, keep=15),
    planting("selected together", "shares", together.signals, count=1500, keep=20),
    planting("selected together", "sonar", together.pairs_of_bands, keep=25),
    planting("oversampled before the split", "cars", together.repeated_rare,
             times=6, event="yes"),
    planting("oversampled before the split", "yeasts", together.evened_out),
    planting("oversampled before the split", "staff", together.weighted_out, column="hours"),
    planting("interpolated before the split", "proteins", together.between_neighbours,
             times=1.5),
    planting("interpolated before the split", "thyroids", together.between_neighbours,
             times=3.0, neighbours=3, digits=2),
    planting("interpolated before the split", "pollen", together.mixtures, times=0.4),
    planting("interpolated before the split", "interest", together.finer_steps, steps=4),
)  # fmt: skip

LABELS = (
    planting("label noise", "silhouettes", labels.flipped, share=0.15),
    planting("label noise", "letters", labels.one_office, column="pixels", above=0.5, share=0.3),
    planting("label noise", "chess", labels.taken_for, said="nowin", for_="won", share=0.15),
    planting("label noise", "radar", labels.flipped, share=0.1, train_only=False),
    planting("conflicting labels", "credits", labels.two_opinions, share=0.1),
    planting("conflicting labels", "silhouettes", labels.two_opinions, share=0.2, agree=0.4),
    planting("conflicting labels", "staff", labels.earlier_status,
             first="ok", last="fired", share=0.2),
    planting("label shift", "page_blocks", labels.kept_share, label="no", keep=0.35),
    planting("label shift", "contraception", labels.kept_share, label="none", keep=0.3),
    planting("label shift", "wages_1982", labels.richer_test, power=1.5),
    planting("accuracy on imbalance", "insurance", labels.by_accuracy),
    planting("accuracy on imbalance", "cars", labels.by_accuracy),
    planting("accuracy on imbalance", "vocabulary", labels.by_accuracy, share=0.05),
    planting("class absent on one side", "contraception", labels.class_gone,
             label="long-term", side="test"),
    planting("class absent on one side", "letters", labels.class_gone, label="Q", side="train"),
    planting("class absent on one side", "staff", labels.cut_in_order, share=0.25),
)  # fmt: skip

PLAN = (*TOGETHER, *LABELS)
