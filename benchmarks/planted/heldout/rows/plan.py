"""The whole part: every planting, and how it becomes cases."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.planted import plan
from benchmarks.planted.case import Case
from benchmarks.planted.heldout.rows import controls, fitted, labels, splits
from benchmarks.planted.heldout.rows.tables import load
from benchmarks.planted.plan import planting

SEED = 20_261_129

ROWS = (
    planting("equal rows", "cape_hearts", splits.sent_again, share=0.2),
    planting("equal rows", "received_mails", splits.joined_twice, share=0.06),
    planting("equal rows", "car_imports", splits.joined_twice, share=0.3),
    planting("equal rows, fresh identifier", "outdoor_patches", splits.numbered_again,
             share=0.1),
    planting("equal rows, fresh identifier", "voice_sounds", splits.numbered_again,
             share=0.08, prefix="REC-"),
    planting("equal rows, fresh identifier", "glass_shards", splits.numbered_again,
             share=0.3, prefix="g"),
    planting("jittered rows", "outdoor_patches", splits.measured_again,
             share=0.3, noise=0.003, places=6),
    planting("jittered rows", "yeast_genes", splits.measured_again,
             share=0.5, noise=0.02, places=3),
    planting("jittered rows", "cloth_textures", splits.measured_again,
             share=0.15, noise=0.004, places=4),
    planting("rows with edited text", "gene_junctions", splits.written_again,
             column="sequence", share=0.2, form="misread"),
    planting("rows with edited text", "car_imports", splits.written_again,
             column="advert", share=0.4, form="shortened"),
    planting("rows with edited text", "health_breaches", splits.written_again,
             column="summary", share=0.4, form="mistyped"),
)  # fmt: skip

GROUPS_AND_TIME = (
    planting("declared group on both sides", "doctor_contacts", splits.torn_groups),
    planting("declared group on both sides", "swahili_pupils", splits.torn_groups),
    planting("declared group on both sides", "teaching_assistants", splits.torn_groups),
    planting("undeclared group on both sides", "doctor_contacts", splits.torn_groups,
             known=False, same=("linc",)),
    planting("undeclared group on both sides", "ozone_trees", splits.torn_groups, known=False),
    planting("undeclared group on both sides", "medical_groups", splits.torn_groups, known=False),
    planting("training after test", "exchange_rates", splits.window_within),
    planting("training after test", "cormorant_nests", splits.later_first),
    planting("training after test", "bile_patients", splits.later_first, share=0.25),
    planting("random split of ordered data", "exchange_rates", splits.dealt_dates),
    planting("random split of ordered data", "cormorant_nests", splits.dealt_dates),
    planting("random split of ordered data", "price_levels", splits.dealt_dates,
             declared=False),
)  # fmt: skip

FITTED = (
    planting("scaled together", "outdoor_patches", fitted.scaled_before, form="standard"),
    planting("scaled together", "children_reading", fitted.scaled_before,
             form="standard", places=4),
    planting("scaled together", "yeast_genes", fitted.scaled_before, form="range"),
    planting("imputed together", "yeast_genes", fitted.filled_before,
             columns=("alpha_7", "cdc15_30", "spo_2", "heat_20"), lost=0.12, form="median"),
    planting("imputed together", "car_imports", fitted.filled_before),
    planting("imputed together", "cape_hearts", fitted.filled_before,
             columns=("ldl", "tobacco"), by="family", lost=0.15),
    planting("selected together", "children_reading", fitted.chosen_before, word="marker"),
    planting("selected together", "membrane_proteins", fitted.chosen_before, word="probe"),
    planting("selected together", "protest_answers", fitted.chosen_before, word="item", kept=25),
    planting("oversampled before the split", "membrane_proteins", fitted.multiplied_before,
             ratio=1.0),
    planting("oversampled before the split", "car_grades", fitted.multiplied_before, ratio=0.3),
    planting("oversampled before the split", "glass_shards", fitted.multiplied_before, ratio=0.6),
    planting("interpolated before the split", "voice_sounds", fitted.filled_in_before, share=0.25),
    planting("interpolated before the split", "cape_hearts", fitted.filled_in_before,
             share=0.3, near=3),
    planting("interpolated before the split", "membrane_proteins", fitted.filled_in_before,
             share=0.6),
)  # fmt: skip

LABELS = (
    planting("label noise", "received_mails", labels.tired_annotator, share=0.12),
    planting("label noise", "outdoor_patches", labels.mixed_up_pair,
             classes=("sky", "grass"), share=0.2),
    planting("label noise", "wild_mushrooms", labels.tired_annotator, share=0.08),
    planting("conflicting labels", "board_endgames", labels.second_opinion, share=0.1),
    planting("conflicting labels", "car_grades", labels.second_opinion, share=0.05),
    planting("conflicting labels", "voice_sounds", labels.second_opinion, share=0.06),
    planting("label shift", "cape_hearts", labels.out_of_proportion,
             label="no", keep=0.35, side="test"),
    planting("label shift", "voice_sounds", labels.out_of_proportion,
             label="oral", keep=0.5, side="train"),
    planting("label shift", "outdoor_patches", labels.out_of_proportion,
             label="window", keep=0.3, side="test"),
    planting("accuracy on imbalance", "car_grades", labels.judged_by_accuracy),
    planting("accuracy on imbalance", "membrane_proteins", labels.judged_by_accuracy),
    planting("accuracy on imbalance", "solar_regions", labels.judged_by_accuracy),
    planting("class absent on one side", "cloth_textures", labels.left_out_class,
             label="t8", side="train"),
    planting("class absent on one side", "outdoor_patches", labels.left_out_class,
             label="cement", side="test"),
    planting("class absent on one side", "yeast_genes", labels.left_out_class,
             label="Resp", side="test"),
)  # fmt: skip

CLEAN = (
    *(planting(None, name, controls.dealt) for name in (
        "cape_hearts", "children_reading", "voice_sounds", "wild_mushrooms", "board_endgames",
        "gene_junctions", "solar_regions", "lung_visits", "car_grades",
    )),
    *(planting(None, name, controls.by_role) for name in (
        "doctor_contacts", "ozone_trees", "bile_patients",
        "medical_groups",
    )),
    planting(None, "teaching_assistants", controls.by_role, share=0.4),
    planting(None, "outdoor_patches", controls.scaled_on_training),
    planting(None, "yeast_genes", controls.filled_on_training),
    planting(None, "cloth_textures", controls.numbered),
    planting(None, "protest_answers", controls.few_rows, rows=100),
)  # fmt: skip

PLAN = (*ROWS, *GROUPS_AND_TIME, *FITTED, *LABELS, *CLEAN)


def cases(only: str = "") -> Iterator[Case]:
    """Plant each in turn, the same at every call.

    Args:
        only: Text that the name has to hold.
    """
    return plan.cases(PLAN, load, seed=SEED, only=only)
