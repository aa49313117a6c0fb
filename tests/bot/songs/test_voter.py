"""When a vote is cast again, and what it takes into account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from bot.songs.voter import SongVoter
from model.ensemble import GenreEnsemble
from model.features import AudioFeatures
from model.levels import Level
from model.music import ServiceGenres, Track
from storage.artist_index import ArtistSong
from storage.known_song import KnownSong
from storage.voter import Case
from tests.model.shipped import DANCE, FOLDER
from tests.model.shipped import song as sound

TRACK = Track("x" * 22, "Lantern", ("Kite",))
FEATURES = AudioFeatures(energy=0.5, source="dataset", obtained_on=date(2026, 1, 1))


@pytest.fixture
def voter(ensemble_with_heads: GenreEnsemble) -> SongVoter:
    return SongVoter(ensemble_with_heads)


def voted(voter: SongVoter, songs: int, features: AudioFeatures | None = FEATURES) -> KnownSong:
    (verdict,) = voter.verdicts([case(voter, songs, features)])
    return KnownSong(TRACK, features, verdict.vote, korean=verdict.korean)


def case(voter: SongVoter, songs: int, features: AudioFeatures | None = FEATURES) -> Case:
    (opinions,) = voter.log_opinions([sound(DANCE)])
    others = tuple(ArtistSong(f"{n:022}", f"Song {n}", None, None, None) for n in range(songs))
    return Case(KnownSong(TRACK, features), others, (opinions,) * songs)


@pytest.mark.parametrize(
    ("before", "now", "due"), [(0, 0, False), (0, 1, True), (3, 5, False), (3, 6, True), (3, 1, False)]
)
def test_a_vote_is_due_where_its_context_has_doubled(
    voter: SongVoter,
    before: int,
    now: int,
    due: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert voter.is_due(replace(voted(voter, before), others=now)) is due


def test_a_first_vote_needs_features_or_another_song(voter: SongVoter) -> None:
    assert not voter.is_due(KnownSong(TRACK, others=0))
    assert voter.is_due(KnownSong(TRACK, others=1))
    assert voter.is_due(KnownSong(TRACK, FEATURES, others=0))


def test_a_vote_is_due_where_the_song_turns_out_to_be_korean(voter: SongVoter) -> None:
    song = replace(voted(voter, 0), others=0)
    assert song.korean is False
    assert song.vote is not None
    assert song.vote.melon is None
    assert voter.is_due(replace(song, said=ServiceGenres("melon", ("발라드",))))
    korean = replace(case(voter, 0), song=replace(song, said=ServiceGenres("melon", ("발라드",))))
    (verdict,) = voter.verdicts([korean])
    assert verdict.korean
    assert verdict.vote is not None
    assert verdict.vote.melon is not None


def test_the_level_says_what_a_vote_is_based_on(voter: SongVoter) -> None:
    levels = [song.vote.level if song.vote else None for song in (voted(voter, 2), voted(voter, 0))]
    assert levels == [Level.SOUND_AND_ARTIST, Level.MEASURED]
    alone = voted(voter, 2, None).vote
    assert alone is not None
    assert (alone.level, alone.songs) == (Level.ARTIST, 2)
    assert voted(voter, 0, None).vote is None


def test_log_opinions_that_are_no_numbers_do_not_count(voter: SongVoter) -> None:
    good = case(voter, 2)
    broken = np.full(voter.opinion_bytes // 4, np.nan, dtype="<f4").tobytes()
    (verdict,) = voter.verdicts([replace(good, log_opinions=(good.log_opinions[0], broken))])
    assert verdict.vote is not None
    assert verdict.vote.songs == 1


def test_most_other_songs_of_an_artist_make_a_song_korean(voter: SongVoter) -> None:
    others = case(voter, 3)
    korean = tuple(replace(other, korean=n > 0) for n, other in enumerate(others.others))
    (verdict,) = voter.verdicts([replace(others, others=korean)])
    assert verdict.korean


def test_without_heads_the_artists_songs_are_not_heard() -> None:
    ensemble = GenreEnsemble.load(FOLDER)
    without = GenreEnsemble(replace(ensemble.card, heads=None), ensemble.members, ensemble.voting_rule)
    voter = SongVoter(without)
    song = voted(voter, 3)
    assert song.vote is not None
    assert song.vote.level is Level.MEASURED
    assert not voter.is_due(replace(song, others=9))
    assert not voter.is_due(KnownSong(TRACK, others=9))
