"""What is planted into features that know the answer, and into steps fitted on both sides."""

from __future__ import annotations

from benchmarks.planted.opened.fifth import answers, fitted, outcomes
from benchmarks.planted.plan import planting

LEFT_OVER = [
    planting("target copied", "batters", answers.copied, name="R_y"),
    planting("target copied", "heating", answers.copied, name="depvar_orig"),
    planting("target copied", "livers", answers.copied, name="lab_2"),
    planting("target copied", "police trust", answers.copied, name="label"),
    planting("target recoded", "web bill", answers.recoded, name="stance_cat", how="codes"),
    planting("target recoded", "park visitors", answers.recoded, name="zahlt", how="words"),
    planting("target recoded", "stones", answers.recoded, name="price_band", how="bands"),
    planting("target recoded", "tv friends", answers.recoded, name="play_1", how="dummy"),
    planting("target recoded", "exams", answers.recoded, name="passed", how="pass mark"),
    planting("target rescaled", "pumps", answers.rescaled, name="gal_1000", how="reciprocal"),
    planting("target rescaled", "young men", answers.rescaled, name="lw", how="logarithm"),
    planting("target rescaled", "freshmen", answers.rescaled, name="z", how="standard score"),
    planting("target rescaled", "stations", answers.rescaled, name="traffic_k", how="thousands"),
    planting("target rescaled", "fringe pay", answers.rescaled, name="centile", how="rank"),
    planting("target lightly noised", "jays", answers.second_reading, name="reader_b", wrong=0.06),
    planting(
        "target lightly noised", "park visitors", answers.second_reading, name="call_2", wrong=0.1
    ),
    planting(
        "target lightly noised", "freshmen", answers.estimated, name="advisor_view", error=0.06
    ),
    planting("target lightly noised", "countries", answers.estimated, name="model_v2", error=0.03),
    planting("target lightly noised", "burgers", answers.banded, name="menu_level", bands=40),
    planting(
        "target in text", "released", answers.told_in_text, name="case_json", template="payload"
    ),
    planting("target in text", "possums", answers.told_in_text, name="photo", template="path"),
    planting("target in text", "sample names", answers.shipped, columns=("sample",)),
    planting(
        "target in text", "turnout", answers.told_in_text,
        name="remarks", template="letter", share=0.85,
    ),
    planting(
        "target in text", "chiefs", answers.told_in_text, name="filing", template="figure"
    ),
    planting(
        "target in text", "calculus", answers.told_in_text,
        name="mail", template="figure", share=0.9,
    ),
    planting(
        "target in a pair of columns", "oscars", answers.shipped, columns=("oscar_yr", "birth_y")
    ),
    planting(
        "target in a pair of columns", "margins", answers.shipped,
        columns=("OppPoints", "WinMargin"),
    ),
    planting(
        "target in a pair of columns", "bills", answers.shipped, columns=("gasbill", "elecbill")
    ),
    planting(
        "target in a pair of columns", "sluggers", answers.shipped, columns=("OBP", "SLG")
    ),
    planting(
        "target in a pair of columns", "hourly", answers.shipped, columns=("annearn", "annhrs")
    ),
]  # fmt: skip

AFTERWARDS = [
    planting(
        "filled where the outcome happened", "new hearts", answers.shipped, columns=("wait",)
    ),
    planting(
        "filled where the outcome happened", "antibiotics", answers.shipped, columns=("ivstart",)
    ),
    planting(
        "filled where the outcome happened", "released", outcomes.filled_after,
        name="sentence_from", kind="date", share=0.9,
    ),
    planting(
        "filled where the outcome happened", "refugees", outcomes.filled_after,
        name="hearing_clerk", kind="clerk", share=0.6,
    ),
    planting(
        "filled where the outcome happened", "kidneys", outcomes.filled_after,
        name="autopsy_fee", kind="number", share=0.5,
    ),
    planting("non-zero where the outcome happened", "payrolls", answers.shipped,
             columns=("re78",)),
    planting("non-zero where the outcome happened", "orchard", answers.shipped,
             columns=("ecolbs",)),
    planting(
        "non-zero where the outcome happened", "kidneys", outcomes.paid_after,
        name="death_benefit", share=0.9, whole=False,
    ),
    planting(
        "non-zero where the outcome happened", "turnout", outcomes.paid_after,
        name="reminders_sent", share=0.5, whole=True,
    ),
    planting("identifier ranks the target", "ward numbers", answers.shipped, columns=("chart",)),
    planting(
        "identifier ranks the target", "batting list", answers.shipped, columns=("rownames",)
    ),
    planting(
        "identifier ranks the target", "processors", outcomes.numbered_by_priority,
        name="item_no", noise=0.5,
    ),
    planting(
        "identifier ranks the target", "young men", outcomes.numbered_by_priority,
        name="student_no", noise=0.7, prefix="S",
    ),
    planting("row order ranks the target", "ward file", answers.shipped, columns=()),
    planting("row order ranks the target", "averages", answers.shipped, columns=()),
    planting("row order ranks the target", "heating", outcomes.pasted_files),
    planting("row order ranks the target", "fringe pay", outcomes.sorted_report, noise=0.4),
    planting(
        "aggregate with the row's own target", "runners", outcomes.transformed,
        by=("city",), name="city_pace", how="mean",
    ),
    planting(
        "aggregate with the row's own target", "refugees", outcomes.transformed,
        by=("judge", "nation"), name="granted_before", how="sum",
    ),
    planting(
        "aggregate with the row's own target", "stations", outcomes.transformed,
        by=("location",), name="district_mean", how="mean",
    ),
    planting(
        "aggregate with the row's own target", "game makers", outcomes.transformed,
        by=("current_title",), name="title_pay", how="mean",
    ),
    planting(
        "target encoding over all rows", "apples", outcomes.encoded,
        column="state", smoothing=0.0, kept=True,
    ),
    planting(
        "target encoding over all rows", "batters", outcomes.encoded,
        column="team", smoothing=0.0, kept=False,
    ),
    planting(
        "target encoding over all rows", "savers", outcomes.encoded,
        column="country", smoothing=5.0, kept=True,
    ),
    planting(
        "target encoding over all rows", "basketballers", outcomes.encoded,
        column="team", smoothing=2.0, kept=True,
    ),
]  # fmt: skip

TOGETHER = [
    planting("scaled together", "leaves", fitted.scaled, scaler="standard"),
    planting("scaled together", "frogs", fitted.scaled, scaler="minmax"),
    planting("scaled together", "soil", fitted.scaled, scaler="robust"),
    planting(
        "scaled together", "hours", fitted.scaled, scaler="standard", columns=("dewp", "pressure")
    ),
    planting("scaled together", "batches", fitted.scaled, scaler="standard"),
    planting("imputed together", "hoops pay", fitted.imputed, columns=("draft",), how="mean"),
    planting(
        "imputed together", "nations", fitted.imputed,
        columns=("contraception", "illiteracyMale", "illiteracyFemale"), how="mean",
    ),
    planting(
        "imputed together", "young men", fitted.imputed, columns=("abil",), how="mean", gaps=0.15
    ),
    planting(
        "imputed together", "britons", fitted.imputed,
        columns=("wtrans",), how="median", gaps=0.2,
    ),
    planting(
        "imputed together", "burgers", fitted.imputed,
        columns=("hseval",), how="mean", gaps=0.3, by="chain",
    ),
    planting("selected together", "marrow", fitted.screened, probes=4000, kept=30, stem="probe_"),
    planting("selected together", "freshmen", fitted.screened, probes=3000, kept=40, stem="item"),
    planting("selected together", "batches", fitted.screened, probes=5000, kept=20, stem="nir_"),
    planting("selected together", "quitters", fitted.screened, probes=2000, kept=50, stem="snp"),
    planting("oversampled before the split", "apples", fitted.oversampled, to=1.0),
    planting("oversampled before the split", "savers", fitted.oversampled, to=0.5),
    planting("oversampled before the split", "tumours", fitted.oversampled, to=1.0),
    planting("oversampled before the split", "health bill", fitted.oversampled, to=1.5),
    planting("interpolated before the split", "frogs", fitted.smote, more=0.7),
    planting("interpolated before the split", "quitters", fitted.smote, more=0.4),
    planting("interpolated before the split", "apples", fitted.smote, more=0.6),
    planting("interpolated before the split", "processors", fitted.mixed_up, more=0.8),
]  # fmt: skip
