"""How the shipped model answers where what it hears changes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from model.derived_features import Matrix
from model.ensemble import GenreEnsemble
from model.evaluation.cross_validation_folds import drifted
from model.evidence import Evidence
from model.features import FEATURE_NAMES, AudioFeatures
from model.reasons import BANDS, Reason, genre_sounds
from model.taxonomy import taxonomy
from model.voting import GenreVote, weighted_mean
from tests.model.shipped import BALLAD, DANCE, DAY, FOLDER, LOUD, changed, song, songs


@pytest.fixture(scope="module")
def ensemble() -> GenreEnsemble:
    return GenreEnsemble.load(FOLDER)


def same(one: GenreVote, other: GenreVote) -> bool:
    return (one.genre, one.members, one.probabilities) == (other.genre, other.members, other.probabilities)


def test_who_measured_a_song_and_when_changes_nothing(ensemble: GenreEnsemble) -> None:
    for known in songs(20):
        other = replace(known, source="reccobeats", obtained_on=date(2030, 1, 1))
        assert same(ensemble.vote(known), ensemble.vote(other))


def test_a_song_is_answered_the_same_alone_and_in_company(ensemble: GenreEnsemble) -> None:
    company = songs(40)
    for vote, known in zip(ensemble.votes(company[::-1])[::-1], company, strict=True):
        alone = ensemble.vote(known)
        assert [member.genre for member in vote.members] == [member.genre for member in alone.members]
        assert dict(vote.probabilities) == pytest.approx(dict(alone.probabilities), abs=1e-9)
        assert vote.genre == alone.genre


def test_asking_about_other_songs_in_between_changes_nothing(ensemble: GenreEnsemble) -> None:
    first = ensemble.vote(song(BALLAD))
    ensemble.votes(songs(30))
    assert same(ensemble.vote(song(BALLAD)), first)


@pytest.mark.parametrize("name", ["key", "mode", "time_signature", "liveness"])
def test_what_a_source_often_lacks_seldom_changes_the_vote(ensemble: GenreEnsemble, name: str) -> None:
    known = songs(200)
    votes = ensemble.votes(known)
    without = ensemble.votes([changed(features, **{name: None}) for features in known])
    kept = np.mean([one.genre == other.genre for one, other in zip(votes, without, strict=True)])
    assert kept > 0.75
    assert any(one.probabilities != other.probabilities for one, other in zip(votes, without, strict=True))


def test_the_drift_between_two_crawls_changes_few_votes(ensemble: GenreEnsemble) -> None:
    known = songs(400)
    moved = drifted(np.array([features.row() for features in known]), np.random.default_rng(2))
    other = ensemble.votes([song(tuple(row.tolist())) for row in moved])
    pairs = list(zip(ensemble.votes(known), other, strict=True))
    assert np.mean([one.genre != two.genre for one, two in pairs]) < 0.04
    assert any(one.probabilities != two.probabilities for one, two in pairs)


def grouped(vote: GenreVote, *genres: str) -> float:
    return sum(vote.probabilities[genre] for genre in genres)


@pytest.mark.parametrize(
    ("start", "changes", "less"),
    [
        (
            DANCE,
            {"acousticness": 0.9, "energy": 0.3, "loudness": -11.0},
            ("dance", "electronic", "club", "disco"),
        ),
        (DANCE, {"acousticness": 0.6, "energy": 0.5}, ("dance", "electronic", "club", "disco")),
        (LOUD, {"acousticness": 0.9, "energy": 0.3, "loudness": -12.0}, ("metal", "punk")),
        (
            BALLAD,
            {"energy": 0.95, "loudness": -3.0, "acousticness": 0.001},
            ("acoustic", "opera", "classical"),
        ),
        (DANCE, {"danceability": 0.2}, ("dance", "disco", "hip-hop", "reggae")),
    ],
)
def test_a_genre_falls_where_a_song_turns_away_from_it(
    ensemble: GenreEnsemble, start: tuple[float, ...], changes: Mapping[str, float], less: tuple[str, ...]
) -> None:
    before, after = ensemble.votes([song(start), changed(song(start), **changes)])
    assert grouped(after, *less) < grouped(before, *less)


def test_more_acoustic_and_less_energetic_does_not_raise_dance(ensemble: GenreEnsemble) -> None:
    known = [
        features
        for features in songs(200)
        if (features.acousticness or 1) < 0.4 and (features.energy or 0) > 0.5
    ]
    assert len(known) > 30
    calmer = [
        changed(features, acousticness=0.8, energy=0.3, loudness=(features.loudness or 0) - 5)
        for features in known
    ]
    raised = [
        grouped(after, "dance", "electronic", "club") - grouped(before, "dance", "electronic", "club")
        for before, after in zip(ensemble.votes(known), ensemble.votes(calmer), strict=True)
    ]
    assert np.mean(raised) < -0.1
    assert np.mean(np.array(raised) > 0.02) < 0.1


def test_a_wall_of_noise_is_metal_and_a_quiet_ballad_is_not(ensemble: GenreEnsemble) -> None:
    assert ensemble.vote(song(LOUD)).genre == "metal"
    assert ensemble.vote(song(BALLAD)).probabilities["metal"] < 0.05


def test_what_made_a_wall_of_noise_metal_is_its_energy(ensemble: GenreEnsemble) -> None:
    noise = Evidence(song(LOUD))
    (vote,) = ensemble.votes_on([noise])
    assert vote is not None
    reasons = ensemble.why(noise, vote)
    assert Reason("energy", pytest.approx(1.0, abs=0.9), much=True) in reasons
    assert [reason.contribution for reason in reasons] == sorted(
        (reason.contribution for reason in reasons), reverse=True
    )


def test_most_votes_have_a_reason_that_a_listener_can_follow(ensemble: GenreEnsemble) -> None:
    known = [Evidence(features) for features in songs(60)]
    votes = [(song, vote) for song, vote in zip(known, ensemble.votes_on(known), strict=True) if vote]
    explained = [ensemble.why(song, vote) for song, vote in votes]
    assert np.mean([bool(reasons) for reasons in explained]) > 0.9
    for (_, vote), reasons in zip(votes, explained, strict=True):
        for reason in reasons:
            assert genre_sounds()[vote.genre][reason.known] is reason.much


def test_the_few_orders_of_a_reason_agree_with_many(
    ensemble: GenreEnsemble, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [Evidence(features) for features in songs(10)]
    votes = [(song, vote) for song, vote in zip(known, ensemble.votes_on(known), strict=True) if vote]

    def energies() -> list[float]:
        found = [ensemble.why(song, replace(vote, genre="rock")) for song, vote in votes]
        return [
            sum(reason.contribution for reason in reasons if reason.known == "energy") for reasons in found
        ]

    few = energies()
    monkeypatch.setattr("model.reasons._ORDERS", 12)
    assert np.corrcoef(few, energies())[0, 1] > 0.95


@pytest.fixture(scope="module")
def directions(ensemble: GenreEnsemble) -> dict[str, Matrix]:
    """How the log-odds of the 28 genres change on average from little of a feature to much of it."""
    rows = np.array([features.row() for features in songs(300)])

    def log_odds(name: str, value: float) -> Matrix:
        moved = rows.copy()
        moved[:, FEATURE_NAMES.index(name)] = value
        odds = weighted_mean(ensemble.opinions(moved), ensemble.weights["soft"])
        changes: Matrix = (np.log(odds) - np.log1p(-odds)).mean(axis=0)
        return changes

    return {name: log_odds(name, much) - log_odds(name, little) for name, (little, much) in BANDS.items()}


@pytest.mark.parametrize("genre", taxonomy().genres)
def test_the_model_hears_in_each_genre_what_listeners_expect(
    directions: Mapping[str, Matrix], genre: str
) -> None:
    place = taxonomy().genres.index(genre)
    heard = {name: bool(directions[name][place] > 0) for name in genre_sounds()[genre]}
    assert heard == dict(genre_sounds()[genre])


def test_with_nothing_known_at_all_it_claims_little(ensemble: GenreEnsemble) -> None:
    vote = ensemble.vote(AudioFeatures(source="reccobeats", obtained_on=DAY))
    assert all(0 <= share <= 1 for share in vote.probabilities.values())
    assert vote.confidence < 0.3


def test_a_likelier_genre_is_shown_as_likelier(ensemble: GenreEnsemble) -> None:
    soft = GenreEnsemble.load(FOLDER, "soft")
    for vote in soft.votes(songs(50)):
        assert vote.genre == vote.likeliest(1)[0][0]
        assert len(set(vote.probabilities.values())) > 20
    assert soft.name == ensemble.name
