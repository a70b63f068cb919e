"""A held-out set that was opened: tables of no other set, a fourth hand that saw no rule.

Rules were mended by what it showed, so it tells nothing any more of tables that nobody tuned on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.planted.case import Case
from benchmarks.planted.opened.third import (
    answers,
    columns,
    drift,
    labels,
    ranks,
    split,
    together,
)
from benchmarks.planted.opened.third.tables import table
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.plan import Planting, planting
from benchmarks.planted.plan import cases as planted
from benchmarks.planted.table import Table

SEED = 40_961_317
HERE = Path(__file__).parent


def given(
    table: Table,
    random: np.random.Generator,
    *,
    make: str,
    file: str = "models.py",
    metric: str | None = None,
    names: tuple[str, ...] = (),
) -> Pair:
    """Hand a table over, parted honestly, with a model or a script."""
    pair = parted(table, random, share=0.3)
    return replace(pair, columns=names, metric=metric or pair.metric, model=f"{HERE / file}:{make}")


# fmt: off
SPLIT = (
    planting("equal rows", "houses", split.joined_to_many, several=0.08),
    planting("equal rows", "cards", split.topped_up, share=0.04),
    planting("equal rows", "newborns", split.topped_up, share=0.15),
    planting("equal rows, fresh identifier", "email", split.joined_to_many, several=0.06,
             key="text"),
    planting("equal rows, fresh identifier", "films", split.joined_to_many, several=0.03,
             key="number"),
    planting("equal rows, fresh identifier", "houses", split.joined_to_many, several=0.1,
             key="number"),
    planting("jittered rows", "olives", split.other_instrument, share=0.12, spread=0.01),
    planting("jittered rows", "crabs", split.other_instrument, share=0.25, spread=0.008),
    planting("jittered rows", "companies", split.restated, share=0.1),
    planting("rows with edited text", "films", split.catalogued_twice, column="title", share=0.08),
    planting("rows with edited text", "companies", split.catalogued_twice, column="name",
             share=0.15),
    planting("declared group on both sides", "headaches", split.row_by_row, group="declared"),
    planting("declared group on both sides", "insured", split.strays, share=0.08),
    planting("declared group on both sides", "dropouts", split.last_rows_of_each, rows=2),
    planting("undeclared group on both sides", "children", split.row_by_row, group="kept"),
    planting("undeclared group on both sides", "pigs", split.row_by_row, group="dropped"),
    planting("undeclared group on both sides", "insured", split.row_by_row, group="dropped"),
    planting("undeclared group on both sides", "countries", split.row_by_row, group="kept"),
    planting("training after test", "temperature", split.every_fifth_week, begin=2),
    planting("training after test", "rain", split.oldest_tested, share=0.3),
    planting("training after test", "football", split.oldest_tested, share=0.15),
    planting("random split of ordered data", "temperature", split.drawn_from_series,
             declared=True),
    planting("random split of ordered data", "prisons", split.drawn_from_series, declared=True),
    planting("random split of ordered data", "prisons", split.drawn_from_series, declared=False),
)

ANSWERS = (
    planting("target copied", "cards", answers.label_of_other_system, name="approved_crm"),
    planting("target copied", "houses", answers.label_of_other_system, name="deed_amount"),
    planting("target copied", "rodents", answers.label_of_other_system, name="id_checked"),
    planting("target recoded", "covid_with_cycles", answers.left_in, names=("ct_result",)),
    planting("target recoded", "insults_in_two_classes", answers.left_in, names=("r2",)),
    planting("target recoded", "rodents_with_species", answers.left_in, names=("species",)),
    planting("target recoded", "olives_with_area", answers.left_in, names=("area",)),
    planting("target recoded", "britons_smoking", answers.coded, name="tariff",
             codes=(("A1", "A2", "A7"), ("B1", "B4"))),
    planting("target recoded", "pupils", answers.quantile_group, name="chart_group", groups=10),
    planting("target rescaled", "newborns", answers.in_other_unit, name="grams", times=28.3495,
             add=0.0, digits=0),
    planting("target rescaled", "runners", answers.in_other_unit, name="pace", times=1 / 600,
             add=0.0, digits=2),
    planting("target rescaled", "houses", answers.in_other_unit, name="transfer_tax",
             times=0.004, add=125.0, digits=0),
    planting("target lightly noised", "runners_with_gun", answers.left_in, names=("time",)),
    planting("target lightly noised", "films", answers.near, name="rating_next_year", spread=0.12),
    planting("target lightly noised", "paid", answers.near, name="wage_by_tax_office",
             spread=0.06),
    planting("target lightly noised", "headaches", answers.second_reader, name="diary_copy",
             differs=0.06),
    planting("target in text", "email", answers.letter_sent, name="log", reach=0.8,
             texts=(("delivered to inbox", "opened by reader"),
                    ("moved to junk", "sender blocked"))),
    planting("target in text", "cards", answers.letter_sent, name="note", reach=0.45,
             texts=(("letter of regret sent",), ("card sent by mail", "welcome pack sent"))),
    planting("target in text", "houses", answers.quoted, name="story",
             form="this home went for ${:,} after a short while"),
    planting("target in a pair of columns", "football_with_goals", answers.left_in,
             names=("HomeGoals", "AwayGoals")),
    planting("target in a pair of columns", "houses", answers.rate_and_size,
             name="price_per_foot", size="livingArea", digits=2),
    planting("target in a pair of columns", "mathematics", answers.before_and_after,
             names=("points_autumn", "points_spring"), base=400.0, wide=6.0),
    planting("filled where the outcome happened", "smokers_with_type", answers.left_in,
             names=("type",)),
    planting("filled where the outcome happened", "transplants", answers.filled_later,
             name="site_of_relapse", of="yes", words=("marrow", "blood", "skin", "CNS"),
             reach=0.55),
    planting("filled where the outcome happened", "in_treatment", answers.filled_later,
             name="readmitted_to", of="yes", words=("A", "B", "C"), reach=0.4, elsewhere=0.01),
    planting("non-zero where the outcome happened", "cards_with_spending", answers.left_in,
             names=("expenditure",)),
    planting("non-zero where the outcome happened", "after_endoscopy", answers.counted_later,
             name="days_on_drip", of="1_yes", mean=2.0, reach=0.8),
    planting("non-zero where the outcome happened", "pima", answers.counted_later,
             name="insulin_orders", of="Yes", mean=4.0, reach=0.5, elsewhere=0.005),
    planting("identifier ranks the target", "runners", ranks.place_in_list, name="result_line",
             spread=0.05, declared=False),
    planting("identifier ranks the target", "poverty", ranks.place_in_list, name="sheet_no",
             spread=1.5, declared=False),
    planting("identifier ranks the target", "tumours", ranks.block_of_numbers, name="slide_no",
             of="malignant", strays=0.03),
    planting("identifier ranks the target", "britons_smoking", ranks.place_in_list,
             name="interview", spread=0.1, declared=True),
    planting("row order ranks the target", "crabs_in_order", answers.left_in),
    planting("row order ranks the target", "abortion", ranks.sorted_by_answer),
    planting("row order ranks the target", "houses", ranks.sorted_by_answer, spread=0.5),
    planting("aggregate with the row's own target", "companies", ranks.pooled_groupby,
             name="peer_value", by=("country", "category")),
    planting("aggregate with the row's own target", "films", ranks.small_cells, key="director",
             name="director_rating", size=4),
    planting("aggregate with the row's own target", "insured", ranks.pooled_groupby,
             name="usual_visits", by=("zper",)),
    planting("aggregate with the row's own target", "rodents", ranks.pooled_groupby,
             name="rare_in_plot", by=("plot_id", "month")),
    planting("target encoding over all rows", "runners", ranks.rate_of_all, column="state",
             weight=0.0, keep=True),
    planting("target encoding over all rows", "companies", ranks.rate_of_all, column="country",
             weight=5.0, keep=True),
    planting("target encoding over all rows", "tested_for_covid", ranks.rate_of_all,
             column="clinic_name", weight=0.0, keep=True),
)

TOGETHER = (
    planting("scaled together", "olives", together.scaled, by="deviation"),
    planting("scaled together", "houses", together.scaled, by="deviation", digits=5),
    planting("scaled together", "crabs", together.scaled, by="range"),
    planting("scaled together", "newborns", together.scaled, by="range", digits=4),
    planting("imputed together", "hands", together.filled, columns=("Pulse", "Height")),
    planting("imputed together", "pima", together.filled, columns=("skin",)),
    planting("imputed together", "newborns", together.filled, columns=("dwt", "dht"),
             within="smoke"),
    planting("imputed together", "olives", together.filled, columns=("oleic",), lose=0.15),
    planting("selected together", "sore_throats", together.best_of_many, tried=3000, kept=30,
             name="probe"),
    planting("selected together", "hands", together.best_of_many, tried=2000, kept=20, name="m"),
    planting("selected together", "in_treatment", together.best_of_many, tried=4000, kept=25,
             name="snp"),
    planting("oversampled before the split", "cards", together.drawn_with_return, until=0.5),
    planting("oversampled before the split", "email", together.drawn_with_return, until=0.3),
    planting("oversampled before the split", "after_endoscopy", together.drawn_with_return,
             until=0.5),
    planting("interpolated before the split", "pima", together.smote, until=0.5, near=5),
    planting("interpolated before the split", "olives", together.smote, until=0.33, near=3),
    planting("interpolated before the split", "cards", together.smote, until=0.4, near=5,
             digits=4),
)

LABELS = (
    planting("label noise", "tumours_apart", labels.mixed_up, share=0.08,
             pair=("benign", "malignant")),
    planting("label noise", "olives", labels.mixed_up, share=0.07,
             pair=("Southern Italy", "Northern Italy")),
    planting("label noise", "rodents", labels.mixed_up, share=0.12, pair=("DM", "PP")),
    planting("conflicting labels", "cards", labels.asked_again, share=0.06, sides="train"),
    planting("conflicting labels", "rodents", labels.asked_again, share=0.08, sides="both"),
    planting("conflicting labels", "hands", labels.asked_again, share=0.1, sides="train"),
    planting("label shift", "email", labels.case_control, share=0.4),
    planting("label shift", "poverty", labels.case_control, share=0.3),
    planting("label shift", "britons_smoking", labels.cases_left_out, share=0.4),
    planting("accuracy on imbalance", "email", labels.judged_by_accuracy),
    planting("accuracy on imbalance", "tested_for_covid", labels.judged_by_accuracy),
    planting("class absent on one side", "rodents", labels.class_missing, label="RM",
             side="train"),
    planting("class absent on one side", "olives", labels.class_missing, label="Sardinia",
             side="test"),
)

DRIFT = (
    planting("covariate shift", "houses", drift.from_other_site, column="age", steep=12.0),
    planting("covariate shift", "films", drift.from_other_site, column="year", steep=8.0),
    planting("covariate shift", "olives", drift.ageing_sensor, columns=("stearic",), gain=1.0,
             add=0.25),
    planting("unseen categories", "companies", drift.reorganised, column="category",
             level="Banking", into=("Retail banking", "Private banking")),
    planting("unseen categories", "runners", drift.opened_later, column="state",
             levels=("PA", "NJ", "NY")),
    planting("unseen categories", "rodents", drift.reorganised, column="plot_type",
             level="Rodent Exclosure", into=("Mesh Exclosure",)),
    planting("missing burst", "houses", drift.outage, columns=("lotSize", "landValue"),
             begin=0.3, end=0.7),
    planting("missing burst", "temperature", drift.outage, columns=("avg_hg_before",), begin=0.85,
             end=1.0),
    planting("missing burst", "cards", drift.not_asked, column="income", share=0.2),
    planting("outlier burst", "olives", drift.keyed_twice, column="oleic", share=0.04, times=10.0),
    planting("outlier burst", "houses", drift.keyed_twice, column="livingArea", share=0.02,
             times=100),
    planting("outlier burst", "mathematics", drift.spikes, column="SES", share=0.03, height=15.0),
)

SCHEMA = (
    planting("missing column", "cards", columns.dropped, columns=("reports",)),
    planting("missing column", "films", columns.dropped, columns=("budget", "votes")),
    planting("type changed", "films", columns.as_text, column="budget", form="${:,}"),
    planting("type changed", "rodents", columns.as_text, column="plot_id", form="P{:02d}"),
    planting("type changed", "newborns", columns.as_text, column="gestation", form="{:.0f} d"),
    planting("unit changed", "houses", columns.metric_system, columns=("livingArea",),
             times=0.092903),
    planting("unit changed", "temperature", columns.metric_system, columns=("high_temp_before",
             "low_temp_before", "avg_dewpt_before"), times=5 / 9, add=-160 / 9),
    planting("unit changed", "newborns", columns.metric_system, columns=("mother_wt",),
             times=0.453592),
    planting("unit changed", "companies", columns.metric_system,
             columns=("sales", "assets", "profits"), times=1000.0),
    planting("unit changed for part of the rows", "newborns", columns.one_clinic, column="ht",
             times=2.54, share=0.15),
    planting("unit changed for part of the rows", "temperature", columns.one_clinic,
             column="high_temp_before", times=5 / 9, add=-160 / 9, where=("city", "Mumbai")),
    planting("unit changed for part of the rows", "houses", columns.one_clinic,
             column="livingArea", times=0.092903, share=0.25),
    planting("category respelled", "companies", columns.respelled, column="country",
             spell=(("United States", "USA"), ("United Kingdom", "UK"))),
    planting("category respelled", "rodents", columns.respelled, column="plot_type", how="snake"),
    planting("category respelled", "britons_smoking", columns.respelled, column="region",
             how="upper", share=0.3),
    planting("category respelled", "newborns", columns.respelled, column="race", how="trailing",
             share=0.5),
    planting("sentinel values", "pima_with_zeros", answers.left_in, names=("skin",)),
    planting("sentinel values", "newborns", columns.coded_gap, columns=("ht", "age"), code=99.0,
             lose=0.03),
    planting("sentinel values", "houses", columns.coded_gap, columns=("age",), code=-1.0,
             lose=0.04),
    planting("sentinel values", "cards", columns.coded_gap, columns=("income",), code=-999.0,
             lose=0.02),
    planting("constant column", "newborns_with_constants", answers.left_in,
             names=("plurality", "outcome", "sex")),
    planting("constant column", "houses", columns.one_value, name="county", value="Saratoga"),
    planting("constant column", "temperature", columns.one_value, name="uv_before", value=3.7),
    planting("quasi-constant column", "email_with_viagra", answers.left_in,
             names=("viagra", "from")),
    planting("quasi-constant column", "films", columns.few_others, name="source",
             value="main list", other="by hand", rows=6),
    planting("mixed types", "films", columns.free_form, column="length", share=0.04,
             forms=("{} min", "{} (cut)", "about {}")),
    planting("mixed types", "cards", columns.free_form, column="months", share=0.03,
             forms=("{}?", "unknown", "since birth")),
    planting("mixed date formats", "houses", columns.two_date_forms, name="sold_on", share=0.2,
             forms=("%Y-%m-%d", "%d/%m/%Y")),
    planting("mixed date formats", "rodents", columns.two_date_forms, name="seen_on", share=0.45,
             forms=("%d %B %Y", "%Y%m%d")),
    planting("decimal comma", "olives", columns.continental, columns=("palmitic", "linoleic"),
             sides="test"),
    planting("decimal comma", "houses", columns.continental, columns=("lotSize",), sides="both"),
    planting("decimal comma", "companies", columns.continental, columns=("sales",),
             sides="test"),
    planting("time zones", "email", columns.clocks, name="received", share=0.3,
             ends=("-05:00", "+01:00")),
    planting("time zones", "runners", columns.clocks, name="signed_up", share=0.15,
             ends=("Z", "+09:00")),
)

MODEL = (
    planting("model overfits", "poverty", given, make="grown_to_the_last_leaf"),
    planting("model overfits", "in_treatment", given, make="grown_to_the_last_leaf"),
    planting("model overfits", "newborns", given, make="grown_to_the_last_leaf_of_numbers"),
    planting("model overfits", "films", given, make="learned_by_heart"),
    planting("model underfits", "rodents", given, make="one_question"),
    planting("model underfits", "houses", given, make="one_question_of_numbers"),
    planting("model underfits", "pupils", given, make="held_down"),
    planting("model no better than baseline", "cards", given, make="shuffled_labels",
             metric="roc_auc"),
    planting("model no better than baseline", "houses", given, make="shuffled_numbers"),
    planting("model with unstable seeds", "britons_smoking", given, make="nervous_network",
             metric="roc_auc"),
    planting("model with unstable seeds", "bills", given, make="one_tree_of_few_rows"),
    planting("metric hides the minority", "after_endoscopy", given, make="only_the_common",
             metric="accuracy"),
    planting("metric hides the minority", "email", given, make="only_the_common_tree",
             metric="accuracy"),
    planting("model miscalibrated", "email", given, make="weighted_classes", metric="log_loss"),
    planting("model miscalibrated", "vaccinated", given, make="twice_counted",
             metric="log_loss"),
    planting("code that sees the target", "cards", given, file="capped_first.py", make="make"),
    planting("code that sees the target", "houses", given, file="picked_first.py", make="make"),
    planting("slice that fails", "houses", given, make="reversed_without_sewer",
             names=("sewer",)),
    planting("slice that fails", "cards", given, make="reversed_for_owners", names=("owner",)),
    planting("slice that fails", "britons_smoking", given, make="reversed_for_midlands",
             names=("region",)),
)

CLEAN: tuple[Planting, ...] = (
    *(
        planting(None, name, parted)
        for name in (
            "cards", "britons_smoking", "transplants", "pima", "tumours", "after_endoscopy",
            "in_treatment", "abortion", "poverty", "hands", "sore_throats", "newborns", "paid",
            "email", "olives", "crabs", "rodents", "houses", "runners", "companies", "films",
            "bills",
        )
    ),
    *(
        planting(None, name, parted, kind="group")
        for name in ("family_planning", "vaccinated", "headaches", "insults", "pupils",
                     "mathematics", "children", "dropouts", "insured", "pigs", "countries")
    ),
    *(
        planting(None, name, parted, kind="time")
        for name in ("tested_for_covid", "football", "rain", "temperature", "prisons")
    ),
    *(
        planting(None, name, parted, kind="stratified")
        for name in ("cards", "email", "tumours", "olives", "rodents", "poverty",
                     "after_endoscopy", "pima", "transplants", "crabs")
    ),
    planting(None, "olives", together.scaled_by_training),
    planting(None, "houses", together.scaled_by_training),
    planting(None, "pima", together.filled_by_training),
    planting(None, "newborns", together.filled_by_training),
    planting(None, "houses", drift.rarely_observed, rows=180, kind="random",
             drop=("waterfront", "newConstruction")),
    planting(None, "rodents", drift.rarely_observed, rows=200, kind="stratified"),
    planting(None, "britons_smoking", drift.rarely_observed, rows=160, kind="stratified"),
    planting(None, "cards", given, make="sound_forest"),
    planting(None, "after_endoscopy", given, make="sound_regression"),
    planting(None, "email", given, make="sound_forest", metric="average_precision"),
    planting(None, "houses", given, make="sound_forest_of_numbers"),
    planting(None, "newborns", given, make="sound_line"),
)
# fmt: on

PLAN = (*SPLIT, *ANSWERS, *TOGETHER, *LABELS, *DRIFT, *SCHEMA, *MODEL, *CLEAN)


def cases(only: str = "") -> Iterator[Case]:
    """Yield the planted cases and the clean controls, the same at every call.

    Args:
        only: Text that the name of a case has to hold.
    """
    return planted(PLAN, table, seed=SEED, only=only)
