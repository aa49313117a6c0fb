from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.songs.matching.names import (
    names,
    normalized,
    typed_versions,
    typed_words,
    versions,
    without_brackets,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paper Lantern", {"paper lantern"}),
        ("종이등 (Paper Lantern)", {"종이등 paper lantern", "종이등", "paper lantern"}),
        ("종이등 Paper Lantern", {"종이등 paper lantern", "종이등", "paper lantern"}),
        ("Paper Lantern (Feat. Moon Club) [Prod. by 달]", {"paper lantern"}),
        ("Paper Lantern feat. Moon Club", {"paper lantern"}),
        ("Paper Lantern (with Moon Club)", {"paper lantern"}),
        ('Paper Lantern - From "Harbour" OST', {"paper lantern from harbour ost", "paper lantern"}),
        ("Paper Lantern (Live)", {"paper lantern live", "paper lantern"}),
        ("Paper Lantern (unclosed", {"paper lantern unclosed", "paper lantern"}),
        ("()", {""}),
    ],
)
def test_a_text_holds_these_names(text: str, expected: set[str]) -> None:
    assert {name for name, _ in names(text)} == expected


def test_the_whole_counts_more_than_a_bracket_and_that_more_than_one_script() -> None:
    counted = dict(names("종이등 (Paper Lantern)"))
    assert counted["종이등"] > counted["paper lantern"] > dict(names("종이등 Paper"))["종이등"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Lantern", set()),
        ("Lantern (Remix)", {"remix"}),
        ("Lantern - Inst.", {"instrumental"}),
        ("Lantern (MR)", {"instrumental"}),
        ("Lantern (일본어 Ver.)", {"japanese"}),
        ("Lantern - Japanese Version", {"japanese"}),
        ("Lantern (English ver.)", {"english"}),
        ("Lantern (Sped Up)", {"sped up"}),
        ("Lantern - Midnight Mix", {"midnight mix"}),
        ("Lantern (Acoustic)", {"acoustic"}),
        ("Lantern (Original Mix)", set()),
        ("Lantern - Remastered", set()),
        ("Lantern (feat. Live Band)", set()),
        ("Live Forever", set()),
        ("Piano Boy (Live)", {"live"}),
    ],
)
def test_the_words_of_a_version_are_told_from_those_of_a_title(title: str, expected: set[str]) -> None:
    assert versions(title) == expected


def test_a_person_writes_a_version_without_brackets() -> None:
    assert typed_versions("lantern live") == {"live"}
    assert typed_versions("종이등 리믹스") == {"remix"}


def test_korean_and_latin_words_that_were_typed_together_are_parted() -> None:
    assert typed_words("하늘다리Lantern") == "하늘다리 lantern"


def test_what_is_outside_the_brackets_is_bare() -> None:
    assert without_brackets("Lantern (Paper) - Harbour") == "lantern harbour"
    assert without_brackets("(Paper)") == "paper"


@given(st.text())
def test_any_text_has_at_least_one_name_and_words_stay_words(text: str) -> None:
    assert names(text)
    assert all(0 < weight <= 1 for _, weight in names(text))
    assert normalized(normalized(text)) == normalized(text)
    assert normalized(typed_words(text)) == typed_words(text)
    versions(text)
    typed_versions(text)


@given(st.text(alphabet="([{<>}])-. abfeat가나prodver", max_size=400))
def test_no_heap_of_brackets_takes_long_or_breaks_it(text: str) -> None:
    assert names(text)
    versions(text)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Karaoke", set()),
        ("Remix", set()),
        ("Karaoke (Live)", {"live"}),
        ("Remix - Instrumental", {"instrumental"}),
        ("Lantern Remix", {"remix"}),
    ],
)
def test_a_title_that_is_nothing_but_a_version_word_is_a_song(title: str, found: set[str]) -> None:
    assert versions(title) == found
