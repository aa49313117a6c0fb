"""Which songs of a chart are shown, and on which page."""

from __future__ import annotations

from dataclasses import replace

from tests.bot.charts.examples import MELON, chart, classified, hundred, shown


def test_the_songs_are_all_or_those_of_a_genre_or_of_an_artist_in_either_script() -> None:
    current = classified(chart(1, 2, 3), {1: "dance", 2: "rock", 3: "dance"})
    assert len(shown(current).songs) == 3
    picked = shown(current, request=replace(MELON, genre="dance")).songs
    assert [song.entry.rank for song in picked] == [1, 3]
    first, *others = current.songs
    known = replace(first, entry=replace(first.entry, artists=("aespa",)))
    of_aespa = replace(current, songs=(known, *others))
    for typed in ("aespa", "에스파", "AESPA"):
        assert shown(of_aespa, request=replace(MELON, artist=typed)).songs == (known,)
    assert shown(of_aespa, request=replace(MELON, artist="IVE")).songs == ()


def test_a_page_behind_the_last_is_the_last() -> None:
    assert shown(hundred(), request=replace(MELON, page=30)).page == 10
    assert shown(hundred(), request=replace(MELON, artist="an unknown band")).page == 1
