"""Places of values among the distinct ones: the same, however they are found."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from assay.data.ordinals import ordinals


@given(st.lists(st.none() | st.sampled_from(["", " ", "a", "B", "ä", "aa", "z", "10", "9"])))
def test_texts_are_numbered_as_by_sorting_all_of_them(texts: list[str | None]) -> None:
    column = pl.Series("text", texts * 3, dtype=pl.String)
    expected = column.rank("dense").cast(pl.Int64).fill_null(0)
    assert ordinals(column).tolist() == expected.to_list()


@given(st.lists(st.none() | st.text(st.characters(codec="utf-8"), max_size=3)))
def test_texts_of_any_letters_are_numbered_in_their_order(texts: list[str | None]) -> None:
    levels = sorted({text.encode() for text in texts if text is not None})
    expected = [0 if text is None else levels.index(text.encode()) + 1 for text in texts]
    assert ordinals(pl.Series("text", texts, dtype=pl.String)).tolist() == expected
