import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.artist_context import ArtistContext, context_of
from model.card import BadModel
from model.ensemble import GenreEnsemble
from model.evidence import Evidence
from model.levels import Level
from model.reasons import OTHER_SONGS
from model.voting import GenreVote
from tests.model.invented_heads import GENRES, WORDS, invented_heads, put_heads
from tests.model.shipped import songs


@pytest.fixture
def folder(model_folder: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model, with heads."""
    copy = Path(shutil.copytree(model_folder, tmp_path / "tiny"))
    put_heads(copy, invented_heads())
    return copy


@pytest.fixture
def ensemble(folder: Path) -> GenreEnsemble:
    return GenreEnsemble.load(folder, "soft")


def context(ensemble: GenreEnsemble, count: int = 5) -> ArtistContext:
    found = context_of(ensemble.log_opinions(np.array([song.row() for song in songs(count)])))
    assert found is not None
    return found


def vote_on(ensemble: GenreEnsemble, known: Evidence) -> GenreVote:
    (vote,) = ensemble.votes_on([known])
    assert vote is not None
    return vote


def test_a_vote_says_what_it_is_based_on(ensemble: GenreEnsemble) -> None:
    (song,) = songs(1)
    others = context(ensemble)
    votes = [
        vote_on(ensemble, known) for known in (Evidence(song, others), Evidence(song), Evidence(None, others))
    ]
    assert [(vote.level, vote.songs) for vote in votes] == [
        (Level.SOUND_AND_ARTIST, 5),
        (Level.MEASURED, 0),
        (Level.ARTIST, 5),
    ]
    assert all(len(vote.members) == 3 for vote in votes)


def test_of_nothing_known_there_is_no_vote(ensemble: GenreEnsemble) -> None:
    assert ensemble.votes_on([Evidence(None), Evidence(None, korean=True)]) == [None, None]
    assert ensemble.votes_on([]) == []


def test_a_vote_does_not_depend_on_what_is_asked_beside_it(ensemble: GenreEnsemble) -> None:
    others = context(ensemble)
    known = [
        Evidence(song, others if place % 2 else None, korean=place % 3 == 0)
        for place, song in enumerate(songs(12))
    ]
    known += [Evidence(None), Evidence(None, others), Evidence(None, others, korean=True)]
    together = ensemble.votes_on(known)
    for own, vote in zip(known, together, strict=True):
        (alone,) = ensemble.votes_on([own])
        assert (alone is None) == (vote is None)
        if alone is not None and vote is not None:
            assert (alone.genre, alone.level, alone.songs) == (vote.genre, vote.level, vote.songs)
            assert list(alone.probabilities.values()) == pytest.approx(list(vote.probabilities.values()))


def test_only_a_korean_song_is_told_in_melons_words(ensemble: GenreEnsemble) -> None:
    (song,) = songs(1)
    assert vote_on(ensemble, Evidence(song)).melon is None
    for known in (Evidence(song), Evidence(song, context(ensemble)), Evidence(None, context(ensemble))):
        melon = vote_on(ensemble, replace(known, korean=True)).melon
        assert melon is not None
        assert tuple(melon) == WORDS
        assert sum(melon.values()) == pytest.approx(1)


def test_a_model_without_a_korean_view_has_no_correction(folder: Path) -> None:
    put_heads(folder, invented_heads(korean=False))
    ensemble = GenreEnsemble.load(folder)
    (song,) = songs(1)
    assert vote_on(ensemble, Evidence(song, korean=True)) == vote_on(ensemble, Evidence(song))


def test_a_model_without_heads_votes_by_the_sound_alone(tiny: GenreEnsemble) -> None:
    (song,) = songs(1)
    assert vote_on(tiny, Evidence(song, context(tiny), korean=True)) == tiny.vote(song)
    assert tiny.votes_on([Evidence(None, context(tiny))]) == [None]


def test_heads_leave_a_song_that_is_known_by_its_sound_alone_as_it_was(
    tiny: GenreEnsemble, ensemble: GenreEnsemble
) -> None:
    for song in songs(10):
        before, after = tiny.vote(song), ensemble.vote(song)
        assert before.probabilities == after.probabilities


def test_other_heads_make_another_name(tiny: GenreEnsemble, ensemble: GenreEnsemble) -> None:
    assert ensemble.name != tiny.name


def test_damaged_or_missing_heads_are_refused(folder: Path) -> None:
    heads = folder / "heads.json"
    heads.write_bytes(heads.read_bytes() + b" ")
    with pytest.raises(BadModel, match=r"heads\.json of tiny is damaged"):
        GenreEnsemble.load(folder)
    heads.unlink()
    with pytest.raises(BadModel, match=r"heads\.json of tiny cannot be read"):
        GenreEnsemble.load(folder)


def test_the_artists_other_songs_are_a_reason_where_they_moved_the_vote(ensemble: GenreEnsemble) -> None:
    (song,) = songs(1)
    others = context(ensemble)
    voted = GENRES[int(others.mean.mean(axis=0).argmax())]
    for known in (Evidence(song, others), Evidence(None, others), Evidence(song, others, korean=True)):
        vote = replace(vote_on(ensemble, known), genre=voted)
        assert OTHER_SONGS in {reason.known for reason in ensemble.why(known, vote)}


def test_reasons_are_those_of_the_vote_under_the_korean_correction(ensemble: GenreEnsemble) -> None:
    known = [Evidence(song) for song in songs(20)]
    votes = [replace(vote_on(ensemble, song), genre="dance") for song in known]
    plain = [ensemble.why(song, vote) for song, vote in zip(known, votes, strict=True)]
    corrected = [
        ensemble.why(replace(song, korean=True), vote) for song, vote in zip(known, votes, strict=True)
    ]
    assert plain != corrected
