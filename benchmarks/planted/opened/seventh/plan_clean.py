"""Clean controls: honest splits of honest work."""

from __future__ import annotations

from benchmarks.planted.opened.seventh import controls
from benchmarks.planted.opened.seventh.plan_models import given
from benchmarks.planted.plan import planting

ALIKE = tuple(
    planting(None, name, controls.honest)
    for name in ("marrow_transplants", "heart_stays", "young_earners", "energy_views", "welfare",
                 "occupations", "airlines", "rochdale")
)  # fmt: skip
"""Few values, many people: equal rows are different people."""

STRONG = tuple(
    planting(None, name, controls.honest)
    for name in ("penguins", "caterpillars", "couples", "melanoma", "michigan_schools", "jurors",
                 "capped_earnings")
)  # fmt: skip
"""Measurements that tell the target honestly, and a limit that many are at."""

ROLES = tuple(
    planting(None, name, controls.honest)
    for name in ("liver_visits", "ketchup", "attitudes",
                 "tracts", "petrol", "savings", "births", "portfolios", "voyage", "bakes")
)  # fmt: skip
"""Groups kept apart, and a test that is later."""

PLAIN = (
    *(planting(None, name, controls.honest)
      for name in ("lung_veterans", "celebrities", "dishes", "college")),
    planting(None, "shelters", controls.honest, share=0.4),
    planting(None, "mouse_cancers", controls.stratified, share=0.3),
    planting(None, "transfers", controls.stratified),
    planting(None, "breast_cancer", controls.small, rows=120),
    planting(None, "fruit_flies", controls.small, rows=100),
    planting(None, "gammopathy", controls.small, rows=160),
    planting(None, "fatty_liver", controls.few_positives, kept=0.25),
    planting(None, "drunk_drivers", controls.few_positives, kept=0.05),
    planting(None, "training_offer", controls.stratified, share=0.3),
)  # fmt: skip

FITTED = (
    planting(None, "five_factors", controls.scaled_on_train, form="standard"),
    planting(None, "lake", controls.scaled_on_train, form="limits"),
    planting(None, "batters", controls.scaled_on_train, form="standard"),
    planting(None, "schooling", controls.imputed_on_train, columns=("iqscore", "kww")),
    planting(None, "vouchers", controls.imputed_on_train, columns=("mnce90",)),
    planting(None, "player_pay", controls.encoded_on_train, column="team"),
    planting(None, "journals", controls.encoded_on_train, column="publisher"),
    planting(None, "women_at_work", controls.repeated_in_train, times=1),
)

ADDED = (
    planting(None, "colon_trial", controls.numbered, name="case", form="number"),
    planting(None, "doctorates", controls.numbered, name="record", form="hash"),
    planting(None, "cars", controls.some_unknown, column="Tank", share=0.3),
    planting(None, "nations", controls.some_unknown, column="pctUrban", share=0.15),
    planting(None, "smokers", controls.with_notes, name="remark"),
    planting(None, "overdrafts", controls.with_days, name="asked", form="%Y-%m-%d"),
    planting(None, "handwriting", controls.with_days, name="sent", form="%Y-%m-%dT%H:%M:%SZ"),
    planting(None, "incinerator", controls.with_rare,
             name="agent", words=("Smith", "Jones", "none", "Brown & Co", "other")),
    planting(None, "children", controls.with_amount, name="sports_fee", spread=1.2),
    planting(None, "media_markets", controls.rounded, columns=("Black", "Hispanic"), digits=2),
    planting(None, "corn", controls.coded, columns=("site", "block")),
    planting(None, "fuel_oil", controls.with_last_year, rows=12),
    planting(None, "firms", controls.with_correlated,
             column="labour", name="staff_by_survey", noise=0.02),
)  # fmt: skip

MODELS = (
    planting(None, "incinerator", given, model="honest_prices"),
    planting(None, "penguins", given, model="honest_species"),
    planting(None, "breast_cancer", given, model="honest_patients"),
)

PLAN = (*ALIKE, *STRONG, *ROLES, *PLAIN, *FITTED, *ADDED, *MODELS)
