from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from model.music import ServiceGenres, Track
from storage.known_song import KnownSong, completed, updated
from storage.song_notes import MissingFeatures

TRACK = Track("x" * 22, "Lantern", ("Kite",), 200_000, "KRA000000001", ("등불 연",))


def test_news_fill_what_is_known_and_none_takes_nothing_away(song: object, now: datetime) -> None:
    known = replace(song(), told_at=now, said=ServiceGenres("melon", ("댄스",)), korean=True, others=3)  # type: ignore[operator]
    assert known.with_news(KnownSong(known.track)) == known
    later = now + timedelta(days=1)
    assert known.with_news(KnownSong(known.track, told_at=later, korean=False, others=0)) == replace(
        known, told_at=later, korean=False, others=0
    )


def test_new_features_end_the_vote_and_the_note_that_there_were_none(song: object, now: datetime) -> None:
    whole = song()  # type: ignore[operator]
    missing = MissingFeatures(now, now)
    waiting = KnownSong(whole.track, None, whole.vote, missing=missing)
    assert waiting.with_news(KnownSong(whole.track, whole.features)) == KnownSong(whole.track, whole.features)
    assert waiting.with_news(whole) == whole
    assert waiting.with_news(KnownSong(whole.track)).missing == missing


def test_what_a_service_says_now_counts_and_its_silence_does_not() -> None:
    said = Track(TRACK.id, "Lantern (Live)", ("Kite", "Guest"), other_names=("Laterne",))
    assert updated(TRACK, said) == replace(
        TRACK, title="Lantern (Live)", artists=("Kite", "Guest"), other_names=("등불 연", "Laterne")
    )
    assert updated(None, said) == said
    assert updated(TRACK, TRACK) == TRACK


def test_a_loaded_track_completes_the_known_one_and_gives_it_another_name() -> None:
    bare = Track(TRACK.id, "Lantern", ("Kite",))
    assert completed(bare, TRACK) == TRACK
    other = replace(TRACK, title="Laterne", duration_ms=1, isrc="DEA000000001", other_names=())
    assert completed(TRACK, other) == replace(TRACK, other_names=("등불 연", "Laterne Kite"))
    assert completed(None, other) == other
