"""The vote on the chart songs: thirteen that the study published, and ours where the features are known."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from model.study_sample import study_songs
from model.taxonomy import taxonomy
from model.voting import study

WEIGHTS: Final = (1.5, 1.0, 1.0)
"""predict1, predict2 and predict3 in the study's vote."""
_FILE: Final = Path(__file__).with_name("published_votes.csv")


@dataclass(frozen=True, slots=True)
class SongVotes:
    """What the three members and their vote say of one song."""

    predictions: tuple[str, ...]
    voted: str


@dataclass(frozen=True, slots=True)
class ChartSong:
    """One song with the published votes and ours, each None where it is not known."""

    title: str
    artist: str
    published: SongVotes | None
    ours: SongVotes | None


def chart_songs(members: Sequence[Sequence[str]] | None) -> list[ChartSong]:
    """Return all songs of which the slides show the vote or the features, those with both first.

    `members` are the genres that each member gives to the songs of `study_songs`, in their order.
    """
    songs = [track for track, _ in study_songs()]
    ours = dict(zip([song.id for song in songs], _votes(members), strict=True)) if members else {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        published = {row["id"]: _published(row, ours.get(row["id"])) for row in csv.DictReader(file)}
    others = [
        ChartSong(song.title, song.artists[0], None, ours.get(song.id))
        for song in songs
        if song.id not in published
    ]
    known = {song.id for song in songs}
    return [*(published[key] for key in sorted(published, key=lambda key: key not in known)), *others]


def _published(row: dict[str, str], ours: SongVotes | None) -> ChartSong:
    votes = SongVotes((row["predict1"], row["predict2"], row["predict3"]), row["voting"])
    return ChartSong(row["song"], row["artist"], votes, ours)


def _votes(members: Sequence[Sequence[str]]) -> list[SongVotes]:
    genres = taxonomy().genres
    numbers = np.array([[genres.index(genre) for genre in member] for member in members])
    voted = study(np.eye(len(genres))[numbers], np.array(WEIGHTS))
    songs = zip(*members, strict=True)
    return [SongVotes(tuple(own), genres[label]) for own, label in zip(songs, voted, strict=True)]
