from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from model.music import Track
from storage.artist_notes import ArtistNotes
from storage.database import Engine
from storage.errors import StorageError
from storage.known_song import KnownSong
from storage.song_library import SongLibrary

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TRACK = Track("a" * 22, "물수제비", ("HAEUN",))


def test_the_last_time_that_one_of_the_names_was_asked_for_counts(engine: Engine) -> None:
    notes = ArtistNotes(engine)
    assert notes.asked_at(["name haeun", "name 하은"]) is None
    notes.note(["name haeun"], {}, NOW - timedelta(days=40))
    notes.note(["name 하은"], {}, NOW - timedelta(days=20))
    assert notes.asked_at(["name haeun", "name 하은"]) == NOW - timedelta(days=20)
    notes.note(["name haeun"], {}, NOW)
    assert notes.asked_at(["name haeun", "name 하은"]) == NOW
    assert notes.asked_at([]) is None


def test_the_popularity_is_the_last_one_that_was_named(engine: Engine) -> None:
    SongLibrary(engine).save([KnownSong(TRACK, None, None)], NOW)
    notes = ArtistNotes(engine)
    notes.note([], {TRACK.id: 40}, NOW)
    notes.note([], {TRACK.id: 41}, NOW)
    assert notes.popularity([TRACK.id, "b" * 22]) == {TRACK.id: 41}


def test_the_popularity_of_an_unknown_track_cannot_be_noted_and_nothing_is(engine: Engine) -> None:
    notes = ArtistNotes(engine)
    with pytest.raises(StorageError):
        notes.note(["name haeun"], {"b" * 22: 1}, NOW)
    assert notes.asked_at(["name haeun"]) is None


def test_any_text_can_be_a_name(engine: Engine) -> None:
    notes = ArtistNotes(engine)
    notes.note(["name \udce0"], {}, NOW)
    assert notes.asked_at(["name \udce0"]) == NOW
