from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.plain_text import shows_anything, units, visible, within_normalized, within_units


@pytest.mark.parametrize(
    "unseen",
    [
        *("\u200e", "\u200f", "\u061c", "\u202e", "\u2066", "\u200b", "\u2060", "\ufeff", "\u00ad", "\ufffb"),
        *("\U000e0041", "\U000e0001", "\U000e007f", "\U0001d173", "\u206a", "\u180e", "\u034f", "\x00"),
        *("\x1b", "\ud800", "\udfff"),
    ],
)
def test_what_cannot_be_seen_or_turns_writing_round_is_left_out(unseen: str) -> None:
    assert visible(f"달{unseen}빛") == "달빛"


@pytest.mark.parametrize(
    "text", ["Next\nLevel\t1", "👨\u200d👩\u200d👧 ❤\ufe0f", "می\u200cخواهم", "e\u0301", "", "가나다", "🎵"]
)
def test_what_people_write_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("filler", ["\u3164", "\u115f", "\u1160", "\uffa0", "\u2800"])
def test_blank_letters_are_spaces(filler: str) -> None:
    assert visible(f"달{filler}빛") == "달 빛"
    assert not shows_anything(visible(filler * 9))


def test_of_a_pile_of_accents_three_are_left() -> None:
    assert visible("달" + "\u0300\u0336\u0489" * 40 + "빛") == "달\u0300\u0336\u0489빛"


@pytest.mark.parametrize("text", ["", " \n", "\u200d\u200c", "\ufe0f", "\u0301", "\u2028\u3000"])
def test_a_text_without_ink_shows_nothing(text: str) -> None:
    assert not shows_anything(visible(text))


@pytest.mark.parametrize("text", ["a", "가", "1", "?", "+", "🎵", " ㅋ "])
def test_a_text_with_ink_shows_something(text: str) -> None:
    assert shows_anything(visible(text))


@given(st.text())
def test_any_text_can_be_cleaned_once_and_for_all(text: str) -> None:
    cleaned = visible(text)
    assert visible(cleaned) == cleaned
    assert not {unicodedata.category(character) for character in cleaned} & {"Cs"}


@given(st.text(), st.integers(0, 40))
def test_a_beginning_within_units_is_the_longest(text: str, most: int) -> None:
    kept = within_units(text, most)
    assert text.startswith(kept)
    assert units(kept) <= most
    assert kept == text or units(text[: len(kept) + 1]) > most


@pytest.mark.parametrize(
    ("text", "kept"), [("ﷺ" * 500, 27), ("가" * 600, 500), ("x" * 600, 500), ("ﬃ" * 9, 9)]
)
def test_one_letter_that_stands_for_many_counts_as_many(text: str, kept: int) -> None:
    assert len(within_normalized(text, 500)) == kept
    assert len(unicodedata.normalize("NFKC", within_normalized(text, 500))) <= 500
