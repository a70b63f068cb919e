"""What is fitted on both sides, and what is wrong with the target."""

from __future__ import annotations

from benchmarks.planted.opened.seventh import labels, together
from benchmarks.planted.plan import planting

FITTED = (
    planting("scaled together", "five_factors", together.scaled, form="standard"),
    planting("scaled together", "lake", together.scaled, form="limits",
             columns=("costCon", "costSom", "costHoust")),
    planting("scaled together", "firms", together.scaled, form="log standard",
             columns=("capital", "labour", "wage")),
    planting("imputed together", "schooling", together.imputed, columns=("iqscore",)),
    planting("imputed together", "vouchers", together.imputed, columns=("mnce90",),
             by="female"),
    planting("imputed together", "rodents", together.imputed, columns=("hindfoot_length",),
             by="species_id"),
    planting("selected together", "children", together.selected,
             prefix="protein", tried=2000, kept=15),
    planting("selected together", "shelters", together.selected,
             prefix="gene", tried=3000, kept=15),
    planting("selected together", "handwriting", together.selected,
             prefix="stroke", tried=1500, kept=20),
    planting("oversampled before the split", "training_offer", together.repeated_rare, times=6),
    planting("oversampled before the split", "transfers", together.drawn_with_return),
    planting("oversampled before the split", "shelters", together.repeated_rare, times=1),
    planting("interpolated before the split", "caterpillars", together.between_neighbours,
             times=2.0),
    planting("interpolated before the split", "breast_cancer", together.between_neighbours,
             times=1.0, digits=3),
    planting("interpolated before the split", "media_markets", together.middles, share=0.6),
)  # fmt: skip

LABELS = (
    planting("label noise", "penguins", labels.mislabelled, share=0.15),
    planting("label noise", "caterpillars", labels.mislabelled, share=0.2),
    planting("label noise", "training_offer", labels.confused,
             taken="no", given="yes", share=0.08),
    planting("conflicting labels", "women_at_work", labels.two_answers, share=0.12),
    planting("conflicting labels", "mouse_cancers", labels.two_answers, share=0.25),
    planting("conflicting labels", "handwriting", labels.two_answers, share=0.2),
    planting("label shift", "gammopathy", labels.thinned_class,
             label="yes", side="test", kept=0.3),
    planting("label shift", "drunk_drivers", labels.thinned_class,
             label="no", side="train", kept=0.4),
    planting("label shift", "incinerator", labels.higher_target, share=0.25),
    planting("accuracy on imbalance", "training_offer", labels.judged_by_accuracy),
    planting("accuracy on imbalance", "fatty_liver", labels.judged_by_accuracy, kept=0.5),
    planting("accuracy on imbalance", "airlines", labels.judged_by_accuracy, kept=0.15),
    planting("class absent on one side", "attitudes", labels.class_left_out,
             label="others", side="test"),
    planting("class absent on one side", "transfers", labels.class_left_out,
             label="less", side="train"),
    planting("class absent on one side", "five_factors", labels.class_left_out,
             label="Eur", side="train"),
)  # fmt: skip

PLAN = (*FITTED, *LABELS)
