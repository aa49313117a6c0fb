from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from storage import requested_songs as module
from storage.known_song import KnownSong
from storage.requested_songs import RequestedSongs, requested_songs
from storage.song_library import SongLibrary
from storage.song_notes import Request

WEEK = timedelta(days=7)
MODEL = ("trio@0123abcd", "study")


def asked(number: int | None, at: datetime, outcome: str = "answered") -> Request:
    return Request("telegram", "TrackLink", outcome, at, None if number is None else f"{number:022d}")


def test_a_song_counts_once_for_its_sound_and_as_often_as_it_was_asked_for_for_the_share(
    engine: Engine, now: datetime, song: Callable[..., KnownSong]
) -> None:
    songs = [song(1), song(2), song(3, features=None, vote=None), song(4)]
    requests = [
        asked(1, now),
        asked(1, now),
        asked(2, now),
        asked(3, now),
        asked(None, now, "NoAudioFeatures"),
        asked(None, now, "NotOnSpotify"),
        asked(None, now, "NameNotFound"),
        asked(4, now - 2 * WEEK),
    ]
    SongLibrary(engine).save(songs, now, requests=requests)
    found = requested_songs(engine, now - WEEK, *MODEL)
    assert (found.asked, found.without) == (6, 3)
    assert sorted(each.energy or 0 for each in found.features) == [0.01, 0.02]
    assert found.confidences == (0.6, 0.6)


def test_votes_of_another_model_say_nothing_of_this_one(
    engine: Engine, now: datetime, song: Callable[..., KnownSong]
) -> None:
    SongLibrary(engine).save([song(1)], now, requests=[asked(1, now)])
    assert requested_songs(engine, now - WEEK, "another", "study").confidences == ()


def test_of_many_requests_the_latest_are_looked_at(
    engine: Engine, now: datetime, song: Callable[..., KnownSong], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    requests = [asked(1, now), asked(2, now), asked(2, now)]
    SongLibrary(engine).save([song(1), song(2)], now, requests=requests)
    found = requested_songs(engine, now - WEEK, *MODEL)
    assert (found.asked, len(found.features)) == (2, 1)


def test_where_nothing_was_asked_there_is_nothing(engine: Engine, now: datetime) -> None:
    assert requested_songs(engine, now, *MODEL) == RequestedSongs(0, 0, (), ())
