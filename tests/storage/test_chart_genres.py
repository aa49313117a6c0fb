from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from model.music import Chart, ChartEntry, Track
from model.voting import GenreVote
from storage.chart_genres import ChartGenres, DayGenre
from storage.chart_history import ChartHistory, ChartSong
from storage.known_song import KnownSong
from storage.song_library import SongLibrary

MODEL, RULE = "trio@1", "soft"
FIRST = date(2026, 9, 1)


def track_id(song: int) -> str:
    return f"{song:022}"


def genre_of(song: int) -> str:
    return ("dance", "rock", "pop")[song % 3]


def chart(songs: list[int], day: date, hour: int | None, now: datetime) -> Chart:
    entries = tuple(
        ChartEntry(rank, f"Song {song}", ("Band",), str(song)) for rank, song in enumerate(songs, start=1)
    )
    return Chart("melon-top100", day, hour, now, entries)


@pytest.fixture
def history(engine: Engine, now: datetime) -> ChartHistory:
    """Return a history in which songs 1 to 30 are tracks with votes, and song 30 on are not known."""
    library = SongLibrary(engine)
    library.save(
        (
            KnownSong(
                Track(track_id(song), f"Song {song}", ("Band",)),
                None,
                GenreVote(genre_of(song), (), {genre_of(song): 1.0}, RULE, MODEL),
            )
            for song in range(1, 30)
        ),
        now,
    )
    history = ChartHistory(engine)
    history.resolve("melon", [ChartSong(str(song), track_id(song), now) for song in range(1, 30)])
    history.resolve("melon", [ChartSong(str(song), None, now) for song in range(30, 35)])
    return history


@pytest.fixture
def sums(engine: Engine) -> ChartGenres:
    return ChartGenres(engine, MODEL, RULE)


def test_the_genres_of_a_day_are_those_of_its_last_chart(
    history: ChartHistory, sums: ChartGenres, now: datetime
) -> None:
    history.save(chart([3, 6], FIRST, 9, now))
    history.save(chart([1, 2, 4, 31, 99], FIRST, 15, now))
    history.save(chart([3], FIRST + timedelta(days=3), 0, now))
    first, second = sums.by_day("melon-top100", FIRST)
    assert (first.day, first.songs, first.counts) == (FIRST, 5, {"rock": 2, "pop": 1})
    assert (second.songs, second.counts) == (1, {"dance": 1})
    assert sums.by_day("melon-top100", FIRST + timedelta(days=1)) == [second]
    assert sums.of_chart(chart([], FIRST, 9, now)) == {"dance": 2}


def test_another_model_has_no_genres_and_tells_which_tracks_it_has_not_heard(
    engine: Engine, history: ChartHistory, now: datetime
) -> None:
    history.save(chart([1, 2, 31], FIRST, 9, now))
    other = ChartGenres(engine, "another@1", RULE)
    assert other.of_chart(chart([], FIRST, 9, now)) == {}
    assert sorted(other.without_vote("melon-top100", FIRST)) == [track_id(1), track_id(2)]
    assert ChartGenres(engine, MODEL, RULE).without_vote("melon-top100", FIRST) == []


def test_a_stay_ends_where_a_day_with_charts_lacks_the_song(
    history: ChartHistory, sums: ChartGenres, now: datetime
) -> None:
    for day, songs in enumerate([[1, 2, 3], [1, 2], [1, 3], [1, 2, 3, 4]]):
        history.save(chart(songs, FIRST + timedelta(days=2 * day), None, now))
    newest = chart([1, 2, 3, 4], FIRST + timedelta(days=6), None, now)
    assert {song: (day - FIRST).days for song, day in sums.since(newest).items()} == {
        "1": 0,
        "2": 6,
        "3": 4,
        "4": 6,
    }


def test_days_and_stays_are_what_counting_by_hand_gives(
    history: ChartHistory, sums: ChartGenres, now: datetime
) -> None:
    rng = random.Random(5)  # noqa: S311 - no secret
    charts = {}
    for day in sorted(rng.sample(range(120), 60)):
        for hour in sorted(rng.sample(range(24), 2)):
            songs = rng.sample(range(1, 40), 12)
            charts[FIRST + timedelta(days=day), hour] = songs
            history.save(chart(songs, FIRST + timedelta(days=day), hour, now))
    last = {day: songs for (day, _), songs in charts.items()}
    for counted in sums.by_day("melon-top100", FIRST):
        assert counted.counts == Counter(genre_of(song) for song in last[counted.day] if song < 30)
        assert counted.songs == 12
    days = sorted(last, reverse=True)
    there = {day: {song for (at, _), songs in charts.items() if at == day for song in songs} for day in days}
    expected = {}
    for song in last[days[0]]:
        run = [day for number, day in enumerate(days) if all(song in there[d] for d in days[: number + 1])]
        expected[str(song)] = run[-1]
    assert sums.since(chart(last[days[0]], days[0], 23, now)) == expected


def test_a_chart_keeps_the_genres_of_its_day(
    engine: Engine, history: ChartHistory, sums: ChartGenres, now: datetime
) -> None:
    noted = chart([1, 2, 31], FIRST, 9, now)
    history.save(noted)
    then = {"1": DayGenre("jazz", "발라드"), "2": DayGenre("pop", None), "31": DayGenre(None, "POP")}
    assert sums.note(noted, then) == then
    assert sums.kept(noted) == then
    assert sums.of_chart(noted) == {"jazz": 1, "pop": 1}
    assert sums.of_chart(noted, melon=True) == {"발라드": 1, "POP": 1}
    (day,) = sums.by_day("melon-top100", FIRST, melon=True)
    assert (day.songs, day.counts) == (3, {"발라드": 1, "POP": 1})
    other = ChartGenres(engine, "another@1", RULE)
    assert other.kept(noted) == {}
    assert sorted(other.without_vote("melon-top100", FIRST)) == [track_id(1), track_id(2)]


def test_what_was_posted_keeps_its_genres_and_gets_those_that_were_missing(
    history: ChartHistory, sums: ChartGenres, now: datetime
) -> None:
    posted = chart([1, 2], FIRST, 9, now)
    history.save(posted)
    sums.note(posted, {"1": DayGenre("jazz", "발라드"), "2": DayGenre(None, None)})
    assert sums.note(posted, {"1": DayGenre("funk", "댄스")})["1"] == DayGenre("funk", "댄스")
    history.keep(posted)
    later = {"1": DayGenre("rock", "록/메탈"), "2": DayGenre("pop", "댄스")}
    expected = {"1": DayGenre("funk", "댄스"), "2": DayGenre("pop", "댄스")}
    assert sums.note(posted, later) == expected
    assert sums.kept(posted) == expected
    history.save(posted)  # read again at the same hour
    assert sums.kept(posted) == expected


def test_a_chart_that_is_not_stored_keeps_nothing(sums: ChartGenres, now: datetime) -> None:
    genres = {"1": DayGenre("jazz", None)}
    assert sums.note(chart([1], FIRST, 9, now), genres) == genres
    assert sums.kept(chart([1], FIRST, 9, now)) == {}


def test_of_a_chart_that_was_not_noted_melons_likeliest_word_counts(
    engine: Engine, history: ChartHistory, sums: ChartGenres, now: datetime
) -> None:
    words = ({"발라드": 0.7, "댄스": 0.3}, {"발라드": 0.1, "댄스": 0.9}, None)
    songs = (
        KnownSong(
            Track(track_id(number), f"Song {number}", ("Band",)),
            None,
            GenreVote("pop", (), {"pop": 1.0}, RULE, MODEL, melon=melon),
        )
        for number, melon in enumerate(words, start=1)
    )
    SongLibrary(engine).save(songs, now)
    history.save(chart([1, 2, 3, 31], FIRST, 9, now))
    (day,) = sums.by_day("melon-top100", FIRST, melon=True)
    assert (day.songs, day.counts) == (4, {"발라드": 1, "댄스": 1})
    assert sums.of_chart(chart([], FIRST, 9, now)) == {"pop": 3}
