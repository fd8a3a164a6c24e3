"""Text that fits a terminal: what a sign takes, and where a text is cut or broken."""

from __future__ import annotations

import pytest

from sco_data._show.layout import Column, choose_columns, fit, width_of, widths_of, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("Minsk", 5),
        ("Минск", 5),
        ("明斯克", 6),  # East Asian Width: wide
        ("Ａ", 2),  # fullwidth
        ("e\u0301", 1),  # an accent stands on its letter
        ("\u0939\u094d\u200d", 1),  # a virama and a joiner take nothing
    ],
)
def test_a_text_takes_the_columns_of_its_signs(text: str, width: int) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Minsk", 7, "Minsk  "),
        ("Minsk", 5, "Minsk"),
        ("Samarkand", 5, "Sam.."),
        ("明斯克", 5, "明.. "),  # half a sign cannot be shown
        ("Minsk", 1, "."),
        ("Minsk", 0, ""),
    ],
)
def test_a_text_is_cut_or_filled(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two", ["one two"]),
        ("one two three", ["one two", "three"]),
        ("https://a.example/b c", ["https://", "a.exampl", "e/b c"]),
        ("to 上海合作组织", ["to", "上海合作", "组织"]),
        ("e\u0301" * 9, ["e\u0301" * 8, "e\u0301"]),
    ],
)
def test_a_text_is_broken_between_words_or_where_a_line_is_full(
    text: str, lines: list[str]
) -> None:
    assert list(wrap(text, 8)) == lines


ID = Column(["id", "KAZ"], stays_whole=True)
NAME = Column(["name", "Kazakhstan"])
FORMAL_NAME = Column(["formal name", "Republic of Kazakhstan"])


def test_the_widest_column_of_a_table_gives_way() -> None:
    assert widths_of([ID, NAME], 80) == [3, 10]
    assert widths_of([ID, NAME], 13) == [3, 8]
    assert widths_of([NAME, FORMAL_NAME], 24) == [10, 12]
    assert widths_of([NAME], 3) == [8]
    assert widths_of([], 80) == []


def test_what_stays_whole_is_cut_last() -> None:
    long_id = Column(["astana-declaration-2024"], stays_whole=True)
    assert widths_of([NAME, long_id], 33) == [8, 23]
    assert widths_of([NAME, long_id], 30) == [8, 20]


def test_columns_without_room_are_left_out_from_the_last() -> None:
    assert choose_columns([ID, NAME, FORMAL_NAME], 29) == [ID, NAME, FORMAL_NAME]
    assert choose_columns([ID, NAME, FORMAL_NAME], 28) == [ID, NAME]
    assert choose_columns([NAME, FORMAL_NAME, ID], 28) == [NAME, ID]
    assert choose_columns([ID, ID], 7) == [ID]
    assert choose_columns([ID], 2) == [ID]
    assert choose_columns([], 2) == []
