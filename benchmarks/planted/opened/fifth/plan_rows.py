"""What is planted into rows, splits and labels."""

from __future__ import annotations

from benchmarks.planted.opened.fifth import labels, rows, splits
from benchmarks.planted.plan import planting

SPLIT = [
    planting("equal rows", "livers", rows.overlapping_exports, overlap=0.06),
    planting("equal rows", "spaniards", rows.overlapping_exports, overlap=0.02),
    planting("equal rows", "stones", rows.doubled_by_join, by="colour", value="E"),
    planting("equal rows", "young men", rows.test_put_back, share=0.5),
    planting(
        "equal rows, fresh identifier", "batters", rows.loaded_twice, share=0.4, key="Unnamed: 0"
    ),
    planting(
        "equal rows, fresh identifier", "britons", rows.loaded_twice, share=0.2, key="uuid"
    ),
    planting(
        "equal rows, fresh identifier", "heating", rows.loaded_twice, share=0.25, key="loaded_at"
    ),
    planting(
        "equal rows, fresh identifier",
        "chiefs",
        rows.loaded_twice,
        share=0.3,
        key="row_id",
        declared=True,
    ),
    planting("jittered rows", "countries", rows.augmented, share=0.5, noise=0.004),
    planting("jittered rows", "leaves", rows.augmented, share=1.0, noise=0.002),
    planting("jittered rows", "batches", rows.augmented, share=0.5, noise=0.02),
    planting("jittered rows", "jays", rows.converted_back, share=0.6, unit=2.54),
    planting(
        "rows with edited text", "chart songs", rows.typed_by_two_clerks,
        text="track", share=0.08, hand="capitals", drop=("entered",),
    ),
    planting(
        "rows with edited text", "stations", rows.typed_by_two_clerks,
        text="name", share=0.06, hand="slips",
    ),
    planting(
        "rows with edited text", "articles", rows.typed_by_two_clerks,
        text="authors", share=0.05, hand="stops",
    ),
    planting(
        "rows with edited text", "game makers", rows.typed_by_two_clerks,
        text="current_title", share=0.1, hand="slips",
    ),
    planting("declared group on both sides", "radon", splits.shuffled_split, declared=True),
    planting("declared group on both sides", "pups", splits.shuffled_split, declared=True),
    planting("declared group on both sides", "dutch pupils", splits.last_visit_out, declared=True),
    planting("declared group on both sides", "civics", splits.shuffled_split, declared=True),
    planting("undeclared group on both sides", "quinidine", splits.shuffled_split, declared=False),
    planting("undeclared group on both sides", "chicks", splits.shuffled_split, declared=False),
    planting("undeclared group on both sides", "athletes", splits.last_visit_out, declared=False),
    planting("undeclared group on both sides", "shaking", splits.shuffled_split, declared=False),
    planting("undeclared group on both sides", "quinidine", splits.anonymised),
    planting("training after test", "training log", splits.first_quarter_tested),
    planting("training after test", "chart songs", splits.middle_fold),
    planting("training after test", "marks", splits.late_rows_added, share=0.15),
    planting("training after test", "murders", splits.late_rows_added, share=0.3),
    planting("random split of ordered data", "cholera", splits.drawn_from_series, declared=True),
    planting("random split of ordered data", "shares", splits.drawn_from_series, declared=True),
    planting("random split of ordered data", "ice", splits.drawn_from_series, declared=False),
    planting(
        "random split of ordered data", "winter hours", splits.drawn_from_series, declared=False
    ),
]  # fmt: skip

LABELS = [
    planting("label noise", "tissues", labels.careless_labels, share=0.1),
    planting("label noise", "health bill", labels.careless_labels, share=0.1),
    planting("label noise", "possums", labels.careless_labels, share=0.12),
    planting(
        "label noise", "basketballers", labels.confused_labels,
        share=0.15, one="Guard", other="Forward",
    ),
    planting("conflicting labels", "park visitors", labels.two_annotators, share=0.12),
    planting("conflicting labels", "frogs", labels.two_annotators, share=0.2),
    planting("conflicting labels", "heating", labels.two_annotators, share=0.1),
    planting("conflicting labels", "apples", labels.two_annotators, share=0.08),
    planting("label shift", "park visitors", labels.recruited, odds=2.2),
    planting("label shift", "web bill", labels.recruited, odds=4.0),
    planting("label shift", "volunteers", labels.recruited, odds=0.4),
    planting("label shift", "turnout", labels.recruited, odds=2.5),
    planting("accuracy on imbalance", "kidneys", labels.thinned, share=0.06, metric="accuracy"),
    planting("accuracy on imbalance", "apples", labels.thinned, share=0.06, metric="accuracy"),
    planting("accuracy on imbalance", "values", labels.thinned, share=0.08,
             metric="accuracy"),
    planting("accuracy on imbalance", "savers", labels.thinned, share=0.05, metric="accuracy"),
    planting(
        "class absent on one side", "heating", labels.one_class_elsewhere,
        label="hp", kept_in="train",
    ),
    planting(
        "class absent on one side", "tissues", labels.one_class_elsewhere,
        label="liver", kept_in="test",
    ),
    planting(
        "class absent on one side", "basketballers", labels.one_class_elsewhere,
        label="Center", kept_in="train",
    ),
    planting(
        "class absent on one side", "web bill", labels.one_class_elsewhere,
        label="yes", kept_in="test",
    ),
]  # fmt: skip
