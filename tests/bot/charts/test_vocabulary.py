from __future__ import annotations

import pytest

from bot.chart_menu import CHART_MENU
from bot.charts.genre_chart import Vocabulary
from bot.charts.vocabulary import (
    chart_called,
    charts_meant,
    genre_called,
    genre_in,
    is_chart_word,
    melon_genre_called,
)
from bot.language.words import GENRES, MELON_WORDS, Words, languages


def test_every_genre_is_called_by_its_name_in_every_language() -> None:
    for language in languages():
        assert all(genre_called(Words(language).genre(genre)) == genre for genre in GENRES)
        assert all(melon_genre_called(Words(language).genre(genre)) == genre for genre in MELON_WORDS)


@pytest.mark.parametrize(
    ("typed", "genre"),
    [("랩", "hip-hop"), ("R&B", "r-n-b"), ("알앤비", "r-n-b"), ("Hip Hop", "hip-hop"), ("발라드", None)],
)
def test_nicknames_of_genres_are_known(typed: str, genre: str | None) -> None:
    assert genre_called(typed) == genre


@pytest.mark.parametrize(
    ("typed", "genre"),
    [
        ("발라드", "발라드"),
        ("Ballad", "발라드"),
        ("랩", "랩/힙합"),
        ("힙합", "랩/힙합"),
        ("hip hop", "랩/힙합"),
        ("soul", "R&B/Soul"),
        ("락", "록/메탈"),
        ("trot", "성인가요/트로트"),
        ("트롯", "성인가요/트로트"),
        ("ballads", "발라드"),
        ("알앤비", "R&B/Soul"),
        ("인디", "인디음악"),
        ("electronic", None),
        ("zzz", None),
        ("", None),
    ],
)
def test_melons_genres_are_called_by_any_part_of_their_name(typed: str, genre: str | None) -> None:
    assert melon_genre_called(typed) == genre


@pytest.mark.parametrize(
    ("vocabulary", "genre", "other"),
    [
        (Vocabulary.MELON, "dance", "댄스"),
        (Vocabulary.MELON, "hip-hop", "랩/힙합"),
        (Vocabulary.MELON, "soul", "R&B/Soul"),
        (Vocabulary.MELON, "electronic", None),
        (Vocabulary.OURS, "랩/힙합", "hip-hop"),
        (Vocabulary.OURS, "록/메탈", "rock"),
        (Vocabulary.OURS, "발라드", None),
        (Vocabulary.OURS, "인디음악", "indie"),
    ],
)
def test_a_genre_has_its_namesake_in_the_other_vocabulary(
    vocabulary: Vocabulary, genre: str, other: str | None
) -> None:
    assert genre_in(vocabulary, genre) == other


def test_words_for_charts_leave_those_that_all_of_them_can_mean() -> None:
    assert [kind.name for kind in charts_meant(["melon", "weekly"])] == ["melon-weekly"]
    assert charts_meant(["bugs", "weekly"]) == []
    assert charts_meant([]) == list(CHART_MENU)
    assert is_chart_word("멜론")
    assert not is_chart_word("댄스")
    assert chart_called("멜론 댄스") is None
