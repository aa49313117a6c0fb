from __future__ import annotations

import numpy as np

from model.features import FEATURE_NAMES
from model.study.chart_ranges import chart_ranges
from model.study.votes import WEIGHTS, chart_songs
from model.study_sample import study_songs
from model.taxonomy import taxonomy
from model.voting import study


def test_the_thirteen_published_votes_follow_the_published_rule() -> None:
    published = [song.published for song in chart_songs(None) if song.published]
    assert len(published) == 13
    genres = taxonomy().genres
    for votes in published:
        opinions = np.eye(len(genres))[[genres.index(genre) for genre in votes.predictions]]
        assert genres[study(opinions[:, np.newaxis], np.array(WEIGHTS))[0]] == votes.voted


def test_five_songs_can_be_compared_and_they_come_first() -> None:
    members = [["dance"] * 10, ["rock"] * 10, ["rock"] * 10]
    songs = chart_songs(members)
    assert len(songs) == 13 + 5
    assert [song.title for song in songs[:5]] == [track.title for track, _ in study_songs()[:5]]
    assert all(song.published and song.ours for song in songs[:5])
    assert not any(song.published and song.ours for song in songs[5:])
    assert {song.ours.voted for song in songs if song.ours} == {"rock"}


def test_without_members_nothing_is_compared() -> None:
    assert not any(song.ours for song in chart_songs(None))


def test_the_ranges_hold_most_of_the_published_songs() -> None:
    ranges = chart_ranges().ranges
    assert tuple(ranges) == FEATURE_NAMES
    low, high = np.array(list(ranges.values())).T
    rows = np.array([features.row() for _, features in study_songs()])
    assert ((rows >= low) & (rows <= high)).all(axis=1).sum() >= 8
