"""What is planted: columns that are gone, of another type, or full of codes."""

from __future__ import annotations

from benchmarks.planted.heldout.columns import schema
from benchmarks.planted.plan import planting

PLAN = (
    planting("missing column", "store_orders", schema.not_delivered, columns=("Discount",)),
    planting("missing column", "training_firms", schema.not_delivered,
             columns=("sales", "avgsal")),
    planting("missing column", "seattle_days", schema.delivered_as,
             column="precipitation", new="precip_mm"),
    planting("missing column", "detox_patients", schema.delivered_as, column="A9", new="A9_x"),
    planting("type changed", "labour_market_men", schema.as_text, column="age"),
    planting("type changed", "store_orders", schema.as_codes, column="Region"),
    planting("type changed", "seattle_days", schema.as_serial, column="date"),
    planting("type changed", "us_airfields", schema.as_text, column="Altitude", suffix=" ft"),
    planting("sentinel values", "training_firms", schema.coded_missing,
             column="sales", code=-9),
    planting("sentinel values", "seattle_days", schema.coded_missing,
             column="wind", code=99.9, share=0.06),
    planting("sentinel values", "us_airfields", schema.coded_missing,
             column="Altitude", code=-9999, share=0.1),
    planting("sentinel values", "detox_patients", schema.coded_missing,
             column="A9", code=99, share=0.12, sides="test"),
    planting("constant column", "store_orders", schema.same_for_all,
             column="Country", value="United States"),
    planting("constant column", "take_offs", schema.same_for_all, column="year", value=2013),
    planting("constant column", "detox_patients", schema.same_for_all, column="TIME", value=0),
    planting("quasi-constant column", "labour_market_men", schema.nearly_same,
             column="form", values=("1978-A", "1978-B"), rows=6),
    planting("quasi-constant column", "store_orders", schema.overwritten,
             column="Segment", value="Consumer", kept=8),
    planting("quasi-constant column", "take_offs", schema.nearly_same,
             column="status", values=("flown", "diverted"), rows=12),
    planting("mixed types", "labour_market_men", schema.with_remarks,
             column="educ", words=("{} yrs", "{} years"), share=0.12),
    planting("mixed types", "glucose_pump", schema.with_remarks,
             column="isig", words=("---", "LOW"), share=0.05),
    planting("mixed types", "store_orders", schema.with_remarks,
             column="Quantity", words=("{} pcs", "see note"), share=0.15, sides="test"),
    planting("mixed types", "seizure_counts", schema.with_remarks,
             column="age", words=("adult", "not recorded"), share=0.15),
)  # fmt: skip
