"""Clean controls: honest splits of honest work."""

from __future__ import annotations

from benchmarks.planted.heldout.answers import controls
from benchmarks.planted.heldout.answers.given import model
from benchmarks.planted.plan import planting

PLAN = (
    planting(None, "phishing_sites", controls.plain),
    planting(None, "choice_trial", controls.plain),
    planting(None, "shuttle_sensors", controls.plain),
    planting(None, "shuttle_sensors", controls.few_positives, share=0.25),
    planting(None, "strong_flares", controls.plain),
    planting(None, "medicines", controls.scaled_on_training),
    planting(None, "trained_firms", controls.imputed_on_training),
    planting(None, "roll_calls", controls.encoded_on_training, key="seat", name="seat_score"),
    planting(None, "state_poverty", controls.year_before, name="poverty_year_before"),
    planting(None, "castle_states", controls.gaps_at_random,
             columns=("l_police", "l_income", "poverty", "l_exp_subsidy"), share=0.3),
    planting(None, "medicines", controls.rounded, columns=("income", "ssiratio")),
    planting(None, "referendum", controls.plain),
    planting(None, "contestants", controls.plain),
    planting(None, "benefits", controls.numbered, name="worker"),
    planting(None, "growth", controls.plain),
    planting(None, "infant_deaths", controls.plain),
    planting(None, "takeover_bids", controls.plain),
    planting(None, "benefits", model, made_by="plain_forest"),
    planting(None, "employer_cover", model, made_by="calm_boosting"),
    planting(None, "phishing_sites", model, made_by="plain_logistic"),
)  # fmt: skip
