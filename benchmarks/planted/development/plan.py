"""The development set: what thresholds may be chosen by.

Held-out cases are of other tables and by another hand; nothing here is taken from them.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.planted.case import Case
from benchmarks.planted.development.faults import (
    answers,
    labels,
    model,
    schema,
    shift,
    split,
    together,
)
from benchmarks.planted.development.tables import table
from benchmarks.planted.pair import parted
from benchmarks.planted.plan import cases as planted
from benchmarks.planted.plan import planting

SEED = 20_260_101

SPLIT = (
    planting("equal rows", "credit", split.equal_rows, share=0.02),
    planting("equal rows", "telecom", split.equal_rows, share=0.10),
    planting("equal rows", "ames", split.equal_rows, share=0.30),
    planting(
        "equal rows, fresh identifier", "churn", split.equal_rows_fresh_identifier, share=0.05
    ),
    planting(
        "equal rows, fresh identifier",
        "lending",
        split.equal_rows_fresh_identifier,
        share=0.03,
        declared=False,
    ),
    planting("jittered rows", "cells", split.jittered_rows, share=0.10),
    planting("jittered rows", "lending", split.jittered_rows, share=0.05),
    planting("jittered rows", "diamonds", split.jittered_rows, share=0.25, scale=3e-3),
    planting(
        "rows with edited text", "loans", split.rows_with_edited_text, column="emp_title", share=0.1
    ),
    planting(
        "rows with edited text", "artworks", split.rows_with_edited_text, column="title", share=0.15
    ),
    planting("declared group on both sides", "panel", split.declared_group),
    planting("declared group on both sides", "crashes", split.declared_group),
    planting("declared group on both sides", "storms", split.declared_group),
    planting("undeclared group on both sides", "panel", split.undeclared_group),
    planting("undeclared group on both sides", "callbacks", split.undeclared_group),
    planting("undeclared group on both sides", "storms", split.undeclared_group),
    planting("training after test", "stops", split.training_after_test, share=0.15),
    planting("training after test", "houses", split.training_after_test, share=0.4),
    planting("training after test", "ridership", split.test_before_training),
    planting("random split of ordered data", "ridership", split.random_split_of_ordered),
    planting(
        "random split of ordered data",
        "houses",
        split.random_split_of_ordered,
        declared=False,
    ),
    planting(
        "random split of ordered data", "stops", split.random_split_of_ordered, declared=False
    ),
)

ANSWERS = (
    planting("target copied", "credit", answers.target_copied, name="decision"),
    planting("target copied", "diamonds", answers.target_copied, name="invoice"),
    planting("target recoded", "telecom", answers.target_recoded),
    planting("target recoded", "jobs", answers.target_recoded, name="queue_code"),
    planting("target recoded", "sacramento", answers.target_recoded, name="price_band"),
    planting("target rescaled", "ames", answers.target_rescaled, slope=0.92),
    planting("target rescaled", "deliveries", answers.target_rescaled, slope=60.0),
    planting("target lightly noised", "wage", answers.target_lightly_noised, noise=0.05),
    planting("target lightly noised", "churn", answers.target_lightly_noised, noise=0.2),
    planting("target lightly noised", "mortgages", answers.target_flipped_seldom, share=0.02),
    planting("target in text", "credit", answers.target_in_text),
    planting("target in text", "attrition", answers.target_in_text, reach=0.7),
    planting("target in a pair of columns", "churn", answers.target_in_pair),
    planting("target in a pair of columns", "wage", answers.target_in_pair),
    planting(
        "filled where the outcome happened", "telecom", answers.filled_where_it_happened, reach=0.9
    ),
    planting(
        "filled where the outcome happened",
        "lending",
        answers.filled_where_it_happened,
        reach=0.6,
        elsewhere=0.002,
    ),
    planting("non-zero where the outcome happened", "defaults", answers.non_zero_where_it_happened),
    planting(
        "non-zero where the outcome happened",
        "mortgages",
        answers.non_zero_where_it_happened,
        reach=0.7,
        elsewhere=0.01,
    ),
    planting("identifier ranks the target", "churn", answers.identifier_ranks_target, noise=0.3),
    planting("identifier ranks the target", "diamonds", answers.identifier_ranks_target, noise=0.5),
    planting(
        "identifier ranks the target",
        "telecom",
        answers.identifier_ranks_target,
        noise=1.0,
        declared=True,
    ),
    planting("row order ranks the target", "credit", answers.row_order_ranks_target, noise=0.0),
    planting("row order ranks the target", "wage", answers.row_order_ranks_target, noise=0.5),
    planting("row order ranks the target", "cells", answers.row_order_ranks_target, noise=1.0),
    planting(
        "aggregate with the row's own target", "telecom", answers.aggregate_with_own_target, size=5
    ),
    planting(
        "aggregate with the row's own target", "wage", answers.aggregate_with_own_target, size=15
    ),
    planting(
        "aggregate with the row's own target",
        "deliveries",
        answers.aggregate_with_own_target,
        size=8,
        kind="sum",
    ),
    planting(
        "target encoding over all rows",
        "churn",
        answers.target_encoding_over_all_rows,
        column="state",
    ),
    planting(
        "target encoding over all rows",
        "ames",
        answers.target_encoding_over_all_rows,
        column="Neighborhood",
    ),
    planting(
        "target encoding over all rows",
        "callbacks",
        answers.target_encoding_over_all_rows,
        column="firstname",
        keep=False,
    ),
)

TOGETHER = (
    planting("scaled together", "cells", together.scaled_together),
    planting("scaled together", "cancer", together.scaled_together, scaler="minmax"),
    planting("scaled together", "ames", together.scaled_together, scaler="robust"),
    planting("scaled together", "credit", together.scaled_together, share=0.4),
    planting("imputed together", "credit", together.imputed_together),
    planting("imputed together", "churn", together.imputed_together, missing=0.15),
    planting("imputed together", "diamonds", together.imputed_together, missing=0.1, by="median"),
    planting("selected together", "cells", together.selected_together, candidates=2000, kept=20),
    planting("selected together", "wage", together.selected_together, candidates=1000, kept=30),
    planting("oversampled before the split", "lending", together.oversampled_before_split),
    planting(
        "oversampled before the split", "attrition", together.oversampled_before_split, until=0.3
    ),
    planting("interpolated before the split", "churn", together.interpolated_before_split),
    planting(
        "interpolated before the split", "cells", together.interpolated_before_split, until=0.45
    ),
    planting(
        "interpolated before the split", "lending", together.interpolated_before_split, until=0.3
    ),
)

LABELS = (
    planting("label noise", "cancer", labels.label_noise, share=0.1),
    planting("label noise", "digits", labels.label_noise, share=0.08),
    planting("label noise", "college", labels.label_noise, share=0.15, both=False),
    planting("conflicting labels", "telecom", labels.conflicting_labels, share=0.05),
    planting("conflicting labels", "jobs", labels.conflicting_labels, share=0.15),
    planting("label shift", "credit", labels.label_shift, keep=0.3),
    planting("label shift", "voters", labels.label_shift, keep=0.5),
    planting("label shift", "ames", labels.label_shift, keep=0.3),
    planting("accuracy on imbalance", "defaults", labels.accuracy_on_imbalance),
    planting("accuracy on imbalance", "lending", labels.accuracy_on_imbalance),
    planting("class absent on one side", "jobs", labels.class_absent, side="train"),
    planting("class absent on one side", "chile", labels.class_absent, side="test"),
)

SHIFT = (
    planting("covariate shift", "credit", shift.covariate_shift, column="Age", strength=1.0),
    planting("covariate shift", "diamonds", shift.covariate_shift, column="carat", strength=1.5),
    planting(
        "covariate shift",
        "cells",
        shift.sensor_drift,
        columns=("avg_inten_ch_1", "avg_inten_ch_2", "entropy_inten_ch_1"),
        deviations=0.6,
    ),
    planting("unseen categories", "telecom", shift.unseen_categories, column="contract", share=0.1),
    planting("unseen categories", "credit", shift.category_only_in_test, column="Job"),
    planting("unseen categories", "diamonds", shift.unseen_categories, column="color", share=0.03),
    planting("missing burst", "credit", shift.missing_burst, columns=("Expenses",), share=0.3),
    planting(
        "missing burst",
        "churn",
        shift.missing_burst,
        columns=("state", "total_day_minutes"),
        share=0.1,
    ),
    planting(
        "outlier burst",
        "churn",
        shift.outlier_burst,
        column="total_eve_minutes",
        share=0.03,
        factor=5.0,
    ),
    planting("outlier burst", "wage", shift.outlier_burst, column="age", share=0.05, factor=10.0),
)

SCHEMA = (
    planting("missing column", "telecom", schema.missing_column, column="tenure"),
    planting("missing column", "ames", schema.missing_column, column="Neighborhood"),
    planting("type changed", "credit", schema.type_changed, column="Amount"),
    planting("type changed", "diamonds", schema.type_changed, column="carat"),
    planting("unit changed", "youth", schema.unit_changed, column="height", factor=100.0),
    planting("unit changed", "diamonds", schema.unit_changed, column="x", factor=0.0393701),
    planting("unit changed", "cancer", schema.unit_changed, column="mean radius", factor=2.54),
    planting(
        "unit changed", "ridership", schema.unit_changed, column="temp", factor=5 / 9,
        offset=-160 / 9,
    ),
    planting(
        "unit changed for part of the rows",
        "youth",
        schema.unit_changed_in_part,
        column="weight",
        factor=2.20462,
        share=0.3,
    ),
    planting(
        "unit changed for part of the rows",
        "ames",
        schema.unit_changed_in_part,
        column="Gr_Liv_Area",
        factor=0.092903,
        share=0.1,
    ),
    planting(
        "unit changed for part of the rows",
        "credit",
        schema.unit_changed_in_part,
        column="Amount",
        factor=0.001,
        share=0.3,
        both=False,
    ),
    planting(
        "category respelled", "attrition", schema.category_respelled, column="Gender", how="upper"
    ),
    planting(
        "category respelled", "credit", schema.category_respelled, column="Home", how="space",
        share=0.3,
    ),
    planting(
        "category respelled",
        "ames",
        schema.category_respelled,
        column="Neighborhood",
        how="lower",
        share=0.15,
    ),
    planting(
        "sentinel values", "wage", schema.sentinel_values, column="age", code=-999, share=0.05
    ),
    planting(
        "sentinel values", "churn", schema.sentinel_values, column="total_day_minutes",
        code=9999.0, share=0.02,
    ),
    planting(
        "sentinel values", "credit", schema.sentinel_values, column="Age", code=-1, share=0.1
    ),
    planting("constant column", "credit", schema.constant_column, value="SAP-2"),
    planting("constant column", "diamonds", schema.constant_column, value=1),
    planting("quasi-constant column", "telecom", schema.quasi_constant_column, others=0.002),
    planting("quasi-constant column", "deliveries", schema.quasi_constant_column, others=0.0005),
    planting("mixed types", "credit", schema.mixed_types, column="Amount", share=0.03),
    planting(
        "mixed types", "cells", schema.mixed_types, column="area_ch_1", share=0.1, word="n/a"
    ),
    planting("mixed date formats", "telecom", schema.mixed_date_formats, share=0.2),
    planting(
        "mixed date formats",
        "wage",
        schema.mixed_date_formats,
        share=0.3,
        formats=("%d/%m/%Y", "%m/%d/%Y"),
    ),
    planting("decimal comma", "diamonds", schema.decimal_comma, column="carat"),
    planting("decimal comma", "churn", schema.decimal_comma, column="total_day_minutes",
             side="test"),
    planting("decimal comma", "ames", schema.decimal_comma, column="Lot_Area", share=0.2),
    planting("time zones", "churn", schema.time_zones, share=0.3),
    planting("time zones", "credit", schema.time_zones, share=0.1, other=""),
)  # fmt: skip

MODEL = (
    planting("model overfits", "wage", model.given, file="models.py",
             function="overgrown_regression_tree"),
    planting("model overfits", "credit", model.given, file="models.py", function="overgrown_tree"),
    planting("model overfits", "telecom", model.given, file="models.py",
             function="overgrown_forest"),
    planting("model underfits", "churn", model.given, file="models.py", function="stump"),
    planting("model underfits", "diamonds", model.given, file="models.py",
             function="regression_stump"),
    planting("model underfits", "ames", model.given, file="models.py", function="flattened_ridge"),
    planting("model no better than baseline", "telecom", model.given, file="models.py",
             function="guesses"),
    planting("model no better than baseline", "wage", model.given, file="models.py",
             function="mean_of_shuffled"),
    planting("model with unstable seeds", "credit", model.given, file="models.py",
             function="unstable_network", metric="roc_auc"),
    planting("model with unstable seeds", "churn", model.given, file="models.py",
             function="unstable_tree", metric="roc_auc"),
    planting("metric hides the minority", "lending", model.given, file="models.py",
             function="majority", metric="accuracy"),
    planting("metric hides the minority", "defaults", model.given, file="models.py",
             function="majority", metric="accuracy"),
    planting("model miscalibrated", "telecom", model.given, file="models.py",
             function="sure_of_itself", metric="log_loss"),
    planting("model miscalibrated", "mortgages", model.given, file="models.py",
             function="balanced_weights", metric="log_loss"),
    planting("code that sees the target", "cells", model.given, file="scaled_before_split.py",
             function="make"),
    planting("code that sees the target", "churn", model.given, file="keeps_target.py",
             function="make"),
    planting("slice that fails", "telecom", model.slice_that_fails, column="contract",
             value="Two year", function="wrong_in_contract"),
    planting("slice that fails", "credit", model.slice_that_fails, column="Home", value="rent",
             function="wrong_in_home"),
)  # fmt: skip

CLEAN = (
    *(
        planting(None, name, parted)
        for name in (
            "credit", "churn", "ames", "sacramento", "cells", "deliveries", "packages", "visits",
            "developers", "loans", "personality", "youth", "cancer", "hitters", "carseats",
            "diabetes", "insured", "fertility", "arrests", "titanic", "wage", "diamonds",
            "swiss", "iris",
        )
    ),
    *(
        planting(None, name, parted, kind="stratified")
        for name in ("lending", "rare", "attrition", "jobs", "chile", "penguins", "wine", "digits",
                     "births", "voters", "college")
    ),
    *(planting(None, name, parted, kind="group") for name in ("panel", "callbacks", "crashes")),
    *(planting(None, name, parted, kind="time") for name in ("ridership", "stops", "market",
                                                            "houses")),
    planting(None, "cells", together.scaled_by_training),
    planting(None, "churn", together.scaled_by_training, scaler="minmax"),
    planting(None, "telecom", model.given, file="models.py", function="sound_regression"),
    planting(None, "credit", model.given, file="models.py", function="sound_forest"),
    planting(None, "diamonds", model.given, file="models.py", function="sound_regression_forest"),
)  # fmt: skip

PLAN = (*SPLIT, *ANSWERS, *TOGETHER, *LABELS, *SHIFT, *SCHEMA, *MODEL, *CLEAN)


def cases(only: str = "") -> Iterator[Case]:
    """Yield the planted cases and the clean controls, the same at every call.

    Args:
        only: Text that the name of a case has to hold.
    """
    return planted(PLAN, table, seed=SEED, only=only)
