"""What is planted: rows of another kind on the test side."""

from __future__ import annotations

from benchmarks.planted.heldout.columns import drift
from benchmarks.planted.plan import planting

PLAN = (
    planting("covariate shift", "store_orders", drift.drawn_by, column="Quantity", strength=2.0),
    planting("covariate shift", "labour_market_men", drift.drawn_by, column="age", strength=-2.5),
    planting("covariate shift", "seattle_days", drift.recalibrated, column="wind", by=0.6),
    planting("covariate shift", "detox_patients", drift.drawn_by, column="A9", strength=2.5),
    planting("unseen categories", "store_orders", drift.opened_later,
             column="Sub_Category", values=("Machines", "Copiers")),
    planting("unseen categories", "plane_ages", drift.opened_later,
             column="manufacturer", values=("CANADAIR", "BOMBARDIER INC")),
    planting("unseen categories", "take_offs", drift.opened_later,
             column="carrier", values=("WN",)),
    planting("unseen categories", "store_orders", drift.renamed_offer,
             column="Ship_Mode", old="Standard Class", new="Drone", share=0.2),
    planting("missing burst", "seattle_days", drift.lost,
             column="wind", where="end", share=0.2),
    planting("missing burst", "labour_market_men", drift.lost, column="re74", share=0.35),
    planting("missing burst", "store_orders", drift.lost,
             column="Discount", where="Region", value="South"),
    planting("missing burst", "detox_patients", drift.lost, column="A10", share=0.25),
    planting("outlier burst", "glucose_pump", drift.spiked,
             column="isig", value=900.0, rows=25),
    planting("outlier burst", "store_orders", drift.slipped,
             column="Quantity", factor=100.0, share=0.05),
    planting("outlier burst", "single_parent_schools", drift.slipped,
             column="exppp", factor=10.0, share=0.15),
    planting("outlier burst", "seattle_days", drift.spiked,
             column="wind", value=75.0, rows=16),
)  # fmt: skip
