from __future__ import annotations

from dataclasses import replace

import pytest

from bot.charts.genre_chart import ChartSongGenre, NoGenreReason, Vocabulary
from model.levels import Level
from storage.chart_genres import DayGenre
from tests.bot.charts.examples import chart, classified, estimated, in_melon

OURS, MELON = Vocabulary.OURS, Vocabulary.MELON


def song(sound: dict[str, float] | None, said: str | None = None) -> ChartSongGenre:
    current = classified(chart(1), {1: "dance"})
    return in_melon(current, {1: sound} if sound else {}, {1: said} if said else {}).songs[0]


def test_a_song_has_a_genre_in_each_vocabulary() -> None:
    heard = song({"발라드": 0.4, "댄스": 0.6}, "발라드")
    assert (heard.called(OURS), heard.called(MELON)) == ("dance", "댄스")
    assert song(None, "발라드").called(MELON) == "발라드"


def test_the_genre_of_the_charts_day_stays() -> None:
    heard = replace(song({"발라드": 1.0}), then=DayGenre("jazz", "재즈"))
    assert (heard.called(OURS), heard.called(MELON)) == ("jazz", "재즈")


def test_what_was_not_known_on_the_charts_day_is_filled_in() -> None:
    heard = replace(song({"발라드": 1.0}), then=DayGenre(None, None))
    assert (heard.called(OURS), heard.called(MELON)) == ("dance", "발라드")


@pytest.mark.parametrize("reason", list(NoGenreReason))
def test_a_song_without_a_genre_says_why(reason: NoGenreReason) -> None:
    unknown = ChartSongGenre(chart(1).entries[0], None, reason)
    assert (unknown.lacks(OURS), unknown.lacks(MELON)) == (reason, reason)


def test_a_song_may_lack_a_word_in_one_vocabulary_only() -> None:
    assert song(None).lacks(OURS) is None
    assert song(None).lacks(MELON) is NoGenreReason.NO_WORD


def test_a_genre_says_what_it_is_based_on() -> None:
    heard = song({"발라드": 0.4, "댄스": 0.6}, "발라드")
    assert (heard.basis(OURS), heard.basis(MELON)) == (Level.MEASURED, Level.MEASURED)
    assert estimated(heard).basis(MELON) is Level.ARTIST
    assert song({"발라드": 1.0}, "트로트").basis(MELON) is Level.SERVICE
    assert (song(None, "발라드").basis(MELON), song(None).basis(MELON)) == (Level.SERVICE, None)
