"""What is planted into columns that know the answer."""

from __future__ import annotations

from benchmarks.planted.opened.eighth import after, answers
from benchmarks.planted.plan import planting

COPIES = (
    planting("target copied", "job_training", answers.joined_copy, name="unem78_y"),
    planting("target copied", "managers", answers.joined_copy, name="pay_filed"),
    planting("target copied", "heart_attacks", answers.joined_copy, name="audit_status", known=0.9),
    planting("target recoded", "swiss_women", answers.coded, name="register_code",
             codes=(("yes", "E1/E2"), ("no", "N0/N4/N9"))),
    planting("target recoded", "industries", answers.coded, name="part",
             codes=(("manufacturing", "C"), ("trade", "G"), ("land and building", "A/B/D/F"),
                    ("services", "H/I/J/K/M"))),
    planting("target recoded", "college_nearby", answers.graded, name="pay_grade", grades=14),
    planting("target rescaled", "lung_patients", answers.in_other_units,
             name="months_on_file", form="months"),
    planting("target rescaled", "belgian_wages", answers.in_other_units,
             name="yearly_pay", form="yearly pay"),
    planting("target rescaled", "openness", answers.in_other_units,
             name="money_kept", form="purchasing power"),
    planting("target lightly noised", "mouse_weights", answers.measured_next_day,
             name="weight_on_cage_card", noise=0.03, places=1),
    planting("target lightly noised", "elementary", answers.measured_next_day,
             name="provisional", noise=0.08, places=1),
    planting("target lightly noised", "working_wives", answers.second_clerk,
             name="tax_office", slips=0.03),
)  # fmt: skip

HIDDEN = (
    planting("target in text", "mortgages", answers.note_of_case, name="remark",
             said=(("yes", "Refused by the committee./Applicant told why not."),
                   ("no", "Paid out in full./Contract signed at the branch."))),
    planting("target in text", "emails", answers.path_of_file, name="stored_at"),
    planting("target in text", "diamonds", answers.offer_text, name="listing"),
    planting("target in a pair of columns", "incumbents", answers.votes_counted),
    planting("target in a pair of columns", "swiss_women", answers.days_paid, works="yes"),
    planting("target in a pair of columns", "fruit_flies", answers.first_and_last_day),
)  # fmt: skip

AFTER = (
    planting("filled where the outcome happened", "breast_cancer", after.filled_after,
             name="second_line_drug", when="recurred", form="drug"),
    planting("filled where the outcome happened", "heart_attacks", after.filled_after,
             name="certificate", when="dead", form="number", known=0.85),
    planting("filled where the outcome happened", "resumes", after.filled_after,
             name="interview_on", when="yes", form="date", known=0.92, slips=0.004),
    planting("non-zero where the outcome happened", "family_cancer", after.counted_after,
             name="oncology_visits", when="yes", mean=6, share=0.9),
    planting("non-zero where the outcome happened", "working_wives", after.counted_after,
             name="payroll_tax", when="yes", mean=900, share=1.0, places=2),
    planting("non-zero where the outcome happened", "affairs", after.counted_after,
             name="counselling_hours", when="yes", mean=5, share=0.7),
)  # fmt: skip

ORDER = (
    planting("identifier ranks the target", "college_nearby", after.numbered_in_order,
             name="person_no", slack=0.05, declared=True),
    planting("identifier ranks the target", "mortgages", after.numbered_in_order,
             name="file_no", slack=0.02, declared=False),
    planting("identifier ranks the target", "skulls", after.filed_by_class,
             name="catalogue", prefix="M-"),
    planting("row order ranks the target", "young_workers", after.sorted_export,
             descending=False, astray=0.0),
    planting("row order ranks the target", "belgian_wages", after.sorted_export,
             descending=True, astray=0.1),
    planting("row order ranks the target", "car_choice", after.sorted_export,
             descending=False, astray=0.15),
)  # fmt: skip

MEANS = (
    planting("aggregate with the row's own target", "elementary", after.mean_of_group,
             by="distid", name="district_mean", form="mean"),
    planting("aggregate with the row's own target", "resumes", after.mean_of_group,
             by="ad_id", name="calls_of_ad", form="sum"),
    planting("aggregate with the row's own target", "galton", after.mean_of_group,
             by="family", name="family_mean", form="mean"),
    planting("target encoding over all rows", "belgian_wages", after.encoded_over_all,
             by=("educ", "exper"), name="pay_of_like"),
    planting("target encoding over all rows", "incumbents", after.encoded_over_all,
             by=("state",), name="state_level", prior=2.0),
    planting("target encoding over all rows", "car_prices", after.encoded_over_all,
             by=("Country",), name="country_price"),
)  # fmt: skip

PLAN = (*COPIES, *HIDDEN, *AFTER, *ORDER, *MEANS)
