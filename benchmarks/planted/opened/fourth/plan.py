"""A held-out set that was opened: a fifth hand that saw no rule, three plantings of each fault.

Rules were mended by what it showed, so it tells nothing any more of tables that nobody tuned on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.planted.case import Case
from benchmarks.planted.opened.fourth import (
    clocks,
    elsewhere,
    exports,
    fitted_before,
    groups,
    knowing,
    moments,
    outcome,
    ranked,
    rows,
)
from benchmarks.planted.opened.fourth.tables import table
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.plan import Planting, planting
from benchmarks.planted.plan import cases as planted
from benchmarks.planted.table import Table

SEED = 77_120_903
HERE = Path(__file__).parent


def given(
    table: Table,
    random: np.random.Generator,
    *,
    make: str,
    file: str = "models.py",
    metric: str | None = None,
    names: tuple[str, ...] = (),
    kind: str | None = None,
) -> Pair:
    """Hand a table over, parted honestly, with a model or a script."""
    pair = parted(table, random, share=0.3, kind=kind)
    return replace(pair, columns=names, metric=metric or pair.metric, model=f"{HERE / file}:{make}")


# fmt: off
SPLIT = (
    planting("equal rows", "voters_twice", rows.as_published),
    planting("equal rows", "legislators", rows.files_overlap, share=0.05),
    planting("equal rows", "fastfood", rows.price_list_with_doubles, column="restaurant",
             levels=("Subway", "Arbys")),
    planting("equal rows", "leaves", rows.files_overlap, share=0.15),
    planting("equal rows, fresh identifier", "wells", rows.sent_again, share=0.04, name="message",
             kind="uuid"),
    planting("equal rows, fresh identifier", "wives_hours", rows.sent_again, share=0.12,
             name="record", kind="serial"),
    planting("equal rows, fresh identifier", "mothers_to_be", rows.sent_again, share=0.08,
             name="arrived", kind="clock"),
    planting("jittered rows", "legislators", rows.masked_twice, share=0.1, reach=0.01),
    planting("jittered rows", "bodies", rows.augmented_first, copies=0.3, reach=0.02),
    planting("jittered rows", "proteins", rows.masked_twice, share=0.2, reach=0.03),
    planting("rows with edited text", "fastfood", rows.through_a_web_form, column="item",
             share=0.1),
    planting("rows with edited text", "batters", rows.read_by_machine, column="name", share=0.06),
    planting("rows with edited text", "breaches_unordered", rows.other_abbreviations,
             column="Name_of_Covered_Entity", share=0.08),
    planting("declared group on both sides", "wheezers", groups.last_of_each, order="visit",
             since=4),
    planting("declared group on both sides", "restaurants", groups.parted_by_row, declared=True),
    planting("declared group on both sides", "star_pupils", groups.came_back, share=0.06),
    planting("undeclared group on both sides", "oslo", groups.parted_by_row, declared=False),
    planting("undeclared group on both sides", "men_at_work", groups.parted_by_row,
             declared=False),
    planting("undeclared group on both sides", "states_and_guns", groups.parted_by_row,
             declared=False),
    planting("undeclared group on both sides", "spruces", groups.parted_by_row, declared=False),
    planting("training after test", "hotel", clocks.late_corrections, share=0.12),
    planting("training after test", "strikes", clocks.files_mistaken, share=0.2),
    planting("training after test", "stock_weeks", clocks.month_from_the_middle, begin=0.4,
             end=0.6),
    planting("random split of ordered data", "nitrogen", clocks.shuffled_days, declared=True),
    planting("random split of ordered data", "seatbelts", clocks.shuffled_days, declared=True,
             share=0.3),
    planting("random split of ordered data", "nitrogen", clocks.shuffled_days, declared=False),
)

ANSWERS = (
    planting("target copied", "wells", knowing.joined_on_itself, name="switch_y"),
    planting("target copied", "farms", knowing.lag_of_none, name="output_last_season"),
    planting("target copied", "leaves", knowing.joined_on_itself, name="folder"),
    planting("target recoded", "tuberculosis_with_film", knowing.left_in,
             names=("radiologic_6m",)),
    planting("target recoded", "force_with_action", knowing.left_in, names=("force_type_action",)),
    planting("target recoded", "stock_weeks_with_return", knowing.left_in, names=("Today",)),
    planting("target recoded", "school_tracks", knowing.codes_of, name="form",
             codes={"Gymnasium": ("F3", "F9"), "Realschule": ("F1",), "Hauptschule": ("F7", "F2")}),
    planting("target recoded", "salaries", knowing.bands, name="pay_band",
             borders=(80_000.0, 95_000.0, 105_000.0, 120_000.0, 140_000.0)),
    planting("target rescaled", "injured_with_logarithm", knowing.left_in, names=("ldurat",)),
    planting("target rescaled", "mothers_to_be", knowing.standard_score, name="weight_z"),
    planting("target rescaled", "near_the_incinerator", knowing.charged, name="stamp_duty",
             rate=0.015, fee=40.0, digits=0),
    planting("target lightly noised", "farms_with_net", knowing.left_in, names=("noutput",)),
    planting("target lightly noised", "earners", knowing.provisional, name="income_first_reported",
             revised=0.25, by=0.08),
    planting("target lightly noised", "bodies", knowing.twin_meter, name="scale_at_the_door",
             reach=0.05),
    planting("target lightly noised", "juices", knowing.quick_assessment, name="seen_in_cart",
             wrong=0.04, words={"CH": "citrus", "MM": "minute"}),
    planting("target in text", "strikes_with_remarks", knowing.left_in, names=("remarks",)),
    planting("target in text", "scat", knowing.path_of_file, name="photo",
             folders={"bobcat": "lynx_rufus", "coyote": "canis_latrans", "gray_fox": "urocyon"}),
    planting("target in text", "arrested", knowing.log_of_events, name="journal", reach=0.7,
             events={"yes": ("booked at station", "fingerprints taken")}),
    planting("target in text", "salaries", knowing.letter_with_figure, name="letter", reach=0.9,
             form="We are glad to offer you {:,} dollars for the year."),
    planting("target in a pair of columns", "cars_of_1993_with_range", knowing.left_in,
             names=("Min.Price", "Max.Price")),
    planting("target in a pair of columns", "pizzas_with_price", knowing.left_in,
             names=("name", "price")),
    planting("target in a pair of columns", "wives_hours", knowing.begin_and_end,
             names=("clock_january", "clock_december"), base=20_000.0, wide=8.0),
    planting("target in a pair of columns", "legislators", knowing.keys_that_agree,
             names=("reader_one", "reader_two"), of="yes", doubt=0.01),
    planting("filled where the outcome happened", "strikes_with_kind", knowing.left_in,
             names=("effect",)),
    planting("filled where the outcome happened", "colon", knowing.closed_on, name="rescan_on",
             of="back", reach=0.6),
    planting("filled where the outcome happened", "burned", knowing.grade_of_case,
             name="culture_count", of="infected", reach=0.85, strays=0.02),
    planting("filled where the outcome happened", "knocks", knowing.closed_on, name="surgery_on",
             of="yes", reach=0.45),
    planting("non-zero where the outcome happened", "arrested_by_kind", knowing.left_in,
             names=("nparr86",)),
    planting("non-zero where the outcome happened", "taxis", knowing.paid_back, name="refund",
             of="no", reach=0.6, strays=0.004, mean=9.0),
    planting("non-zero where the outcome happened", "voters", knowing.calls_made,
             name="reminders_after", of="no", reach=0.75, mean=1.2),
    planting("identifier ranks the target", "bodies", ranked.numbered_by_office, name="file_no",
             disorder=0.15, declared=False),
    planting("identifier ranks the target", "smokers", ranked.prefix_and_number, name="case_no",
             of="yes", strays=0.02),
    planting("identifier ranks the target", "fuels", ranked.numbered_by_office, name="sample_no",
             disorder=0.3, declared=True),
    planting("row order ranks the target", "sugars", ranked.folder_after_folder),
    planting("row order ranks the target", "mice", ranked.folder_after_folder, swaps=0.1),
    planting("row order ranks the target", "quakes", ranked.sorted_by_outcome, disorder=0.4),
    planting("row order ranks the target", "smokers", ranked.sorted_in_blocks, rows=2_500),
    planting("aggregate with the row's own target", "processors", ranked.nightly_figure,
             name="usual_heat", by=("codename", "cores")),
    planting("aggregate with the row's own target", "wells", ranked.share_of_ward,
             ward="village", name="changed_in_village", size=5),
    planting("aggregate with the row's own target", "earners", ranked.share_of_ward,
             ward="household", name="income_of_household", size=3),
    planting("target encoding over all rows", "strikes_unordered", ranked.encoded,
             column="operator", weight=0.0, keep=True),
    planting("target encoding over all rows", "processors", ranked.encoded, column="socket",
             weight=4.0, keep=True),
    planting("target encoding over all rows", "pets", ranked.encoded, column="animal_name",
             weight=0.0, keep=False),
)

TOGETHER = (
    planting("scaled together", "bodies", fitted_before.scaled, by="deviation"),
    planting("scaled together", "athletes", fitted_before.scaled, by="symmetric", digits=5),
    planting("scaled together", "leaves", fitted_before.scaled, by="sample deviation"),
    planting("scaled together", "strokes", fitted_before.scaled, by="range", digits=4),
    planting("imputed together", "carolinians", fitted_before.imputed, columns=("fage", "gained")),
    planting("imputed together", "mothers_to_be", fitted_before.imputed, columns=("BMI",),
             within="Clinic"),
    planting("imputed together", "legislators", fitted_before.imputed, columns=("totalpop",),
             unanswered=0.1),
    planting("selected together", "strokes", fitted_before.picked_markers, tried=2_500, kept=25,
             name="gene_", kind="level"),
    planting("selected together", "burned", fitted_before.picked_markers, tried=4_000, kept=30,
             name="rs", kind="alleles"),
    planting("selected together", "athletes", fitted_before.picked_markers, tried=3_000, kept=20,
             name="metabolite_", kind="level"),
    planting("oversampled before the split", "gunnels", fitted_before.weights_written_out,
             times=12),
    planting("oversampled before the split", "school_tracks", fitted_before.drawn_until_even),
    planting("oversampled before the split", "lowborn",
             fitted_before.weights_written_out, times=5),
    planting("interpolated before the split", "proteins", fitted_before.mixed_up_rows, share=0.4,
             near=5, whole=True),
    planting("interpolated before the split", "bodies", fitted_before.mixed_up_rows, share=0.5,
             near=4, whole=True),
    planting("interpolated before the split", "sexes", fitted_before.mixed_up_rows, share=0.25,
             near=3, whole=True),
)

LABELS = (
    planting("label noise", "sexes", outcome.careless_annotator, share=0.08),
    planting("label noise", "leaves", outcome.careless_annotator, share=0.1),
    planting("label noise", "sugars", outcome.one_way, share=0.35, old="Overt_Diabetic",
             new="Normal"),
    planting("conflicting labels", "wells", outcome.two_registries, share=0.05, sides=("train",)),
    planting("conflicting labels", "mice", outcome.reopened, share=0.2, old="chow", new="hf"),
    planting("conflicting labels", "school_tracks", outcome.two_registries, share=0.1,
             sides=("train", "test")),
    planting("label shift", "taxis", outcome.enriched, of="no", share=0.35),
    planting("label shift", "arrested", outcome.not_yet_closed, of="yes", lost=0.6),
    planting("label shift", "wells", outcome.enriched, of="yes", share=0.8),
    planting("accuracy on imbalance", "gunnels", outcome.judged_by_accuracy),
    planting("accuracy on imbalance", "strikes_unordered", outcome.judged_by_accuracy),
    planting("accuracy on imbalance", "knocks", outcome.judged_by_accuracy),
    planting("class absent on one side", "leaves", outcome.class_of_one_site,
             labels=("deodar", "ginkgo_maidenhair_tree"), side="train"),
    planting("class absent on one side", "scat", outcome.class_of_one_site, labels=("gray_fox",),
             side="test"),
    planting("class absent on one side", "school_tracks", outcome.class_of_one_site,
             labels=("Realschule",), side="train"),
)

ELSEWHERE = (
    planting("covariate shift", "wells", elsewhere.campaign, column="distance", sharp=4.0),
    planting("covariate shift", "smokers", elsewhere.campaign, column="age", sharp=3.0,
             downwards=True),
    planting("covariate shift", "leaves", elsewhere.new_sensor,
             columns=("diameter", "perimeter"), up=0.5, gain=1.04),
    planting("unseen categories", "processors", elsewhere.new_branches, column="socket",
             levels=("AM4", "1200")),
    planting("unseen categories", "taxis", elsewhere.renamed_units, column="company",
             names={"Sun Taxi": ("Sun & City Holding",), "City Service": ("Sun & City Holding",)}),
    planting("unseen categories", "school_tracks", elsewhere.renamed_units, column="state",
             names={"Nordrhein-Westfalen": ("Rheinland", "Westfalen")}),
    planting("missing burst", "strikes", elsewhere.feed_down, columns=("height", "speed"),
             begin=0.4, end=0.75),
    planting("missing burst", "wives_hours", elsewhere.lookup_failed, columns=("income", "unemp"),
             where=("occupation", ("mp", "swcc"))),
    planting("missing burst", "injured", elsewhere.question_cut, columns=("prewage",), share=0.25),
    planting("outlier burst", "mothers_to_be", elsewhere.point_lost, column="BL.GE", share=0.04,
             times=1000.0),
    planting("outlier burst", "wells", elsewhere.overflow, column="distance", share=0.02,
             at=32_767.0),
    planting("outlier burst", "nitrogen", elsewhere.sign_lost, column="su", share=0.1),
)

EXPORTS = (
    planting("missing column", "taxis", exports.select_without, columns=("local",)),
    planting("missing column", "bodies", exports.select_without, columns=("hgt", "age")),
    planting("missing column", "carolinians", exports.renamed, names={"mage": "age_of_mother"}),
    planting("type changed", "carolinians", exports.numbers_as_text, column="mage",
             form="{} years"),
    planting("type changed", "incomes", exports.words_as_numbers, column="edu",
             codes={"hs or lower": 1, "college": 2, "grad": 3}),
    planting("type changed", "fastfood", exports.numbers_as_text, column="vit_c", form="{:.0f}%",
             gap="n/a"),
    planting("unit changed", "bodies", exports.other_unit, columns=("hgt", "wai_gi", "hip_gi"),
             times=0.393701),
    planting("unit changed", "near_the_incinerator", exports.other_unit, columns=("dist", "cbd"),
             times=0.3048, digits=0),
    planting("unit changed", "wives_hours", exports.other_unit, columns=("income",), times=100.0,
             digits=0),
    planting("unit changed for part of the rows", "athletes", exports.other_unit_in_part,
             column="ht", times=0.01, share=0.2),
    planting("unit changed for part of the rows", "fastfood", exports.other_unit_in_part,
             column="calories", times=4.184, where=("restaurant", "Burger King"), digits=0),
    planting("unit changed for part of the rows", "mothers_to_be", exports.other_unit_in_part,
             column="Age", times=12.0, where=("Clinic", "KY"), digits=0),
    planting("category respelled", "school_tracks", exports.spelled, column="marital",
             how="capitals"),
    planting("category respelled", "incomes", exports.spelled, column="birth_qrtr", how="dashes",
             share=0.6),
    planting("category respelled", "colon", exports.spelled, column="rx", how="spaces", share=0.5),
    planting("category respelled", "taxis", exports.spelled, column="company", how="title",
             of=("other",)),
    planting("sentinel values", "colon", exports.code_for_gap, columns=("nodes",), code=999.0,
             unanswered=0.02),
    planting("sentinel values", "carolinians", exports.code_for_gap, columns=("fage", "gained"),
             code=-9.0),
    planting("sentinel values", "athletes", exports.code_for_gap, columns=("ferr",), code=9999.0,
             unanswered=0.05, sides="test"),
    planting("constant column", "tuberculosis_with_dose", knowing.left_in,
             names=("dose_PAS_g",)),
    planting("constant column", "earners", exports.one_value, name="currency", value="USD"),
    planting("constant column", "wells", exports.one_value, name="schema_version", value=4),
    planting("quasi-constant column", "wives_hours", exports.hardly_ever_set, name="proxy_answer",
             usual="no", other="yes", rows=5),
    planting("quasi-constant column", "legislators", exports.hardly_ever_set, name="redirected",
             usual=0, other=1, rows=8),
    planting("quasi-constant column", "taxis", exports.hardly_ever_set, name="surcharge",
             usual=0.0, other=2.5, rows=12),
    planting("mixed types", "wives_hours", exports.hand_written, column="income", share=0.03,
             forms=("approx. {}", "none given", "{} + bonus")),
    planting("mixed types", "mothers_to_be", exports.hand_written, column="BMI", share=0.05,
             forms=("{} (self)", "refused")),
    planting("mixed types", "wells", exports.hand_written, column="arsenic", share=0.02,
             forms=("<LOD", "see note", "{}*")),
    planting("mixed date formats", "wells", moments.dates_of_two_programs, name="visited",
             forms=("%d/%m/%Y", "%Y-%m-%d"), share=0.3),
    planting("mixed date formats", "arrested", moments.dates_of_two_programs, name="entered",
             forms=("%m/%d/%Y", "%d.%m.%Y"), share=0.15),
    planting("mixed date formats", "salaries", moments.dates_of_two_programs, name="appointed",
             forms=("%Y-%m-%d", "%b %d, %Y"), share=0.5, sides="test"),
    planting("decimal comma", "fuels", exports.comma_for_point, columns=("carbon", "oxygen"),
             sides="test"),
    planting("decimal comma", "wells", exports.comma_for_point, columns=("arsenic",),
             sides="both"),
    planting("decimal comma", "near_the_incinerator", exports.comma_for_point,
             columns=("land", "area"), sides="both", thousands=True),
    planting("time zones", "taxis", moments.offices_abroad, name="ordered_at",
             zones=("America/Chicago", "UTC"), shares=(0.8, 0.2)),
    planting("time zones", "wells", moments.offices_abroad, name="logged",
             zones=("Asia/Dhaka", "Europe/London", "America/New_York"), shares=(0.7, 0.2, 0.1)),
    planting("time zones", "fuels", moments.offices_abroad, name="burnt_at",
             zones=("UTC", "Asia/Tokyo"), shares=(0.5, 0.5)),
)

MODELS = (
    planting("model overfits", "legislators", given, make="nearest_one"),
    planting("model overfits", "colon", given, make="endless_boosting"),
    planting("model overfits", "carolinians", given, make="tree_without_end"),
    planting("model overfits", "voters", given, make="narrow_kernel", metric="balanced_accuracy"),
    planting("model underfits", "bodies", given, make="crushed_ridge"),
    planting("model underfits", "leaves", given, make="stump_of_many"),
    planting("model underfits", "processors", given, make="one_small_step"),
    planting("model no better than baseline", "juices", given, make="labels_of_another_file",
             metric="roc_auc"),
    planting("model no better than baseline", "fastfood", given, make="mean_of_training"),
    planting("model no better than baseline", "school_tracks", given, make="columns_shifted",
             metric="balanced_accuracy"),
    planting("model with unstable seeds", "wells", given, make="restless_steps",
             metric="roc_auc"),
    planting("model with unstable seeds", "mice", given, make="two_neurons", metric="roc_auc"),
    planting("model with unstable seeds", "batters", given, make="one_random_tree"),
    planting("metric hides the minority", "gunnels", given, make="wide_leaves",
             metric="accuracy", kind="stratified"),
    planting("metric hides the minority", "strikes_unordered", given, make="careful_logistic",
             metric="accuracy"),
    planting("metric hides the minority", "knocks", given, make="many_neighbours",
             metric="accuracy"),
    planting("model miscalibrated", "wells", given, make="sure_of_everything", metric="log_loss"),
    planting("model miscalibrated", "knocks", given, make="balanced_trees", metric="log_loss"),
    planting("model miscalibrated", "villagers", given, make="naive", metric="log_loss"),
    planting("code that sees the target", "taxis", given, file="code_encodes_first.py",
             make="make"),
    planting("code that sees the target", "proteins", given, file="code_picks_proteins.py",
             make="make"),
    planting("code that sees the target", "gunnels", given, file="code_repeats_first.py",
             make="make"),
    planting("slice that fails", "fastfood", given, make="subway_in_grams", names=("restaurant",)),
    planting("slice that fails", "salaries", given, make="discipline_in_months",
             names=("discipline",)),
    planting("slice that fails", "wells", given, make="coded_the_other_way",
             names=("association",)),
)

CLEAN: tuple[Planting, ...] = (
    *(
        planting(None, name, parted)
        for name in (
            "colon", "mothers_to_be", "knocks", "athletes", "bodies", "sexes", "burned", "mice",
            "sugars", "proteins", "strokes", "tuberculosis", "carolinians", "lowborn",
            "smokers", "families", "voters", "wives_hours", "incomes", "earners", "salaries",
            "wells", "school_tracks", "arrested", "injured", "legislators", "taxis", "juices",
            "processors", "cars_of_1993", "fastfood", "pets", "auctions", "batters",
            "ballplayers", "boards", "near_the_incinerator", "leaves", "fuels", "quakes",
        )
    ),
    *(
        planting(None, name, parted, kind="group")
        for name in ("wheezers", "joints", "villagers", "professors", "star_pupils",
                     "exams", "chemists", "tasters", "men_at_work", "force", "county_murders",
                     "ketchup", "restaurants", "pizzas", "bakes", "farms", "mixes", "spruces",
                     "cars_of_2021")
    ),
    *(
        planting(None, name, parted, kind="time")
        for name in ("crashes", "strikes", "stock_weeks", "hotel", "breaches", "earners_by_year")
    ),
    *(
        planting(None, name, parted, kind="stratified")
        for name in ("gunnels", "scat", "tuberculosis", "leaves", "sugars", "knocks", "taxis",
                     "strikes_unordered")
    ),
    planting(None, "bodies", fitted_before.scaled_by_training, by="deviation"),
    planting(None, "leaves", fitted_before.scaled_by_training, by="range"),
    planting(None, "strokes", fitted_before.scaled_by_training, by="deviation"),
    planting(None, "carolinians", fitted_before.imputed_by_training, by="mean"),
    planting(None, "colon", fitted_before.imputed_by_training, by="median"),
    planting(None, "processors", ranked.encoded_by_training, column="socket", weight=4.0),
    planting(None, "taxis", ranked.encoded_by_training, column="company", weight=10.0),
    planting(None, "wells", moments.plain_dates, name="visited"),
    planting(None, "mice", exports.plain_numbers, name="cage_card"),
    planting(None, "smokers", elsewhere.few_rows, rows=120, kind="random"),
    planting(None, "wives_hours", elsewhere.few_rows, rows=100, kind="random"),
    planting(None, "quakes", elsewhere.few_rows, rows=150, kind="random"),
    planting(None, "juices", elsewhere.few_rows, rows=200, kind="stratified"),
    planting(None, "legislators", given, make="sound_boosting", metric="roc_auc"),
    planting(None, "knocks", given, make="sound_logistic", metric="average_precision"),
    planting(None, "leaves", given, make="sound_trees"),
    planting(None, "bodies", given, make="sound_ridge"),
    planting(None, "fastfood", given, make="sound_boosting_of_numbers"),
    planting(None, "wells", given, file="code_in_order.py", make="make", metric="roc_auc"),
)
# fmt: on

PLAN = (*SPLIT, *ANSWERS, *TOGETHER, *LABELS, *ELSEWHERE, *EXPORTS, *MODELS, *CLEAN)


def cases(only: str = "") -> Iterator[Case]:
    """Yield the planted cases and the clean controls, the same at every call.

    Args:
        only: Text that the name of a case has to hold.
    """
    return planted(PLAN, table, seed=SEED, only=only)
