"""What is left clean."""

from __future__ import annotations

from benchmarks.planted.opened.ninth import controls, models
from benchmarks.planted.plan import planting

AS_IT_IS = (
    *(planting(None, name, controls.by_chance) for name in (
        "aids_trial", "flats", "small_children", "sleepers", "airports", "desert_animals",
        "hospital_days", "party_feelings", "hourly_earnings",
    )),
    planting(None, "senators", controls.by_chance, share=0.35),
    planting(None, "school_districts", controls.by_chance, share=0.2),
    *(planting(None, name, controls.stratified) for name in (
        "contraception", "mammograms", "skins", "immune_trial", "resumes", "households",
        "young_smokers", "house_votes", "final_four", "printing", "letters", "chess",
        "cards", "displays", "insurance", "proteins",
    )),
    planting(None, "transplants", controls.stratified, share=0.4),
    planting(None, "walks", controls.stratified, share=0.35),
    *(planting(None, name, controls.grouped) for name in (
        "road_deaths", "encounters", "infections", "leaders", "vowels",
    )),
    *(planting(None, name, controls.over_time) for name in ("senate_races", "shares", "cement")),
)  # fmt: skip

AT_WORK = (
    planting(None, "credits", controls.small, rows=90),
    planting(None, "wages_1976", controls.small, rows=100),
    planting(None, "gamma_rays", controls.rare, event="hadron", share=0.02),
    planting(None, "mothers", controls.rare, event="no", share=0.02),
    planting(None, "wines", controls.scaled_by_training, form="standard"),
    planting(None, "proteins", controls.scaled_by_training, form="range"),
    planting(None, "thyroids", controls.scaled_by_training, form="robust"),
    planting(None, "aids_trial", controls.imputed_by_training,
             columns=("wtkg", "cd80"), holes=0.2, form="mean"),
    planting(None, "page_blocks", controls.imputed_by_training,
             columns=("transition", "black_share"), holes=0.12, form="median"),
    planting(None, "party_feelings", controls.encoded_by_training, by="stateabb", weight=10.0),
    planting(None, "footballers", controls.encoded_by_training, by="nationality", weight=5.0),
    planting(None, "molecules", controls.selected_by_training, keep=30, prefix="chem_fp_"),
    planting(None, "staff", controls.with_column, name="badge", kind="running"),
    planting(None, "silhouettes", controls.with_column, name="photo", kind="hex"),
    planting(None, "breast_operations", controls.with_column, name="entered_on", kind="days"),
    planting(None, "yeasts", controls.with_column, name="plated_at", kind="moments"),
    planting(None, "releases", controls.with_column, name="remark", kind="remarks"),
    planting(None, "drinkers", controls.with_column, name="pharmacy_bill", kind="amounts"),
    planting(None, "vocabulary", controls.with_column, name="office", kind="words"),
    planting(None, "wages_1982", controls.with_holes, columns=("education", "weeks"), share=0.12),
    planting(None, "radar", controls.with_holes, columns=("pulse_05", "pulse_09"), share=0.4),
    planting(None, "cigarettes", controls.with_year_before, by="year", name="packs_year_before"),
    planting(None, "school_tests", controls.with_year_before, by="year", name="math_year_before"),
    planting(None, "shares", controls.with_column, name="news_items", kind="amounts"),
    planting(None, "cement", controls.with_month_before, name="growth_month_before"),
    planting(None, "pollen", controls.with_measurement, name="sink_rate", noise=0.6),
    planting(None, "abalones", controls.with_measurement, name="buoyancy", noise=0.5),
    planting(None, "gamma_rays", controls.rounded, digits=3),
    planting(None, "sonar", controls.rounded, digits=2),
    planting(None, "cars", controls.stratified, share=0.3),
    planting(None, "wages_1976", models.with_function, model="ridge"),
    planting(None, "flats", models.with_function, module="code_slices", model="pipeline"),
    planting(None, "page_blocks", models.with_function, model="plain_boosting"),
    planting(None, "mothers", models.with_function, model="logistic"),
    planting(None, "pollen", models.with_file, model="line", form="onnx"),
)  # fmt: skip

PLAN = (*AS_IT_IS, *AT_WORK)
