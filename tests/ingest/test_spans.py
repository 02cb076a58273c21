"""Merged cells of tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.spans import MOST_COLUMNS, spanned


def test_cells_over_rows_and_columns() -> None:
    rows = [[("a", 1, 2), ("b", 2, 1)], [("c", 1, 1), ("d", 1, 1)], [("e", 3, 1)]]
    assert spanned(rows) == [["a", "b", ""], ["a", "c", "d"], ["e", "", ""]]


@given(
    st.lists(
        st.lists(
            st.tuples(st.text("ab", min_size=1, max_size=2), st.integers(0, 999), st.integers(0, 999)), max_size=5
        ),
        max_size=6,
    )
)
def test_every_cell_is_there_and_no_row_grows_without_end(rows: list[list[tuple[str, int, int]]]) -> None:
    made = spanned(rows)
    assert len(made) == len(rows)
    for cells, line in zip(rows, made, strict=True):
        rest = iter(line)
        assert all(text in rest for text, _, _ in cells)
        assert len(line) <= MOST_COLUMNS + len(cells) + 5 * len(rows)
