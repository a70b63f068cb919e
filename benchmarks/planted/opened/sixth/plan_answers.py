"""What is planted as columns that know the answer."""

from __future__ import annotations

from benchmarks.planted.opened.sixth import after, leaking
from benchmarks.planted.plan import planting

COPIES = (
    planting("target copied", "colon", leaking.copied, name="outcome_2"),
    planting("target copied", "high_schools", leaking.copied, name="pass_rate", holes=0.12),
    planting("target copied", "trainees", leaking.copied, name="income_1978", form="text"),
    planting("target recoded", "lake_trips", leaking.recoded, name="q17", codes=("0", "1")),
    planting("target recoded", "crackers", leaking.recoded, name="shelf",
             codes=("B2", "A1", "D9", "C4")),
    planting("target recoded", "bank_jobs", leaking.recoded, name="grade", codes=("4", "1", "8")),
    planting("target rescaled", "hourly_wages", leaking.rescaled, name="lw", form="logarithm"),
    planting("target rescaled", "midwest", leaking.rescaled, name="above_line", form="remaining"),
    planting("target rescaled", "pensions", leaking.rescaled, name="index", form="ranked"),
    planting("target lightly noised", "chain", leaking.noised, name="score_b", noise=0.05),
    planting("target lightly noised", "cannabis", leaking.noised, name="followup", noise=0.04),
    planting("target lightly noised", "mgus", leaking.noised_score, name="risk",
             event="progressed", gap=7.0),
)  # fmt: skip

NOTES = (
    planting("target in text", "job_training", after.told_in_text, name="remark",
             words=(("yes", "draws benefit since spring"),), told=0.7),
    planting("target in text", "engineers", after.told_in_figures, name="contract",
             sentence="Contract of employment, {:.0f} baht a year, signed", told=0.9),
    planting("target in text", "liver_injury", after.told_in_text, name="summary",
             words=(("severe", "withdrawn from the market"), ("mild", "warning on the label"),
                    ("none", "no hepatic signal")), told=0.85),
    planting("target in a pair of columns", "heart_procedures", after.two_dates,
             names=("admitted", "discharged")),
    planting("target in a pair of columns", "weekly_incomes", after.difference_of_two,
             names=("balance_before", "balance_after")),
    planting("target in a pair of columns", "two_cities", after.two_halves,
             names=("route", "depot"), event="Cleveland"),
    planting("filled where the outcome happened", "colon", after.filled_after,
             name="date_of_death", event="dead", form="days"),
    planting("filled where the outcome happened", "rotterdam", after.filled_after,
             name="relapse_code", event="yes", form="reasons", filled=0.9, else_filled=0.01),
    planting("filled where the outcome happened", "job_training", after.filled_after,
             name="benefit_paid", event="yes", form="amounts", filled=0.85, else_filled=0.02),
    planting("non-zero where the outcome happened", "mgus", after.paid_after,
             name="chemo_cost", event="progressed"),
    planting("non-zero where the outcome happened", "hiv_results", after.paid_after,
             name="counselling_minutes", event="yes", whole=True, paid=0.96),
    planting("non-zero where the outcome happened", "young_drivers", after.paid_after,
             name="warnings_given", event="yes", whole=True, paid=0.75),
)  # fmt: skip

ORDER = (
    planting("identifier ranks the target", "high_schools", leaking.ranked_identifiers,
             name="school_no"),
    planting("identifier ranks the target", "rotterdam", leaking.ranked_identifiers,
             name="case_id", noise=0.3, form="P-{:06d}"),
    planting("identifier ranks the target", "hot_days", leaking.ranked_identifiers,
             name="station_no", noise=0.1, declared=True),
    planting("row order ranks the target", "graduates", leaking.sorted_rows),
    planting("row order ranks the target", "pensions", leaking.sorted_rows, noise=0.3),
)  # fmt: skip

MEANS = (
    planting("aggregate with the row's own target", "young_men", after.mean_with_own,
             name="block_wage", size=3, key="block"),
    planting("aggregate with the row's own target", "gbsg", after.mean_with_own,
             name="surgeon_rate", size=4, event="yes"),
    planting("aggregate with the row's own target", "colon", after.mean_with_own,
             name="ward_deaths", size=5, event="dead", key="ward"),
    planting("target encoding over all rows", "incomes", after.encoded_over_all,
             name="state_income", of=("state_fips_code",)),
    planting("target encoding over all rows", "rotterdam", after.encoded_over_all,
             name="doctor_te", event="yes", values=600),
    planting("target encoding over all rows", "trainees", after.encoded_over_all,
             name="cell_te", of=("age", "educ", "black", "marr"), smooth=1.0),
)  # fmt: skip

PLAN = (*COPIES, *NOTES, *ORDER, *MEANS)
