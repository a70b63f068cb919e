"""Clean controls."""

from __future__ import annotations

from benchmarks.planted.heldout.columns import honest
from benchmarks.planted.plan import planting

PLAN = (
    planting(None, "store_orders", honest.untouched),
    planting(None, "us_airfields", honest.untouched),
    planting(None, "seattle_days", honest.untouched),
    planting(None, "take_offs", honest.untouched),
    planting(None, "chemical_elements", honest.untouched),
    planting(None, "crohn_trial", honest.untouched),
    planting(None, "firefighters", honest.untouched, share=0.3),
    planting(None, "park_bids", honest.untouched),
    planting(None, "tip_cards", honest.untouched),
    planting(None, "seizure_counts", honest.untouched, share=0.35),
    planting(None, "climber_samples", honest.untouched),
    planting(None, "single_parent_schools", honest.untouched, share=0.22),
    planting(None, "absent_pupils", honest.numbered),
    planting(None, "programme_men", honest.untouched),
    planting(None, "labour_market_men", honest.scaled_on_train),
    planting(None, "training_firms", honest.filled_on_train),
    planting(None, "store_orders", honest.encoded_on_train, column="Sub_Category"),
    planting(None, "detox_patients", honest.emptied_at_random, column="A18", share=0.4),
    planting(None, "labour_market_men", honest.rounded, column="re75", places=1),
    planting(None, "firefighters", honest.measured_twice, column="Written"),
)  # fmt: skip
