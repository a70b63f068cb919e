"""Columns that know the answer."""

from __future__ import annotations

from benchmarks.planted.opened.seventh import after, leaking
from benchmarks.planted.plan import planting

COPIES = (
    planting("target copied", "gammopathy", leaking.copied, name="vital_status", lost=0.04),
    planting("target copied", "children", leaking.copied, name="kg_entered"),
    planting("target copied", "occupations", leaking.copied, name="job_group"),
    planting("target recoded", "transfers", leaking.recoded, name="q17", form="several codes"),
    planting("target recoded", "welfare", leaking.recoded, name="alc", form="letters"),
    planting("target recoded", "michigan_schools", leaking.recoded, name="grade", form="fifths"),
    planting("target recoded", "smokers", leaking.recoded, name="ds", form="numbers"),
    planting("target rescaled", "incinerator", leaking.rescaled,
             name="price_eur", form="currency"),
    planting("target rescaled", "corn", leaking.rescaled, name="yield_index", form="index"),
    planting("target rescaled", "schooling", leaking.rescaled, name="lw", form="logarithm"),
    planting("target lightly noised", "media_markets", leaking.noised,
             name="score_wave2", noise=0.02),
    planting("target lightly noised", "women_at_work", leaking.noised,
             name="employed", noise=0.04),
    planting("target lightly noised", "couples", leaking.noised, name="age_stated", noise=0.015),
)  # fmt: skip

HIDDEN = (
    planting("target in text", "colon_trial", leaking.in_text, name="letter", event="yes",
             said=("relapse treated", "recurrence on scan", "second operation planned"),
             unsaid=("free of disease", "scan clear", "next visit in a year")),
    planting("target in text", "overdrafts", leaking.in_text, name="remark", event="yes",
             said=("fee charged", "limit exceeded", "asked to settle"),
             unsaid=("nothing due", "balance positive", "card renewed"), share=0.9),
    planting("target in text", "batters", leaking.amount_in_text, name="contract",
             phrase="one year at {:.1f} thousand, option for another", share=0.85),
    planting("target in a pair of columns", "heart_stays", leaking.in_pair,
             names=("admitted", "discharged"), form="dates"),
    planting("target in a pair of columns", "massachusetts", leaking.in_pair,
             names=("score_reading", "score_rest"), form="sum"),
    planting("target in a pair of columns", "energy_views", leaking.in_pair,
             names=("wave_1", "changed_mind"), form="agree"),
)  # fmt: skip

AFTER = (
    planting("filled where the outcome happened", "breast_cancer", after.filled,
             name="relapse_date", event="yes", kind="date"),
    planting("filled where the outcome happened", "marrow_transplants", after.filled,
             name="cause", event="yes", kind="reason", late=0.1, stray=0.0),
    planting("filled where the outcome happened", "training_offer", after.filled,
             name="allowance", event="yes", kind="amount", late=0.05, stray=0.004),
    planting("non-zero where the outcome happened", "shelters", after.counted,
             name="nights_in_shelter", event="homeless", mean=6.0),
    planting("non-zero where the outcome happened", "airlines", after.counted,
             name="minutes_compensated", event="no", mean=45.0),
    planting("non-zero where the outcome happened", "voyage", after.counted,
             name="claims_paid", event="no", mean=1.5),
)  # fmt: skip

ORDERS = (
    planting("identifier ranks the target", "player_pay", leaking.order_number,
             name="roster_no", noise=0.1),
    planting("identifier ranks the target", "faces", leaking.order_number,
             name="picture", noise=0.8),
    planting("identifier ranks the target", "melanoma", leaking.order_number,
             name="file_key", noise=0.02, form="key"),
    planting("row order ranks the target", "capped_earnings", leaking.sorted_rows,
             noise=0.0, form="descending"),
    planting("row order ranks the target", "doctorates", leaking.sorted_rows,
             noise=0.0, form="blocks"),
    planting("row order ranks the target", "firms", leaking.sorted_rows,
             noise=0.05, form="ascending"),
)  # fmt: skip

AVERAGES = (
    planting("aggregate with the row's own target", "player_pay", after.peers,
             name="pay_of_peers", keys=("team", "position"), how="mean"),
    planting("aggregate with the row's own target", "journals", after.peers,
             name="publisher_usual", keys=("publisher",), how="mean"),
    planting("aggregate with the row's own target", "life_expectancy", after.peers,
             name="usual_level", keys=("country",), how="mean"),
    planting("target encoding over all rows", "celebrities", after.encoded,
             column="state", form="log"),
    planting("target encoding over all rows", "backpacks", after.encoded,
             column="Major", form="mean", kept=False),
    planting("target encoding over all rows", "batters", after.encoded,
             column="posit86", form="smoothed"),
)  # fmt: skip

PLAN = (*COPIES, *HIDDEN, *AFTER, *ORDERS, *AVERAGES)
