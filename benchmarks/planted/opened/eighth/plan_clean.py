"""Clean controls: honest splits of honest work."""

from __future__ import annotations

from benchmarks.planted.opened.eighth import controls
from benchmarks.planted.plan import planting

AS_THEY_ARE = tuple(
    planting(None, name, controls.as_it_is)
    for name in (
        "breast_cancer", "haemoglobin", "heart_attacks", "transplants", "family_cancer",
        "doctor_visits", "hospital_stays", "infertility", "lung_patients", "seizures", "skulls",
        "cuckoos", "mortgages", "young_workers", "griliches", "swiss_women", "wage_panel",
        "two_surveys", "resumes", "car_choice", "diamonds", "car_prices",
        "computing_jobs", "youth_drinking", "college_teams",
        "final_four", "industries", "bakes", "emails", "school_absence", "galton", "sun_angles",
        "heart_transplants", "autolander",
        "democracies", "stock_returns", "rentals",
    )
)  # fmt: skip

TEMPTING = (
    planting(None, "social_cognition", controls.small, rows=100),
    planting(None, "mammals", controls.as_it_is, share=0.3),
    planting(None, "doctor_visits", controls.scaled_on_training, form="standard"),
    planting(None, "patents", controls.scaled_on_training, form="range"),
    planting(None, "smokers", controls.imputed_on_training,
             names=("sbp", "dbp", "income", "cholesterol")),
    planting(None, "mouse_weights", controls.imputed_on_training,
             names=("percent_fat",), gaps=0.2),
    planting(None, "resumes", controls.encoded_on_training, column="first_name", prior=20.0),
    planting(None, "belgian_wages", controls.encoded_on_training, column="educ", prior=1.0),
    planting(None, "incumbents", controls.as_it_is, share=0.3),
    planting(None, "college_nearby", controls.numbered, form="hex"),
    planting(None, "health_spending", controls.numbered, form="count"),
    planting(None, "working_wives", controls.dated, text=True),
    planting(None, "managers", controls.with_gaps, column="ceoten", share=0.7),
    planting(None, "belgian_wages", controls.remarked),
    planting(None, "affairs", controls.rare_word, rows=22),
    planting(None, "body_measures", controls.as_it_is, share=0.3),
    planting(None, "fruit_flies", controls.as_it_is, share=0.3),
    planting(None, "working_wives", controls.with_model, model="plain_logistic"),
    planting(None, "smokers", controls.with_model, model="calm_forest"),
    planting(None, "mouse_weights", controls.with_model, model="ridge"),
    planting(None, "prestige", controls.with_model, model="ridge"),
    planting(None, "elementary", controls.with_script, script="forest"),
    planting(None, "mortgages", controls.judged_by, metric="average_precision"),
)  # fmt: skip

PLAN = (*AS_THEY_ARE, *TEMPTING)
