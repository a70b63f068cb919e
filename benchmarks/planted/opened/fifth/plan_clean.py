"""The clean controls."""

from __future__ import annotations

from benchmarks.planted.opened.fifth import controls
from benchmarks.planted.plan import Planting, planting

UNUSED = {"cholera", "ice", "shares", "winter hours", "pumps"}
"""Series that no split but one by time parts fairly, and that differ too much over time for it;
and variants of models of cars."""
CLASSES = ("park visitors", "savers", "heating", "tissues", "web bill", "values", "apples", "frogs")
RARE = (("kidneys", 0.02), ("volunteers", 0.03), ("park visitors", 0.02), ("apples", 0.04),
        ("turnout", 0.04), ("values", 0.02))  # fmt: skip
SMALL = (
    ("stones", 100),
    ("countries", 110),
    ("word games", 120),
    ("park visitors", 120),
    ("leaves", 100),
)
SCALED = (("frogs", "standard"), ("word games", "minmax"), ("soil", "standard"),
          ("leaves", "minmax"), ("hours", "standard"))  # fmt: skip
MODELLED = (("exams", "ridge"), ("young men", "ridge"), ("hours", "ridge"), ("soil", "forest"),
            ("health bill", "logistic"))  # fmt: skip


def clean(names: list[str]) -> list[Planting]:
    """Return the controls: each table as it is, and some in other honest ways."""
    return [
        *(planting(None, name, controls.split) for name in names if name not in UNUSED),
        *(planting(None, name, controls.stratified) for name in CLASSES),
        *(planting(None, name, controls.small, rows=rows) for name, rows in SMALL),
        *(
            planting(None, name, controls.rare_by_average_precision, share=share)
            for name, share in RARE
        ),
        *(
            planting(None, name, controls.scaled_on_training, scaler=scaler)
            for name, scaler in SCALED
        ),
        *(
            planting(None, name, controls.imputed_on_training)
            for name in ("law schools", "nations")
        ),
        planting(None, "burgers", controls.one_hot, column="chain"),
        planting(None, "stones", controls.one_hot, column="colour"),
        *(planting(None, name, controls.with_honest_model, make=make) for name, make in MODELLED),
    ]
