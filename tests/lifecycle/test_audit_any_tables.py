"""Whatever two tables hold, an audit ends with a report, or says what is wrong with the input."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import assay
from assay.core.errors import InputError

QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
WHOLE, REAL = pl.col("whole"), pl.col("real")
KINDS: dict[str, pl.Expr] = {
    "real": REAL,
    "few": WHOLE % 4,
    "truth": WHOLE % 2 == 0,
    "word": pl.concat_str(pl.lit("of "), (WHOLE % 3).cast(pl.String)).cast(pl.Categorical),
    "text": pl.concat_str(WHOLE.cast(pl.String), pl.lit(" and "), (WHOLE % 7).cast(pl.String)),
    "null": pl.lit(None).repeat_by(1).list.first(),
    "constant": pl.when(WHOLE >= 0).then(1.0),
    "date": WHOLE.cast(pl.Int32).cast(pl.Date),
    "infinite": pl.when(REAL < 0).then(float("inf")).otherwise(REAL),
    "holes": pl.when(REAL < 0).then(REAL),
    "identifier": pl.int_range(pl.len()),
    "list": pl.concat_list(WHOLE, WHOLE % 3),
    "bytes": pl.concat_str(WHOLE.cast(pl.String)).cast(pl.Binary),
    "span": WHOLE.cast(pl.Duration("us")),
    "decimal": WHOLE.cast(pl.Decimal(10, 2)),
}
TARGETS = ("truth", "few", "word", "real", "constant", "holes")


def table(columns: dict[str, str], rows: int, seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    drawn = pl.DataFrame(
        {"whole": random.integers(0, 1_000, rows), "real": random.normal(size=rows)},
        schema={"whole": pl.Int64, "real": pl.Float64},
    )
    return drawn.select(KINDS[kind].alias(name) for name, kind in columns.items())


@st.composite
def tables(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, Any]]:
    """Draw two sides with some columns each, of which some are shared, in one type or in two."""
    kind = st.sampled_from(list(KINDS))
    train = draw(st.dictionaries(st.sampled_from("abcde"), kind, max_size=5))
    same = {name: kind for name, kind in train.items() if draw(st.booleans())}
    test = same | draw(st.dictionaries(st.sampled_from("abcdefg"), kind, max_size=2))
    target = draw(st.sampled_from(TARGETS))
    train["t"] = target
    if draw(st.booleans()):
        test["t"] = draw(st.sampled_from((target, target, target, "constant", "null")))
    rows = draw(st.sampled_from((1, 2, 30, 150))), draw(st.sampled_from((0, 1, 2, 30, 150)))
    roles = {
        role: draw(st.sampled_from(sorted(train)))
        for role in ("time", "group", "id")
        if draw(st.integers(0, 3)) == 0
    }
    seed = draw(st.integers(0, 9))
    return table(train, rows[0], seed), table(test, rows[1], seed + 10), roles


@QUICK
@given(tables())
def test_any_two_tables_give_a_report_or_say_what_is_wrong_with_them(
    given_: tuple[pl.DataFrame, pl.DataFrame, dict[str, Any]],
) -> None:
    train, test, roles = given_
    try:
        report = assay.audit(train, test, target="t", price=True, **roles)
    except InputError:
        return
    lost = {name for name in train.columns if name not in test.columns and name != "t"}
    told = {one for f in report.errors if f.rule == "schema-missing-column" for one in f.columns}
    assert lost <= told
