"""Features that know the answer."""

from __future__ import annotations

from benchmarks.planted.heldout.answers import after, averages, copies, hidden, ordered
from benchmarks.planted.plan import planting

COPIES = (
    planting("target copied", "choice_trial", copies.joined_twice, name="outcome_2", missing=0.03),
    planting("target copied", "state_output", copies.joined_twice, name="output_revised"),
    planting("target copied", "own_health", copies.joined_twice, name="health_y", missing=0.08),
    planting("target recoded", "sunspots", copies.status_letters, name="archive_status"),
    planting("target recoded", "own_health", copies.encoded_labels, name="label"),
    planting("target recoded", "spot_groups", copies.finer_codes, name="catalogue_code"),
    planting("target rescaled", "medicines", copies.monthly, name="bill_per_month"),
    planting("target rescaled", "state_poverty", copies.standardised, name="poverty_index"),
    planting("target rescaled", "castle_states", copies.logarithm, name="l_rate"),
    planting("target lightly noised", "maize_plots", copies.weighed_again, name="barn_weight",
             error=0.3),
    planting("target lightly noised", "patent_firms", copies.counted_again, name="grants_listed",
             share=0.2),
    planting("target lightly noised", "german_visits", copies.typed_again, name="q17_typed",
             share=0.015),
)  # fmt: skip

HIDDEN = (
    planting("target in text", "phishing_sites", hidden.case_notes, share=0.75),
    planting("target in text", "medicines", hidden.yearly_letter),
    planting("target in text", "spot_groups", hidden.plate_paths),
    planting("target in a pair of columns", "employer_cover", hidden.turned_scale, slips=0.02),
    planting("target in a pair of columns", "benefits", hidden.year_and_hours),
    planting("target in a pair of columns", "road_deaths", hidden.dead_and_people),
)

AFTER = (
    planting("filled where the outcome happened", "phishing_sites", after.takedown,
             filled=0.8, stray=0.01),
    planting("filled where the outcome happened", "sunspots", after.peak, filled=0.94),
    planting("filled where the outcome happened", "german_visits", after.specialty,
             filled=0.9, stray=0.01),
    planting("non-zero where the outcome happened", "german_visits", after.fees, share=0.92),
    planting("non-zero where the outcome happened", "shuttle_sensors", after.alarm,
             share=0.9, stray=0.005),
    planting("non-zero where the outcome happened", "employer_cover", after.premium,
             share=0.85, stray=0.01),
)  # fmt: skip

ORDERED = (
    planting("identifier ranks the target", "medicines", ordered.numbered_by_amount, spread=0.3),
    planting("identifier ranks the target", "phishing_sites", ordered.two_lists),
    planting("identifier ranks the target", "own_health", ordered.filed_by_answer, stray=0.08),
    planting("row order ranks the target", "sunspots", ordered.events_last),
    planting("row order ranks the target", "maize_plots", ordered.largest_first),
    planting("row order ranks the target", "employer_cover", ordered.second_batch, share=0.7),
)

AVERAGES = (
    planting("aggregate with the row's own target", "tinted_glass", averages.usual_of_person,
             name="usual_csoa"),
    planting("aggregate with the row's own target", "patent_firms", averages.total_of_firm,
             name="patents_in_all"),
    planting("aggregate with the row's own target", "castle_states", averages.published_mean,
             name="burglary_mean", years=3),
    planting("target encoding over all rows", "sunspots", averages.rate_of_kind,
             name="flares_of_kind"),
    planting("target encoding over all rows", "maize_plots", averages.mean_of_kind,
             key="block", name="block_yield"),
    planting("target encoding over all rows", "roll_calls", averages.shrunken_mean,
             key="seat", name="seat_score", weight=3),
)  # fmt: skip

PLAN = (*COPIES, *HIDDEN, *AFTER, *ORDERED, *AVERAGES)
