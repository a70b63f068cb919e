from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from assay.core.evidence.data import ColumnLeak, LeakEvidence, Task
from assay.data import leakage

ROWS = 1_500
DRAW = np.random.default_rng(5)
LABELS = (DRAW.random(ROWS) < 0.3).astype(int)
NUMBERS = np.exp(DRAW.normal(size=ROWS))
HONEST = DRAW.normal(size=ROWS)


def _measured(task: Task = "binary", **columns: object) -> LeakEvidence:
    target = NUMBERS if task == "regression" else LABELS
    frame = pl.DataFrame({"y": target, "honest": HONEST, **columns})
    return leakage.measure(frame, target="y", task=task, columns=frame.columns)


def _column(evidence: LeakEvidence, name: str) -> ColumnLeak:
    return next(column for column in evidence.columns if column.name == name)


def test_label_flipped_in_some_rows_still_mirrors_the_target() -> None:
    flipped = np.where(DRAW.random(ROWS) < 0.03, 1 - LABELS, LABELS)
    found = _measured(flipped=flipped)
    assert _column(found, "flipped").mirrors > 0.94
    assert _column(found, "honest").mirrors == 0


def test_several_codes_for_a_class_are_followed() -> None:
    codes = LABELS * 4 + DRAW.integers(0, 4, ROWS)
    assert _column(_measured(codes=[f"K{code * 3 % 11}" for code in codes]), "codes").follows == 1


@pytest.mark.parametrize("noise", [0.05, 0.15])
def test_noise_on_a_number_is_measured_and_even(noise: float) -> None:
    noised = NUMBERS + DRAW.normal(size=ROWS) * noise * NUMBERS.std()
    found = _column(_measured("regression", noised=noised), "noised")
    assert found.noise == pytest.approx(noise, rel=0.15)
    assert found.same_unit and found.even_noise > 0.7


def test_error_that_grows_with_the_value_is_not_even() -> None:
    natural = 2 * NUMBERS * (1 + DRAW.normal(size=ROWS) * 0.1)
    found = _column(_measured("regression", natural=natural), "natural")
    assert not found.same_unit and found.even_noise < 0.5


def test_classes_of_a_number_lie_on_its_curve() -> None:
    tenths = np.searchsorted(np.quantile(NUMBERS, np.linspace(0.1, 0.9, 9)), NUMBERS)
    assert _column(_measured("regression", tenths=tenths), "tenths").on_curve == 1
    shuffled = DRAW.permutation(tenths)
    assert _column(_measured("regression", tenths=shuffled), "tenths").on_curve < 0.2


def test_value_where_the_outcome_happened_is_one_sided() -> None:
    paid = np.where((LABELS == 1) & (DRAW.random(ROWS) < 0.6), DRAW.exponential(50, ROWS), 0.0)
    sided = _column(_measured(paid=paid), "paid").one_sided
    assert sided is not None and sided.empty == "zero" and sided.outcome == "1"
    assert sided.within == pytest.approx(0.6, abs=0.1) and sided.elsewhere == 0


def test_honest_gaps_are_not_one_sided() -> None:
    gaps = pl.Series(HONEST).to_frame("x").with_columns(gap=pl.Series(DRAW.random(ROWS) < 0.3))
    filled = gaps.select(pl.when(~pl.col("gap")).then("x")).to_series()
    assert _column(_measured(filled=filled), "filled").one_sided is None


def test_word_in_a_text_gives_the_target() -> None:
    words = DRAW.choice(["call", "visit", "letter", "bill", "late"], size=(ROWS, 6))
    notes = [
        f"{' '.join(row)} {'closed' if y else 'open'}" for row, y in zip(words, LABELS, strict=True)
    ]
    (found,) = _measured(note=notes).texts
    assert found.exactness == 1
    assert found.pattern in ("the word 'closed'", "the word 'open'")
    assert not _measured(note=[" ".join(row) for row in words]).texts


def test_phrases_that_stand_for_a_class_are_told_together_though_some_texts_lack_one() -> None:
    draw = np.random.default_rng(21)
    said = draw.choice(["fee was charged", "limit is exceeded", "asked to settle it"], ROWS)
    other = draw.choice(["nothing due", "card renewed", "balance positive"], ROWS)
    told = np.where(draw.random(ROWS) < 0.92, said, other)
    notes = [f"{draw.choice(['called', 'wrote', 'visited', 'filed'])}; {text} {place % 40}"
             for place, text in enumerate(np.where(LABELS == 1, told, other))]  # fmt: skip
    (found,) = _measured(note=notes).texts
    assert 0.88 < found.exactness < 0.95
    assert found.purity == 1


def test_number_in_a_text_gives_the_target() -> None:
    notes = [f"reference {value:.5g}" for value in NUMBERS]
    (found,) = _measured("regression", note=notes).texts
    assert "number" in found.pattern


@pytest.mark.parametrize(
    "form",
    [
        "total {:,.2f} EUR",
        "order 17, sum {:.0f}",
        "{:,.0f} dollars",
        "about {:.4g}",
        "{:.1f} thousand a year",
    ],
)
def test_outcome_is_read_as_people_write_numbers_in_part_of_the_texts(form: str) -> None:
    prices = (2_000 + 4_000 * NUMBERS).round(2)
    notes = [
        f"order 5, {form.format(price)}" if place % 2 else "order 5, no remark on 12 pages"
        for place, price in enumerate(prices)
    ]
    (found,) = _measured("regression", y=prices, note=notes).texts
    assert found.quoted and found.exactness == pytest.approx(0.5, abs=0.02)
    others = [form.format(price) for price in DRAW.permutation(prices)]
    assert not _measured("regression", y=prices, note=others).texts


@pytest.mark.parametrize("form", ["{}_scan_{}", "Img{1}{0}", "s3://lake/{1}/{0}/{1}.png"])
def test_class_in_the_name_of_a_file_gives_the_target(form: str) -> None:
    numbers = DRAW.integers(0, 10**6, ROWS)
    names = [
        form.format("Benign" if y else "Malign", n) for y, n in zip(LABELS, numbers, strict=True)
    ]
    (found,) = _measured(file=names).texts
    assert found.exactness == 1


def test_price_list_gives_the_size_by_dish_and_price() -> None:
    dish = DRAW.integers(0, 25, ROWS)
    prices = np.sort([DRAW.choice(40, 3, replace=False) for _ in range(25)], axis=1)
    sizes = DRAW.integers(0, 3, ROWS)
    names = [f"dish {one}" for one in dish]
    (pair,) = _measured("multiclass", y=sizes, dish=names, price=prices[dish, sizes]).pairs
    assert set(pair.columns) == {"dish", "price"} and pair.exactness > 0.97 > pair.alone
    paid = DRAW.permutation(prices[dish, sizes])
    assert not _measured("multiclass", y=sizes, dish=names, price=paid).pairs


def test_mass_over_the_square_of_height_gives_an_index() -> None:
    height = DRAW.normal(1.7, 0.1, ROWS).round(2)
    (pair,) = _measured("regression", mass=(NUMBERS * height**2).round(3), height=height).pairs
    assert pair.exactness > 0.999


def test_ranks_of_a_number_are_its_ranks_and_a_provisional_figure_is_equal_in_part() -> None:
    place = np.argsort(np.argsort(NUMBERS)) / ROWS + 0.02 * DRAW.normal(size=ROWS)
    first = np.where(DRAW.random(ROWS) < 0.4, NUMBERS * DRAW.uniform(0.5, 2, ROWS), NUMBERS)
    found = _measured("regression", place=place)
    assert _column(found, "place").in_ranks > 0.95
    assert _column(found, "place").in_ranks_of_others < 0.5
    assert _column(found, "honest").in_ranks == _column(found, "honest").equal == 0
    found = _measured("regression", first=first)
    assert _column(found, "first").equal == pytest.approx(0.6, abs=0.05)


def test_exclusive_or_of_two_columns_gives_the_target() -> None:
    one = DRAW.integers(0, 2, ROWS)
    (found,) = _measured(one=one, other=one ^ LABELS).pairs
    assert set(found.columns) == {"one", "other"} and found.exactness == 1
    assert found.alone < 0.75


def test_equal_texts_give_the_target() -> None:
    sent = DRAW.integers(0, 40, ROWS)
    back = np.where(LABELS == 1, sent, (sent + DRAW.integers(1, 40, ROWS)) % 40)
    found = _measured(sent=[f"s{v}" for v in sent], back=[f"s{v}" for v in back]).pairs
    assert [pair.operation for pair in found] == ["a = b"]


def test_ratio_of_two_columns_gives_a_number() -> None:
    base = DRAW.uniform(0.5, 2, ROWS)
    (found,) = _measured("regression", base=base, scaled=NUMBERS * base).pairs
    assert found.operation == "b / a" and found.exactness > 0.999


def test_columns_without_the_target_make_no_pair() -> None:
    first, second, third = (DRAW.normal(size=ROWS) for _ in range(3))
    assert not _measured(first=first, second=second, third=third).pairs


def test_sign_of_a_difference_gives_three_classes() -> None:
    generator = np.random.default_rng(2)
    home, away = generator.poisson(1.5, ROWS), generator.poisson(1.2, ROWS)
    winner = np.select([home > away, home < away], ["home", "away"], "drawn")
    (pair,) = _measured("multiclass", y=winner, home=home, away=away).pairs
    assert pair.operation == "a - b" and pair.natural_cut and pair.exactness == 1


def test_classes_put_together_are_a_coarser_target() -> None:
    generator = np.random.default_rng(3)
    y = generator.choice(["no", "perhaps", "yes"], ROWS)
    told = np.where(y == "no", "N", "Y")
    honest = np.where(generator.random(ROWS) < 0.2, "N", told)
    found = _measured("multiclass", y=y, told=told, honest=honest)
    assert _column(found, "told").coarsens == 1
    assert _column(found, "honest").coarsens < 0.95


def test_classes_of_a_number_with_ties_at_their_borders_lie_on_its_curve() -> None:
    generator = np.random.default_rng(4)
    y = generator.normal(size=ROWS).round(1)
    place = np.argsort(np.argsort(y + generator.normal(0, 1e-6, ROWS)))
    tenth = np.char.add("Q", (place * 10 // ROWS + 1).astype(str))
    assert _column(_measured("regression", y=y, tenth=tenth), "tenth").on_curve > 0.99


def test_flag_in_words_and_several_classes_are_one_sided() -> None:
    generator = np.random.default_rng(5)
    y = generator.choice(["a", "b", "c"], ROWS)
    flag = np.where((y == "a") & (generator.random(ROWS) < 0.6), "yes", "no")
    joined = np.where((y != "c") & (generator.random(ROWS) < 0.7), 3.0, 0.0)
    found = _measured("multiclass", y=y, flag=flag, joined=joined)
    one = _column(found, "flag").one_sided
    assert one is not None and one.flag and one.outcome == "a" and one.elsewhere == 0
    several = _column(found, "joined").one_sided
    assert several is not None and several.joined and several.outcome == "a or b"


def test_value_filled_above_a_border_of_the_target_is_one_sided() -> None:
    generator = np.random.default_rng(6)
    price = generator.lognormal(12, 0.5, ROWS)
    tax = [float(one) * 0.01 if one > 200_000 else None for one in price]
    one = _column(_measured("regression", y=price, tax=tax), "tax").one_sided
    assert one is not None and one.sought and one.within == 1


def test_text_with_the_name_of_the_class_is_marked() -> None:
    classes = ["vic" if y else "other" for y in LABELS]
    for words, named in (
        ({"vic": "vic", "other": "other"}, True),
        ({"vic": "a", "other": "b"}, False),
    ):
        paths = [f"/scans/{words[one]}/{at}.png" for at, one in enumerate(classes)]
        frame = pl.DataFrame({"y": classes, "photo": paths})
        leaks = leakage.measure(frame, target="y", task="binary", columns=["photo"])
        assert [one.named for one in leaks.texts] == [named]


def test_outcome_of_few_values_is_read_in_nine_of_ten_texts() -> None:
    marks = DRAW.integers(50, 66, ROWS) * 10
    notes = [
        f"total {mark}, annex {at % 40}" if at % 10 else "call again"
        for at, mark in enumerate(marks)
    ]
    (found,) = _measured("regression", y=marks, note=notes).texts
    assert found.quoted and found.exactness == pytest.approx(0.9)


def test_many_classes_keyed_in_with_slips_mirror_the_target_and_one_bad_class_does_not() -> None:
    drawn = np.random.default_rng(6)
    letters = drawn.integers(0, 26, 2_600)
    slips = drawn.random(2_600) < 0.04
    keyed = np.where(slips, drawn.integers(0, 26, 2_600), letters)
    assert _mirrored(letters, keyed) > 0.94
    bad = np.where((letters == 3) & (drawn.random(2_600) < 0.5), 4, letters)
    assert _mirrored(letters, bad) < 0.7


def _mirrored(letters: NDArray[np.int64], keyed: NDArray[np.int64]) -> float:
    table = pl.DataFrame({"y": letters, "honest": letters % 5, "keyed": keyed}).cast(pl.String)
    found = leakage.measure(table, target="y", task="multiclass", columns=table.columns)
    return _column(found, "keyed").mirrors


def test_keys_that_read_as_huge_numbers_do_not_overflow(recwarn: pytest.WarningsRecorder) -> None:
    keys = [f"{row:04d}e{300 + row % 90}-{row * 7919 % 9973:x}" for row in range(ROWS)]
    found = _measured("regression", key=keys)
    assert _column(found, "key").exactness < 0.5
    assert not [one for one in recwarn if one.category is RuntimeWarning]
