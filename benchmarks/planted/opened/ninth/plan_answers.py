"""What is planted into features as the answer."""

from __future__ import annotations

from benchmarks.planted.opened.ninth import after, answers, natural, ranks
from benchmarks.planted.plan import planting

TARGET = (
    planting("target copied", "sleepers", answers.carried, name="slpnap81_right"),
    planting("target copied", "households", answers.carried, name="bracket_y"),
    planting("target copied", "leaders", answers.carried, name="yrs", known=0.8),
    planting("target recoded", "silhouettes", answers.coded, name="kind_id",
             codes=("K4", "K1", "K7", "K2")),
    planting("target recoded", "mammograms", answers.subcoded, name="icd", letters="DC"),
    planting("target recoded", "wines", answers.banded, name="tax_class", bands=6),
    planting("target rescaled", "desert_animals", answers.in_other_unit, name="weight_oz",
             factor=0.035274, digits=2),
    planting("target rescaled", "wages_1982", answers.in_logs, name="lwage"),
    planting("target rescaled", "footballers", answers.as_rank, name="market_place"),
    planting("target rescaled", "sleepers", answers.in_other_unit, name="hours_a_night",
             factor=1 / 420, digits=2),
    planting("target lightly noised", "school_districts", answers.remeasured,
             name="score_resit", noise=0.1),
    planting("target lightly noised", "aids_trial", answers.remeasured,
             name="cd4_second_lab", noise=0.06),
    planting("target lightly noised", "letters", answers.second_clerk,
             name="keyed_as", slips=0.04),
    planting("target in text", "credits", answers.in_reason, name="file_note",
             said="loan"),
    planting("target in text", "releases", answers.in_reason, name="officer_remark",
             said="release"),
    planting("target in text", "senators", natural.term_of_office, known=1.0),
    planting("target in text", "hourly_earnings", answers.in_number, name="slip_ref",
             form="PS{serial}/{value:.2f}"),
    planting("target in a pair of columns", "wages_1976", answers.in_product,
             names=("week_pay", "week_hours")),
    planting("target in a pair of columns", "infections", answers.in_difference,
             names=("total_before", "total_after"), scale=4000.0),
    planting("target in a pair of columns", "senators", natural.day_of_leaving, name="left"),
    planting("target in a pair of columns", "printing", answers.in_agreement,
             names=("shade_ordered", "shade_found"), words="cyan magenta yellow black"),
)  # fmt: skip

OUTCOME = (
    planting("filled where the outcome happened", "marrow", after.as_it_came, column="yrel"),
    planting("filled where the outcome happened", "transplants", after.later_fact,
             name="last_ward", event="yes", kind="ward 3|ward 5|intensive|hospice",
             hit=0.94, stray=0.01),
    planting("filled where the outcome happened", "releases", after.later_fact,
             name="hearing_on", event="yes", kind="date"),
    planting("filled where the outcome happened", "young_smokers", after.later_fact,
             name="counsel_score", event="yes", kind="score", hit=0.9),
    planting("non-zero where the outcome happened", "insurance", after.later_amount,
             name="welcome_bonus", event="yes", typical=45, hit=0.96),
    planting("non-zero where the outcome happened", "final_four", after.later_amount,
             name="extra_tickets", event="yes", typical=900, whole=True),
    planting("non-zero where the outcome happened", "mothers", after.later_amount,
             name="payroll_tax", event="yes", typical=880, hit=0.93, stray=0.02),
)  # fmt: skip

ORDER = (
    planting("identifier ranks the target", "mammograms", ranks.numbered,
             name="case_no", form="office"),
    planting("identifier ranks the target", "wages_1982", ranks.numbered,
             name="payroll_id", form="sorted"),
    planting("identifier ranks the target", "yeasts", ranks.numbered,
             name="well_id", form="queue"),
    planting("row order ranks the target", "silhouettes", ranks.stacked, form="classes"),
    planting("row order ranks the target", "wages_1976", ranks.stacked, form="batches"),
    planting("row order ranks the target", "drinkers", ranks.stacked, form="roughly"),
)  # fmt: skip

AGGREGATES = (
    planting("aggregate with the row's own target", "party_feelings", after.side_means,
             by="stateabb", name="state_warmth"),
    planting("aggregate with the row's own target", "mothers", after.cell_count,
             by=("age", "agefstm", "educ"), name="at_home_like_her"),
    planting("aggregate with the row's own target", "desert_animals", after.gap_to_peers,
             by="species_id", name="place_in_species"),
    planting("aggregate with the row's own target", "births", after.window_mean,
             name="level", rows=5),
    planting("target encoding over all rows", "flats", after.encoded, by="district", drop=True),
    planting("target encoding over all rows", "footballers", after.encoded,
             by="nationality", weight=5.0, drop=True),
    planting("target encoding over all rows", "credits", after.encoded,
             by="purpose", form="odds", drop=True),
    planting("target encoding over all rows", "party_feelings", after.encoded,
             by="stateabb", weight=10.0),
)  # fmt: skip

PLAN = (*TARGET, *OUTCOME, *ORDER, *AGGREGATES)
