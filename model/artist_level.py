"""What an artist's known songs say of another song of theirs: a vote, or nothing where they disagree.

`artist_level.json` beside this module holds from how many songs on, with which agreement, and the curve from
the songs' mean probability to what is shown. `scripts/measure_levels.py` chose and measured them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from model.card import Calibration
from model.levels import Level
from model.strict_json import read_as
from model.voting import GenreVote, Matrix

FILE: Final = Path(__file__).with_suffix(".json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtistLevel:
    """When an artist's songs are enough to speak of another one, and how sure the bot then says to be.

    At least `least_songs` are voted on, and of these the share `least_agreement` carry the genre of the
    highest mean probability.
    """

    least_songs: int
    least_agreement: float
    calibration: Calibration

    def vote(self, votes: Sequence[GenreVote]) -> GenreVote | None:
        """Return the vote on a song by those on its artist's other songs; None where they are not enough."""
        if len(votes) < self.least_songs:
            return None
        genres = list(votes[0].probabilities)
        table = np.array([[vote.probabilities[genre] for genre in genres] for vote in votes])
        mean: Matrix = table.mean(axis=0)
        genre = genres[int(mean.argmax())]
        agreeing = sum(vote.genre == genre for vote in votes)
        if agreeing < self.least_agreement * len(votes):
            return None
        shown: Matrix = np.interp(mean, self.calibration.raw, self.calibration.shown)
        return GenreVote(
            genre,
            (),
            dict(zip(genres, shown.tolist(), strict=True)),
            votes[0].rule,
            votes[0].model,
            Level.ARTIST,
            len(votes),
            agreeing,
        )


@cache
def artist_level() -> ArtistLevel:
    """Read the measured level."""
    return read_as(ArtistLevel, json.loads(FILE.read_text(encoding="utf-8")), FILE.name)
