"""What is left clean."""

from __future__ import annotations

from benchmarks.planted.opened.sixth import controls, models
from benchmarks.planted.plan import planting

AS_IT_IS = (
    *(planting(None, name, controls.by_chance) for name in (
        "gbsg", "young_men", "unemployed", "incomes", "engineers", "midwest",
        "weekly_incomes", "food_shares", "meats", "lake_trips",
    )),
    *(planting(None, name, controls.stratified) for name in (
        "colon", "mgus", "fatty_liver", "leukaemia", "liver_injury", "prostate",
        "cannabis", "bank_jobs", "election_study", "young_drivers", "commuters", "courses",
        "health_survey", "graduates", "spending", "two_cities",
    )),
    planting(None, "speeds", controls.by_chance, share=0.2),
    planting(None, "heart_procedures", controls.by_chance, share=0.35),
    *(planting(None, name, controls.grouped) for name in (
        "medicare", "hiv_results", "families", "scottish_pupils", "michigan_schools", "freedom",
        "crackers", "exercise", "bakes",
    )),
    planting(None, "cakes", controls.grouped, share=0.4),
    *(planting(None, name, controls.over_time) for name in (
        "counties", "municipalities", "lodging", "baseball_teams", "voting_polls",
    )),
)  # fmt: skip

AT_WORK = (
    planting(None, "steroid_toxicity", controls.small, rows=100),
    planting(None, "basketball", controls.small, rows=90, share=0.35),
    planting(None, "rotterdam", controls.rare, event="yes", share=0.02),
    planting(None, "graduates", controls.rare, event="bachelor", share=0.02),
    planting(None, "high_schools", controls.scaled_by_training, form="standard"),
    planting(None, "skin_tumour", controls.scaled_by_training, form="range"),
    planting(None, "chain", controls.imputed_by_training, columns=("log_virus", "income")),
    planting(None, "weekly_incomes", controls.encoded_by_training, column="state"),
    planting(None, "mgus", controls.thinned_out, event="progressed", share=0.4),
    planting(None, "job_training", controls.with_notes),
    planting(None, "trainees", controls.with_dates),
    planting(None, "hourly_wages", controls.with_identifiers, name="worker"),
    planting(None, "pensions", controls.with_holes, columns=("mrate", "age"), share=0.15),
    planting(None, "products", controls.with_last_year),
    planting(None, "prisons", controls.with_last_year),
    planting(None, "two_years", controls.with_measurement, name="forecast", noise=0.7),
    planting(None, "trainees", controls.with_model, model="ridge"),
    planting(None, "rotterdam", controls.with_model, model="forest"),
    planting(None, "scottish_pupils", controls.with_model, model="boosted", how="group"),
    planting(None, "engineers", controls.with_model, model="logistic", half=True),
    planting(None, "hot_days", models.with_file, model="line", form="onnx", share=0.35),
)

PLAN = (*AS_IT_IS, *AT_WORK)
